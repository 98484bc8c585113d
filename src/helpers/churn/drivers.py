"""What goes with leaving, beyond how somebody buys: circumstances held against each other.

Rows are customers on earlier quarter ends; the outcome is that no order came within the next
DRIVER_DAYS. A logistic regression holds each circumstance
against the others and against how the customer had bought until then; standard errors are
clustered by customer, who stands on several days. Of those called drivers at most a tenth
should be chance (Benjamini and Hochberg). None of it says that a circumstance is the cause.
"""

from datetime import date

import numpy as np
import pandas as pd

from helpers.churn.circumstances import circumstances, happenings, last_sign, varied
from helpers.evidence.discovery import control_false_discoveries
from helpers.evidence.intervals import proportion_interval
from helpers.evidence.logistic import clustered_logit
from helpers.workspace import Desk, contracts, snapshot_days
from helpers.workspace.order_days import order_days

DRIVER_DAYS = 182  # leaving is slow to show: half a year
FIRST_DAYS = 180  # of the data, in which nothing is known of anybody's way of buying
MOST_QUARTERS = 40
HABIT, MOST_CHANNELS = "habit:", 6
FEWEST_LEFT = 100  # customers who left, and who stayed
RATE = 0.10
NORMAL = 1.959963984540054


def find_drivers(desk: Desk, *, horizon_days: int = DRIVER_DAYS) -> pd.DataFrame:
    """Return which circumstances go with leaving.

    Parameters
    ----------
    desk : Desk
        Where `order_lines` and what `circumstances` needs are read.
    horizon_days : int
        How long without an order counts as having left.

    Returns
    -------
    DataFrame
        The table `churn_drivers`; no rows where too few left or stayed.
    """
    days = order_days(desk.read("order_lines?", by_customer=True))
    rows = past_rows(days, snapshot_days(desk.as_of, earlier=MOST_QUARTERS), horizon_days)
    if rows.empty:
        return contracts.empty("churn_drivers")
    happened = happenings(desk)
    known = circumstances(desk, rows, happened)
    told = desk.read("orders?", by_customer=True)
    orders = told.select("customer_id", "event_day", "channel", "with_code").to_pandas()
    signs = pd.concat([happened, orders], ignore_index=True)
    rows = rows.assign(last_sign=last_sign(rows, signs)).join(habits(rows, orders))
    return judged_drivers(rows, known, horizon_days)


def habits(rows: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """Return how customers had ordered until the snapshot day: by which channel, with codes.

    Kinds of customers differ in how they order, in how they leave, and in what happens to them;
    these shares stand for the kind.

    Parameters
    ----------
    orders : DataFrame
        `customer_id`, `event_day`, `channel` and `with_code`, one row per order.

    Returns
    -------
    DataFrame
        Like `rows` in index: `habit:` and its name, the share of the customer's orders by then,
        one order of the average customer counted in.
    """
    own = orders.dropna(subset=["customer_id"]).reset_index(drop=True)
    marks = pd.get_dummies(own["channel"], dtype=float).iloc[:, 1:MOST_CHANNELS]
    marks["code"] = own["with_code"].eq(True).astype(float)
    marks = marks.loc[:, marks.nunique().gt(1)]
    table = pd.DataFrame(0.0, rows.index, [f"{HABIT}{name}" for name in marks])
    day = pd.to_datetime(own["event_day"])
    for end, part in rows.groupby("snapshot_day"):
        by = marks[day <= end].groupby(own["customer_id"])
        share = (by.sum() + marks.mean()).div(by.size() + 1, axis="index")
        told = share.reindex(part["customer_id"]).fillna(marks.mean())
        table.loc[part.index] = told.to_numpy()
    return table


def past_rows(days: pd.DataFrame, ends: list[date], horizon_days: int) -> pd.DataFrame:
    """Return customers on the snapshot days whose outcome is known, and whether each left.

    Parameters
    ----------
    days : DataFrame
        As from `order_days`, as known on the last of the snapshot days.
    ends : list of date
        Snapshot days, the last one the as-of day; used are those from FIRST_DAYS after the
        first order of all on, and so early that their outcome is known by the as-of day.

    Returns
    -------
    DataFrame
        One row per snapshot day and customer who had ordered by then: `customer_id`,
        `snapshot_day`, `first_order_day`, `last_order_day`, `order_days`, `spend`, and `left`: no
        order within so many days after the snapshot day.
    """
    horizon = pd.Timedelta(days=horizon_days)
    begin = days["event_day"].min() + pd.Timedelta(days=FIRST_DAYS)
    ends = [pd.Timestamp(end) for end in ends]
    used = [end for end in ends if begin <= end <= max(ends) - horizon]
    parts = [_on_day(days, end, horizon) for end in used]
    names = ["customer_id", "snapshot_day", "first_order_day", "last_order_day", "order_days",
             "spend", "left"]  # fmt: skip
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)


