"""For whom one experiment's change works: every step from what was known to the policy."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence import mean_interval
from helpers.evidence.knowledge import sample_rows
from helpers.evidence.threads import one_thread
from helpers.experiments.uplift.asked import Compared
from helpers.experiments.uplift.cross_fitting import (
    FOLDS,
    cut,
    expected_by_others,
    measured_effects,
)
from helpers.experiments.uplift.guarded import guard_by_policy
from helpers.experiments.uplift.heterogeneity import LEVEL, Heterogeneity, test_heterogeneity
from helpers.experiments.uplift.learners import LEARNERS, PLAIN, learn
from helpers.experiments.uplift.policy import ALL, NONE, Choice, Terms, choose_policy, treat
from helpers.experiments.uplift.ranking import most_and_least, ranked
from helpers.experiments.uplift.refutation import refute
from helpers.experiments.uplift.trial import Trial
from helpers.workspace import contracts

MOST_LEARNT_FROM = 50_000  # customers: more say the same, and cost time
REPEATS = 3  # of the folds, whose answers are averaged
TABLES = ("uplift", "uplift_tests", "uplift_models", "uplift_policy", "uplift_groups",
          "uplift_traits", "uplift_checks")  # fmt: skip


class _Looked(NamedTuple):
    """What was found of the customers who were looked at; `used` is the learner that is told."""

    trial: Trial
    found: Heterogeneity
    measured: np.ndarray
    expected: dict[str, np.ndarray]
    choice: Choice
    policies: pd.DataFrame
    used: str


def looked_into(
    trial: Trial, compared: Compared, day: date, *, seed: int, guard: np.ndarray | None = None,
    learners: tuple[str, ...] = LEARNERS,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Return for whom a change works, from the trial alone: the tables of TABLES, by name.

    Of more than MOST_LEARNT_FROM customers so many are looked at, drawn by chance; of the others
    is expected what was learnt from these.

    Parameters
    ----------
    trial : Trial
    compared : Compared
        Its names, and what the change costs.
    day : date
        The last day of what was known before.
    seed : int
    guard : ndarray of float, optional
        Of each unit of the trial, the metric that must not fall.
    learners : tuple of str
        All of them are asked, beside the plain flag.
    """
    # In units of the metric, so that without a cost nothing rests on what a unit leaves.
    terms = Terms(cost=compared.cost / compared.unit_left if compared.cost else 0.0)
    rng = np.random.default_rng(seed)
    rows = sample_rows(len(trial.outcome), MOST_LEARNT_FROM, seed=seed)
    part = trial.part(rows)
    guarded = None if guard is None else part._replace(outcome=guard[rows])
    with one_thread():
        looked = _look(part, guarded, terms, rng, (PLAIN, *learners), LEVEL / compared.arms)
        tables = _tables(trial, rows, looked, terms, rng)
    tables |= {"uplift_policy": looked.policies, "uplift_tests": _test(looked, compared, day)}
    told = {"experiment": compared.experiment, "arm": compared.arm}
    return {
        name: tables[name].assign(**told)[list(contracts.load(name).columns)] for name in TABLES
    }


def _look(
    trial: Trial, guarded: Trial | None, terms: Terms, rng: np.random.Generator,
    learners: tuple[str, ...], level: float,
) -> _Looked:  # fmt: skip
    """Return whether effects differ, what is expected of whom, and the policy to follow."""
    found = test_heterogeneity(trial, rng=rng, learners=learners, level=level)
    measured, expected = _by_others(trial, learners, rng)
    guard = guard_by_policy(guarded, expected, terms, rng)
    fell = frozenset(guard.index[guard["guard_upper"].lt(0)])
    choice = choose_policy(measured, expected, found, terms, fell=fell)
    policies = choice.table.join(guard, on="policy")
    used = choice.policy if choice.policy in expected else best_learner(choice)
    return _Looked(trial, found, measured, expected, choice, policies, used)


def _tables(
    trial: Trial, rows: np.ndarray, looked: _Looked, terms: Terms, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """Return the tables of customers, models, groups, traits and checks, still unnamed."""
    learned = learn(looked.used, looked.trial)
    own = learned.expected(trial.known)
    if looked.used != PLAIN:  # a plain flag is told as the rule that people can follow
        own[rows] = looked.expected[looked.used]
    plain = learned if looked.used == PLAIN else learn(PLAIN, looked.trial)
    models = ranked(looked.trial, looked.measured, looked.expected, plain, looked.used, rng)
    return {
        "uplift": _customers(trial, rows, own, looked, terms), "uplift_models": models,
        "uplift_groups": looked.found.groups,
        "uplift_traits": most_and_least(looked.trial.known, own[rows]),
        "uplift_checks": refute(looked.trial, looked.used, rng=rng),
    }  # fmt: skip


def best_learner(choice: Choice) -> str:
    """Return the targeting policy with the highest value, also where none is followed."""
    table = choice.table[~choice.table["policy"].isin([ALL, NONE])].set_index("policy")
    return str(table["value"].idxmax())


def _by_others(
    trial: Trial, learners: tuple[str, ...], rng: np.random.Generator
) -> tuple[np.ndarray, dict[str, np.ndarray]]:  # fmt: skip
    """Return measured effects, and expected ones by learner, each the mean over REPEATS folds."""
    folds = [cut(trial, FOLDS, rng) for _ in range(REPEATS)]
    measured = np.mean([measured_effects(trial, fold) for fold in folds], axis=0)
    expected = {
        name: np.mean([expected_by_others(name, trial, fold) for fold in folds], axis=0)
        for name in learners
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
        "title": compared.title, "metric": compared.metric, "guardrail": compared.guardrail,
        "customers": len(looked.measured), "known_through": pd.Timestamp(day),
        "effect": effect.estimate, "lower": effect.lower, "upper": effect.upper, "z": found.z,
        "p_value": found.p_value, "differs": found.found, "policy": looked.choice.policy,
        "why": looked.choice.why, "cost": compared.cost, "unit_left": compared.unit_left,
    }])  # fmt: skip
