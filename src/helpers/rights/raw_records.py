"""Taking a person out of a raw file, whatever kind it is, so that all other rows stand still.

A row that goes leaves an empty line, so that every other row keeps its line; one that stays
without its person keeps the cells that `Format.kept` names. Then what is left of the person
in other rows, such as an e-mail in somebody's note, is cut out.
"""

import codecs
import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
from pyarrow import parquet

from helpers.intake import archive
from helpers.intake.contents import as_utf8, unpacked
from helpers.rights.going import Going
from helpers.rights.json_records import json_lines, kept_of, without_words
from helpers.workspace.errors import InputError


def rewritten(path: Path, declared: Any, going: Going, shown: str) -> bytes:
    """Return a raw file's bytes without the rows and words that go.

    Parameters
    ----------
    path : Path
        The file.
    declared : SourceFile or None
        How it is read; None for one that nothing reads, whose lines are taken as they are.
    going : Going
        What goes.
    shown : str
        What to call the file in messages.

    Raises
    ------
    InputError
        If a file of its kind cannot be written: says what to save it as.
    """
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return _workbook(path, declared, going)
    if suffix == ".xls":
        raise InputError(f"{shown} is an old workbook, which cannot be rewritten: save it as .xlsx")
    if suffix == ".parquet":
        return _parquet(path, going)
    if suffix == ".zip":
        return _archive(path, declared, going, shown)
    packed = suffix == ".gz"
    name = path.with_suffix("").name if packed else path.name
    content = _text(unpacked(path, shown), name, declared, going, shown)
    return gzip.compress(content, mtime=0) if packed else content


def _text(content: bytes, name: str, declared: Any, going: Going, shown: str) -> bytes:
    """Return a text without what goes, in the encoding and with the line ends that it had."""
    encoding = (declared.encoding if declared else None) or "utf-8"
    text = as_utf8(content, encoding, shown).decode()
    ends = "\r\n" if "\r\n" in content.decode(encoding) else "\n"
    if name.lower().endswith((".json", ".jsonl", ".ndjson")):
        told = json_lines(text, going)
    else:
        told = _table(text, declared, going)
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return mark + told.replace("\n", ends).encode(encoding.removesuffix("-sig"))


def _table(text: str, declared: Any, going: Going) -> str:
    """Return delimited text without what goes."""
    delimiter = declared.delimiter if declared else ","
    delimiter = " " if delimiter == "spaces" else delimiter
    header = list(declared.header) if declared else []
    parts = []
    for line, record in records_in(text, delimiter):
        if not header and record.strip():
            header = [cell.strip() for cell in next(csv.reader([record], delimiter=delimiter))]
            parts.append(record)
            continue
        if line in going.lines:
            record = _without_person(record, header, delimiter, going.kept)
        elif going.words and going.words.search(record):
            record = going.words.sub("", record)
        parts.append(record)
    return "\n".join(parts)


def records_in(text: str, delimiter: str) -> Iterator[tuple[int, str]]:
    """Yield each record with the line that it starts on; a stray quote joins no lines."""
    waiting: list[str] = []
    for line, part in enumerate(text.split("\n"), start=1):
        waiting.append(part)
        whole = "\n".join(waiting)
        if whole.count('"') % 2 == 0:
            if len(waiting) > 1 and not _is_one_record(whole, delimiter):
                yield from enumerate(waiting, start=line - len(waiting) + 1)
            else:
                yield line - len(waiting) + 1, whole
            waiting = []
    yield from enumerate(waiting, start=text.count("\n") + 2 - len(waiting))


def _is_one_record(text: str, delimiter: str) -> bool:
    try:
        return len(list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _without_person(record: str, header: list[str], delimiter: str, kept: frozenset[str]) -> str:
    """Return a record with the cells that stay, as long in lines as it was; else empty lines."""
    lines = record.count("\n")
    cells = next(csv.reader(io.StringIO(record), delimiter=delimiter), [])
    if not kept or len(cells) != len(header):
        return "\n" * lines
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(
        cell if name in kept else "" for name, cell in zip(header, cells, strict=True)
    )
    return out.getvalue() + "\n" * (lines - out.getvalue().count("\n"))


def _archive(path: Path, declared: Any, going: Going, shown: str) -> bytes:
    """Return an archive without what goes; lines are counted through all of its files."""
    out, before = io.BytesIO(), 0
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for inner, content in archive.files_in(path, shown):
            own = going._replace(lines={line - before for line in going.lines})
            told = _text(content, inner, declared, own, shown)
            item = old.getinfo(inner)
            new.writestr(item, told, zipfile.ZIP_DEFLATED)
            text = as_utf8(content, (declared and declared.encoding) or "utf-8", shown)
            before += text.count(b"\n") + 1
    return out.getvalue()


def _workbook(path: Path, declared: Any, going: Going) -> bytes:
    """Return a workbook in which the rows that go are empty."""
    book = openpyxl.load_workbook(path)
    read = (declared.sheet if declared else None) or book.sheetnames[0]
    for sheet in book.worksheets:
        header = [str(cell.value or "").strip() for cell in sheet[1]]
        for row in sheet.iter_rows():
            for cell in row:
                gone = sheet.title == read and cell.row in going.lines
                name = header[cell.column - 1] if cell.column <= len(header) else ""
                if gone and name not in going.kept:
                    cell.value = None
                elif going.words and isinstance(cell.value, str):
                    cell.value = going.words.sub("", cell.value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet(path: Path, going: Going) -> bytes:
    """Return a Parquet file without what goes; the rows below move up."""
    table = parquet.ParquetFile(path).read()
    rows = [
        kept_of(row, going.kept) if line in going.lines else row
        for line, row in enumerate(table.to_pylist(), start=1)
        if line not in going.lines or going.kept
    ]
    told = [without_words(row, going.words) for row in rows]
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(told, schema=table.schema), out)
    return out.getvalue()
