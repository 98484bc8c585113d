"""For whom changes work, asked of every experiment that may be read: the newest ones first."""

from datetime import timedelta
from typing import Any, NamedTuple

import pandas as pd

from helpers.experiments.uplift.asked import NEWEST, Compared, to_ask
from helpers.experiments.uplift.before import known_before
from helpers.experiments.uplift.forest import FOREST
from helpers.experiments.uplift.learners import LEARNERS
from helpers.experiments.uplift.trial import FEWEST, make_trial
from helpers.experiments.uplift.whom import TABLES, looked_into
from helpers.workspace import Desk, contracts

NOT_TOLD = ("few_customers", "no_outcome", "nothing_left")


class ForWhom(NamedTuple):
    """For whom changes work.

    Attributes
    ----------
    tables : dict of str to DataFrame
        By name, the tables of TABLES; without rows where nothing can be told.
    not_told : list of (Compared, str)
        Arms of which nothing can be told, and why: one of NOT_TOLD.
    """

    tables: dict[str, pd.DataFrame]
    not_told: list[tuple[Compared, str]]

    @property
    def tests(self) -> pd.DataFrame:
        """The table `uplift_tests`, the oldest experiment first."""
        return self.tables["uplift_tests"]

    def of(self, name: str, test: pd.Series) -> pd.DataFrame:
        """Return the rows of a table on the experiment and arm of a test."""
        table = self.tables[name]
        return table[table["experiment"].eq(test["experiment"]) & table["arm"].eq(test["arm"])]


def for_whom(
    desk: Desk, watched: Any, terms: Any, *, seed: int, newest: int = NEWEST, forest: bool = False
) -> ForWhom:  # fmt: skip
    """Return for whom the changes of experiments work, held out.

    Parameters
    ----------
    desk : Desk
        Where `known_before` reads.
    watched : Watched
        Experiments that passed their checks, and what their units did.
    terms : Terms
        Of verdicts: what a change costs, what is left of sales, and which metric must not fall.
    seed : int
        Of the orders, folds and resamples.
    newest : int
        Of how many experiments it is asked.
    forest : bool
        Whether a causal forest is asked too: needs the extra econml.
    """
    learners = (*LEARNERS, FOREST) if forest else LEARNERS
    parts, not_told = [], []
    for compared in to_ask(watched, terms, newest=newest):
        unless = why_not(compared)
        if unless is None:
            parts.append(asked_of(desk, compared, learners, seed=seed))
        else:
            not_told.append((compared, unless))
    tables = {name: contracts.empty(name) for name in TABLES}
    if parts:
        tables = {name: pd.concat([part[name] for part in parts], ignore_index=True)
                  for name in TABLES}  # fmt: skip
    return ForWhom(tables, not_told)


def why_not(compared: Compared) -> str | None:
    """Return why nothing can be told of an arm: one of NOT_TOLD; None where it can."""
    treated = compared.treated
    if min(treated.sum(), (~treated).sum()) < FEWEST:
        return "few_customers"
    if compared.outcome.nunique() < 2:
        return "no_outcome"
    return "nothing_left" if compared.cost > 0 and compared.unit_left <= 0 else None


def asked_of(
    desk: Desk, compared: Compared, learners: tuple[str, ...], *, seed: int
) -> dict[str, pd.DataFrame]:
    """Return the tables of one arm: what was known on the day before, and what came of it."""
    day = pd.Timestamp(compared.units["assigned_on"].min()).date() - timedelta(days=1)
    known = known_before(desk, compared.outcome.index, day, seed=seed)
    trial = make_trial(known, compared.treated.reindex(known.index),
                       compared.outcome.reindex(known.index))  # fmt: skip
    guarded = compared.guarded
    if guarded is not None:
        guarded = guarded.reindex(trial.known.index).to_numpy(float)
    return looked_into(trial, compared, day, seed=seed, guard=guarded, learners=learners)
