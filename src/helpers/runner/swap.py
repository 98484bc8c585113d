"""Put a new folder in an old one's place, so that a reader sees the one or the other."""

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

RENAME_EXCHANGE = 2
AT_FDCWD = -100
UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def incoming(target: Path) -> Path:
    """Return the sibling in which a folder's next version is made ready."""
    return target.with_name(f".{target.name}.incoming")


def outgoing(target: Path) -> Path:
    """Return the sibling to which the last version steps aside where exchange is unknown."""
    return target.with_name(f".{target.name}.outgoing")


def swap_in(target: Path) -> None:
    """Put a folder's incoming version in its place, in one step where the system can.

    Elsewhere it takes two renames; a run killed between them is mended by
    calling this again.
    """
    new, old = incoming(target), outgoing(target)
    if not target.exists():
        os.rename(new, target)
    elif not exchange(new, target):
        shutil.rmtree(old, ignore_errors=True)
        os.rename(target, old)
        os.rename(new, target)


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; return whether system and file system know how."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(first), os.fsencode(second)
    if rename(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(second))
