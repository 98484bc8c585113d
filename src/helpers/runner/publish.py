"""Publish: whole folders, prepared aside and swapped in, with a journal that is rolled forward.

Until the journal is written nothing published has been touched; from then on
the new version is complete on disk, and whoever starts next finishes the swaps.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from helpers.runner.failures import PublishFailed
from helpers.runner.hashes import Hashes
from helpers.runner.json_files import read_json, write_bytes, write_json
from helpers.runner.swap import incoming, outgoing, swap_in
from helpers.workspace import paths

DRAFT = ".draft"
JOURNAL = "journal.json"
PRIVATE_MODE = 0o700


class Shelf(NamedTuple):
    """A published folder and its next content: a built file, or bytes, under each name."""

    target: Path
    files: dict[str, Path | bytes]
    private: bool = False


def no_interruption(step: str) -> None:
    """Do nothing at a step of publishing; tests put a kill here."""


def publish(
    shelves: list[Shelf],
    record: Path,
    told: dict[str, Any],
    *,
    work: Path,
    hashes: Hashes,
    refresh: Callable[[], None],
    at: Callable[[str], None] = no_interruption,
) -> None:
    """Put the next version of every shelf in place, then refresh the list of all runs.

    Parameters
    ----------
    shelves : list of Shelf
        In the order in which they are swapped.
    record : Path
        The file that will hold `told` once all is in place.
    told : dict
        The run's id and the hash of each published file.
    work : Path
        The company's build area, where the journal lies.
    hashes : Hashes
        The content hashes known so far.
    refresh : callable
        Writes reports/index.html anew.
    at : callable
        Is told each step.

    Raises
    ------
    PublishFailed
        If the disk is full or a folder cannot be written; what was published stays.
    """
    _prepare_all(shelves, at)
    try:
        swaps = [_swap(shelf, hashes) for shelf in shelves]
        record.unlink(missing_ok=True)
        content = {"swaps": swaps, "record": _relative(record), "told": told}
        write_json(work / JOURNAL, content)
        at("journal")
        roll_forward(work, hashes=hashes, refresh=refresh, at=at)
    except OSError as error:
        raise _failure(error, "the next run will finish it") from None


def roll_forward(
    work: Path,
    *,
    hashes: Hashes,
    refresh: Callable[[], None],
    at: Callable[[str], None] = no_interruption,
) -> bool:
    """Finish the publishing that the journal tells of; return whether there was any."""
    journal = read_json(work / JOURNAL)
    if journal is None:
        return False
    next_files = {paths.root() / swap["target"]: swap["files"] for swap in journal["swaps"]}
    for target, files in next_files.items():
        if incoming(target).exists() and not _holds(target, files, hashes):
            swap_in(target)
        at(f"swapped {target.name}")
        _carry_drafts(target)
        at(f"carried {target.name}")
    for target in next_files:
        remove_leftovers(target)
    at("removed")
    refresh()
    at("refreshed")
    write_json(paths.root() / journal["record"], journal["told"])
    (work / JOURNAL).unlink()
    at("done")
    return True


def remove_leftovers(target: Path) -> None:
    """Remove the versions beside a folder that a run left there."""
    for folder in (incoming(target), outgoing(target)):
        shutil.rmtree(folder, ignore_errors=True)


def is_published(record: Path, run_id: str, hashes: Hashes) -> bool:
    """Return whether every published file of a run is in place, byte for byte."""
    told = read_json(record, absent={})
    files = told.get("files", {})
    return told.get("run_id") == run_id and all(
        hashes.digest(paths.root() / path) == files[path] for path in files
    )


def _prepare_all(shelves: list[Shelf], at: Callable[[str], None]) -> None:
    try:
        for shelf in shelves:
            _prepare(shelf)
            at(f"prepared {shelf.target.name}")
    except OSError as error:
        for shelf in shelves:
            shutil.rmtree(incoming(shelf.target), ignore_errors=True)
        raise _failure(error, "the last good version stays") from None


def _prepare(shelf: Shelf) -> None:
    new = incoming(shelf.target)
    if new.exists():
        shutil.rmtree(new)
    new.mkdir(parents=True)
    if shelf.private:
        new.chmod(PRIVATE_MODE)
    for name, content in shelf.files.items():
        if isinstance(content, bytes):
            write_bytes(new / name, content)
        else:
            _link(content, new / name)


def _link(source: Path, target: Path) -> None:
    """Give a built table its published name without a second copy, where the disk can."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _swap(shelf: Shelf, hashes: Hashes) -> dict[str, Any]:
    new = incoming(shelf.target)
    return {
        "target": _relative(shelf.target),
        "files": {name: hashes.digest(new / name) for name in shelf.files},
    }


def _holds(target: Path, files: dict[str, str], hashes: Hashes) -> bool:
    """Return whether a folder holds just these files, drafts and other hidden ones apart."""
    if not target.is_dir():
        return False
    names = {path.name for path in target.iterdir() if not path.name.startswith(".")}
    return names == set(files) and all(hashes.digest(target / n) == files[n] for n in files)


def _carry_drafts(target: Path) -> None:
    """Move an analyst's drafts from the last version into the new one."""
    for old in (incoming(target), outgoing(target)):
        for draft in [path for path in (old / DRAFT).rglob("*") if path.is_file()]:
            place = target / draft.relative_to(old)
            if not place.exists():  # a newer draft of the same name stays
                place.parent.mkdir(parents=True, exist_ok=True)
                os.rename(draft, place)


def _relative(path: Path) -> str:
    return path.relative_to(paths.root()).as_posix()


def _failure(error: OSError, then: str) -> PublishFailed:
    return PublishFailed(f"publishing failed ({error.strerror or error}): {then}")
