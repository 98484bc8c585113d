"""How likely each customer with a contract is to leave within the window, and the evidence."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.churn.contract_choosing import (
    MEASURES,
    SMALLEST,
    kept_first,
    kept_way,
    measured,
    try_by_folds,
    ways_by_folds,
)
from helpers.churn.contract_features import contract_features
from helpers.churn.contract_models import WAYS, chance_of, fit_way
from helpers.churn.contract_reading import Known
from helpers.churn.contract_snapshots import inputs_of, labelled_contracts, running_on
from helpers.churn.hazard import chance_to_end, fit_hazard
from helpers.churn.scoring import bands
from helpers.evidence.splits import Split, split_rows
from helpers.workspace import Desk, contracts
from helpers.workspace.contracts_on import DAYS_PER_MONTH

FEWEST = 20  # endings, and others, on a day, for it to be learned from or tested
MOST_TRIED = 20_000  # contracts that ways are tried on
RISK = ["customer_id", "form", "window_days", "risk", "base_rate", "days_since",
        "late_after_days", "is_late", "band"]  # fmt: skip


class ContractScores(NamedTuple):
    """What is known of the leaving of customers with contracts.

    Attributes
    ----------
    risk : DataFrame
        Rows of the table `churn_risk`, as far as they are known here.
    ways : DataFrame
        The table `churn_contract_ways`.
    held_out : DataFrame
        One row per contract that was told by a way that had not seen it: `chance`, `ended`, and
        `base` (what it would be for all); on the newest day whose outcome is known, or, without
        days, in folds.
    most_ended : int
        Contracts that ended within the window after one earlier day, at most.
    """

    risk: pd.DataFrame
    ways: pd.DataFrame
    held_out: pd.DataFrame
    most_ended: int = 0


EMPTY = ContractScores(
    pd.DataFrame(columns=RISK), contracts.empty("churn_contract_ways"),
    pd.DataFrame({"chance": [], "ended": [], "base": []}),
)  # fmt: skip


def score_contracts(
    desk: Desk, known: Known, days: list[date], *, window_days: int, flag_months: int = 0,
    seed: int = 0,
) -> ContractScores:  # fmt: skip
    """Return the risk of each customer with a running contract to have none after the window.

    Parameters
    ----------
    desk : Desk
        Where `subscriptions` and `features` are read.
    known : Known
        As from `read_contracts`.
    days : list of date
        Snapshot days, the as-of day among them.
    window_days : int
        How far ahead.
    flag_months : int
        As `read_contracts` takes it.
    seed : int
        Of folds and samples.
    """
    if known.why is not None:
        return EMPTY
    if not known.contracts.dated:
        return _at_one_time(known, window_days, flag_months, seed)

    def read(day: date) -> pd.DataFrame:
        return desk.read("subscriptions?", as_of=day, by_customer=True).to_pandas()

    features = desk.read("features?")
    told = labelled_contracts(read, features, days, as_of=desk.as_of, horizon_days=window_days)
    now = running_on(read(desk.as_of), features, desk.as_of)
    return _through_time(told, now, window_days, seed)


def _at_one_time(known: Known, window_days: int, flag_months: int, seed: int) -> ContractScores:
    """Return scores of contracts without days: ways by folds, risk by the hazard."""
    rows = known.contracts.rows
    inputs = contract_features(rows, known.traits, terms=known.terms)
    tried_on = rows.sample(min(MOST_TRIED, len(rows)), random_state=seed).index.sort_values()
    ended = rows.loc[tried_on, "ended"].to_numpy(dtype=bool)
    tried = try_by_folds(inputs.loc[tried_on], ended, ways=WAYS, seed=seed)
    ways = ways_by_folds(tried, ended)
    held_out = pd.DataFrame({"chance": tried.chances[kept_way(ways)].to_numpy(), "ended": ended,
                             "base": tried.chances[WAYS[0]].to_numpy()})  # fmt: skip
    runs = rows["runs"]
    hazard = fit_hazard(rows, known.terms.frame)
    months = max(1, round(window_days / DAYS_PER_MONTH))
    chance = chance_to_end(hazard, rows[runs], known.terms.frame[runs], months=months)
    return ContractScores(_risk(rows[runs], chance, window_days), ways, held_out)


def _through_time(
    told: pd.DataFrame, now: pd.DataFrame, window_days: int, seed: int
) -> ContractScores:
    """Return scores of contracts with days: ways tried on later days, risk by the one kept."""
    splits = _splits(told)
    if not splits or now.empty:
        most = told.groupby("snapshot_day")["ended"].sum().max() if len(told) else 0
        return EMPTY._replace(most_ended=int(most))
    tried = [_tried(told, split, seed) for split in splits]
    ways = _ways_by_days(tried[:-1] or tried)
    kept = kept_way(ways)
    newest = tried[-1]
    held_out = pd.DataFrame({"chance": newest[kept], "ended": newest["ended"],
                             "base": newest[WAYS[0]]})  # fmt: skip
    inputs = inputs_of(told)
    fitted = fit_way(kept, inputs, told["ended"].to_numpy(dtype=bool), seed=seed)
    chance = chance_of(fitted, inputs_of(now, like=told))
    return ContractScores(_risk(now, chance, window_days), ways, held_out.reset_index(drop=True))


def _splits(told: pd.DataFrame) -> list[Split]:
    """Return a split for each day before which outcomes were known, oldest first."""
    if told.empty:
        return []
    by = told.groupby("snapshot_day").agg(known_on=("known_on", "max"), ended=("ended", "sum"),
                                          contracts=("ended", "size"))  # fmt: skip
    enough = by[by["ended"].ge(FEWEST) & (by["contracts"] - by["ended"]).ge(FEWEST)]
    splits = [(enough.index[enough["known_on"].le(day)], day) for day in enough.index]
    return [Split(tuple(one.date() for one in train), day.date()) for train, day in splits
            if len(train)]  # fmt: skip


def _tried(told: pd.DataFrame, split: Split, seed: int) -> pd.DataFrame:
    """Return what each way told of a later day: one column per way, `ended`, and `whose`."""
    train, test = split_rows(told, split, day="snapshot_day", known_on="known_on")
    train = train.sample(min(MOST_TRIED, len(train)), random_state=seed).sort_index()
    inputs, later = inputs_of(train), inputs_of(test, like=train)
    ended = train["ended"].to_numpy(dtype=bool)
    chances = {way: chance_of(fit_way(way, inputs, ended, seed=seed), later) for way in WAYS}
    return pd.DataFrame(chances).assign(
        ended=test["ended"].to_numpy(dtype=bool), day=pd.Timestamp(split.test),
        whose=test["customer_id"].fillna(test["subscription_id"]).to_numpy(),
    )


def _ways_by_days(tried: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the table `churn_contract_ways` of later days; customers stand on several of them."""
    every = pd.concat(tried, ignore_index=True)
    ended = every["ended"].to_numpy()
    by_day = {way: pd.DataFrame([measured(part[way].to_numpy(), part["ended"].to_numpy())
                                 for part in tried]) for way in WAYS}  # fmt: skip
    chance = every[list(WAYS)].clip(SMALLEST, 1 - SMALLEST)
    loss = -np.log(np.abs(chance.sub(~ended, axis="index")))  # the chance of what came true
    means = pd.DataFrame({way: told[MEASURES].mean() for way, told in by_day.items()}).T
    best = loss.mean().idxmin()
    behind = loss.sub(loss[best], axis="index")
    spread = (behind - behind.mean()).groupby(every["whose"]).sum()
    table = means.assign(behind=behind.mean(), behind_se=np.sqrt((spread**2).sum()) / len(every),
                         tried_by="later_days", tries=len(tried))  # fmt: skip
    return kept_first(table, contracts_told=len(every), endings=int(ended.sum()))


def _risk(running: pd.DataFrame, chance: np.ndarray, window_days: int) -> pd.DataFrame:
    """Return rows of `churn_risk`; of several contracts of one customer the mean counts."""
    known = running["customer_id"].notna().to_numpy()
    by = pd.Series(chance[known]).groupby(running.loc[known, "customer_id"].to_numpy()).mean()
    told = pd.DataFrame({"customer_id": by.index.astype("str"), "risk": by.to_numpy()})
    if told.empty:
        return EMPTY.risk
    of_orders = {"days_since": pd.array([pd.NA] * len(told), dtype="Int64"),
                 "late_after_days": np.nan,
                 "is_late": pd.array([pd.NA] * len(told), dtype="boolean")}  # fmt: skip
    return told.assign(form="contract", window_days=window_days, base_rate=by.mean(),
                       band=bands(by.to_numpy()), **of_orders)[RISK]  # fmt: skip
