"""Deliveries: a folder of its day in data/raw, whole or not there, and the state beside it.

Everything is made ready in the hidden folder .pull of the company. What publishing does in two
steps (the folder, then the state) a journal holds together: a pull that is cut off between the two
is finished by the next one, and one that is cut off earlier leaves nothing but what is thrown away.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from helpers.pull.cursors import dump
from helpers.workspace import paths
from helpers.workspace.errors import InputError

FOLDER = ".pull"


class PullLocked(RuntimeError):
    """Another pull of the same company is under way."""

    exit_code = 7


class Deliveries:
    """The deliveries of one company, its state and the place where the next one is made ready."""

    def __init__(self, company: str) -> None:
        self.raw = paths.raw(company)
        self.shown = f"data/raw/{company}"
        self.folder = self.raw / FOLDER
        self.staging = self.folder / "incoming"
        self.journal = self.folder / "journal.json"
        self.state_file = self.folder / "state.json"

    @contextmanager
    def open(self) -> Iterator[None]:
        """Hold the company for this pull alone, and clear up after one that was cut off.

        Raises
        ------
        PullLocked
            If another pull of the company is under way.
        """
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with open(self.folder / "lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PullLocked(f"another pull into {self.shown} is under way: wait for it, or "
                                 "end it") from None  # fmt: skip
            self._recover()
            shutil.rmtree(self.staging, ignore_errors=True)
            self.staging.mkdir()
            try:
                yield
            finally:
                shutil.rmtree(self.staging, ignore_errors=True)

    def has(self, received: date) -> bool:
        """Return whether a day has its delivery: it has one, which never changes."""
        return (self.raw / str(received)).exists()

    def state(self) -> dict[str, Any]:
        """Return how far each stream was read.

        Raises
        ------
        InputError
            If the state is there and cannot be read.
        """
        if not self.state_file.exists():
            return {"cursors": {}}
        try:
            found = json.loads(self.state_file.read_bytes())
            return {"cursors": dict(found["cursors"]), "received": found["received"]}
        except (ValueError, KeyError, TypeError):
            raise InputError(
                f"{self.shown}/{FOLDER}/state.json cannot be read: put its last good copy back, or "
                "remove it to pull everything anew"
            ) from None

    def publish(self, received: date, state: dict[str, Any]) -> str:
        """Put what lies in staging into the folder of its day, and the state with it.

        Returns the folder's name.
        """
        name = str(received)
        for path in [*self.staging.iterdir(), self.staging]:
            _see_through(path)
        _write(self.journal, dump({"folder": name, "state": state}))
        os.rename(self.staging, self.raw / name)
        _see_through(self.raw)
        self._recover()
        return name

    def _recover(self) -> None:
        """Finish a publishing that has put its folder in place; forget one that has not."""
        if not self.journal.exists():
            return
        told = json.loads(self.journal.read_bytes())
        if (self.raw / told["folder"]).is_dir():
            _write(self.state_file, dump(told["state"]))
        self.journal.unlink()


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, and see it through to the disk."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_bytes(content)
    _see_through(temporary)
    os.replace(temporary, path)


def _see_through(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
