"""One chapter in one run: what it is made from, what it needs, what it is told."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from helpers.runner import plan
from helpers.runner.code import code_files
from helpers.runner.notebook import Chapter
from helpers.runner.request import Request
from helpers.workspace import paths
from helpers.workspace.forgotten import list_file
from helpers.workspace.raw_files import declared_files, ignored_files
from helpers.workspace.source import FILE_NAME

RUN_ID_LENGTH = 16
SHARED = ("canonical", "private")  # areas that stand once per company


class Step(NamedTuple):
    """One chapter in one run.

    `outside` are the files that no chapter makes (notebook, code, exports, what
    the period before published), `inside` the tables that earlier chapters make,
    `settings` what a result depends on beside files.
    """

    chapter: Chapter
    task: str
    after: list[str]
    outside: list[Path]
    inside: list[Path]
    settings: dict[str, Any]


def steps_of(request: Request, key_id: str, *, earlier: Request | None = None) -> list[Step]:
    """Return the steps of one quarter in reading order.

    Parameters
    ----------
    earlier : Request, optional
        The quarter that the same command does before this one.
    """
    written_by = plan.writers(request.chapters)
    return [_step(request, chapter, written_by, key_id, earlier) for chapter in request.chapters]


def publishing(request: Request) -> str:
    """Return the name of the task that publishes a quarter."""
    return f"{request.period}/publish"


def raw_files(request: Request) -> list[Path]:
    """Return the declaration and every export of the company, the ignored ones too, sorted.

    With them the list of who is to be forgotten, where there is one: they are read through it.

    Raises
    ------
    InputError
        If the folder and the declaration do not agree.
    """
    company, source = request.company, request.source
    decided = [path for path in [list_file(company)] if path.exists()]
    declared = [path for _, path in declared_files(company, source)]
    ignored = [path for path, _ in ignored_files(company, source)]
    return sorted({paths.raw(company) / FILE_NAME, *decided, *declared, *ignored})


def run_id(company: str, steps: list[Step], made_from: Callable[[str], dict[str, str]]) -> str:
    """Return a run's name: a hash of the content of all that it was made from.

    Parameters
    ----------
    company : str
        The company.
    steps : list of Step
        The chapters, all of them done.
    made_from : callable
        Returns, for a task, the hash of each file that it was made from.
    """
    told = []
    for step in steps:
        hashes = made_from(step.task)
        files = {label(path): hashes.get(str(path)) for path in step.outside}
        told.append([step.chapter.name, step.settings, files])
    content = json.dumps([company, told], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:RUN_ID_LENGTH]


def label(path: Path) -> str:
    """Return a path that is the same on every machine."""
    for base in (paths.root(), paths.CODE):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.name


def _step(
    request: Request, chapter: Chapter, written_by: dict[str, str], key_id: str,
    earlier: Request | None,
) -> Step:  # fmt: skip
    outside = [*code_files(chapter), paths.raw(request.company) / FILE_NAME]
    if chapter is request.chapters[0]:  # the only reader of raw
        outside += raw_files(request)
    decided = [read.table for read in chapter.reads if plan.area(read.table) == "decisions"]
    outside += [paths.decisions(request.company, table) for table in decided]
    before = [request.previous(f"{read.table}.parquet") for read in chapter.reads if read.previous]
    if before:
        outside += [*before, request.previous("manifest.json")]
    return Step(
        chapter=chapter,
        task=f"{request.period}/{chapter.name}",
        after=_after(request, chapter, written_by, earlier),
        outside=sorted(set(outside)),
        inside=[
            request.table(read.table) for read in chapter.reads
            if not read.previous and read.table not in decided
        ],  # fmt: skip
        settings={
            "period": str(request.period),
            "as_of": request.as_of.isoformat(),
            "language": request.language,
            "parameters": request.parameters[chapter.name],
            "key": key_id,
        },
    )


def _after(
    request: Request, chapter: Chapter, written_by: dict[str, str], earlier: Request | None
) -> list[str]:
    """Return the tasks that must be done before a chapter starts.

    A chapter that writes company-wide tables waits for itself in the earlier
    quarter, which writes the same ones; a chapter that reads what the earlier
    quarter published waits for that.
    """
    names = [f"{request.period}/{name}" for name in plan.upstream(chapter, written_by)]
    if earlier is not None:
        shared = any(plan.area(table) in SHARED for table in chapter.writes)
        names += [f"{earlier.period}/{chapter.name}"] if shared else []
        names += [publishing(earlier)] if any(read.previous for read in chapter.reads) else []
    return names
