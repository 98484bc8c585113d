"""What earlier snapshot days foretold, held against what came: by tenths, and as grades."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence import grade_skill, mean_interval
from helpers.value.known import Told, happened, what_came
from helpers.value.path_ahead import horizon_day

FEWEST = 100  # customers of a snapshot, below which nothing is held against it
FEWEST_ORDERS = 30  # order days that came, below which no grade is given
SHORTEST = 28  # days since a snapshot, below which it is too young to be judged
MOST = 10_000  # customers from whom a grade is taken, drawn by seed
BASELINES = ("same_days_before", "own_rate", "mean_of_all")


def newest_before(told: list[Told], as_of: date, days: int) -> Told | None:
    """Return the newest snapshot that lies at least so many days back; None without one."""
    ripe = [one for one in told
            if (as_of - one.day).days >= days and len(one.histories) >= FEWEST]  # fmt: skip
    return ripe[-1] if ripe else None


def value_history(
    told: list[Told], days: pd.DataFrame, as_of: date, *, horizons: tuple[int, ...]
) -> pd.DataFrame:
    """Return the table `value_history`: sales foretold and come, by tenths of customers.

    Parameters
    ----------
    told : list of Told
        Of the snapshot days, oldest first.
    days : DataFrame
        Order days as known now.
    horizons : tuple of int
        Days ahead; those for which no snapshot is old enough are left out.
    """
    parts = [_tenths(one, days, horizon) for horizon in horizons
             if (one := newest_before(told, as_of, horizon)) is not None]  # fmt: skip
    columns = ["horizon_days", "tenth", "origin", "customers", "historic", "predicted",
               "happened", "lower", "upper"]  # fmt: skip
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _tenths(told: Told, days: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Return one row per tenth of customers by what was foretold; the first is the best."""
    frame = tenths_of(told, days, horizon)
    by = frame.groupby("tenth")
    ends = by["sales"].apply(lambda came: pd.Series(mean_interval(came.to_numpy())[1:]))
    lower, upper = ends.unstack().to_numpy().T
    return pd.DataFrame({
        "customers": by.size(), "historic": by["historic"].mean().round(2),
        "predicted": by["predicted"].mean().round(2), "happened": by["sales"].mean().round(2),
        "lower": lower.round(2), "upper": upper.round(2),
    }).reset_index().assign(horizon_days=horizon, origin=pd.Timestamp(told.day))  # fmt: skip


def tenths_of(told: Told, days: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Return each customer's tenth by what was foretold, with what was, and what came."""
    predicted = told.sales(horizon)
    order = predicted.rank(method="first", ascending=False)
    tenth = np.ceil(order * 10 / len(order)).astype("int64")
    return pd.DataFrame({
        "tenth": tenth, "historic": told.histories["spend"], "predicted": predicted,
        "sales": happened(told, days, horizon)["sales"],
    })  # fmt: skip


class Held(NamedTuple):
    """Forecasts of one kind, of one snapshot, beside what came: by customer, two columns each."""

    forecast: str
    day: date
    predicted: pd.DataFrame
    came: pd.DataFrame
    baselines: dict[str, pd.DataFrame]


def anew(told: Told | None, days: pd.DataFrame, as_of: date) -> Held | None:
    """Return what a snapshot foretells of the days since it, learnt from what was known then."""
    if told is None:
        return None
    length = (as_of - told.day).days
    predicted = pd.DataFrame({
        "orders": told.forecaster.expected(told.histories, length), "sales": told.sales(length)
    })  # fmt: skip
    return Held("anew", told.day, predicted, happened(told, days, length),
                _baselines(told, days, length))  # fmt: skip


def published(
    before: pd.DataFrame, told: Told | None, days: pd.DataFrame, as_of: date
) -> Held | None:
    """Return what last quarter's table foretold, of the customers whom both quarters know.

    Parameters
    ----------
    before : DataFrame
        The table `customer_value` of the quarter before; without rows on the first run.
    told : Told or None
        Of the snapshot nearest to it, from which the baselines are taken.
    """
    if before.empty or told is None:
        return None
    day = before["snapshot_day"].iloc[0].date()
    own = before.set_index("customer_id").reindex(told.histories.index).dropna(
        subset="expected_orders_91")  # fmt: skip
    length = (as_of - day).days
    orders = own["expected_orders_91"] * length / 91
    predicted = pd.DataFrame({"orders": orders, "sales": orders * own["expected_order_value"]})
    came = what_came(days, day, as_of).reindex(own.index).fillna(0.0)
    baselines = _baselines(told, days, length)
    return Held("published", day, predicted, came,
                {name: own_.loc[own.index] for name, own_ in baselines.items()})  # fmt: skip


def _baselines(told: Told, days: pd.DataFrame, length: int) -> dict[str, pd.DataFrame]:
    """Return the naive forecasts of so many days after a snapshot, by customer."""
    seen = told.histories
    before = what_came(days, horizon_day(told.day, -length), told.day)
    same = before.reindex(seen.index).fillna(0.0)
    orders = seen["frequency"] + 1
    rate = seen["frequency"] / np.maximum(seen["age"] * 7, length) * length
    own = pd.DataFrame({"orders": rate, "sales": rate * seen["spend"] / orders})
    mean = pd.DataFrame(np.broadcast_to(same.mean(), same.shape), same.index, same.columns)
    return dict(zip(BASELINES, (same, own, mean), strict=True))


def value_scores(held: list[Held | None], as_of: date, *, seed: int) -> pd.DataFrame:
    """Return the table `value_scores`: each forecast of the last quarter against each baseline."""
    rows = [
        _score(one, measure, baseline, as_of, seed)
        for one in held if one is not None and len(one.came) >= FEWEST
        for measure in ("orders", "sales") for baseline in BASELINES
    ]  # fmt: skip
    columns = ["forecast", "measure", "baseline", "origin", "through", "customers", "predicted",
               "happened", "loss", "baseline_predicted", "baseline_loss", "skill", "skill_lower",
               "skill_upper", "grade"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _score(held: Held, measure: str, baseline: str, as_of: date, seed: int) -> tuple:
    came, told, naive = (
        one[measure].to_numpy() for one in (held.came, held.predicted, held.baselines[baseline])
    )
    loss, usual = (told - came) ** 2, (naive - came) ** 2
    rng = np.random.default_rng(seed)
    some = np.sort(rng.permutation(len(came))[:MOST])
    fewest = FEWEST if held.came["orders"].sum() >= FEWEST_ORDERS else len(came) + 1
    grade = grade_skill(loss[some], usual[some], rng=rng, minimum=fewest)
    return (
        held.forecast, measure, baseline, pd.Timestamp(held.day), pd.Timestamp(as_of), len(came),
        told.sum().round(2), came.sum().round(2), loss.mean(), naive.sum().round(2), usual.mean(),
        *grade,
    )  # fmt: skip
