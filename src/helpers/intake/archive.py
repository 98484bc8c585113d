"""Archives of many files: read in memory, within limits, and never unpacked to disk."""

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from helpers.workspace.errors import InputError

MOST_FILES = 10_000
LARGEST_SMALL_FILE = 256 << 20  # bytes that any packed file may hold
LARGEST_RATIO = 100  # of unpacked to packed bytes, in files that hold more
LARGEST_FILE = 8 << 30  # bytes that no packed file may exceed
LEFT_BEHIND = ("__MACOSX", ".DS_Store", "Thumbs.db")  # by the systems that packed it


def unpack_limit(packed_bytes: int) -> int:
    """Return how many bytes a packed file may hold: exports shrink to a twentieth, not less."""
    return min(max(LARGEST_SMALL_FILE, LARGEST_RATIO * packed_bytes), LARGEST_FILE)


def files_in(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a zip archive, by its path in there, sorted by it.

    Raises
    ------
    InputError
        If it is no archive or damaged, is locked by a password, holds a path that leads out
        of it, more files than allowed, or far more bytes than an export of its size.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            told = [item for item in archive.infolist() if _is_file(item)]
            _refuse_unsafe(told, path, name)
            for item in sorted(told, key=lambda item: item.filename):
                yield item.filename, archive.read(item)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise InputError(
            f"{name} cannot be unpacked ({error}): copy it again, it may be cut off"
        ) from None


def _is_file(item: zipfile.ZipInfo) -> bool:
    return not item.is_dir() and not set(PurePosixPath(item.filename).parts) & set(LEFT_BEHIND)


def _refuse_unsafe(told: list[zipfile.ZipInfo], path: Path, name: str) -> None:
    if any(item.flag_bits & 1 for item in told):
        raise InputError(f"{name} is locked by a password: unpack it and pack it without one")
    for item in told:
        inner = PurePosixPath(item.filename.replace("\\", "/"))
        if inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
            raise InputError(f"{name} holds a path that leads out of it: it is no such export")
    limit = unpack_limit(path.stat().st_size)
    # What an archive says of its sizes is checked again when it is read.
    if len(told) > MOST_FILES or sum(item.file_size for item in told) > limit:
        raise InputError(
            f"{name} unpacks to more than {MOST_FILES:,} files or {limit >> 20} MB, far more than "
            "an export of its size holds: if it is what it should be, unpack it by hand"
        )
