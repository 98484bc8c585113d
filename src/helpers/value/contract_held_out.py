"""Whether contracts renewed as an earlier day foretold, and as a constant rate would have said."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence import grade_skill
from helpers.value.contract_forecast import months_ahead
from helpers.value.contract_renewals import ALL, NO_PLAN, learn_renewals
from helpers.value.histories import NotIdentified
from helpers.workspace import contracts
from helpers.workspace.contracts_on import DAYS_PER_MONTH, contracts_on, what_is_not_told

SPANS = (12, 6, 3)  # months that are held out: as many as the data reach back
ReadContracts = Callable[[date], pd.DataFrame]


class HeldOut(NamedTuple):
    """What one earlier day foretold: `rows` is one row per contract that ran on it.

    `rows` holds `plan`, `foretold`, `constant` and `happened` (months renewed).
    """

    day: date
    months: int
    rows: pd.DataFrame


def hold_out(read: ReadContracts, now: pd.DataFrame, as_of: date) -> HeldOut | None:
    """Return what was foretold at the newest day that a year has passed since, or less of it.

    Parameters
    ----------
    read : callable
        Gives the table `subscriptions` by customer as known on a day.
    now : DataFrame
        Rows of `contracts_on` as of today.
    as_of : date
        Today.

    Returns
    -------
    HeldOut or None
        None where no earlier day knew enough.
    """
    for months in SPANS:
        day = as_of - timedelta(days=round(months * DAYS_PER_MONTH))
        told = read(day)
        if what_is_not_told(told, day) is not None:
            continue
        then = contracts_on(told, day)
        try:
            ways = [learn_renewals(then.rows, way=way, ends_at=then.ends_at)
                    for way in ("sbg", "constant")]  # fmt: skip
        except NotIdentified:
            continue
        running = then.rows[then.rows["runs"]].reset_index(drop=True)
        if not then.dated or running.empty:
            continue
        foretold, constant = (months_ahead(one, running, months) for one in ways)
        happened = renewed_since(running, now, months)
        rows = running[["plan"]].assign(foretold=foretold, constant=constant, happened=happened)
        return HeldOut(day, months, rows.dropna(subset="happened"))
    return None


def renewed_since(then: pd.DataFrame, now: pd.DataFrame, months: int) -> pd.Series:
    """Return how many of so many months each contract that ran on a day has renewed since.

    A customer who has changed to another contract within the same stay has renewed on.
    """
    lasted = (now["months"] - now["ended"]).set_axis(now["subscription_id"])
    moved = now.loc[~(now["ended"] | now["runs"]).astype(bool), "subscription_id"]
    own = then["subscription_id"].map(lasted)
    later = then[then["subscription_id"].isin(moved)].reset_index()[
        ["index", "customer_id", "months"]
    ].merge(now[["customer_id", "from_month", "months", "ended"]], on="customer_id",
            suffixes=("_then", ""))  # fmt: skip
    later = later[later["from_month"].ge(later["months_then"])]
    stays_on = (later["months"] - later["ended"]).groupby(later["index"]).max()
    own = own.where(~own.index.isin(stays_on.index), stays_on.reindex(own.index))
    return (own - then["months"]).clip(lower=0, upper=months)


def contract_scores(held: HeldOut | None, as_of: date, *, seed: int) -> pd.DataFrame:
    """Return the table `contract_scores`: what was foretold, beside what happened, by plan."""
    if held is None:
        return contracts.empty("contract_scores")
    plans = held.rows["plan"].fillna(NO_PLAN)
    parts = [(ALL, ALL, held.rows)]
    parts += [("plan", plan, part) for plan, part in held.rows.groupby(plans)]
    told = [{"kind": kind, "grp": name, **_score(part, seed)} for kind, name, part in parts]
    return pd.DataFrame(told).assign(
        origin=pd.Timestamp(held.day), through=pd.Timestamp(as_of), months=held.months
    )


def _score(rows: pd.DataFrame, seed: int) -> dict[str, float | str]:
    loss = ((rows["foretold"] - rows["happened"]) ** 2).to_numpy()
    usual = ((rows["constant"] - rows["happened"]) ** 2).to_numpy()
    grade = grade_skill(loss, usual, rng=np.random.default_rng(seed))
    means = rows[["foretold", "constant", "happened"]].mean()
    return {"contracts": len(rows), **means, "skill": grade.skill, "skill_lower": grade.lower,
            "skill_upper": grade.upper, "grade": grade.letter}  # fmt: skip


def best_way(scores: pd.DataFrame) -> str:
    """Return which way was closer on the held-out time: "constant" only where it surely was not."""
    whole = scores[scores["kind"].eq(ALL)]
    return "constant" if whole["skill"].le(0).any() else "sbg"
