"""The proof: every byte of a company is searched for a person, packed files and tables too."""

import gzip
import html
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow import parquet

from helpers.rights.going import BETWEEN, PHONE, words_pattern

SIGNS = BETWEEN[1 : BETWEEN.index("]")]  # that may stand between two digits of a phone
# In which a value may stand in a file: as text of one of these encodings.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5")


class Found(NamedTuple):
    """How often a person stands in a file."""

    path: Path
    hits: int


class Searched(NamedTuple):
    """What a search came to: where it found something, what it read, what it could not."""

    found: list[Found]
    files: int
    unread: list[Path]


def search(folders: Iterable[Path], values: Iterable[str]) -> Searched:
    """Search every file below some folders, hidden ones too, for values as wholes.

    Parameters
    ----------
    folders : iterable of Path
        Folders, or files; one that is not there has nothing.
    values : iterable of str
        What must not be there.

    Returns
    -------
    Searched
        A packed file that cannot be unpacked is searched as it is, and listed as unread.
    """
    words, found, unread, count = words_pattern(set(values)), [], [], 0
    if words is None:
        return Searched([], 0, [])
    needles = _needles(values)
    for path in _every(folders):
        count += 1
        hits = 0
        try:
            for content in contents(path):
                hits += _hits(content, needles, words)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, pa.ArrowInvalid):
            unread.append(path)
        if hits:
            found.append(Found(path, hits))
    return Searched(found, count, unread)


def _every(folders: Iterable[Path]) -> list[Path]:
    told = [path for folder in folders
            for path in ([folder] if folder.is_file() else folder.rglob("*"))]  # fmt: skip
    return sorted({path for path in told if path.is_file()})


def contents(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes and, where it is packed, what it holds."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    elif content.startswith(b"PAR1"):
        yield from _cells(path)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                inner = packed.read(name)
                yield name.encode()
                yield gzip.decompress(inner) if inner.startswith(b"\x1f\x8b") else inner


def _cells(path: Path) -> Iterator[bytes]:
    """Yield the distinct texts of each column of a table, a line each."""
    file = parquet.ParquetFile(path)
    for group in range(file.num_row_groups):
        for column in file.read_row_group(group).columns:
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                yield "\n".join(filter(None, column.unique().to_pylist())).encode()
            elif pa.types.is_nested(column.type):
                yield json.dumps(column.to_pylist(), ensure_ascii=False, default=str).encode()


def _needles(values: Iterable[str]) -> re.Pattern[bytes]:
    """Return what finds a value's bytes in any encoding and any way of writing it, in small."""
    forms = set()
    for value in values:
        cases = {value, value.lower(), value.upper()}  # those of bytes are of ASCII alone
        for told in cases | {html.escape(value), json.dumps(value)[1:-1]}:
            for encoding in ENCODINGS:
                try:
                    forms.add(_needle(told, encoding))
                except UnicodeEncodeError:
                    continue
    return re.compile(b"|".join(sorted(forms)))


def _needle(value: str, encoding: str) -> bytes:
    if not PHONE.fullmatch(value):
        return re.escape(value.encode(encoding).lower())
    signs = b"|".join(re.escape(sign.encode(encoding)) for sign in SIGNS)
    digits = [re.escape(digit.encode(encoding)) for digit in value.lstrip("+")]
    return (b"(?:" + signs + b"){0,2}").join(digits)


def _hits(content: bytes, needles: re.Pattern[bytes], words: re.Pattern) -> int:
    """Return how often a value stands in some bytes as a whole, not as a part of a longer one."""
    if not needles.search(content.lower()):
        return 0
    return max(sum(1 for _ in words.finditer(text)) for text in readings(content))


def readings(content: bytes) -> list[str]:
    """Return every text that some bytes may be: in each encoding, and without escapes."""
    plain = [content.decode(encoding, errors="replace") for encoding in ENCODINGS]
    plain.append(html.unescape(plain[0]))
    plain.append(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), plain[0]))
    return plain
