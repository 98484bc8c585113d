"""One run from start to end: lock, plan, chapters, publishing; of one quarter or of several."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from doit.task import Task

from helpers.runner import edition
from helpers.runner.hashes import Hashes
from helpers.runner.launch import launch
from helpers.runner.lock import company_lock
from helpers.runner.log import Log, counted
from helpers.runner.processes import STAGE_VARIABLE, kill_marked
from helpers.runner.request import Request
from helpers.runner.seconds import Seconds
from helpers.runner.series import Memory, publishing_task, run_series, series_tasks
from helpers.runner.steps import Step, publishing, run_id, steps_of
from helpers.workspace import forgotten, key_chain


class Result(NamedTuple):
    """How a quarter ended: its run's id, its index page, the chapters that ran, if it published."""

    run_id: str
    index: Path
    ran: list[str]
    published: bool


class Quarter(NamedTuple):
    """One quarter of a run, with its steps in reading order."""

    request: Request
    steps: list[Step]

    def run_id(self, memory: Memory) -> str:
        """Return the content hash that names the quarter's run, once all its steps are done."""
        return run_id(self.request.company, self.steps, memory.made_from)


def run(
    requests: list[Request],
    *,
    workers: int = 1,
    limit_minutes: float = 60,
    debug: bool = False,
    on_terminal: bool = False,
    say: Callable[[str], None] = print,
) -> list[Result]:
    """Run what is not up to date and publish it; return how each quarter ended.

    Parameters
    ----------
    requests : list of Request
        Quarters of one company, in order. Each is published before a chapter of
        the next one reads it.
    workers : int
        How many chapters may run at once. The results are the same, byte for byte.
    on_terminal : bool
        Whether to draw bars instead of writing a line when a chapter begins or ends.

    Raises
    ------
    UsageError, InputError, PrivacyError, ChapterFailed, RunKilled, RunLocked, PublishFailed
        Each carries its exit code; whatever was published stays in place.
    """
    work, began = requests[0].work, time.monotonic()
    limits = {"deadline": began + 60 * limit_minutes, "debug": debug, "workers": workers}
    with company_lock(work, requests[0].company) as ended_early:
        if ended_early:  # a killed run's kernel may still be dying: it must not write now
            kill_marked(STAGE_VARIABLE, str(work))
        hashes = Hashes(work / "hashes.json")
        edition.mend(requests, hashes)
        key_chain.hold(requests[0].company, key_id())
        forgotten.refuse_unfinished(requests[0].company)
        memory = Memory(work, hashes)
        quarters = _quarters(requests)
        try:
            series = _Series(quarters, memory, limits)
            log = series.run(say, on_terminal=on_terminal)
            if log.ran:
                _sum_up(quarters, memory, log, workers, time.monotonic() - began, say)
            return series.results(log)
        finally:
            hashes.save()


def explain(requests: list[Request], say: Callable[[str], None] = print) -> None:
    """Say for each chapter whether a run would do it, and why."""
    work = requests[0].work
    key_chain.check(requests[0].company, key_id())
    memory = Memory(work, Hashes(work / "hashes.json"))
    waiting: set[str] = set()
    for quarter in _quarters(requests):
        tasks = series_tasks(quarter.steps, memory, perform=lambda step: {})
        for step, task in zip(quarter.steps, tasks, strict=True):
            itself = f"/{step.chapter.name}"
            before = [name for name in step.after if name in waiting and not name.endswith(itself)]
            reason = memory.why(task)
            if reason or before:
                waiting |= {step.task, publishing(quarter.request)}
            say(f"{step.task.replace('/', ' '):<23} {reason or _after(before)}")


