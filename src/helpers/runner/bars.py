"""Bars on a terminal: one for each chapter under way, one for the whole run, with the time left."""

import time

from doit.task import Task
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskID, TextColumn
from rich.progress import Task as Row
from rich.text import Text

from helpers.runner.seconds import Seconds, time_left

WHOLE = "the whole run"


class Bars:
    """What is under way, drawn against the seconds that it took last time.

    Where something has never run, its bar pulses and shows the time gone by.
    """

    def __init__(
        self, tasks: list[Task], seconds: Seconds, workers: int, *, console: Console | None = None
    ) -> None:
        self._seconds, self._workers = seconds, workers
        self._after = {task.name: task.task_dep for task in tasks}
        self._rows: dict[str, TaskID] = {}
        self._began: dict[str, float] = {}
        self._progress = Progress(
            TextColumn("{task.description}", markup=False), FilledByTime(bar_width=24), TimeLeft(),
            console=console, transient=True,
        )  # fmt: skip

    def start(self, task: str) -> None:
        """Draw a bar for a task that begins."""
        if not self._rows:
            self._rows[WHOLE] = self._progress.add_task(WHOLE)
            self._progress.start()
        self._began[task] = time.monotonic()
        name = task.replace("/", " ")
        expected = self._seconds.expected(task)
        self._rows[task] = self._progress.add_task(name, total=expected)
        self._foresee()

    def end(self, task: str) -> None:
        """Take away the bar of a task that is done, or that need not run."""
        self._after.pop(task)
        if task in self._rows:
            self._progress.remove_task(self._rows.pop(task))
            self._foresee()

    def stop(self) -> None:
        """Leave the terminal as it was."""
        self._progress.stop()

    def _foresee(self) -> None:
        """Draw the whole run's bar anew: what is gone, and what the open tasks should take."""
        under_way = [task for task in self._after if task in self._rows]
        if not under_way:
            return  # nothing is left but to publish
        order = under_way + [task for task in self._after if task not in self._rows]
        expected = {task: self._seconds.expected(task) for task in order}
        total = None
        if None not in expected.values():
            left = {task: max(expected[task] - self._gone(task), 0.0) for task in order}
            row = self._progress.tasks[0]
            total = (row.elapsed or 0.0) + time_left(left, self._after, self._workers)
        self._progress.tasks[0].total = total  # update() would keep the old one for None

    def _gone(self, task: str) -> float:
        return time.monotonic() - self._began[task] if task in self._began else 0.0


class FilledByTime(BarColumn):
    """A bar that fills with the seconds gone by, of those that were foreseen."""

    def render(self, row: Row):
        """Return the bar as it stands now."""
        row.completed = min(row.elapsed or 0.0, row.total or 0.0)
        return super().render(row)


class TimeLeft(ProgressColumn):
    """The time left, or the time gone by where nothing was foreseen."""

    def render(self, row: Row) -> Text:
        """Return the words beside a bar."""
        gone = row.elapsed or 0.0
        if row.total is None:
            return Text(f"{spelled(gone)} so far")
        if gone > row.total:
            return Text(f"{spelled(gone)}, longer than last time")
        return Text(f"{spelled(row.total - gone)} left")


def spelled(seconds: float) -> str:
    """Return seconds as a person says them.

    Examples
    --------
    >>> spelled(41.2), spelled(125)
    ('41 s', '2 min 05 s')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
