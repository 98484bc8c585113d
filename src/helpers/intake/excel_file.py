"""Excel workbooks: one declared sheet, its typed cells as the text a person sees."""

import re
import zipfile
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from helpers.intake import archive
from helpers.intake.text_table import (
    TextTable,
    cell_text,
    checked_header,
    no_rejects,
    on_lines,
    refuse_rounded,
)
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

ROWS_TO_SEARCH = 10
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
PROLOG = 4_096  # bytes of an XML file in which its declarations stand
OLD_MACRO = "_VBA_PROJECT".encode("utf-16-le")


def read_excel(path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]) -> TextTable:
    """Return a sheet as a table of text; see `files.read_text`."""
    rows = _sheet(path, declared.sheet, name)
    if not rows:
        raise InputError(f"{name} has no header: its sheet is empty")
    titles = [[str(cell) for cell in row] for row in rows[: ROWS_TO_SEARCH + 1]]
    header = checked_header(titles[0], titles[1:], needed, name)
    for place, column in enumerate(header):
        if column in needed:
            refuse_rounded((row[place] for row in rows[1:]), column, 2, name)
    texts = [[cell_text(cell) for cell in row] for row in rows[1:]]
    frame = on_lines(pd.DataFrame(texts, columns=header, dtype="str"), range(2, len(rows) + 1))
    return TextTable(frame[frame.ne("").any(axis="columns")], no_rejects())


def _refuse_unsafe(path: Path, name: str) -> None:
    """Refuse a workbook that holds a program, or entities that swell when they are read.

    Raises
    ------
    InputError
        Says what to save it as.
    """
    remedy = "save it as a plain .xlsx, or as .csv"
    if not zipfile.is_zipfile(path):
        if OLD_MACRO in path.read_bytes():
            raise InputError(f"{name} holds macros, which are programs: {remedy}")
        return
    for inner, content in archive.files_in(path, name):
        if inner.lower().endswith("vbaproject.bin"):
            raise InputError(f"{name} holds macros, which are programs: {remedy}")
        if inner.endswith((".xml", ".rels")) and ENTITIES.search(content[:PROLOG]):
            raise InputError(f"{name} declares entities, which no workbook needs: {remedy}")


def _sheet(path: Path, declared: str | None, name: str) -> list[list]:
    _refuse_unsafe(path, name)
    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
        if declared is None and len(names) > 1:
            raise InputError(
                f"{name} has several sheets ({', '.join(names)}): write in source.toml which one "
                f'to read, such as sheet = "{names[0]}"'
            )
        if declared is not None and declared not in names:
            raise InputError(f"{name} has no sheet {declared!r}: it has {', '.join(names)}")
        return book.get_sheet_by_name(declared or names[0]).to_python(skip_empty_area=False)
    except CalamineError:
        raise InputError(f"{name} is not a readable workbook: save it as .xlsx again") from None
