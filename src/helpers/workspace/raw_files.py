"""The files of a company: what its declaration finds of them, ignores, or leaves out."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from helpers.workspace import paths
from helpers.workspace.entries import FROM_FOLDER
from helpers.workspace.errors import InputError
from helpers.workspace.source import DRAFT_NAME, FILE_NAME, Source, SourceFile

OWN_FILES = (FILE_NAME, DRAFT_NAME, paths.PULL_FILE)
LEFT_BEHIND = ("Thumbs.db", "desktop.ini", "Icon\r")


def _refuse_address(company: str, name: str) -> None:
    """Refuse a file named after somebody: file names stand in reports and manifests."""
    if "@" in name:
        raise InputError(
            f"data/raw/{company}: a file's name holds an e-mail address, and file names are "
            "shown in reports: rename the file"
        )


def declared_files(company: str, source: Source) -> list[tuple[SourceFile, Path]]:
    """Return each declared file with its path, in the order of delivery and then of name.

    Raises
    ------
    InputError
        If a pattern finds nothing, a file is declared twice or ignored as well, leads
        out of the company's folder, or lies there undeclared.
    """
    found: dict[Path, SourceFile] = {}
    for declared in source.files:
        matches = _matching(company, declared.path)
        if not matches:
            raise InputError(
                f"data/raw/{company}/{declared.path} is declared in {FILE_NAME} but is not there: "
                "put the file in its place, or remove its entry"
            )
        for path in matches:
            _refuse_address(company, path.name)
            if path in found:
                raise InputError(f"{_shown(company, path)} is declared twice in {FILE_NAME}: "
                                 "leave one entry that fits it")  # fmt: skip
            found[path] = _with_its_day(company, declared, path)
    _refuse_undeclared(company, source, found)
    ordered = sorted(found.items(), key=lambda item: (item[1].received, str(item[0])))
    return [(declared, path) for path, declared in ordered]


def _with_its_day(company: str, declared: SourceFile, path: Path) -> SourceFile:
    """Return a declaration with the day of the folder that a file was delivered in."""
    if declared.received != FROM_FOLDER:
        return declared
    try:
        day = date.fromisoformat(path.relative_to(paths.raw(company)).parts[0])
    except ValueError:
        raise InputError(f'{_shown(company, path)} has received = "{FROM_FOLDER}" in {FILE_NAME}, '
                         "but its folder is no day: name the folder like 2026-01-05, or write "
                         "received = 2026-01-05 (as it was)") from None  # fmt: skip
    return declared.model_copy(update={"received": day})


def ignored_files(company: str, source: Source) -> list[tuple[Path, str]]:
    """Return each file that is declared to be ignored, with the reason, sorted by path."""
    return sorted((path, item.why) for item in source.ignore
                  for path in _matching(company, item.path))  # fmt: skip


def undeclared_files(company: str, source: Source | None) -> list[Path]:
    """Return the files that a declaration neither reads nor ignores, sorted; all without one.

    Raises
    ------
    InputError
        If a file is named after somebody.
    """
    entries = [*source.files, *source.ignore] if source else []
    told = {path for entry in entries for path in _matching(company, entry.path)}
    found = [path for path in _matching(company, "**/*") if path not in told]
    for path in found:
        _refuse_address(company, path.name)
    return found


def _matching(company: str, pattern: str) -> list[Path]:
    """Return the files of a company that a pattern finds, sorted; refuse one that leads out."""
    folder = paths.raw(company)
    found = [path for path in folder.glob(pattern) if path.is_file() and _is_data(path, folder)]
    for path in found:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise InputError(f"{_shown(company, path)} leads out of data/raw/{company}: "
                             "put the file itself in its place")  # fmt: skip
    return sorted(found)


def _is_data(path: Path, folder: Path) -> bool:
    """Return whether a file may hold data: not a declaration, nor what systems leave behind."""
    below = path.relative_to(folder)
    hidden = any(part.startswith((".", "~$")) for part in below.parts)
    return not hidden and path.name not in LEFT_BEHIND and str(below) not in OWN_FILES


def _shown(company: str, path: Path) -> str:
    return f"data/raw/{company}/{path.relative_to(paths.raw(company)).as_posix()}"


def _refuse_undeclared(company: str, source: Source, declared: Iterable[Path]) -> None:
    ignored = {path for path, _ in ignored_files(company, source)}
    for path in sorted(ignored & set(declared)):
        raise InputError(f"{_shown(company, path)} is both declared and ignored in {FILE_NAME}: "
                         "remove one of the two entries")  # fmt: skip
    stray = sorted(set(_matching(company, "**/*")) - set(declared) - ignored)
    if stray:
        name = stray[0].relative_to(paths.raw(company)).as_posix()
        raise InputError(
            f"data/raw/{company}/{name} is not declared: add a [[files]] entry to {FILE_NAME}, "
            f'or [[ignore]] with path = "{name}" and why = "..."'
        )
