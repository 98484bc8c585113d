"""What a file is by its content, whatever its name ends in, and its bytes unpacked."""

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from helpers.intake.archive import files_in
from helpers.intake.csv_file import WEB_PAGE

HEAD = 1 << 16
ARCHIVE = "archive"  # how a file of many tables is packed
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how workbooks begin that end in .xls
WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin")
TEXTS = ("csv", "json-lines")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROLS_AT_MOST = 0.01
BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile)  # what cannot be unpacked


class FileKind(NamedTuple):
    """What a file is.

    Attributes
    ----------
    name : str
        ``csv`` (any delimited text), ``excel``, ``parquet``, ``json-lines``, or what
        cannot be read: ``json``, ``archive`` of several files, ``web page``, ``binary``,
        ``broken`` and ``empty``.
    packed : str
        ``gzip``, ``zip``, ``archive`` (of many tables) or nothing.
    """

    name: str
    packed: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it has an encoding."""
        return self.name in TEXTS


def kind_of(path: Path) -> FileKind:
    """Return what a file is by its content."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
        if start.startswith(b"\x1f\x8b"):
            return _packed(path, "gzip")
        if start.startswith(b"PK\x03\x04"):
            return _of_zip(path)
    except BROKEN:
        return FileKind("broken")
    return FileKind(_of_bytes(path, ""))


@contextmanager
def opened(path: Path, packed: str) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, unpacked; of an archive its only member."""
    if packed == "gzip":
        with gzip.open(path) as file:
            yield file
    elif packed == ARCHIVE:
        # Joined so that lines are counted as the intake counts them, through all tables.
        yield io.BytesIO(b"\n".join(content for _, content in files_in(path, path.name)))
    elif packed == "zip":
        with zipfile.ZipFile(path) as archive, archive.open(members(archive)[0]) as file:
            yield file
    else:
        with path.open("rb") as file:
            yield file


def members(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of an archive's files, without folders and what systems leave behind."""
    return [
        item.filename for item in archive.infolist()
        if not item.is_dir() and not item.filename.startswith("__MACOSX/")
    ]  # fmt: skip


def _packed(path: Path, packed: str) -> FileKind:
    return FileKind(_of_bytes(path, packed), packed)


def _of_zip(path: Path) -> FileKind:
    with zipfile.ZipFile(path) as archive:
        names = members(archive)
    if any(name in names for name in WORKBOOKS):
        return FileKind("excel")
    if len(names) == 1:
        return _packed(path, "zip")
    tables = all(name.endswith(".csv") for name in names) and _of_bytes(path, ARCHIVE) == "csv"
    return FileKind("csv", ARCHIVE) if tables else FileKind("archive", "zip")


def _of_bytes(path: Path, packed: str) -> str:
    with opened(path, packed) as file:
        head = file.read(HEAD)
    if not head:
        return "empty"
    if head.startswith(OLE):
        return "excel"
    if head.startswith(b"PAR1"):
        return "parquet"
    return _of_text(head) if _is_text(head) else "binary"


def _is_text(head: bytes) -> bool:
    if head.startswith(UTF_16):
        return True
    rare = (code for code in range(1, 32) if code not in (9, 10, 12, 13))
    if sum(head.count(bytes([code])) for code in rare) > CONTROLS_AT_MOST * len(head):
        return False
    # UTF-16 without a mark: its signs and line ends have a zero byte, on one side only.
    nuls = [head[start::2].count(0) for start in (0, 1)]
    return max(nuls) <= CONTROLS_AT_MOST * len(head) or (min(nuls) == 0 and b"\n" in head)


def _of_text(head: bytes) -> str:
    text = head.decode("utf-16" if head.startswith(UTF_16) else "utf-8", errors="ignore")
    text = text.lstrip("\ufeff \t\r\n")
    if not text:
        return "empty"
    if WEB_PAGE.match(text):
        return "web page"
    if text[0] in "{[":
        return _of_json(text)
    return "csv"


def _of_json(text: str) -> str:
    """Return whether each line is an object of its own, or the file is one piece."""
    if re.match(r"\[[^\"{\[\d\s]", text):
        return "csv"  # a title in brackets
    lines = [line for line in io.StringIO(text).read().splitlines() if line.strip()]
    try:
        first = json.loads(lines[0])
    except ValueError:
        return "json" if len(lines) > 1 or text[0] == "[" else "json-lines"
    one_piece = (
        len(lines) == 1 and any(isinstance(part, list) for part in first.values())
        if (isinstance(first, dict))
        else True
    )
    return "json" if one_piece else "json-lines"
