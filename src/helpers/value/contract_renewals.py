"""How contracts renew from month to month of their age: counted, and as a model tells it."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence import proportion_interval
from helpers.value.histories import NotIdentified, refuse_fewer
from helpers.value.retention import STARTS, RetentionModel, most_likely, renewal_rate

BANDS = ((1, 1), (2, 3), (4, 6), (7, 12), (13, 24), (25, 10_000))  # months of age
ALL = "all"
NO_PLAN = ""
ALIKE = 1e7  # alpha + beta at which customers no longer differ


class Renewals(NamedTuple):
    """What is known of how contracts renew.

    Attributes
    ----------
    by_plan : dict of str to RetentionModel
        Of plans of which enough is known.
    whole : RetentionModel
        Of all plans together, for the others too.
    way : {'sbg', 'constant'}
        Whether customers differ in how easily they leave, or all leave alike.
    ends_at : float
        How far into a month contracts end, as of `contracts_on`.
    """

    by_plan: dict[str, RetentionModel]
    whole: RetentionModel
    way: str
    ends_at: float = 1.0

    def of(self, plan: str) -> RetentionModel:
        """Return the model by which contracts of a plan are foretold."""
        return self.by_plan.get(plan, self.whole)


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many contracts came up for the renewal of each month, and how many renewed.

    Parameters
    ----------
    rows : DataFrame
        As of `contracts_on`: who has lasted so many months has renewed as often, except at the
        month of its end.

    Returns
    -------
    DataFrame
        One row per month of age: `period`, `at_risk` and `renewed`.
    """
    own = rows[rows["months"].gt(rows["from_month"])]
    last, since = own["months"].to_numpy("int64"), own["from_month"].to_numpy("int64")
    most = int(last.max(initial=0))
    came, gone = (np.bincount(at + 1, minlength=most + 2).cumsum() for at in (since, last))
    ends = np.bincount(last[own["ended"].to_numpy(bool)], minlength=most + 1)
    frame = pd.DataFrame({"period": np.arange(1, most + 1)})
    frame["at_risk"] = (came - gone)[1 : most + 1]
    frame["renewed"] = frame["at_risk"] - ends[1 : most + 1]
    return frame[frame["at_risk"].gt(0)].reset_index(drop=True)


def learn_renewals(
    rows: pd.DataFrame, *, way: str = "sbg", ends_at: float = 1.0
) -> Renewals:  # fmt: skip
    """Return how contracts renew, by plan where enough is known of it.

    Parameters
    ----------
    rows : DataFrame
        As of `contracts_on`.
    way : {'sbg', 'constant'}
        Shifted-beta-geometric, or the same share at every age.
    ends_at : float
        As of `contracts_on`.

    Raises
    ------
    NotIdentified
        If even of all plans together too few are known, or too few have ended.
    """
    whole, own = _learn(rows, way), {}
    for plan, part in rows.groupby(rows["plan"].fillna(NO_PLAN)):
        try:
            own[plan] = _learn(part, way)
        except NotIdentified:
            continue
    return Renewals(own, whole, way, ends_at)


def _learn(rows: pd.DataFrame, way: str) -> RetentionModel:
    contracts, ended = len(rows), int(rows["ended"].sum())
    refuse_fewer(subscriptions=contracts, ended=ended)
    return learn_counts(by_month(rows), way, contracts=contracts)


def learn_counts(
    counts: pd.DataFrame, way: str, *, contracts: int, like: RetentionModel | None = None
) -> RetentionModel:
    """Return the model of counts as from `by_month`, of so many contracts, `like` a known one."""
    if way == "sbg":
        starts = STARTS if like is None else [tuple(like.parameters.values())]
        return most_likely(counts, contracts, starts=starts)
    share = counts["renewed"].sum() / counts["at_risk"].sum()
    told = {"alpha": ALIKE * (1 - share), "beta": ALIKE * share}
    return RetentionModel(told, float("nan"), contracts, np.full((2, 2), np.nan), True)


def contract_renewals(rows: pd.DataFrame, renewals: Renewals) -> pd.DataFrame:
    """Return the table `contract_renewals`: the share renewed by age, counted and as foretold."""
    plans = rows["plan"].fillna(NO_PLAN)
    parts = [_bands(rows, renewals.whole).assign(kind=ALL, grp=ALL)]
    parts += [_bands(part, renewals.of(plan)).assign(kind="plan", grp=plan)
              for plan, part in rows.groupby(plans)]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _bands(rows: pd.DataFrame, model: RetentionModel) -> pd.DataFrame:
    counts = by_month(rows)
    counts["foretold"] = counts["at_risk"] * renewal_rate(model, counts["period"].to_numpy())
    told = [_band(rows, counts[counts["period"].between(*ends)]) for ends in BANDS]
    return pd.DataFrame([one for one in told if one])


def _band(rows: pd.DataFrame, counts: pd.DataFrame) -> dict[str, float]:
    """Return one band of ages; nothing where no contract came up for renewal in it."""
    if counts.empty:
        return {}
    first, last = int(counts["period"].min()), int(counts["period"].max())
    at_risk, renewed = int(counts["at_risk"].sum()), int(counts["renewed"].sum())
    watched = rows["months"].ge(first) & rows["from_month"].lt(last)
    share = proportion_interval(renewed, at_risk)
    return {"from_month": first, "to_month": last, "contracts": int(watched.sum()),
            "at_risk": at_risk, "renewed": renewed, "share": share[0], "lower": share[1],
            "upper": share[2], "foretold": counts["foretold"].sum() / at_risk}  # fmt: skip
