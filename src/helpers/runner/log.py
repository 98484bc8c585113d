"""Plain lines about a run, for a terminal and for a scheduler's log alike."""

import time
from collections.abc import Callable
from typing import Any

from doit.task import Task

from helpers.runner.failures import ChapterFailed
from helpers.runner.series import Memory


class Log:
    """What doit reports, said in one line per chapter; silent while nothing runs."""

    def __init__(self, say: Callable[[str], None], memory: Memory) -> None:
        self._say = say
        self._memory = memory
        self._started = 0.0
        self.skipped: list[str] = []
        self.ran: list[str] = []

    def initialize(self, tasks: dict, selected_tasks: list) -> None:
        """Take note of the plan."""

    def get_status(self, task: Task) -> None:
        """Take note that a chapter is looked at."""

    def skip_uptodate(self, task: Task) -> None:
        """Take note of a chapter whose inputs are unchanged."""
        self.skipped.append(_name(task))

    def skip_ignore(self, task: Task) -> None:
        """Take note of a chapter that doit was told to ignore."""
        self.skipped.append(_name(task))

    def execute_task(self, task: Task) -> None:
        """Say that a chapter begins, and why."""
        if not self.ran:
            for name in self.skipped:
                self._say(f"{name:<16} unchanged")
        self.ran.append(_name(task))
        self._say(f"{_name(task):<16} running ({self._memory.why(task)})")
        self._started = time.monotonic()

    def add_success(self, task: Task) -> None:
        """Say how a chapter ended."""
        seconds = time.monotonic() - self._started
        values = task.values
        count = values["findings"]
        result = f"{count} finding{'s' if count != 1 else ''}"
        if values["status"] == "missing":
            result = f"not run: lacks {', '.join(values['missing'])}"
        self._say(f"{_name(task):<16} {seconds:.1f} s, {result}")

    def add_failure(self, task: Task, fail: Any) -> None:
        """Say that a chapter failed; the reason follows at the end."""
        if not self._memory.failures:  # doit's own: an input vanished under its hands
            self._memory.failures.append(ChapterFailed(fail.message))
        self._say(f"{_name(task):<16} failed")

    def runtime_error(self, message: str) -> None:
        """Say what doit itself stumbled over."""
        self._say(message)

    cleanup_error = teardown_task = runtime_error

    def complete_run(self) -> None:
        """Take note of the end."""


def _name(task: Task) -> str:
    return task.name.split("/")[1]
