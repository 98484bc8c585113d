"""The pages that a run makes, through the reporting wing.

Everything heavy is imported where it is used: a run in which nothing changed
makes no page.
"""

from pathlib import Path
from typing import Any

from helpers.runner.json_files import read_json
from helpers.workspace import paths

RUN_ID_MARK = "@run-id@"  # stands in built pages for the id, which more than one chapter decides
HEAD = ("language", "title", "period", "as_of", "data_through", "complete")


def write_chapter_page(job: dict[str, Any], personal: dict[str, list[str]]) -> None:
    """Write a chapter's page from its executed notebook, its findings and what it read of people.

    Parameters
    ----------
    personal : dict of str to list of str
        The personal columns of each table that it used.
    """
    from helpers.reporting import export

    findings = read_json(Path(job["findings"]), absent=[])
    page = Path(job["html"])
    page.parent.mkdir(parents=True, exist_ok=True)
    export.write_html(job["notebook_out"], page, findings=findings, personal=personal, **_head(job))


def write_missing_page(job: dict[str, Any], lacking: list[str]) -> None:
    """Write the standard page of a chapter that lacks a table."""
    from helpers.reporting import missing

    page = Path(job["html"])
    page.parent.mkdir(parents=True, exist_ok=True)
    missing.write_missing_page(
        page, question=job["question"], missing=lacking, company=job["company"], **_head(job)
    )


def write_empty_table(table: str, path: Path) -> None:
    """Write a table without rows, under its contract."""
    from helpers.workspace import contracts, tables

    tables.write_table(contracts.empty(table), contracts.load(table), path)


def write_period_index(folder: Path, manifest: dict[str, Any]) -> Path:
    """Return the period's index page, written beside the pages of the chapters."""
    from helpers.reporting import index

    index.write_period_index(folder, {**manifest, "run_id": RUN_ID_MARK})
    return folder / "index.html"


def write_runs_index() -> None:
    """Write reports/index.html, the list of all runs."""
    from helpers.reporting import index

    index.write_runs_index(paths.reports())


def _head(job: dict[str, Any]) -> dict[str, Any]:
    return {"run_id": RUN_ID_MARK, **{name: job[name] for name in HEAD}}
