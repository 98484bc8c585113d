"""To whom to do it: what each policy is worth, and which one is chosen.

A policy says to whom a change is made: to all, to nobody, by one plain flag, or by what a
learner expects. Its value is what it brings per customer beside doing nothing: worth times
effect, less cost, for those to whom it is made. Effects are measured ones, and nobody's policy
was learnt from that customer.

Chosen is the better of *all* and *nobody*, unless effects differ (`heterogeneity`) and a policy
that targets surely brings more than both. Of these the plain flag goes before any learner that
does not beat it.

References
----------
Dudík, Langford and Li (2011), "Doubly robust policy evaluation and learning", ICML. Athey and
Wager (2021), "Policy learning with observational data", Econometrica 89.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence import control_family_wise, mean_interval
from helpers.experiments.uplift.heterogeneity import Heterogeneity
from helpers.experiments.uplift.learners import PLAIN

ALL, NONE = "all", "none"
DOUBT = 0.10  # one-sided, that targeting brings no more than all or than none
LEAST_PART = 0.05  # of the customers: who parts fewer from the others targets nobody
LEVEL = 0.05  # of the comparison with the plain flag, over all learners


class Terms(NamedTuple):
    """What a change costs per customer to whom it is made, and what one unit of outcome is worth.

    With a worth of 1 and no cost, values are in units of the outcome.
    """

    cost: float = 0.0
    worth: float = 1.0


class Choice(NamedTuple):
    """The chosen policy, why, and all policies beside each other.

    `why` is one of no_difference, differs_all_gain, not_shown_to_pay, plain_pays, learner_beats
    and learner_pays. `table` has the columns of `uplift_policy` but the experiment.
    """

    policy: str
    why: str
    table: pd.DataFrame


def treat(expected: np.ndarray, terms: Terms) -> np.ndarray:
    """Return to whom a change is worth making, by what is expected of it."""
    return terms.worth * expected > terms.cost


def made_by(
    expected: dict[str, np.ndarray], terms: Terms, number: int
) -> dict[str, np.ndarray]:  # fmt: skip
    """Return by policy to which of so many customers it makes a change, in one order."""
    made = {ALL: np.ones(number, dtype=bool), NONE: np.zeros(number, dtype=bool)}
    return made | {name: treat(values, terms) for name, values in expected.items()}


def choose_policy(
    measured: np.ndarray, expected: dict[str, np.ndarray], found: Heterogeneity, terms: Terms,
    *, fell: frozenset[str] = frozenset(),
) -> Choice:  # fmt: skip
    """Return the policy to follow, with what each one is worth.

    Parameters
    ----------
    measured : ndarray of float
        Effects as measured, one per customer.
    expected : dict of str to ndarray
        By learner, what is expected of each customer by a model that has not seen it.
    found : Heterogeneity
    terms : Terms
    fell : frozenset of str
        Policies under which the metric that must not fall surely does: none of them is followed.
    """
    net = terms.worth * measured - terms.cost
    made = made_by(expected, terms, len(net))
    table = pd.DataFrame([_row(name, own, net) for name, own in made.items()])
    table["pays"] = _pays(net, made)
    table["beats_plain_p"] = _against_plain(net, made)
    policy, why = _chosen(table.set_index("policy"), found, fell)
    return Choice(policy, why, table.assign(is_chosen=table["policy"].eq(policy)))


def _row(name: str, made: np.ndarray, net: np.ndarray) -> dict:
    """Return one policy's value per customer, and its gain over all."""
    value = mean_interval(made * net)
    over_all = mean_interval((made.astype(float) - 1) * net)
    return {
        "policy": name, "customers": len(net), "treated": int(made.sum()),
        "value": value.estimate, "value_lower": value.lower, "value_upper": value.upper,
        "over_all": over_all.estimate, "over_all_lower": over_all.lower,
        "over_all_upper": over_all.upper,
    }  # fmt: skip


def _pays(net: np.ndarray, made: dict[str, np.ndarray]) -> list[bool]:
    """Return which policies surely bring more than all and than none.

    The plain flag is asked by itself, the learners as a family, of which one is taken.
    """
    p_value = {
        name: max(_chance(own * net), _chance((own.astype(float) - 1) * net))
        if LEAST_PART <= own.mean() <= 1 - LEAST_PART else 1.0
        for name, own in made.items()
    }  # fmt: skip
    learners = _learners(made)
    adjusted = control_family_wise([p_value[name] for name in learners]).adjusted
    p_value |= dict(zip(learners, adjusted, strict=True))
    return [bool(p_value[name] <= DOUBT) for name in made]


def _chance(gained: np.ndarray) -> float:
    """Return how likely chance alone brings as high a mean (normal)."""
    from scipy.stats import norm

    error = gained.std(ddof=1) / np.sqrt(len(gained))
    return float(norm.sf(gained.mean() / error)) if error > 0 else 1.0


def _learners(made: dict[str, np.ndarray]) -> list[str]:
    return [name for name in made if name not in (ALL, NONE, PLAIN)]


def _against_plain(net: np.ndarray, made: dict[str, np.ndarray]) -> list[float]:
    """Return how likely chance alone lets each learner beat the plain flag so far (Holm)."""
    learners = _learners(made)
    p_values = [_chance((made[name].astype(float) - made[PLAIN]) * net) for name in learners]
    adjusted = control_family_wise(p_values).adjusted
    by_name = dict(zip(learners, adjusted, strict=True))
    return [float(by_name.get(name, np.nan)) for name in made]


def _chosen(
    table: pd.DataFrame, found: Heterogeneity, fell: frozenset[str]
) -> tuple[str, str]:  # fmt: skip
    """Return the policy, and why it is taken."""
    worth_it = table[table["pays"] & ~table.index.isin([ALL, NONE, *fell])]
    if found.found and len(worth_it):
        beating = worth_it[worth_it["beats_plain_p"] <= LEVEL]
        if len(beating):
            return str(beating["value"].idxmax()), "learner_beats"
        if PLAIN in worth_it.index:
            return PLAIN, "plain_pays"
        return str(worth_it["value"].idxmax()), "learner_pays"
    if table.loc[ALL, "value_lower"] > 0:
        return ALL, "differs_all_gain" if found.found else "no_difference"
    return NONE, "not_shown_to_pay"
