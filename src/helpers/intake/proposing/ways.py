"""How the bytes of a file become rows, as claims: encoding, delimiter, sheet, packing, header."""

from functools import partial
from pathlib import Path

from helpers.intake.proposing.claim import Claim, ask, counted
from helpers.intake.proposing.delimiters import delimiter_claim
from helpers.intake.proposing.encodings import encoding_claim
from helpers.intake.proposing.file_kind import FileKind, opened
from helpers.intake.proposing.tables import Reading, Table, sample_of, sheets_of


def reading_claims(path: Path, kind: FileKind) -> tuple[Reading, list[Claim]]:
    """Return how to read a file for now, and the claims that say so."""
    if kind.name == "excel":
        sheets = sheets_of(path)
        question = f"which sheet holds the data: {', '.join(sheets)}? Only one is read"
        claims = [ask("sheet", question, suggestion=sheets[0])] if len(sheets) > 1 else []
        return Reading(kind, sheet=sheets[0] if sheets else None), claims
    if not kind.is_text:
        return Reading(kind), []
    encoding = encoding_claim(partial(opened, path, kind.packed))
    name = encoding.value or encoding.suggestion or "utf-8"
    if kind.name != "csv":
        return Reading(kind, name), [encoding]
    parting = delimiter_claim(sample_of(path, kind, name))
    reading = Reading(kind, name, parting.value or parting.suggestion or ",")
    return reading, [encoding, parting]


def packing_claims(path: Path, kind: FileKind) -> list[Claim]:
    """Return a question where a file's name does not say how it is packed."""
    ends = {"gzip": ".gz", "zip": ".zip", "archive": ".zip"}.get(kind.packed)
    if ends is None or path.suffix == ends:
        return []
    return [ask("question", f"it is packed, and its name does not say so: let it end in {ends}")]


def row_claims(table: Table) -> list[Claim]:
    """Return questions on what stands above the header, and on rows of another length."""
    claims = []
    if table.header.above:
        question = (f"the columns are named {table.header.above} row(s) below the first: delete "
                    "what stands above, or export without it")  # fmt: skip
        claims.append(ask("question", question))
    ragged, rows = table.columns.ragged, table.columns.rows + table.columns.ragged
    if ragged > 0.005 * rows:
        question = (f"{ragged:,} of {counted(rows, 'row')} have another number of cells than the "
                    f"header, first in line {table.columns.first_ragged}: export it again, or "
                    "raise reject_limit")  # fmt: skip
        claims.append(ask("question", question))
    return claims