def _on_day(days: pd.DataFrame, end: pd.Timestamp, horizon: pd.Timedelta) -> pd.DataFrame:
    by = days[days["event_day"] <= end].groupby("customer_id")
    rows = by.agg(
        first_order_day=("event_day", "min"), last_order_day=("event_day", "max"),
        order_days=("event_day", "size"), spend=("spend", "sum"),
    ).reset_index()  # fmt: skip
    rows.insert(1, "snapshot_day", end)
    after = days["event_day"].gt(end) & days["event_day"].le(end + horizon)
    return rows.assign(left=~rows["customer_id"].isin(days.loc[after, "customer_id"]))


def judged_drivers(rows: pd.DataFrame, known: pd.DataFrame, horizon_days: int) -> pd.DataFrame:
    """Return each circumstance's odds of leaving, the others and the way of buying held equal.

    Parameters
    ----------
    rows : DataFrame
        As from `past_rows`, with `last_sign`.
    known : DataFrame
        As from `circumstances`.

    Returns
    -------
    DataFrame
        The table `churn_drivers`, the surest first.
    """
    columns = list(contracts.load("churn_drivers").columns)
    tested, _ = varied(known)
    if tested.empty or min(_people(rows, True), _people(rows, False)) < FEWEST_LEFT:
        return contracts.empty("churn_drivers")
    design = pd.concat([adjustments(rows), tested], axis="columns")
    fit = clustered_logit(design, rows["left"].to_numpy(), rows["customer_id"].to_numpy())
    names = list(tested.columns)
    value, error = fit.coefficients[names], fit.errors[names]
    found = control_false_discoveries(fit.p_values[names].to_numpy(), rate=RATE)
    table = pd.DataFrame({
        "circumstance": names, "odds": np.exp(value), "odds_lower": np.exp(value - NORMAL * error),
        "odds_upper": np.exp(value + NORMAL * error), "adjusted_p": found.adjusted,
        "is_driver": found.found, "horizon_days": horizon_days,
    })  # fmt: skip
    plain = pd.DataFrame([_plain(rows, tested[name]) for name in names])
    table = pd.concat([table.reset_index(drop=True), plain], axis="columns")
    order = fit.p_values[names].to_numpy().argsort(kind="stable")
    return table.iloc[order].reset_index(drop=True)[columns]


def adjustments(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how customers had bought until the snapshot day, as a regression takes it.

    Recency, number and rhythm of order days, spend, time since the last sign, habits, and the
    snapshot day itself, since seasons and years differ.
    """
    age = (rows["snapshot_day"] - rows["first_order_day"]).dt.days
    recency = (rows["snapshot_day"] - rows["last_order_day"]).dt.days
    silent = (rows["snapshot_day"] - rows["last_sign"]).dt.days
    number = rows["order_days"].astype(float)
    once = number.eq(1).astype(float)
    table = pd.DataFrame({
        "recency": np.log1p(recency), "number": np.log(number), "age": np.log1p(age),
        "rate": np.log((number + 0.5) / (age + 120)),
        "spend": np.log1p(rows["spend"].clip(lower=0) / number),
        "waiting": np.log1p(recency * (number + 0.5) / (age + 90)),
        "once": once, "silent": np.log1p(silent),
    })  # fmt: skip
    table["recency_once"] = table["recency"] * once
    table["recency_squared"] = table["recency"] ** 2
    shares = [name for name in rows if str(name).startswith(HABIT)]
    table = table.join(rows[shares])
    dates = pd.get_dummies(rows["snapshot_day"].dt.strftime("%Y-%m-%d"), dtype=float)
    return table.join(dates.iloc[:, 1:])


def _people(rows: pd.DataFrame, left: bool) -> int:
    return rows.loc[rows["left"].eq(left), "customer_id"].nunique() if len(rows) else 0


def _plain(rows: pd.DataFrame, known: pd.Series) -> dict:
    """Return the plain shares of who left, with and without the circumstance, and how many.

    Of a figure, *with* is above the middle of its country's customers.
    """
    has = known.gt(0)
    told = {"customers": int(rows.loc[has, "customer_id"].nunique())}
    for name, part in (("with", rows[has]), ("without", rows[~has])):
        share = proportion_interval(int(part["left"].sum()), len(part)) if len(part) else None
        told[f"left_{name}"] = share.estimate if share else np.nan
    return told
