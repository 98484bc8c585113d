"""Rows that tell of many things, one in each cell: turned into one row per filled cell."""

import pandas as pd

from helpers.intake.reading import Reading


def spread(reading: Reading, cells: pd.DataFrame, *, name: str, value: str) -> Reading:
    """Return a reading with a row for each cell, beside what its raw row says of all of them.

    All rows that a raw row becomes have one fate: they are counted, repeated or rejected
    together, since they are one record.

    Parameters
    ----------
    reading : Reading
        One row per raw row.
    cells : DataFrame
        The cells to spread: `line`, `name`, `value`, and further columns that are kept.
    name, value : str
        Columns of the result that take a cell's name and its text.

    Returns
    -------
    Reading
        Rows in the order of lines and, within a line, of columns; `head` marks the first row
        of each raw one. A raw row without any such cell is rejected: it tells of nothing.
    """
    silent = reading.rows["line"][~reading.rows["line"].isin(cells["line"])]
    reading.reject(silent, "row_tells_nothing")
    told = cells[["line", "name", "value"]].set_axis(["line", name, value], axis="columns")
    further = cells.drop(columns=["name", "value", "record", "customer_id", "type"])
    told = told.assign(**{column: further[column] for column in further if column != "line"})
    shared = reading.rows.drop(columns=[column for column in told if column != "line"],
                               errors="ignore")  # fmt: skip
    rows = shared.merge(told, on="line", how="inner").sort_values("line", kind="stable")
    rows = rows.reset_index(drop=True)
    return reading._replace(rows=rows.assign(head=~rows.duplicated("line")), unknown=None)
