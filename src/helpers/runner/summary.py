"""The lines at the end of a run: each chapter, what it took and found, and why some did not run."""

from typing import Any

from helpers.runner.bars import spelled
from helpers.runner.log import counted, outcome

NAME, STATE = 18, 9


def summary(
    chapters: list[str], ran: dict[str, float], became: dict[str, dict[str, Any]], *,
    seconds: float, workers: int,
) -> list[str]:  # fmt: skip
    """Return the lines that tell what a run did.

    Parameters
    ----------
    chapters : list of str
        Every chapter of the run as ``2026Q3/05_segmentation``, in reading order.
    ran : dict
        Seconds of those that ran.
    became : dict
        Status and findings of each, what was missing where one could not run.
    seconds : float
        The whole run's.
    """
    lines, quarter = [], None
    for task in chapters:
        if task.split("/")[0] != quarter:
            quarter = task.split("/")[0]
            lines.append(quarter)
        lines.append(_line(task.split("/")[1], ran.get(task), became[task]))
    found = sum(values["findings"] for values in became.values())
    how = f"in {spelled(seconds)} with {counted(workers, 'worker')}"
    did = f"{len(ran)} of {counted(len(chapters), 'chapter')} ran {how}"
    return [*lines, f"{did}: {counted(found, 'finding')}."]


def _line(name: str, seconds: float | None, values: dict[str, Any]) -> str:
    missing = values["status"] == "missing"
    unchanged = "unchanged" if seconds is None else f"{seconds:.1f} s"
    state = "not run" if missing else unchanged
    said = outcome(values).removeprefix("not run: ")
    then = " (its page says what to add)" if missing else ""
    return f"  {name:<{NAME}}{state:>{STATE}}  {said}{then}"
