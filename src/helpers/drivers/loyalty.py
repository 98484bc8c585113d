"""Do members leave less? Who had just joined, beside customers alike who had not.

On each quarter end those who joined the programme within the quarter are held against those who
had not joined by then. Joining shows that somebody was there on that day; so the last sign of
life is held equal, beside how long and how often somebody had ordered, lest those who are
still there look loyal. What is left may still be that who means to stay, joins: the figure says
how strong such an unseen reason would have to be to explain all of it.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.columns import telling_columns
from helpers.evidence.logistic import clustered_logit
from helpers.workspace import Desk, contracts, snapshot_days
from helpers.workspace.order_days import order_days

AHEAD = 182  # days without an order that count as having left
JOINED_WITHIN = 91
FEWEST_JOINED, FEWEST_LEFT = 50, 20
MOST_QUARTERS = 40
NORMAL = 1.959963984540054


class Trials(NamedTuple):
    """Customers on quarter ends, each either just joined or not yet.

    Attributes
    ----------
    rows : DataFrame
        `customer_id`, `day`, `joined`, `left`, and `last_sign`, `age`, `number`, `spend`.
    joined : int
        How many joined within a quarter whose outcome is known.
    """

    rows: pd.DataFrame
    joined: int


def find_loyalty(desk: Desk) -> pd.DataFrame:
    """Return whether new members leave less than customers alike.

    Returns
    -------
    DataFrame
        The table `driver_loyalty`: one row, or none where no membership is known.
    """
    members = desk.read("memberships?", by_customer=True)
    joined = members.select("customer_id", "event_day").to_pandas()
    if joined.empty:
        return contracts.empty("driver_loyalty")
    days = order_days(desk.read("order_lines", by_customer=True))
    return judged_loyalty(trials(days, joined, snapshot_days(desk.as_of, earlier=MOST_QUARTERS)))


def trials(days: pd.DataFrame, joined: pd.DataFrame, ends: list) -> Trials:
    """Return who had just joined and who had not, on each day whose outcome is known.

    Parameters
    ----------
    days : DataFrame
        As from `order_days`.
    joined : DataFrame
        `customer_id` and `event_day`, when each joined.
    ends : list of date
        Snapshot days, the last one the as-of day.
    """
    since = pd.to_datetime(joined["event_day"]).groupby(joined["customer_id"]).min()
    last = pd.Timestamp(ends[-1])
    ends = [pd.Timestamp(end) for end in ends]
    used = [end for end in ends if end + pd.Timedelta(days=AHEAD) <= last]
    parts = [_on_day(days, since, day) for day in used]
    parts = [part for part in parts if part["joined"].any()]
    if not parts:
        return Trials(pd.DataFrame(columns=["customer_id", "joined", "left"]), 0)
    rows = pd.concat(parts, ignore_index=True)
    return Trials(rows, int(rows["joined"].sum()))


def _on_day(days: pd.DataFrame, since: pd.Series, day: pd.Timestamp) -> pd.DataFrame:
    by = days[days["event_day"] <= day].groupby("customer_id")
    rows = by.agg(
        first=("event_day", "min"), last=("event_day", "max"), number=("event_day", "size"),
        spend=("spend", "sum"),
    ).reset_index()  # fmt: skip
    own = rows["customer_id"].map(since)
    opened = day - pd.Timedelta(days=JOINED_WITHIN)
    rows = rows.assign(day=day, joined=own.gt(opened) & own.le(day))
    rows["last_sign"] = rows["last"].where(~rows["joined"] | rows["last"].gt(own), own)
    rows["age"] = (day - rows["first"]).dt.days
    after = days["event_day"].between(day, day + pd.Timedelta(days=AHEAD), inclusive="right")
    rows["left"] = ~rows["customer_id"].isin(days.loc[after, "customer_id"])
    return rows[own.isna() | own.gt(opened)]


def judged_loyalty(found: Trials) -> pd.DataFrame:
    """Return the odds of leaving of new members against those of customers alike."""
    rows = found.rows
    left = rows.loc[rows["joined"].astype(bool), "left"].sum() if len(rows) else 0
    if found.joined < FEWEST_JOINED or min(left, found.joined - left) < FEWEST_LEFT:
        return _told(found, np.nan, np.nan, None, "too_few")
    design = _alike(rows)
    fit = clustered_logit(design, rows["left"].to_numpy(bool), rows["customer_id"].to_numpy())
    value, error = float(fit.coefficients["joined"]), float(fit.errors["joined"])
    chance = _chances(rows, design, fit.coefficients)
    sure = abs(value) > NORMAL * error
    return _told(found, value, error, chance, ("less" if value < 0 else "more") if sure else
                 "unclear")  # fmt: skip


def _alike(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what is held equal: the last sign of life, rhythm, number, age, spend and the day."""
    silent = (rows["day"] - rows["last_sign"]).dt.days
    recency = (rows["day"] - rows["last"]).dt.days
    number, age = rows["number"].astype(float), rows["age"].astype(float)
    table = pd.DataFrame({
        "joined": rows["joined"].astype(float), "silent": np.log1p(silent),
        "silent_squared": np.log1p(silent) ** 2, "recency": np.log1p(recency),
        "number": np.log(number), "rate": np.log((number + 0.5) / (age + 120)),
        "age": np.log1p(age), "spend": np.log1p(rows["spend"].clip(lower=0) / number),
        "waiting": np.log1p(recency * (number + 0.5) / (age + 90)),
    })  # fmt: skip
    table["once"] = number.eq(1).astype(float)
    dates = pd.get_dummies(rows["day"].astype("str"), dtype=float)
    table = table.join(dates.iloc[:, 1:])
    return table[telling_columns(table)]


def _chances(rows: pd.DataFrame, design: pd.DataFrame, coefficients: pd.Series):
    """Return the shares of new members who left, and who would have left without, as told."""
    own = design[rows["joined"].to_numpy(bool)]
    happened = float(rows.loc[rows["joined"].astype(bool), "left"].mean())
    odds = happened / (1 - happened) / np.exp(coefficients["joined"])
    return happened, float(odds / (1 + odds)), len(own)


def _told(found: Trials, value: float, error: float, chance, verdict: str) -> pd.DataFrame:
    happened, without, _ = chance or (np.nan, np.nan, 0)
    odds = np.exp(value)
    return pd.DataFrame([{
        "programme": "membership", "joined": found.joined,
        "others": int(found.rows.loc[~found.rows["joined"].astype(bool), "customer_id"].nunique()),
        "left": happened, "left_alike": without, "odds": odds,
        "odds_lower": np.exp(value - NORMAL * error), "odds_upper": np.exp(value + NORMAL * error),
        "hidden_reason": hidden_reason(without, happened), "horizon_days": AHEAD,
        "verdict": verdict,
    }])[list(contracts.load("driver_loyalty").columns)]  # fmt: skip


def hidden_reason(without: float, happened: float) -> float:
    """Return how strong an unseen reason would have to be to explain a difference of shares away.

    It would have to go with joining, and with staying, by a ratio of shares of at least so much.

    References
    ----------
    VanderWeele and Ding (2017), "Sensitivity Analysis in Observational Research: Introducing the
    E-Value", Annals of Internal Medicine 167.

    Examples
    --------
    >>> round(hidden_reason(0.5, 0.25), 2)
    3.41
    """
    if not happened > 0 or not without > 0:
        return np.nan
    ratio = max(without / happened, happened / without)
    return float(ratio + np.sqrt(ratio * (ratio - 1)))
