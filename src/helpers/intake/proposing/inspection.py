"""One file looked at: what it is, how it is to be read, and what it tells of its company."""

from pathlib import Path

import pyarrow
from python_calamine import CalamineError

from helpers.intake.proposing import known
from helpers.intake.proposing.claim import Claim
from helpers.intake.proposing.columns import Columns
from helpers.intake.proposing.delimiters import Header
from helpers.intake.proposing.describing import Look
from helpers.intake.proposing.file_kind import BROKEN, FileKind, kind_of
from helpers.intake.proposing.inspected import Inspected, unread
from helpers.intake.proposing.tables import Reading, Table, table_of
from helpers.intake.proposing.ways import reading_claims
from helpers.workspace.errors import InputError

UNREADABLE = {
    "empty": "it is empty: was it exported in full?",
    "web page": "it is a web page, not a table: sign in at the source and export again",
    "archive": "it is an archive of several files: unpack it",
    "binary": "it is no table: what is it?",
    "broken": "it cannot be opened: copy it again, it may be cut off",
}
NO_OBJECTS = Header([], 0, "nothing in it is a JSON object")
NO_COLUMNS = Columns({}, 0, 0, None, 1)
JSON = ("json-lines", "json")


def inspect(path: Path, below: str) -> Inspected:
    """Return what a file is and how it is to be read.

    Parameters
    ----------
    path : Path
        The file.
    below : str
        Its path below the company's folder, as messages call it.
    """
    kind = kind_of(path)
    if kind.name in UNREADABLE:
        return unread(below, kind.name, UNREADABLE[kind.name])
    try:
        return _inspect_table(path, below, kind)
    except (*BROKEN, CalamineError, pyarrow.ArrowException, InputError):
        return unread(below, "broken", UNREADABLE["broken"])


def _inspect_table(path: Path, below: str, kind: FileKind) -> Inspected:
    reading, claims = reading_claims(path, kind)
    table = _table(path, reading)
    if not table.header.cells:
        return unread(below, kind.name, _no_header(table, claims))
    return Look(path, below, reading, table, claims).told()


def _table(path: Path, reading: Reading) -> Table:
    """Return a file's columns; JSON is read line by line, or as an answer if that is known."""
    if reading.kind.name not in JSON:
        return table_of(path, reading, known.is_known_header)
    found = []
    for name in JSON:
        told = reading._replace(kind=reading.kind._replace(name=name))
        try:
            found.append(table_of(path, told, known.is_known_header))
        except InputError:
            continue
        if known.is_sure(known.recognise(list(found[-1].columns.columns), path.name)):
            return found[-1]
    return next((table for table in found if table.header.cells), Table(NO_OBJECTS, NO_COLUMNS))


def _no_header(table: Table, claims: list[Claim]) -> str:
    asked = [claim.question for claim in claims if claim.question]
    return "; ".join([f"{table.header.why}: write a header above its rows", *asked])
