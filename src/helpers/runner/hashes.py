"""Content hashes, computed once per version of a file."""

import hashlib
import os
from pathlib import Path

from doit.dependency import FileChangedChecker

from helpers.runner.json_files import read_json, write_json


class Hashes:
    """SHA-256 of files, kept while a file's size, time and inode stand still.

    So a file of gigabytes is read once, and a file that was only touched is
    read again and found to be the same.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._known: dict[str, list] = read_json(store, absent={})
        # A table has a built and a published name: one file, to be read once.
        self._versions = {tuple(known[:3]): known[3] for known in self._known.values()}
        self._moved = False

    def digest(self, path: Path | str) -> str | None:
        """Return a file's hash, or None where there is no file."""
        try:
            stat = os.stat(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        version = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        known = self._known.get(str(path))
        if known is None or known[:3] != version:
            digest = self._versions.get(tuple(version)) or _digest(path)
            self._known[str(path)] = known = [*version, digest]
            self._versions[tuple(version)] = digest
            self._moved = True
        return known[3]

    def save(self) -> None:
        """Write what is known for the next run, without the files that are gone."""
        if self._moved:
            known = dict(self._known)  # in one step: another worker's chapter may add to it
            self._known = {path: v for path, v in known.items() if os.path.exists(path)}
            write_json(self._store, self._known)
            self._moved = False


def _digest(path: Path | str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class ContentChecker(FileChangedChecker):
    """Tell doit whether a file changed: by its content, read only when size or time moved.

    doit's own checker trusts an unmoved time even where the size differs, and
    reads a touched file anew at every run.
    """

    def __init__(self, hashes: Hashes) -> None:
        self._hashes = hashes

    def check_modified(self, file_path: str, file_stat: os.stat_result, state: str) -> bool:
        """Return whether the file differs from the state that was kept."""
        return self._hashes.digest(file_path) != state

    def get_state(self, dep: str, current_state: str | None) -> str | None:
        """Return the state to keep; None where it is the one kept already."""
        digest = self._hashes.digest(dep)
        return None if digest == current_state else digest
