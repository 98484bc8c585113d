"""What a run says while it works: plain lines in a log, bars on a terminal."""

import threading
import time
from collections.abc import Callable
from typing import Any

from doit.task import Task

from helpers.runner.failures import ChapterFailed
from helpers.runner.seconds import Seconds
from helpers.runner.series import Memory, is_chapter


class Log:
    """What doit reports, in one line per chapter or as bars; silent while nothing runs.

    Attributes
    ----------
    ran : dict
        Seconds of each chapter that ran, by task.
    unchanged : list
        The chapters that need not run.
    """

    def __init__(
        self, say: Callable[[str], None], memory: Memory, seconds: Seconds, *, bars: Any = None
    ) -> None:
        self._say, self._memory, self._seconds, self._bars = say, memory, seconds, bars
        self._turn = threading.RLock()  # chapters begin in the workers' threads
        self._began: dict[str, float] = {}
        self.ran: dict[str, float] = {}
        self.unchanged: list[str] = []

    def initialize(self, tasks: dict, selected_tasks: list) -> None:
        """Take note of the plan."""

    def get_status(self, task: Task) -> None:
        """Take note that a task is looked at."""

    def skip_uptodate(self, task: Task) -> None:
        """Take note of a task of which nothing changed."""
        self.unchanged += [task.name] if is_chapter(task) else []
        self._end_bar(task)

    skip_ignore = skip_uptodate

    def execute_task(self, task: Task) -> None:
        """Say that a chapter begins, and why."""
        with self._turn:
            self._began[task.name] = time.monotonic()
            if not is_chapter(task):
                return
            if self._bars:
                self._bars.start(task.name)
            else:
                self._say(f"{label(task.name)} running ({self._memory.why(task)})")

    def add_success(self, task: Task) -> None:
        """Say how a chapter ended."""
        with self._turn:
            seconds = time.monotonic() - self._began[task.name]
            self._seconds.note(task.name, seconds)
            self._end_bar(task)
            if not is_chapter(task):
                return
            self.ran[task.name] = seconds
            if not self._bars:
                self._say(f"{label(task.name)} {seconds:.1f} s, {outcome(task.values)}")

    def add_failure(self, task: Task, fail: Any) -> None:
        """Say that a chapter failed; the reason follows at the end."""
        with self._turn:
            self._end_bar(task)
            if not self._memory.failures:  # doit's own: an input vanished under its hands
                self._memory.failures.append(ChapterFailed(fail.message))
            self._say(f"{label(task.name)} failed")

    def runtime_error(self, message: str) -> None:
        """Say what doit itself stumbled over."""
        self._say(message)

    cleanup_error = teardown_task = runtime_error

    def complete_run(self) -> None:
        """Take the bars away, whatever ended the run."""
        if self._bars:
            self._bars.stop()

    def _end_bar(self, task: Task) -> None:
        if self._bars:
            with self._turn:
                self._bars.end(task.name)


def label(task: str) -> str:
    """Return a task as lines name it: ``2026Q3 05_segmentation``."""
    return f"{task.replace('/', ' '):<23}"


def outcome(values: dict[str, Any]) -> str:
    """Return in words what a chapter came to."""
    if values["status"] == "missing":
        return f"not run: lacks {', '.join(values['missing'])}"
    return counted(values["findings"], "finding")


def counted(number: int, thing: str) -> str:
    """Return a number of things in words."""
    return f"{number} {thing}{'s' if number != 1 else ''}"
