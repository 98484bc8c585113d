"""What goes with ordering again: next quarter's orders and spend, by what was known before.

Rows are customers on earlier quarter ends, whose next 91 days are known. A Poisson regression
multiplies: a ratio of 1.2 is a fifth more orders, the other columns held equal. It needs only
its mean to be right, so that spend can be asked as well as orders; errors are clustered by
customer, who stands on several days. None of it says what would happen if something changed.
"""

import numpy as np
import pandas as pd

from helpers.drivers.columns import telling_columns
from helpers.drivers.sales import ELSEWHERE, region_names
from helpers.evidence import control_false_discoveries
from helpers.evidence.threads import one_thread
from helpers.workspace import Desk, contracts
from helpers.workspace.order_days import order_days

AHEAD = 91
ACTIVE = 730  # days since the last order, beyond which hardly anybody orders
FEWEST_CUSTOMERS, FEWEST_ORDERS = 200, 100
LEAST_SHARE = 0.01  # of the customers, for something that some have and some have not
RATE, NORMAL = 0.10, 1.959963984540054
# What is counted on a snapshot day: once more, as a doubling; shares, as ten points of a hundred.
COUNTED = ("orders_365", "visits_365", "mails_clicked", "tickets", "returned_share",
           "discounted_share")  # fmt: skip


def find_people(desk: Desk) -> pd.DataFrame:
    """Return what goes with next quarter's orders and spend.

    Returns
    -------
    DataFrame
        The table `driver_people`; without rows where too few customers or orders are known.
    """
    days = order_days(desk.read("order_lines", by_customer=True))
    members = desk.read("memberships?", by_customer=True).select("customer_id", "event_day")
    rows = past_quarters(desk.read("features"), days, pd.Timestamp(desk.as_of))
    if rows["customer_id"].nunique() < FEWEST_CUSTOMERS or rows["orders"].sum() < FEWEST_ORDERS:
        return contracts.empty("driver_people")
    known = known_before(rows, members.to_pandas(), desk.read("customers"))
    return judged_people(rows, known)


def past_quarters(features: pd.DataFrame, days: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return customers on the snapshot days whose next quarter is known, and what they did in it.

    Parameters
    ----------
    features : DataFrame
        The table `features`.
    days : DataFrame
        As from `order_days`.

    Returns
    -------
    DataFrame
        The columns of `features` of who had ordered within ACTIVE days, `orders` (days with an
        order in the next AHEAD days) and `spend`.
    """
    rows = features.drop(columns="orders")
    rows = rows.assign(snapshot_day=pd.to_datetime(rows["snapshot_day"]))
    over = rows["snapshot_day"] + pd.Timedelta(days=AHEAD) <= as_of
    rows = rows[over & rows["recency_days"].le(ACTIVE)]
    parts = []
    for day, part in rows.groupby("snapshot_day"):
        ahead = days["event_day"].between(day, day + pd.Timedelta(days=AHEAD), inclusive="right")
        by = days[ahead].groupby("customer_id")["spend"]
        then = pd.DataFrame({"orders": by.size(), "spend": by.sum()})
        parts.append(part.join(then, "customer_id").fillna({"orders": 0, "spend": 0.0}))
    empty = rows.assign(orders=0, spend=0.0)
    return pd.concat(parts, ignore_index=True) if parts else empty.iloc[:0]


def known_before(
    rows: pd.DataFrame, members: pd.DataFrame, people: pd.DataFrame
) -> pd.DataFrame:  # fmt: skip
    """Return what was known of each row on its day, as numbers: flags are 0 or 1.

    Parameters
    ----------
    rows : DataFrame
        As from `past_quarters`.
    members : DataFrame
        `customer_id` and `event_day` of memberships.
    people : DataFrame
        The table `customers`.
    """
    joined = pd.to_datetime(members["event_day"]).groupby(members["customer_id"]).min()
    table = pd.DataFrame(index=rows.index)
    if len(members):
        table["member"] = (rows["customer_id"].map(joined) <= rows["snapshot_day"]).astype(float)
    table["recency"] = -np.log2(1 + rows["recency_days"].astype(float) / 30)
    table["tenure"] = np.log2(1 + rows["tenure_days"].astype(float) / 30)
    spent = rows["net_amount"].astype(float) / rows["order_days"].astype(float).clip(lower=1)
    table["order_value"] = np.log2(1 + spent)
    for name in COUNTED:
        own = rows[name].astype(float)
        if own.notna().any():
            shares = name.endswith("share")
            table[name] = 10 * own.fillna(own.mean()) if shares else np.log2(1 + own.fillna(0))
    return table.join(_regions(rows, people))


def _regions(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return one column per region but the one with most customers."""
    own = people.set_index("customer_id").reindex(rows["customer_id"])
    told = own["country"].str.cat(own["province"].fillna(""), sep="/").str.rstrip("/")
    names = told.map(region_names(told.value_counts())).fillna(ELSEWHERE)
    order = names.value_counts().index
    flags = {f"region:{name}": names.eq(name).to_numpy(dtype=float) for name in sorted(order[1:])}
    return pd.DataFrame(flags, index=rows.index)


def judged_people(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return by which ratio each factor goes with more orders and more spend.

    Parameters
    ----------
    rows : DataFrame
        As from `past_quarters`.
    known : DataFrame
        As from `known_before`.
    """
    names = [name for name in known if _varies(known[name])]
    quarters = pd.get_dummies(rows["snapshot_day"].astype("str"), dtype=float).iloc[:, 1:]
    design = pd.concat([known[names], quarters], axis="columns")
    design = design[telling_columns(design)].assign(constant=1.0)
    names = [name for name in names if name in design]
    parts = []
    with one_thread():
        for outcome in ("orders", "spend"):
            parts.append(_ratios(rows, design, names, outcome))
    return pd.concat(parts, ignore_index=True)[list(contracts.load("driver_people").columns)]


def _varies(column: pd.Series) -> bool:
    if set(column.unique()) <= {0.0, 1.0}:
        return bool(LEAST_SHARE <= column.mean() <= 1 - LEAST_SHARE)
    return bool(column.std() > 0)


def _ratios(rows: pd.DataFrame, design: pd.DataFrame, names: list[str], outcome: str):
    import statsmodels.api as sm

    clusters = pd.factorize(rows["customer_id"])[0]
    scale = rows[outcome].mean()
    model = sm.GLM(rows[outcome].to_numpy(dtype=float) / scale, design.to_numpy(),
                   family=sm.families.Poisson())  # fmt: skip
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": clusters})
    value = pd.Series(fit.params, design.columns)[names]
    error = pd.Series(fit.bse, design.columns)[names]
    p_values = pd.Series(fit.pvalues, design.columns)[names]
    found = control_false_discoveries(p_values.fillna(1).to_numpy(), rate=RATE)
    flagged = [design[name].isin([0.0, 1.0]).all() for name in names]
    with_it = [rows.loc[design[name].gt(0), "customer_id"].nunique() for name in names]
    everybody = rows["customer_id"].nunique()
    return pd.DataFrame({
        "outcome": outcome, "factor": names,
        "customers": np.where(flagged, with_it, everybody).astype("int64"),
        "ratio": np.exp(value), "ratio_lower": np.exp(value - NORMAL * error),
        "ratio_upper": np.exp(value + NORMAL * error), "adjusted_p": found.adjusted,
        "goes_with": found.found,
    })  # fmt: skip
