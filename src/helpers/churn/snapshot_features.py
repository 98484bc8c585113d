"""What was known of each customer on a snapshot day that may tell who leaves.

Only what has a history: nothing that is known as of today alone, and nothing by which people
must not be told apart. Within each snapshot features are measured against the customers of
that day: what is counted grows as the data reach further back, and such growth tells nothing.
"""

import numpy as np
import pandas as pd

COUNTS = (
    "order_days", "net_amount", "orders_365", "net_amount_365", "pieces", "products",
    "visits", "visits_365", "mails_opened", "mails_clicked", "tickets", "talks", "reviews",
    "memberships",
)  # fmt: skip
SHARES = ("returned_share", "discounted_share")
POINTS = ("satisfaction", "rating")
SINCE = {"first_order_day": "customer_days", "last_visit_day": "days_since_visit",
         "last_mail_day": "days_since_mail"}  # fmt: skip
EXPECTED = "expected_orders"
LEAST = 1e-3  # order days, below which two customers are equally unlikely to order
RECENCY = "recency_days"
FEATURES = (EXPECTED, RECENCY, *COUNTS, *SINCE.values(), *SHARES, *POINTS)


def known_then(
    features: pd.DataFrame, outlook: pd.DataFrame, *, window_days: int
) -> pd.DataFrame:  # fmt: skip
    """Return what may tell who leaves, in its own units: one row per customer and snapshot day.

    Parameters
    ----------
    features : DataFrame
        The table `features`: what had happened by each snapshot day.
    outlook : DataFrame
        The table `purchase_outlook`: order days expected from then on. Where it has nothing,
        the orders of the last 365 days are carried forward.
    window_days : int
        How far ahead orders are expected.

    Returns
    -------
    DataFrame
        `customer_id`, `snapshot_day` and the columns of FEATURES, as far as they are known.
    """
    own = features.astype({"customer_id": "str"})
    day = pd.to_datetime(own["snapshot_day"])
    found = pd.DataFrame({"customer_id": own["customer_id"], "snapshot_day": day})
    for name in (RECENCY, *COUNTS, *SHARES, *POINTS):
        if name in own:
            found[name] = pd.to_numeric(own[name]).astype(float)
    counts = [name for name in COUNTS if name in own]
    # Who is in no table has done nothing that it tells.
    found[counts] = found[counts].fillna(0)
    for name, since in SINCE.items():
        if name in own and own[name].notna().any():
            gap = (day - pd.to_datetime(own[name])).dt.days.astype(float)
            found[since] = gap.fillna(own["tenure_days"].astype(float))
    found[EXPECTED] = _expected(found, outlook, window_days)
    return found


def _expected(found: pd.DataFrame, outlook: pd.DataFrame, window_days: int) -> pd.Series:
    """Return the order days expected in the window, at least LEAST."""
    rate = (found["orders_365"] + 0.5) * window_days / 365
    column = f"expected_{window_days}"
    if column not in outlook or outlook.empty:
        return rate.clip(lower=LEAST)
    told = outlook.assign(snapshot_day=pd.to_datetime(outlook["snapshot_day"]))
    by = told.set_index(["customer_id", "snapshot_day"])[column].astype(float)
    keys = pd.MultiIndex.from_frame(found[["customer_id", "snapshot_day"]])
    expected = pd.Series(by.reindex(keys).to_numpy(), index=found.index)
    return expected.fillna(rate).clip(lower=LEAST)


def silence_expected(rows: pd.DataFrame) -> np.ndarray:
    """Return how likely no order is, if orders come by chance at the pace that is expected."""
    return np.exp(-rows[EXPECTED].to_numpy(dtype=float))


def measured(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return features as models take them: whole snapshots, each feature against its own day.

    Counts, amounts and days are taken by their logs. The expected orders keep their level;
    every other feature has mean 0 and spread 1 within its snapshot, and is 0 where it is not
    known.

    Parameters
    ----------
    rows : DataFrame
        As from `known_then`, all customers at risk of each snapshot day in it.
    names : list of str
        Columns of FEATURES.
    """
    kept = {name: _scale(rows, name) for name in names}
    wide = pd.DataFrame(kept, index=rows.index)
    others = [name for name in names if name != EXPECTED]
    if others:
        by = wide[others].groupby(rows["snapshot_day"].to_numpy())
        spread = by.transform("std").where(lambda one: one > 1e-12)
        wide[others] = ((wide[others] - by.transform("mean")) / spread).fillna(0.0)
    return wide


def _scale(rows: pd.DataFrame, name: str) -> pd.Series:
    if name not in rows:
        return pd.Series(np.nan, index=rows.index)
    if name == EXPECTED:
        return np.log(rows[name])
    if name in SHARES or name in POINTS:
        return rows[name].astype(float)
    # Refunds can make an amount negative.
    return np.log1p(rows[name].astype(float).clip(lower=0))
