"""Cross elasticity: by how many per cent sales change where competitors ask one per cent more.

Competitors' prices are known per category, so that categories are held against one another in
the same week. Each category has a level of its own in each quarter, lest a slow drift of what
customers buy passes for what competitors do. Errors allow for as many parameters as there are
category weeks to tell them from.
"""

import numpy as np
import pandas as pd

from helpers.drivers.elasticity import Frame
from helpers.drivers.fixed_effects import Slopes, poisson_slopes

BLOCK = 13  # weeks with a level of their own
AROUND, STANDS_OUT = 9, 0.15  # weeks that a festival is held against; log of sales above them


def rival_slopes(frame: Frame, counts: np.ndarray, rival_price: pd.Series) -> Slopes | None:
    """Return the cross elasticity of each category of `frame.categories`.

    Parameters
    ----------
    rival_price : Series
        Competitors' price level of each cell of the panel.

    Returns
    -------
    Slopes or None
        None where no competitor's price is known; nan for a category of which it is not.
    """
    level = np.log(rival_price.to_numpy(dtype=float))[frame.rows]
    kept = np.isfinite(level)
    if not kept.any():
        return None
    part = frame._replace(**{
        name: getattr(frame, name)[kept] for name in
        ("rows", "log_price", "changed", "product", "category", "week")
    })  # fmt: skip
    size = len(frame.categories)
    columns = np.zeros((len(part.rows), size))
    columns[np.arange(len(part.rows)), part.category] = level[kept]
    own = part.spread_over(part.category, size)
    found = poisson_slopes(
        counts[part.rows], np.hstack([columns, own]),
        held=np.hstack([part.held, quarter_levels(part), festive_weeks(part, counts)]),
        absorbed=part.week, time=part.week,
    )  # fmt: skip
    stretch = few_cells(part)
    return found._replace(
        value=found.value[:size], error=found.error[:size] * stretch,
        covariance=found.covariance[:size, :size] * stretch**2,
    )  # fmt: skip


def quarter_levels(frame: Frame) -> np.ndarray:
    """Return one column per category and quarter, but for the first of each."""
    block = frame.week // BLOCK
    last = max(int(block.max()) - 1, 0)  # a last short block counts to the one before it
    block = np.minimum(block, last)
    code = frame.category * (last + 1) + block
    columns = np.eye(int(code.max()) + 1)[code]
    kept = np.arange(columns.shape[1]) % (last + 1) > 0
    return columns[:, kept]


def festive_weeks(frame: Frame, counts: np.ndarray) -> np.ndarray:
    """Return by how much each week stands out, one column per category but one.

    Some categories are bought by customers who flock to festivals, others are not: each may
    follow them in a way of its own, which would else pass for what its price did.
    """
    sold = pd.Series(np.bincount(frame.week, counts[frame.rows], frame.week.max() + 1))
    usual = sold.rolling(AROUND, center=True, min_periods=1).median()
    excess = np.log(sold.clip(lower=1) / usual.clip(lower=1)).clip(lower=STANDS_OUT) - STANDS_OUT
    columns = np.zeros((len(frame.rows), len(frame.categories)))
    columns[np.arange(len(frame.rows)), frame.category] = excess.to_numpy()[frame.week]
    return columns[:, 1:]


def few_cells(frame: Frame) -> float:
    """Return by how much errors grow because category weeks, and not products, tell them apart."""
    cells = len(np.unique(frame.shelf))
    weeks, size = len(np.unique(frame.week)), len(np.unique(frame.category))
    spent = weeks + (size - 1) * (frame.week.max() // BLOCK + 1) + 2 * size
    return float(np.sqrt(cells / (cells - spent))) if cells > spent else np.nan