class _Series:
    """The chapters and the publishing of some quarters, as one plan."""

    def __init__(self, quarters: list[Quarter], memory: Memory, limits: dict[str, Any]) -> None:
        self.quarters, self.memory, self.limits = quarters, memory, limits
        self.published: set[str] = set()
        self._publishing = threading.Lock()
        self._log: Log | None = None

    def run(self, say: Callable[[str], None], *, on_terminal: bool) -> Log:
        """Run the plan; return the log of it."""
        work, workers = self.quarters[0].request.work, self.limits["workers"]
        tasks = self._tasks()
        seconds = Seconds(work / "seconds.json")
        bars = _bars(tasks, seconds, workers) if on_terminal else None
        self._log = Log(say, self.memory, seconds, bars=bars)
        try:
            whole = run_series(tasks, self.memory, self._log, workers=workers)
        except BaseException:
            kill_marked(STAGE_VARIABLE, str(work))
            self._publishing.acquire()  # what is being published is seen to its end, and no more
            raise
        if not whole:
            say(self._kept())
            raise self.memory.failures[0]
        return self._log

    def results(self, log: Log) -> list[Result]:
        """Return how each quarter ended."""
        return [
            Result(
                quarter.run_id(self.memory),
                edition.index_page(quarter.request),
                [step.chapter.name for step in quarter.steps if step.task in log.ran],
                published=str(quarter.request.period) in self.published,
            )
            for quarter in self.quarters
        ]

    def _kept(self) -> str:
        """Return what a failed run leaves to the next one."""
        done = len(self._log.ran) + len(self._log.unchanged)
        every = counted(sum(len(quarter.steps) for quarter in self.quarters), "chapter")
        return f"{done} of {every} done and kept: the same command goes on from there."

    def _tasks(self) -> list[Task]:
        tasks: list[Task] = []
        for quarter in self.quarters:
            before = [task.name for task in tasks[-1:]]  # quarters are published in order
            tasks += series_tasks(quarter.steps, self.memory, self._perform(quarter.request))
            tasks.append(
                publishing_task(
                    publishing(quarter.request),
                    [*before, *(step.task for step in quarter.steps)],
                    self.memory,
                    publish=lambda quarter=quarter: self._publish(quarter),
                    is_done=lambda quarter=quarter: self._stands(quarter),
                )
            )
        return tasks

    def _perform(self, request: Request) -> Callable[[Step], dict[str, Any]]:
        return lambda step: launch(request, step, **self.limits)

    def _stands(self, quarter: Quarter) -> bool:
        ran = any(step.task in self._log.ran for step in quarter.steps)
        identity = quarter.run_id(self.memory)
        return not ran and edition.stands(quarter.request, identity, self.memory.hashes)

    def _publish(self, quarter: Quarter) -> None:
        with self._publishing:
            identity = quarter.run_id(self.memory)
            edition.publish_edition(*quarter, self.memory, run_id=identity, key_id=key_id())
            self.published.add(str(quarter.request.period))


def key_id() -> str:
    """Return the name of the pseudonym key."""
    from helpers.workspace import privacy

    return privacy.key_id()


def _quarters(requests: list[Request]) -> list[Quarter]:
    before = [None, *requests[:-1]]
    return [
        Quarter(request, steps_of(request, key_id(), earlier=earlier))
        for request, earlier in zip(requests, before, strict=True)
    ]


def _bars(tasks: list[Task], seconds: Seconds, workers: int) -> Any:
    from helpers.runner.bars import Bars

    return Bars(tasks, seconds, workers)


def _sum_up(
    quarters: list[Quarter], memory: Memory, log: Log, workers: int, seconds: float, say: Callable
) -> None:
    from helpers.runner.summary import summary

    chapters = [step.task for quarter in quarters for step in quarter.steps]
    became = {task: memory.get_values(task) for task in chapters}
    for line in summary(chapters, log.ran, became, seconds=seconds, workers=workers):
        say(line)


def _after(before: list[str]) -> str:
    names = [name.split("/")[name.endswith("/publish") - 1] for name in before]
    return f"if {' or '.join(names)} changes a table" if before else "unchanged"
