"""Rows that tell of many things, one in each cell: turned into one row per filled cell."""

import pandas as pd

from helpers.intake.reading import Reading


def spread(reading: Reading, cells: pd.DataFrame) -> Reading:
    """Return a reading with a row for each cell, beside what its raw row says of all of them.

    All rows that a raw row becomes have one fate: they are counted, repeated or rejected
    together, since they are one record.

    Parameters
    ----------
    reading : Reading
        One row per raw row.
    cells : DataFrame
        The cells to spread: `line`, and the columns that they fill.

    Returns
    -------
    Reading
        Rows in the order of lines and, within a line, of columns; `head` marks the first row
        of each raw one. A raw row without any such cell is rejected: it tells of nothing.
    """
    silent = reading.rows["line"][~reading.rows["line"].isin(cells["line"])]
    reading.reject(silent, "row_tells_nothing")
    filled = [column for column in cells if column != "line"]
    shared = reading.rows.drop(columns=filled, errors="ignore")
    rows = shared.merge(cells, on="line", how="inner").sort_values("line", kind="stable")
    rows = rows.reset_index(drop=True)
    return reading._replace(rows=rows.assign(head=~rows.duplicated("line")), unknown=None)
