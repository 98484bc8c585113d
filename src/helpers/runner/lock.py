"""One run per company at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.runner.failures import RunLocked


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait until no other process works on a folder, then hold it."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def company_lock(work: Path, company: str) -> Iterator[bool]:
    """Hold a company's build area for this process alone; tell whether the last run ended early.

    The kernel of the operating system drops the lock with the process that
    holds it, so no lock can be left behind; children do not inherit it. The
    holder's number stays in the file where it was killed or failed.

    Raises
    ------
    RunLocked
        If another process holds it; names that process.
    """
    work.mkdir(parents=True, exist_ok=True)
    handle = os.open(work / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode(errors="replace").strip() or "not known"
            raise RunLocked(
                f"another run of {company} is under way (process {holder}): wait for it, or end it"
            ) from None
        ended_early = bool(os.pread(handle, 1, 0))
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield ended_early
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)
