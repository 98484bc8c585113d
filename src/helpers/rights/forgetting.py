"""Forgetting a person, in an order that a kill at any step leaves to be finished.

First who is meant is written down in the private area (`journal`), then the list that every
intake applies, then files, tables and texts are cut; each step can be done again. The journal
goes last, and with it the last word of the person.
"""

import json
import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NamedTuple

from helpers.rights import made_tables, manifests, quotes, search
from helpers.rights.going import Going, words_pattern
from helpers.rights.person import Person, Read, find, find_known, read_all, records_of
from helpers.rights.raw_records import rewritten
from helpers.rights.traces import Traces, traces_of
from helpers.workspace import forgotten, paths
from helpers.workspace.errors import InputError
from helpers.workspace.raw_files import LEFT_BEHIND

KNOWN_ENDS = (".csv", ".txt", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".xls", ".zip",
              ".parquet", ".gz")  # fmt: skip


class Report(NamedTuple):
    """What forgetting somebody came to.

    Attributes
    ----------
    raw : dict of str to int
        Lines that went, by raw file.
    cut : list of Cut
        Tables and texts that were cut, with rows or words.
    searched : Searched
        What a search of every byte found afterwards.
    """

    raw: dict[str, int]
    cut: list[made_tables.Cut]
    searched: search.Searched


def no_interruption(step: str) -> None:
    """Do nothing at a step of forgetting; tests put a kill here."""


def places(company: str) -> list[Path]:
    """Return every folder in which something about a company's people may lie."""
    return [
        paths.raw(company), paths.processed(company), paths.reports(company),
        forgotten.list_file(company).parent, paths.truth(company),
    ]  # fmt: skip


def meant(company: str, start: set[str], *, kind: str) -> tuple[Person, Traces, list[Read]]:
    """Return who is meant by some pseudonyms, their traces, and the company's files."""
    files = read_all(company)
    person = find(records_of(company, files), start, kind=kind)
    return person, traces_of(person, files), files


def begin(company: str, traces: Traces) -> None:
    """Write down who is to be forgotten, for this process or the next one to finish.

    Raises
    ------
    InputError
        If a file that tells of the person cannot be rewritten: nothing was changed.
    """
    for name in traces.lines:
        if name.lower().endswith(".xls"):
            raise InputError(
                f"data/raw/{company}/{name} is an old workbook, from which nobody can be taken "
                "out: save it as .xlsx, declare that, then again"
            )
    told = {
        "ids": sorted(traces.ids), "sure": sorted(traces.sure), "likely": sorted(traces.likely),
        "lines": {file: sorted(map(int, lines)) for file, lines in traces.lines.items()},
    }  # fmt: skip
    path = forgotten.journal_file(company)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, json.dumps(told, ensure_ascii=False).encode(), mode=0o600)


def unfinished(company: str) -> Traces | None:
    """Return who was being forgotten when that was cut short, or None."""
    path = forgotten.journal_file(company)
    if not path.exists():
        return None
    told = json.loads(path.read_bytes())
    lines = {file: set(lines) for file, lines in told["lines"].items()}
    return Traces(frozenset(told["ids"]), frozenset(told["sure"]), frozenset(told["likely"]), lines)


def finish(
    company: str, traces: Traces, files: list[Read], *,
    at: Callable[[str], None] = no_interruption,
) -> Report:  # fmt: skip
    """Forget whom the journal tells of, and prove it.

    Parameters
    ----------
    company : str
        The company.
    traces : Traces
        What the journal holds.
    files : list of Read
        The company's files as they are now: some may have been rewritten before.
    at : callable
        Is told each step.
    """
    forgotten.remember(company, traces.ids)
    at("remembered")
    shutil.rmtree(paths.told(company), ignore_errors=True)
    raw = _cut_raw(company, traces, files, at)
    # First what pages quote: when the tables are cut, nobody knows any more whose words those are.
    spoken = quotes.quoted(paths.processed(company), traces)
    shown = [paths.processed(company), paths.reports(company)]
    cut = quotes.take_out_quotes(shown, paths.reports(company), spoken)
    at("quotes")
    cut += made_tables.cut_tables([paths.processed(company)], traces)
    at("tables")
    manifests.tell_of(company, [one.path for one in cut])
    truth = traces._replace(ids=traces.ids | traces.likely)  # of a simulated company, by number
    cut += made_tables.cut_tables([paths.truth(company)], truth, keep_amounts=False)
    at("manifests")
    hidden = forgotten.journal_file(company)
    every = [path for path in places(company) if path != paths.raw(company)]
    cut += made_tables.cut_texts(every, traces, but=(hidden, forgotten.list_file(company)))
    at("texts")
    hidden.unlink()
    at("journal gone")
    return Report(raw, cut, proof(company, traces.sure | traces.likely | traces.ids))


def proof(company: str, values: Collection[str]) -> search.Searched:
    """Search every byte of a company for a person; its list of pseudonyms alone may know them."""
    own_work = [paths.NOTEBOOKS / "lab", paths.NOTEBOOKS / ".ipynb_checkpoints"]
    told = search.search([*places(company), *own_work], values)
    own = forgotten.list_file(company)
    return told._replace(found=[found for found in told.found if found.path != own])


def _cut_raw(
    company: str, traces: Traces, files: list[Read], at: Callable[[str], None]
) -> dict[str, int]:
    """Take a person out of every raw file; return how many lines went, by file."""
    words, folder, found = words_pattern(traces.sure), paths.raw(company), {}
    told = {file.opened.path: file for file in files}
    rows = records_of(company, files).rows
    found_now = traces_of(find_known(rows, traces.ids), files).lines
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        file, lines = told.get(path), found_now.get(name, set())
        speaks = bool(search.search([path], traces.sure).found)
        if not (lines or speaks) or not _may_be_rewritten(path):
            continue
        declared: Any = file.opened.context.declared if file else None
        going = Going(lines, file.kept if file else frozenset(), words)
        _write(path, rewritten(path, declared, going, f"data/raw/{company}/{name}"))
        found[name] = len(lines)
        at(f"raw {name}")
    return found


def _may_be_rewritten(path: Path) -> bool:
    hidden = path.name.startswith(".") or path.name in LEFT_BEHIND
    return not hidden and path.suffix.lower() in KNOWN_ENDS


def _write(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Put new content in a file's place, whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        with open(half, "wb", opener=lambda name, flags: os.open(name, flags, mode or 0o666)) as to:
            to.write(content)
            to.flush()
            os.fsync(to.fileno())
        if mode is None:
            shutil.copymode(path, half)  # what this user alone may read stays so
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
