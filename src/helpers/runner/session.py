"""One run from start to end: lock, plan, chapters, publishing."""

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from helpers.runner import manifest as manifests
from helpers.runner.hashes import Hashes
from helpers.runner.launch import launch
from helpers.runner.lock import company_lock, turn
from helpers.runner.log import Log
from helpers.runner.processes import STAGE_VARIABLE, kill_marked
from helpers.runner.publish import Shelf, is_published, publish, remove_leftovers, roll_forward
from helpers.runner.request import Request
from helpers.runner.series import Memory, run_series, series_tasks
from helpers.runner.steps import Step, run_id, steps_of
from helpers.workspace import paths


class Result(NamedTuple):
    """How a run ended: its id, its index page, the chapters that ran, whether it published."""

    run_id: str
    index: Path
    ran: list[str]
    published: bool


def run(
    request: Request,
    *,
    limit_minutes: float = 60,
    debug: bool = False,
    say: Callable[[str], None] = print,
) -> Result:
    """Run what is not up to date and publish it; return how it ended.

    Raises
    ------
    UsageError, InputError, PrivacyError, ChapterFailed, RunKilled, RunLocked, PublishFailed
        Each carries its exit code; whatever was published stays in place.
    """
    deadline = time.monotonic() + 60 * limit_minutes
    with company_lock(request.work, request.company):
        hashes = Hashes(request.work / "hashes.json")
        _mend(request, hashes)
        steps = steps_of(request, key_id())
        memory = Memory(request.work, hashes)
        try:
            ran = _run_chapters(request, steps, memory, say, deadline=deadline, debug=debug)
            return _publish(request, steps, memory, ran)
        finally:
            hashes.save()


def explain(request: Request, say: Callable[[str], None] = print) -> None:
    """Say for each chapter whether a run would do it, and why."""
    memory = Memory(request.work, Hashes(request.work / "hashes.json"))
    steps = steps_of(request, key_id())
    tasks = {task.name: task for task in series_tasks(steps, memory, perform=lambda step: {})}
    waiting: set[str] = set()
    for step in steps:
        reason = memory.why(tasks[step.task])
        before = [name.split("/")[1] for name in step.after if name in waiting]
        if reason or before:
            waiting.add(step.task)
        say(f"{step.chapter.name:<16} {reason or _after(before)}")


def key_id() -> str:
    """Return the name of the pseudonym key."""
    from helpers.workspace import privacy

    return privacy.key_id()


def published_folders(request: Request) -> list[Path]:
    """Return the folders that a run publishes, in the order in which they are swapped."""
    processed = paths.processed(request.company)
    return [
        processed / "canonical",
        processed / "private",
        processed / str(request.period),
        paths.reports(request.company) / str(request.period),
    ]


def _after(before: list[str]) -> str:
    return f"if {' or '.join(before)} changes a table" if before else "unchanged"


def _mend(request: Request, hashes: Hashes) -> None:
    """Finish what a killed run was publishing, or clear away what it was preparing."""
    if not roll_forward(request.work, hashes=hashes, refresh=_refresh):
        for folder in published_folders(request):
            remove_leftovers(folder)


def _run_chapters(
    request: Request, steps: list[Step], memory: Memory, say: Callable, **limits: Any
) -> list[str]:
    """Run the chapters that are not up to date; return their names."""
    log = Log(say, memory)

    def perform(step: Step) -> dict[str, Any]:
        if len(log.ran) == 1:  # a killed run's kernel may still be dying: it must not write now
            kill_marked(STAGE_VARIABLE, str(request.work))
        return launch(request, step, **limits)

    if not run_series(series_tasks(steps, memory, perform), memory, log):
        raise memory.failures[0]
    return log.ran


def _publish(request: Request, steps: list[Step], memory: Memory, ran: list[str]) -> Result:
    """Put what was built in place of what is published, where the two differ."""
    hashes = memory.hashes
    identity = run_id(request.company, steps, memory.made_from)
    index = published_folders(request)[-1] / "index.html"
    record = request.stage / "published.json"
    whole = is_published(record, identity, hashes) and (paths.reports() / "index.html").exists()
    if not (whole and not ran):
        told, shelves = _next_version(request, steps, memory, identity)
        publish(shelves, record, told, work=request.work, hashes=hashes, refresh=_refresh)
    return Result(identity, index, ran, published=not (whole and not ran))


def _next_version(
    request: Request, steps: list[Step], memory: Memory, identity: str
) -> tuple[dict[str, Any], list[Shelf]]:
    """Return the shelves of a run's next version, and the hash of each file on them."""
    from helpers.runner import rendering

    folder, hashes = request.stage / "reports", memory.hashes
    done = {step.chapter.name: memory.get_values(step.task) for step in steps}
    manifest = manifests.make_manifest(
        request, steps, done, run_id=identity, key_id=key_id(), hashes=hashes
    )
    built = [folder / f"{step.chapter.name}.html" for step in steps]
    built.append(rendering.write_period_index(folder, manifest))
    mark, name = rendering.RUN_ID_MARK.encode(), identity.encode()
    texts = {page.name: page.read_bytes().replace(mark, name) for page in built}
    manifest["reports"] = {page: _digest(text, hashes) for page, text in texts.items()}
    shelves = _shelves(request, manifest, texts)
    files = {
        (shelf.target / name).relative_to(paths.root()).as_posix(): _digest(content, hashes)
        for shelf in shelves
        for name, content in shelf.files.items()
    }
    return {"run_id": identity, "files": files}, shelves


def _shelves(request: Request, manifest: dict, pages: dict[str, bytes]) -> list[Shelf]:
    tables = {
        area: {
            f"{name}.parquet": request.table(name)
            for name in manifests.area_tables(list(manifest["tables"]), area)
        }
        for area in ("canonical", "private", "period")
    }
    told = {"manifest.json": _json(manifest)}
    findings = {"findings.json": _json(manifest["findings"])}
    contents = [
        tables["canonical"], tables["private"], {**tables["period"], **told, **findings},
        {**pages, **told},
    ]
    return [
        Shelf(folder, files, private=folder.name == "private")
        for folder, files in zip(published_folders(request), contents, strict=True)
        if files
    ]


def _json(content: Any) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _digest(content: Path | bytes, hashes: Hashes) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    return hashes.digest(content)


def _refresh() -> None:
    """Write the list of all runs, one company at a time, so that none drops another's run."""
    from helpers.runner import rendering

    with turn(paths.reports()):
        rendering.write_runs_index()
