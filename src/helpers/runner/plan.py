"""The plan of the series, drawn from the *Reads* and *Writes* lines and nowhere else."""

import os
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from helpers.runner.failures import ChapterFailed
from helpers.runner.notebook import Chapter, read_chapter
from helpers.workspace import paths
from helpers.workspace.errors import UsageError

NOTEBOOKS_VARIABLE = "HELPERS_NOTEBOOKS"
CONTRACTS = paths.HELPERS / "workspace" / "contracts"


def notebooks_folder() -> Path:
    """Return the folder of the chapters: the checkout's, or where HELPERS_NOTEBOOKS points."""
    return Path(os.environ.get(NOTEBOOKS_VARIABLE, paths.NOTEBOOKS)).resolve()


def read_plan(folder: Path) -> list[Chapter]:
    """Return the chapters in reading order, every chapter after those whose tables it reads.

    Raises
    ------
    UsageError
        If the folder holds no chapter.
    ChapterFailed
        If two chapters write one table, a chapter reads what only a later one
        writes, or a table has no contract.
    """
    found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    if not found:
        raise UsageError(f"no chapter (such as 05_segmentation.ipynb) lies in {folder.name}/")
    chapters = [read_chapter(path) for path in found]
    _check_order(chapters, writers(chapters))
    return chapters


def writers(chapters: list[Chapter]) -> dict[str, str]:
    """Return the chapter that writes each table.

    Raises
    ------
    ChapterFailed
        If a table has two writers, or no contract.
    """
    found: dict[str, str] = {}
    for chapter in chapters:
        for table in chapter.writes:
            if table in found:
                raise ChapterFailed(f"`{table}` has two writers: {found[table]} and {chapter.name}")
            found[table] = chapter.name
        for table in chapter.tables:
            _check_contract(chapter, table)
    return found


def upstream(chapter: Chapter, written_by: dict[str, str]) -> list[str]:
    """Return the chapters that must be done before this one, sorted."""
    tables = [read.table for read in chapter.reads if not read.previous]
    return sorted({written_by[table] for table in tables if table in written_by})


@cache
def area(table: str) -> str:
    """Return where a table lives: canonical or private (once per company), or once a period."""
    return _contract(table)["area"]


def personal_fields(tables: Iterable[str]) -> dict[str, list[str]]:
    """Return which personal columns each of some tables has; those without are left out.

    Parameters
    ----------
    tables : iterable of str
        As a chapter's desk recorded them, ``@previous`` included.
    """
    found = {}
    for table in sorted({table.partition("@")[0] for table in tables}):
        columns = _contract(table).get("columns", {})
        personal = [name for name, column in columns.items() if column.get("personal")]
        if personal:
            found[table] = personal
    return found


def _contract(table: str) -> dict:
    return tomllib.loads((CONTRACTS / f"{table}.toml").read_text(encoding="utf-8"))


def _check_contract(chapter: Chapter, table: str) -> None:
    if not (CONTRACTS / f"{table}.toml").exists():
        raise ChapterFailed(
            f"{chapter.name} names `{table}`, which has no contract: "
            f"add src/helpers/workspace/contracts/{table}.toml, or mend the name"
        )


def _check_order(chapters: list[Chapter], written_by: dict[str, str]) -> None:
    """Refuse what would make the reading order a lie; what passes cannot hold a cycle."""
    for chapter in chapters:
        for writer in upstream(chapter, written_by):
            if writer >= chapter.name:
                tables = [read.table for read in chapter.reads if not read.previous]
                table = next(table for table in tables if written_by.get(table) == writer)
                raise ChapterFailed(
                    f"{chapter.name} reads `{table}`, which {writer} writes: a chapter reads "
                    "tables of lower numbers, or those of the period before (`table@previous`)"
                )
