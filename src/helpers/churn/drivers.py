"""What goes with leaving, beyond how somebody buys: circumstances held against each other.

Rows are customers on earlier snapshot days who had ordered within a year; the outcome is that
no order came within the next DRIVER_DAYS. A logistic regression holds each circumstance
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
from helpers.workspace import Desk, contracts
from helpers.workspace.order_days import order_days

DRIVER_DAYS = 182  # leaving is slow to show: half a year
ACTIVE_DAYS = 365
FEWEST_LEFT = 100  # customers who left, and who stayed
RATE = 0.10
NORMAL = 1.959963984540054


def find_drivers(desk: Desk, *, horizon_days: int = DRIVER_DAYS) -> pd.DataFrame:
    """Return which circumstances go with leaving.

    Parameters
    ----------
    desk : Desk
        Where `features`, `order_lines` and what `circumstances` needs are read.
    horizon_days : int
        How long without an order counts as having left.

    Returns
    -------
    DataFrame
        The table `churn_drivers`; no rows where too few left or stayed.
    """
    days = order_days(desk.read("order_lines", by_customer=True))
    rows = at_risk(desk.read("features"), days, desk.as_of, horizon_days)
    if rows.empty:
        return judged_drivers(rows, pd.DataFrame(index=rows.index), horizon_days)
    known = circumstances(desk, rows)
    rows = rows.assign(last_sign=last_sign(rows, happenings(desk)))
    return judged_drivers(rows, known, horizon_days)


def at_risk(
    features: pd.DataFrame, days: pd.DataFrame, as_of: date, horizon_days: int
) -> pd.DataFrame:
    """Return customers on the snapshot days whose outcome is known, and whether each left.

    Parameters
    ----------
    features : DataFrame
        The table `features`.
    days : DataFrame
        As from `order_days`, as known on the as-of day.

    Returns
    -------
    DataFrame
        Rows of `features` with an order of the last year, and `left`: no order within so many
        days after the snapshot day.
    """
    snapshot = pd.to_datetime(features["snapshot_day"])
    known = snapshot + pd.Timedelta(days=horizon_days) <= pd.Timestamp(as_of)
    rows = features[known & features["recency_days"].lt(ACTIVE_DAYS).fillna(False)]
    rows = rows.sort_values(["snapshot_day", "customer_id"], ignore_index=True)
    rows["snapshot_day"] = pd.to_datetime(rows["snapshot_day"])
    ordered = days[["customer_id", "event_day"]].sort_values("event_day", kind="stable")
    nexts = pd.merge_asof(
        rows[["customer_id", "snapshot_day"]].astype({"snapshot_day": ordered["event_day"].dtype}),
        ordered.assign(next_day=ordered["event_day"]), left_on="snapshot_day",
        right_on="event_day", by="customer_id", direction="forward", allow_exact_matches=False,
    )["next_day"]  # fmt: skip
    limit = rows["snapshot_day"] + pd.Timedelta(days=horizon_days)
    return rows.assign(left=~(nexts <= limit).to_numpy())


def judged_drivers(rows: pd.DataFrame, known: pd.DataFrame, horizon_days: int) -> pd.DataFrame:
    """Return each circumstance's odds of leaving, the others and the way of buying held equal.

    Parameters
    ----------
    rows : DataFrame
        As from `at_risk`, with `last_sign`.
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
        return pd.DataFrame(columns=columns)
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

    Recency, number and rhythm of order days, spend, returns and discounts, time since the last
    sign, and the snapshot day itself, since seasons and years differ.
    """
    age = (rows["snapshot_day"] - pd.to_datetime(rows["first_order_day"])).dt.days
    recency, number = rows["recency_days"].astype(float), rows["order_days"].astype(float)
    silent = (rows["snapshot_day"] - pd.to_datetime(rows["last_sign"])).dt.days
    shares = rows[["returned_share", "discounted_share"]].astype(float)
    once = number.le(1).astype(float)
    table = pd.DataFrame({
        "recency": np.log1p(recency), "number": np.log(number.clip(lower=1)),
        "age": np.log1p(age), "rate": np.log((number + 0.5) / (age + 120)),
        "spend": np.log1p(rows["net_amount"].astype(float) / number.clip(lower=1)),
        "waiting": np.log1p(recency * (number + 0.5) / (age + 90)), "once": once,
        "silent": np.log1p(silent),
    })  # fmt: skip
    table["recency_once"] = table["recency"] * once
    table["recency_squared"] = table["recency"] ** 2
    table = table.join(shares.fillna(shares.mean()).fillna(0.0))
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
