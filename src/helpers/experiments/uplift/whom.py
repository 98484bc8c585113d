"""For whom one experiment's change works: every step from what was known to the policy."""

from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence import mean_interval
from helpers.evidence.knowledge import sample_rows
from helpers.evidence.threads import one_thread
from helpers.experiments.uplift.before import known_before
from helpers.experiments.uplift.cross_fitting import (
    FOLDS,
    cut,
    expected_by_others,
    measured_effects,
)
from helpers.experiments.uplift.heterogeneity import Heterogeneity, test_heterogeneity
from helpers.experiments.uplift.learners import LEARNERS, PLAIN, learn
from helpers.experiments.uplift.policy import ALL, NONE, Choice, Terms, choose_policy, treat
from helpers.experiments.uplift.ranking import most_and_least, ranked
from helpers.experiments.uplift.refutation import refute
from helpers.experiments.uplift.trial import FEWEST, Trial, make_trial
from helpers.workspace import Desk, contracts

MOST_LEARNT_FROM = 50_000  # customers: more say the same, and cost time
REPEATS = 3  # of the folds, whose answers are averaged
USUAL = "net_spend"
COLUMNS = {"conversion": "ordered", "order_days": "order_days", "net_spend": "net_spend"}
TABLES = ("uplift", "uplift_tests", "uplift_models", "uplift_policy", "uplift_groups",
          "uplift_traits", "uplift_checks")  # fmt: skip


class ForWhom(NamedTuple):
    """For whom a change works, or why that cannot be told.

    Attributes
    ----------
    unless : str or None
        no_experiment, few_customers or no_outcome where nothing can be told; else None.
    tables : dict of str to DataFrame
        By name, the tables of TABLES; without rows where nothing can be told.
    """

    unless: str | None
    tables: dict[str, pd.DataFrame]

    @property
    def test(self) -> pd.Series:
        """The one row of `uplift_tests`."""
        return self.tables["uplift_tests"].iloc[0]


class Compared(NamedTuple):
    """One arm of an experiment beside the one without the change.

    `units` has `customer_id`, `arm`, `assigned_on` and the columns of COLUMNS.
    """

    experiment: str
    units: pd.DataFrame
    control: str
    arm: str
    metric: str


class _Looked(NamedTuple):
    """What was found of the customers who were looked at; `used` is the learner that is told."""

    trial: Trial
    found: Heterogeneity
    measured: np.ndarray
    expected: dict[str, np.ndarray]
    choice: Choice
    used: str


def chosen(watched: Any, *, experiment: str = "", arm: str = "") -> Compared | None:
    """Return the experiment to look into: the one that is named, else the newest one.

    Parameters
    ----------
    watched : Watched
        Experiments that passed their checks, and what their units did.
    experiment, arm : str
        Empty: the newest of them; the first of its arms with a change.

    Returns
    -------
    Compared or None
        None where no such experiment may be read.
    """
    readable = [one for one in watched.checked.readable() if experiment in ("", one.name)]
    if not readable:
        return None
    one = max(readable, key=lambda told: (told.first_day, told.name))
    arms = [name for name in watched.checked.variants(one.name) if arm in ("", name)]
    if not arms:
        return None
    units, control = watched.of(one.name), watched.checked.control(one.name)
    both = units[units["arm"].isin([control, arms[0]])]
    metric = one.metric if one.metric in COLUMNS else USUAL
    return Compared(one.name, both, control, arms[0], metric)


def for_whom(
    desk: Desk, watched: Any, *, seed: int, experiment: str = "", arm: str = "",
    cost: float = 0.0, worth: float = 1.0,
) -> ForWhom:  # fmt: skip
    """Return for whom an experiment's change works, held out.

    Parameters
    ----------
    desk : Desk
        Where `known_before` reads.
    watched, experiment, arm
        As in `chosen`.
    seed : int
        Of the orders, folds and resamples.
    cost : float
        Of the change, per customer to whom it is made.
    worth : float
        Of one unit of the metric, in the unit of the cost.
    """
    compared = chosen(watched, experiment=experiment, arm=arm)
    if compared is None:
        return nothing("no_experiment")
    treated = compared.units["arm"].eq(compared.arm)
    if min(treated.sum(), (~treated).sum()) < FEWEST:
        return nothing("few_customers")
    by = compared.units.set_index("customer_id")
    if by[COLUMNS[compared.metric]].nunique() < 2:
        return nothing("no_outcome")
    day = pd.Timestamp(compared.units["assigned_on"].min()).date() - timedelta(days=1)
    known = known_before(desk, by.index, day, seed=seed)
    by = by.reindex(known.index)
    trial = make_trial(known, by["arm"].eq(compared.arm), by[COLUMNS[compared.metric]])
    return looked_into(trial, compared, day, terms=Terms(cost, worth), seed=seed)


