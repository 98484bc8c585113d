"""Recency, frequency and spend: the three figures, their scores, and the names of their cells."""

from datetime import date, timedelta
from itertools import product

import numpy as np
import pandas as pd

SCORES = ["r_score", "f_score", "m_score"]

# The cell names that marketers use, by recency score (best first) and by the
# rounded mean of frequency and monetary score (1 to 5).
CELL_NAMES = {
    5: ("new_customer", "potential_loyalist", "potential_loyalist", "champion", "champion"),
    4: ("promising", "potential_loyalist", "loyal", "loyal", "champion"),
    3: ("about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"),
    2: ("hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose"),
    1: ("lost", "lost", "hibernating", "at_risk", "cannot_lose"),
}

# The eight classic value classes by whether recency, frequency and monetary are high.
VALUE_CLASSES = {
    (True, True, True): "important_value",
    (True, False, True): "important_develop",
    (False, True, True): "important_keep",
    (False, False, True): "important_win_back",
    (True, True, False): "general_value",
    (True, False, False): "general_develop",
    (False, True, False): "general_keep",
    (False, False, False): "general_win_back",
}


def rfm(days: pd.DataFrame, day: date, *, window_days: int = 365) -> pd.DataFrame:
    """Return recency, frequency and spend of each customer up to a day.

    Parameters
    ----------
    days : DataFrame
        As from `order_days`; later rows are left out.
    day : date
        The snapshot day.
    window_days : int
        Length of the window of the two recent columns, in days.

    Returns
    -------
    DataFrame
        One row per customer with an order: `customer_id`, `recency_days` (midnights
        from the last order to the day), `frequency` (days with an order),
        `monetary`, `recent_frequency`, `recent_monetary`.
    """
    snapshot = pd.Timestamp(day)
    known = days[days["event_day"] <= snapshot]
    number, customers = pd.factorize(known["customer_id"], sort=True)
    lately = known["event_day"].gt(snapshot - timedelta(days=window_days)).to_numpy()
    by, recent = known.groupby(number), known[lately].groupby(number[lately])["spend"]
    everybody = pd.RangeIndex(len(customers))
    return pd.DataFrame({
        "customer_id": pd.Series(customers, dtype="str"),
        "recency_days": (snapshot - by["event_day"].max()).dt.days,
        "frequency": by.size(), "monetary": by["spend"].sum().round(2),
        "recent_frequency": recent.size().reindex(everybody, fill_value=0),
        "recent_monetary": recent.sum().reindex(everybody, fill_value=0.0).round(2),
    })  # fmt: skip


def score(values: pd.Series, *, bins: int = 5, high_is_good: bool = True) -> pd.Series:
    """Return scores from 1 to `bins` by rank; equal values get equal scores.

    Customers who tie share the score of the middle of their ranks, so where many
    share a value (one order) fewer than `bins` scores occur, and where all do,
    everybody stands in the middle.

    Parameters
    ----------
    values : Series of number
        One value per customer, none missing.
    high_is_good : bool
        Whether a high value earns a high score; not so for recency.

    Raises
    ------
    ValueError
        If a value is missing.

    Examples
    --------
    >>> score(pd.Series([1, 1, 1, 2, 9])).tolist()
    [2, 2, 2, 4, 5]
    """
    if values.isna().any():
        raise ValueError(f"column {values.name!r} has missing values: they have no score")
    rank = values.rank(method="average", ascending=high_is_good)
    return np.floor(bins * (rank - 0.5) / len(values)).astype("int64") + 1


def with_scores(frame: pd.DataFrame, *, bins: int = 5) -> pd.DataFrame:
    """Return recency, frequency and spend with their scores, cell, cell name and value class."""
    scored = frame.assign(
        r_score=score(frame["recency_days"], bins=bins, high_is_good=False),
        f_score=score(frame["frequency"], bins=bins),
        m_score=score(frame["monetary"], bins=bins),
    )
    scored["rfm_cell"] = joined_scores(scored[SCORES])
    scored["named_cell"] = named_cells(scored, bins=bins)
    return scored.assign(value_class=value_classes(scored))


def joined_scores(scores: pd.DataFrame) -> pd.Series:
    """Return each customer's scores in a row, such as 5-4-4: each that occurs is written once."""
    values = scores.to_numpy(dtype="int64")
    base = values.max(initial=0) + 1
    number = values @ base ** np.arange(values.shape[1])[::-1]
    _, first, place = np.unique(number, return_index=True, return_inverse=True)
    written = ["-".join(map(str, row)) for row in values[first].tolist()]
    return _looked_up(written, place, scores.index)


def _looked_up(names: list[str], place: np.ndarray, index: pd.Index) -> pd.Series:
    """Return the name at each place: texts are taken, and not made, for every customer."""
    return pd.Series(pd.array(names, dtype="str").take(place), index=index)


def named_cells(scored: pd.DataFrame, *, bins: int = 5) -> pd.Series:
    """Return the marketers' name of each customer's cell, from the three scores."""
    step = bins / 5
    recency = np.ceil(scored["r_score"] / step).astype(int).to_numpy()
    both = (scored["f_score"] + scored["m_score"]) / 2
    habit = np.floor(both / step + 0.5).clip(1, 5).astype(int).to_numpy()
    names = [name for row in range(1, 6) for name in CELL_NAMES[row]]
    return _looked_up(names, 5 * (recency - 1) + habit - 1, scored.index)


def value_classes(scored: pd.DataFrame, *, split: str = "mean") -> pd.Series:
    """Return the classic value class of each customer: high is above the customers' average score.

    Parameters
    ----------
    scored : DataFrame
        With the columns `r_score`, `f_score`, `m_score`.
    split : {"mean", "median"}
        Which average parts high from low.
    """
    high = scored[SCORES].gt(scored[SCORES].agg(split))
    names = [VALUE_CLASSES[kind] for kind in product((False, True), repeat=len(SCORES))]
    place = high.to_numpy(dtype=int) @ [4, 2, 1]
    return _looked_up(names, place, scored.index)
