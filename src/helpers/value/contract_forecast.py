"""What running contracts are still to bring: months, and money, by plan and by contract."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.evidence import percentile_interval
from helpers.value.contract_renewals import ALL, NO_PLAN, Renewals, by_month, learn_counts
from helpers.value.retention import RetentionModel, discounted_renewals, renewal_rate

AHEAD = (12, 24)  # months of the table `contract_value`
RESAMPLES = 100


def months_ahead(
    renewals: Renewals, running: pd.DataFrame, months: int, *, yearly_rate: float = 0.0
) -> pd.Series:
    """Return how many of the next so many months each running contract is expected to renew.

    Parameters
    ----------
    renewals : Renewals
        How contracts renew.
    running : DataFrame
        `plan` and `months` of each, as of `contracts_on`.
    months : int
        How many months ahead.
    yearly_rate : float
        What money that comes a year later is worth less; with 0 months are counted.
    """
    rate = (1 + yearly_rate) ** (1 / 12) - 1
    parts = [
        discounted_renewals(renewals.of(plan), part["months"], months, rate=rate)
        / _still_there(renewals.of(plan), part["months"], renewals.ends_at)
        for plan, part in running.groupby(running["plan"].fillna(NO_PLAN))
    ]  # fmt: skip
    return pd.concat(parts).reindex(running.index) if parts else pd.Series(dtype=float)


def _still_there(model: RetentionModel, months: pd.Series, ends_at: float) -> pd.Series:
    """Return the chance that who renewed last is still there at some day of the month after.

    Today is any day of a contract's month: who ends within months, and not with them, may have
    ended before today, and has not.
    """
    ends = 1 - renewal_rate(model, months.to_numpy("int64") + 1)
    return pd.Series(1 - ends * (1 - ends_at), index=months.index)


def contract_value(
    rows: pd.DataFrame, renewals: Renewals, *, yearly_rate: float, seed: int
) -> pd.DataFrame:
    """Return the table `contract_value`: one row of all contracts together, and one per plan.

    Parameters
    ----------
    rows : DataFrame
        As of `contracts_on`.
    renewals : Renewals
        How they renew.
    yearly_rate : float
        What money that comes a year later is worth less (proportion).
    seed : int
        Of the resamples from which intervals are taken.
    """
    cells, plans = _cells(rows), rows["plan"].fillna(NO_PLAN)
    ahead = _of_cells(renewals, cells, yearly_rate)
    drawn = [_of_cells(one, cells, yearly_rate) for one in _draws(rows, renewals, seed)]
    parts = [(ALL, ALL, plans.index == plans.index, cells.index == cells.index)]
    parts += [("plan", plan, plans.eq(plan), cells["plan"].eq(plan))
              for plan in sorted(plans.unique())]  # fmt: skip
    told = [
        {"kind": kind, "grp": name, "contracts": int(own.sum()),
         "ended": int(rows.loc[own, "ended"].sum()), "way": renewals.way,
         "basis": "own" if kind == ALL or name in renewals.by_plan else "all_plans",
         **_told(cells[part], ahead[part], [one[part] for one in drawn])}
        for kind, name, own, part in parts
    ]  # fmt: skip
    return pd.DataFrame(told)


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Return running contracts by plan and age: how many, and what they pay in a month."""
    running = rows[rows["runs"]].assign(plan=rows["plan"].fillna(NO_PLAN))
    by = running.groupby(["plan", "months"])["monthly_amount"]
    return by.agg(running="size", paying="count", amount="sum").reset_index()


def _of_cells(renewals: Renewals, cells: pd.DataFrame, yearly_rate: float) -> pd.DataFrame:
    """Return, by cell, the sums of months and of money that are still to come."""
    sums = {}
    for ahead in AHEAD:
        sums[f"months_{ahead}"] = cells["running"] * months_ahead(renewals, cells, ahead)
        paid = months_ahead(renewals, cells, ahead, yearly_rate=yearly_rate)
        sums[f"total_{ahead}"] = cells["amount"] * paid
    return pd.DataFrame(sums, index=cells.index)


def _told(cells: pd.DataFrame, ahead: pd.DataFrame, drawn: list[pd.DataFrame]) -> dict[str, float]:
    """Return what contracts of some cells are still to bring, with intervals."""
    running, paying = int(cells["running"].sum()), int(cells["paying"].sum())
    told = {"running": running, "paying": paying,
            "monthly_amount": cells["amount"].sum() / paying if paying else np.nan}  # fmt: skip
    for name in ahead:
        months = name.startswith("months")
        size = (running or np.nan) if months else 1.0 if paying else np.nan
        found = ahead[name].sum() / size
        resampled = np.array([one[name].sum() / size for one in drawn])
        ends = [np.nan] * 2 if np.isnan(size) else percentile_interval(found, resampled)[1:]
        told |= {name: found, f"{name}_lower": ends[0], f"{name}_upper": ends[1]}
    each = {f"value_{ahead}": told[f"total_{ahead}"] / (paying or np.nan) for ahead in AHEAD}
    return told | each


def _draws(rows: pd.DataFrame, renewals: Renewals, seed: int) -> Iterator[Renewals]:
    """Yield how contracts may renew as far as chance goes: each month's ends are drawn anew."""
    rng = np.random.default_rng(seed)
    plans = rows["plan"].fillna(NO_PLAN)
    whole = _redrawn(rows, renewals.way, renewals.whole, rng)
    own = {plan: _redrawn(rows[plans.eq(plan)], renewals.way, like, rng)
           for plan, like in renewals.by_plan.items()}  # fmt: skip
    for at in range(RESAMPLES):
        drawn = {plan: models[at] for plan, models in own.items()}
        yield renewals._replace(by_plan=drawn, whole=whole[at])


def _redrawn(
    rows: pd.DataFrame, way: str, like: RetentionModel, rng: np.random.Generator
) -> list[RetentionModel]:
    """Return the models of resamples: of those at risk, each month as many end as by chance may.

    Who ends in one month is no more at risk in the next, so that given who is, months are
    independent, as in Greenwood's formula.
    """
    counts = by_month(rows)
    share = (counts["renewed"] / counts["at_risk"]).to_numpy()
    drawn = rng.binomial(counts["at_risk"], share, size=(RESAMPLES, len(counts)))
    return [learn_counts(counts.assign(renewed=one), way, contracts=len(rows), like=like)
            for one in drawn]  # fmt: skip
