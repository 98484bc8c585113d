"""What a file holds: read whole and unpacked within limits, as text in UTF-8."""

import codecs
import zlib
from pathlib import Path

import numpy as np
import pyarrow as pa

from helpers.intake import archive
from helpers.workspace.errors import InputError

ONE_BYTE = ("cp1252", "iso8859-1", "iso8859-15")


def unpacked(path: Path, name: str) -> bytes:
    """Return a file's bytes, unpacked where its name ends in .gz or .zip.

    Raises
    ------
    InputError
        If it cannot be unpacked, is cut off, holds far more than such a file can, or is an
        archive of several files.
    """
    if path.suffix == ".zip":
        return _only_file(path, name)
    if path.suffix != ".gz":
        return path.read_bytes()
    limit = archive.unpack_limit(path.stat().st_size)
    try:
        content = _gunzipped(path.read_bytes(), limit)
    except (EOFError, zlib.error) as error:
        raise InputError(
            f"{name} cannot be unpacked ({error}): copy it again, it may be cut off"
        ) from None
    if len(content) > limit:
        raise InputError(
            f"{name} unpacks to more than {limit >> 20:,} MB, far more than an export of its size "
            "holds: if it is what it should be, unpack it by hand and declare what it held"
        )
    return content


def _gunzipped(packed: bytes, limit: int) -> bytes:
    """Return what is packed, one piece after the other, and no more than a byte above a limit."""
    pieces, left = [], limit + 1
    while packed and left > 0:
        unpacker = zlib.decompressobj(wbits=31)  # a gzip header and its check sum
        pieces.append(unpacker.decompress(packed, left))
        left -= len(pieces[-1])
        if not unpacker.eof and left > 0:
            raise EOFError("it ends in the middle")
        packed = unpacker.unused_data.lstrip(b"\0")
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _only_file(path: Path, name: str) -> bytes:
    found = list(archive.files_in(path, name))
    if len(found) == 1:
        return found[0][1]
    inner = ", ".join(inner for inner, _ in found[:3]) or "none"
    raise InputError(
        f"{name} holds {len(found)} files ({inner}): a table is read from an archive of one; "
        "unpack it by hand, and declare each file"
    )


def decoded(path: Path, encoding: str, name: str) -> str:
    """Return a file's text, unpacked; see `unpacked` and `as_utf8`."""
    return as_utf8(unpacked(path, name), encoding, name).decode()


def as_utf8(content: bytes, encoding: str, name: str) -> bytes:
    r"""Return a text in UTF-8, without a byte order mark, its lines ending in ``\n``.

    Raises
    ------
    InputError
        If a byte is not of the declared encoding: names the line.
    """
    kind = codecs.lookup(encoding).name
    already = kind == "utf-8"
    if kind in ONE_BYTE:
        _refuse_other_text(content, encoding, name)
    try:
        if already:
            _check_utf8(content)
        else:
            content = content.decode(encoding).encode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(
            f"{name}: byte 0x{content[error.start]:02X} in line {line} is not {encoding}: declare "
            'the encoding that the file has in source.toml, as encoding = "gb18030" or "cp1252"'
        ) from None
    content = content.removeprefix(codecs.BOM_UTF8)
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content


def _check_utf8(content: bytes) -> None:
    """Refuse what is not UTF-8, without a second copy of what is."""
    ends = pa.py_buffer(np.array([0, len(content)], dtype="int64"))
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(content)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        content.decode()  # says where


def _refuse_other_text(content: bytes, encoding: str, name: str) -> None:
    """Refuse UTF-8 that is declared as an encoding in which every byte is a letter.

    Raises
    ------
    InputError
        If the text has letters beyond ASCII, and all of it is UTF-8: that is no chance.
    """
    try:
        _check_utf8(content)
    except UnicodeDecodeError:
        return
    if not content.isascii():
        raise InputError(
            f'{name} is UTF-8, not {encoding}: write encoding = "utf-8" for it in source.toml'
        )
