"""How long each chapter took last time, and how long what is left may take."""

from heapq import heappop, heappush
from pathlib import Path

from helpers.runner.json_files import read_json, write_json


class Seconds:
    """The seconds of each task's last run, kept in the build area. They serve waiting alone."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._known: dict[str, float] = read_json(store, absent={})

    def expected(self, task: str) -> float | None:
        """Return a task's seconds last time, else those of the same chapter in the newest quarter.

        None where the chapter has never run.
        """
        chapter = task.split("/")[1]
        alike = [name for name in sorted(self._known) if name.split("/")[1] == chapter]
        nearest = task if task in self._known else alike[-1] if alike else None
        return None if nearest is None else self._known[nearest]

    def note(self, task: str, seconds: float) -> None:
        """Keep how long a task took."""
        self._known[task] = round(seconds, 2)
        write_json(self._store, self._known)


def time_left(left: dict[str, float], after: dict[str, list[str]], workers: int) -> float:
    """Return the seconds until the last task ends, if every task takes what is foreseen.

    Whenever a worker is free it takes the first task that may start.

    Parameters
    ----------
    left : dict
        Seconds that each open task still needs; those under way come first.
    after : dict
        The tasks that must be done before each; what is not open is done.

    Examples
    --------
    >>> time_left({"a": 4, "b": 3, "c": 2}, {"a": [], "b": ["a"], "c": ["a"]}, workers=2)
    7.0
    """
    waiting, busy, now = dict(left), [], 0.0
    while waiting or busy:
        not_done = {*waiting, *(task for _, task in busy)}
        ready = [task for task in waiting if not not_done.intersection(after[task])]
        for task in ready[: workers - len(busy)]:
            heappush(busy, (now + waiting.pop(task), task))
        now, _ = heappop(busy)
    return now
