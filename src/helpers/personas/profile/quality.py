"""The table `persona_quality`: how good the personas are, as far as data can tell."""

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.evidence import Interval, proportion_interval
from helpers.evidence.counts import Counts
from helpers.evidence.membership import is_among
from helpers.personas.profile.facts import completeness
from helpers.personas.profile.gathering import main_personas
from helpers.personas.profile.likeness import by_block, degrees_of, half_alone, learn_likeness, only
from helpers.workspace import contracts

PERCEPTION = Path(__file__).with_name("perception.toml")
MAIN_DEGREE = 0.5  # from which on a customer counts as covered


def quality(
    members: pd.DataFrame,
    facts: pd.DataFrame,
    counts: Counts,
    margin: pd.DataFrame,
    evidence: pd.DataFrame,
) -> pd.DataFrame:
    """Return the table `persona_quality`.

    *consistency*: share of customers whose two halves, each by itself, are most like the
    same persona; *consistency_by_chance*: the same for halves of different people.
    *distinctness*: distance (Hellinger) to the nearest other persona, over what was counted.
    *coverage*: customers with a degree above a half; *coverage_of_revenue*: their share of
    revenue. *completeness*: questions of the card with an answer. *stability*: of refits.

    Parameters
    ----------
    members, facts, margin, evidence : DataFrame
        The tables `persona_members`, `persona_facts`, `customer_margin`, `persona_evidence`.
    counts : Counts
        What customers did up to the as-of day, in two halves.
    """
    main = main_personas(members)
    counts = only(counts, np.flatnonzero(is_among(counts.customers, main.index)))
    rows = [
        *_consistency(counts, main), *_distinctness(counts, main),
        *_coverage(members, main, margin), *_completeness(facts), *_stability(evidence),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(contracts.load("persona_quality").columns))
    return frame.sort_values(["measure", "persona_id"], ignore_index=True)


def _consistency(counts: Counts, main: pd.Series):
    """Yield the share of customers whose halves agree, per persona and of all."""
    if main.nunique() < 2:
        return
    own = counts._replace(customers=counts.customers)
    guesses = []
    for half in (0, 1):
        # What one half is held against is learnt from the other: no act is used twice.
        taught, asked = (half_alone(own, which) for which in (1 - half, half))
        known = learn_likeness(taught, main.reindex(own.customers))
        guesses.append(degrees_of(known, asked).idxmax(axis=1).to_numpy())
    both = (counts.cases.sum(axis=2) > 0).all(axis=0)
    same, persona = guesses[0] == guesses[1], main.reindex(counts.customers).to_numpy()
    yield "consistency", "", *_share(same[both])
    for name in sorted(set(persona)):
        yield "consistency", name, *_share(same[both & (persona == name)])
    sizes = [pd.Series(guess[both]).value_counts(normalize=True) for guess in guesses]
    chance = float(sizes[0].mul(sizes[1], fill_value=0).sum())
    yield "consistency_by_chance", "", chance, np.nan, np.nan, int(both.sum())


def _share(flags: np.ndarray) -> tuple:
    if not len(flags):
        return np.nan, np.nan, np.nan, 0
    return (*proportion_interval(int(flags.sum()), len(flags)), len(flags))


def _distinctness(counts: Counts, main: pd.Series):
    """Yield how far each persona lies from the nearest other, from 0 (the same) to 1."""
    known = learn_likeness(counts, main.reindex(counts.customers), temperature=1.0)
    if len(known.personas) < 2:
        return
    of_block = np.array([known.blocks.index(name) for name, _ in known.columns], dtype=int)
    roots = np.sqrt(known.shares)
    sizes = main.value_counts()
    for at, name in enumerate(known.personas):
        apart = (roots - roots[at]) ** 2 / 2
        distance = np.sqrt(by_block(apart, of_block, len(known.blocks))).mean(axis=1)
        yield "distinctness", name, np.delete(distance, at).min(), np.nan, np.nan, int(sizes[name])


def _coverage(members: pd.DataFrame, main: pd.Series, margin: pd.DataFrame):
    own = members[members["is_main"].astype(bool)].set_index("customer_id").reindex(main.index)
    covered = own["degree"].gt(MAIN_DEGREE)
    yield "coverage", "", *_share(covered.to_numpy())
    for name, part in covered.groupby(main):
        yield "coverage", name, *_share(part.to_numpy())
    revenue = margin.set_index("customer_id")["revenue"].reindex(main.index).fillna(0)
    if revenue.sum() > 0:
        told = _ratio(revenue.where(covered, 0.0).to_numpy(), revenue.to_numpy())
        yield "coverage_of_revenue", "", *told, len(revenue)


def _ratio(part: np.ndarray, whole: np.ndarray) -> Interval:
    """Return the ratio of two sums over customers, with the delta method's interval.

    References
    ----------
    Cochran (1977), Sampling Techniques, section 2.11.
    """
    ratio, rows = part.sum() / whole.sum(), len(whole)
    spread = np.sqrt(((part - ratio * whole) ** 2).sum() / max(rows - 1, 1) * rows) / whole.sum()
    half = 1.959964 * spread
    return Interval(float(ratio), max(float(ratio - half), 0.0), min(float(ratio + half), 1.0))


def _completeness(facts: pd.DataFrame):
    told = completeness(facts)
    for name, own in told.groupby("persona_id"):
        yield "completeness", name, own["answered"].mean(), np.nan, np.nan, len(own)
    if len(told):
        yield "completeness", "", told["answered"].mean(), np.nan, np.nan, len(told)


def _stability(evidence: pd.DataFrame):
    chosen = evidence[evidence["chosen"].astype(bool)]
    for row in chosen.head(1).itertuples():
        yield "stability", "", row.stability, row.stability_lower, np.nan, 0


def perception() -> pd.DataFrame:
    """Return the constructs of the Persona Perception Scale and what is computed beside each.

    Returns
    -------
    DataFrame
        `construct`, `measure` (of `persona_quality`; empty where only asking can tell).
    """
    told = tomllib.loads(PERCEPTION.read_text(encoding="utf-8"))["constructs"]
    return pd.DataFrame({
        "construct": list(told), "measure": [one["measure"] for one in told.values()],
    })  # fmt: skip