def nothing(unless: str) -> ForWhom:
    """Return that nothing can be told, and why."""
    return ForWhom(unless, {name: contracts.empty(name) for name in TABLES})


def looked_into(
    trial: Trial, compared: Compared, day: date, *, terms: Terms, seed: int
) -> ForWhom:
    """Return for whom a change works, from the trial alone.

    Of more than MOST_LEARNT_FROM customers so many are looked at, drawn by chance; of the others
    is expected what was learnt from these.

    Parameters
    ----------
    trial : Trial
    compared : Compared
        Its names.
    day : date
        The last day of what was known before.
    terms : Terms
    seed : int
    """
    rng = np.random.default_rng(seed)
    rows = sample_rows(len(trial.outcome), MOST_LEARNT_FROM, seed=seed)
    with one_thread():
        looked = _look(trial.part(rows), terms, rng)
        tables = _tables(trial, rows, looked, terms, rng)
    tables["uplift_tests"] = _test(looked, compared, day)
    named = {name: table.assign(experiment=compared.experiment) for name, table in tables.items()}
    return ForWhom(None, {
        name: named[name][list(contracts.load(name).columns)] for name in TABLES
    })  # fmt: skip


def _look(trial: Trial, terms: Terms, rng: np.random.Generator) -> _Looked:
    """Return whether effects differ, what is expected of whom, and the policy to follow."""
    found = test_heterogeneity(trial, rng=rng)
    measured, expected = _by_others(trial, rng)
    choice = choose_policy(measured, expected, found, terms)
    used = choice.policy if choice.policy in expected else best_learner(choice)
    return _Looked(trial, found, measured, expected, choice, used)


def _tables(
    trial: Trial, rows: np.ndarray, looked: _Looked, terms: Terms, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """Return the tables of TABLES but `uplift_tests`, without the experiment's name."""
    learned = learn(looked.used, looked.trial)
    own = learned.expected(trial.known)
    if looked.used != PLAIN:  # a plain flag is told as the rule that people can follow
        own[rows] = looked.expected[looked.used]
    plain = learned if looked.used == PLAIN else learn(PLAIN, looked.trial)
    models = ranked(looked.trial, looked.measured, looked.expected, plain, looked.used, rng)
    return {
        "uplift": _customers(trial, rows, own, looked, terms), "uplift_models": models,
        "uplift_policy": looked.choice.table.assign(cost=terms.cost, worth=terms.worth),
        "uplift_groups": looked.found.groups,
        "uplift_traits": most_and_least(looked.trial.known, own[rows]),
        "uplift_checks": refute(looked.trial, looked.used, rng=rng),
    }  # fmt: skip


def best_learner(choice: Choice) -> str:
    """Return the targeting policy with the highest value, also where none is followed."""
    table = choice.table[~choice.table["policy"].isin([ALL, NONE])].set_index("policy")
    return str(table["value"].idxmax())


def _by_others(
    trial: Trial, rng: np.random.Generator
) -> tuple[np.ndarray, dict[str, np.ndarray]]:  # fmt: skip
    """Return measured effects, and expected ones by learner, each the mean over REPEATS folds."""
    folds = [cut(trial, FOLDS, rng) for _ in range(REPEATS)]
    measured = np.mean([measured_effects(trial, fold) for fold in folds], axis=0)
    expected = {
        name: np.mean([expected_by_others(name, trial, fold) for fold in folds], axis=0)
        for name in (PLAIN, *LEARNERS)
    }  # fmt: skip
    return measured, expected


def _customers(
    trial: Trial, rows: np.ndarray, own: np.ndarray, looked: _Looked, terms: Terms
) -> pd.DataFrame:
    """Return the table `uplift`; where all are treated alike, each is recommended alike."""
    policy = looked.choice.policy
    alike = policy in (ALL, NONE)
    measured = np.full(len(own), np.nan)
    measured[rows] = looked.measured
    return pd.DataFrame({
        "customer_id": trial.known.index.astype("str"), "was_treated": trial.treated,
        "outcome": trial.outcome, "measured_effect": measured,
        "expected_effect": own if looked.found.found else np.mean(looked.measured),
        "recommended": np.full(len(own), policy == ALL) if alike else treat(own, terms),
    })  # fmt: skip


def _test(looked: _Looked, compared: Compared, day: date) -> pd.DataFrame:
    effect, found = mean_interval(looked.measured), looked.found
    return pd.DataFrame([{
        "arm": compared.arm, "metric": compared.metric, "customers": len(looked.measured),
        "known_through": pd.Timestamp(day), "effect": effect.estimate, "lower": effect.lower,
        "upper": effect.upper, "z": found.z, "p_value": found.p_value, "differs": found.found,
        "policy": looked.choice.policy, "why": looked.choice.why,
    }])  # fmt: skip
