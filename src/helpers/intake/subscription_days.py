"""What a subscription's row tells of its time, worked out of the cells that its file has."""

import pandas as pd

from helpers.intake.cells import Cells
from helpers.intake.reading import Judge

WORKED_OUT = ("started_day",)  # never mapped: the day that a file tells is its `event_day`
NO_DAY = "#data_through"  # what a mapping writes where no column tells a day


def columns(cells: Cells, rows: dict[str, pd.Series], judge: Judge) -> dict[str, pd.Series]:
    """Return `started_day` and `has_ended` of each row, having judged its days.

    A file that tells days of ending but no flag says by an empty day that a subscription
    runs; a day later than the file knows is one that is agreed, and not yet come.

    Parameters
    ----------
    cells : Cells
        The file.
    rows : dict of str to Series
        What has been read of it so far: `event_day`, `ended_day`, `has_ended`.
    judge : Judge
        Is told which rows end before they begin.
    """
    told = cells.header("event_day") not in (None, NO_DAY)
    absent = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[us]")
    start = rows["event_day"] if told else absent
    found = {"started_day": start}
    if cells.header("ended_day"):
        ended = rows["ended_day"]
        judge.forbid(ended.lt(start), "ended_before_start", cells.header("ended_day"))
        if "has_ended" not in rows:
            known = ended.le(cells.context.known_through)
            found["has_ended"] = (ended.notna() & known).astype("boolean")
    return found
