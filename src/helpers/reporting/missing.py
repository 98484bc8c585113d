"""The short page that stands for a chapter whose data are not there."""

from pathlib import Path
from typing import Any

from helpers.reporting import catalogue, pages
from helpers.reporting.wording import Wording


def write_missing_page(
    html: Path | str,
    *,
    question: str,
    missing: list[str],
    company: str,
    language: str = "en",
    **run: Any,
) -> None:
    """Write what a chapter would answer, which tables it lacks, and how to get them.

    Parameters
    ----------
    html : path
        The page to write.
    question : str
        The chapter's first line, without its mark.
    missing : list of str
        Names of the tables that the chapter needs and lacks.
    company : str
        The company's folder in ``data/raw``.
    language : str
        Language of the page.
    title, period, as_of, data_through, complete, run_id
        What head and foot say of the run, see ``pages.Run``.
    """
    wording = Wording(catalogue.check_language(language))
    pages.write(
        html,
        "missing.html.j2",
        language=language,
        question=question,
        lacks=[(table, what_to_add(table, wording)) for table in missing],
        folder=f"data/raw/{company}",
        run=pages.Run(**run),
    )


def what_to_add(table: str, wording: Wording) -> str:
    """Return which export gives a table, in words; in general words where nobody wrote them."""
    key = f"missing.tables.{table}"
    if catalogue.has(key, wording.language):
        return wording.text(key)
    return wording.text("missing.other", table=table)
