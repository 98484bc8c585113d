"""Columns of a regression that say something of their own."""

import numpy as np
import pandas as pd

SMALLEST = 1e-6  # share of a column's own variation that others must leave


def telling_columns(table: pd.DataFrame) -> list[str]:
    """Return the columns that the ones before them, and a constant, do not already tell.

    Parameters
    ----------
    table : DataFrame
        Columns of numbers without missing values, the most wanted first.

    Examples
    --------
    >>> telling_columns(pd.DataFrame({"a": [1, 2, 4], "b": [2, 4, 8], "c": [1, 1, 1]}))
    ['a']
    """
    centred = (table - table.mean()).to_numpy(dtype=float)
    long = np.linalg.norm(table.to_numpy(dtype=float), axis=0)
    kept, basis = [], np.empty((len(table), 0))
    for place, name in enumerate(table):
        column = centred[:, place]
        left = column - basis @ (basis.T @ column)
        left -= basis @ (basis.T @ left)  # once more, for the digits that the first pass lost
        size, whole = np.linalg.norm(left), np.linalg.norm(column)
        if whole > SMALLEST * long[place] and size > SMALLEST * whole:
            basis = np.column_stack([basis, left / size])
            kept.append(name)
    return kept
