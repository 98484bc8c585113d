"""Which model, and how many personas: the evidence for each, and the choice.

References
----------
Hennig (2007), "Cluster-wise assessment of cluster stability", Computational Statistics and
Data Analysis 52. Steinley (2004), "Properties of the Hubert-Arabie adjusted Rand index",
Psychological Methods 9. Breiman, Friedman, Olshen and Stone (1984), "Classification and
regression trees" (one standard error).
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from helpers.evidence.basis import Basis
from helpers.evidence.knowledge import sample_rows
from helpers.evidence.threads import one_thread
from helpers.personas.model.cloud import foretold_by_place
from helpers.personas.model.continuum import beyond_one_population
from helpers.personas.model.held_out import Customers, Trial, foretold, trials
from helpers.personas.model.models import (
    KINDS,
    MIXTURE,
    PATTERNS,
    Material,
    Model,
    degrees_in,
    degrees_of,
    fit,
    main,
    materials,
)

MOST_LOOKED_AT = 5_000  # customers from whom the evidence is taken: more say the same of all
FEWEST_EACH = 25  # customers for each persona, below which so many personas are not looked at
GOOD = 0.80  # adjusted Rand index of refits from which recovery counts as good
REFITS = 12
SMALLEST_SHARE = 0.03  # of customers, in a persona that is worth a card
FAR_APART = 4.5  # standard deviations beyond groups that are made among one population
KEPT = 0.95  # of what customers' own places foretell; cuts through a cloud lose more
GOOD_ENOUGH = 2 / 3  # of that, for personas that were far apart a quarter before
LEAST_GAIN = 0.03  # of what the best foretells: a persona that adds less is not worth a card

EVIDENCE = [
    "model", "personas", "held_out_fit", "held_out_lower", "held_out_upper", "behind_best",
    "behind_upper", "of_cloud", "of_cloud_lower", "stability", "stability_lower",
    "smallest_share", "apart", "beyond_continuum",
]  # fmt: skip


class Gains(NamedTuple):
    """How much better than the plain average each customer was foretold, and in how many cases."""

    gain: np.ndarray
    cases: np.ndarray

    @property
    def mean(self) -> float:
        """Log-likelihood gained per case (nats)."""
        return float(self.gain.sum() / max(self.cases.sum(), 1))

    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the mean, customers being drawn anew."""
        return self.mean - 1.96 * self.error(), self.mean + 1.96 * self.error()

    def error(self) -> float:
        """Return the standard error of the mean, customers being drawn anew."""
        off = self.gain - self.mean * self.cases
        return float(np.sqrt((off**2).sum()) / max(self.cases.sum(), 1))

    def behind(self, best: "Gains") -> "Gains":
        """Return by how much the other one foretold better, customer by customer."""
        return Gains(best.gain - self.gain, best.cases)

    def share_of(self, other: "Gains") -> tuple[float, float]:
        """Return what share of the other's gain is kept, and the lower bound of its interval."""
        if other.mean <= 0:  # places foretell nothing: there is nothing to be short of
            return (1.0, 1.0) if self.mean > 0 else (0.0, 0.0)
        share = self.mean / other.mean
        error = Gains(self.gain - share * other.gain, self.cases).error() / other.mean
        return share, share - 1.96 * error


class Evidence(NamedTuple):
    """The evidence for each model and number of personas, and what it was taken from.

    Attributes
    ----------
    table : DataFrame
        One row per model and number of personas.
    gains : dict of (str, int) to Gains
        What was foretold by each.
    cloud : Gains or None
        What customers' own places foretell; None where that is not tried.
    apart : dict of int to float
        As from `beyond_one_population`.
    trials : list of Trial
    basis : str
        Its name.
    """

    table: pd.DataFrame
    gains: dict[tuple[str, int], Gains]
    cloud: Gains | None
    apart: dict[int, float]
    trials: list[Trial]
    basis: str


@one_thread()
def weigh(customers: Customers, basis: Basis, *, most: int, seed: int) -> Evidence:
    """Return the evidence for each model and number of personas.

    Parameters
    ----------
    customers : Customers
        At most so many as are looked at.
    most : int
        Largest number of personas looked at.
    """
    known = customers.known(basis)
    everybody, told = materials(basis, known), trials(customers, basis, seed=seed)
    seen = [materials(trial.basis, trial.seen(trial.basis)) for trial in told]
    apart = beyond_one_population(known, exact=basis.name != "mix", most=most, seed=seed)
    cloud = _gains(map(foretold_by_place, told)) if basis.name == "mix" else None
    rows, gains = [], {}
    for kind in KINDS:
        own = [(trial, of_trial[kind]) for trial, of_trial in zip(told, seen, strict=True)]
        for groups in range(2, _most_personas(everybody, kind, most) + 1):
            gains[kind, groups] = foretold_by(own, groups, seed=seed)
            again = _found_again(everybody[kind], groups, seed=seed)
            rows.append((kind, groups, *again, apart.get(groups, np.nan)))
    return Evidence(_table(rows, gains, cloud), gains, cloud, apart, told, basis.name)


def _most_personas(everybody: dict[str, Material], kind: str, most: int) -> int:
    """Return how many personas can be told apart at most: patterns no more than columns."""
    places = everybody[MIXTURE].places
    distinct = len(np.unique(places.round(9), axis=0))
    columns = everybody[PATTERNS].amounts.shape[1] if kind == PATTERNS else most
    return min(most, distinct - 1, len(places) // FEWEST_EACH, columns)


def _table(
    rows: list[tuple], gains: dict[tuple[str, int], Gains], cloud: Gains | None
) -> pd.DataFrame:
    if not gains:
        return pd.DataFrame(columns=EVIDENCE)
    found = pd.DataFrame(rows, columns=["model", "personas", *EVIDENCE[9:13]])
    best = max(gains.values(), key=lambda own: own.mean)
    fit = pd.DataFrame([_fit(own, best, cloud) for own in gains.values()], columns=EVIDENCE[2:9])
    table = pd.concat([found, fit], axis="columns")
    # Where figures alone are known, groups that stand apart are all that speaks against a cloud.
    not_cut = table["of_cloud_lower"].ge(KEPT) | table["of_cloud"].isna()
    return table.assign(beyond_continuum=table["apart"].ge(FAR_APART) & not_cut)[EVIDENCE]


def _fit(own: Gains, best: Gains, cloud: Gains | None) -> tuple:
    """Return what was foretold, how far behind the best, and its share of what places foretell."""
    behind = own.behind(best)
    share = (np.nan, np.nan) if cloud is None else own.share_of(cloud)
    return own.mean, *own.interval(), behind.mean, behind.interval()[1], *share


def _gains(parts: Iterable[tuple[np.ndarray, np.ndarray]]) -> Gains:
    """Return what was foretold in all trials together."""
    gains, cases = zip(*parts, strict=True)
    return Gains(sum(gains), sum(cases))


def foretold_by(seen: list[tuple[Trial, Material]], groups: int, *, seed: int) -> Gains:
    """Return how well so many personas of a kind foretell what they have not seen."""
    parts = []
    for trial, material in seen:
        model = fit(material.of(trial.teach), groups, seed=seed)
        parts.append(foretold(trial, degrees_in(model, material)))
    return _gains(parts)


def foretold_with(told: list[Trial], model: Model, basis: Basis) -> Gains:
    """Return how well a model that is there already foretells the same."""
    return _gains(foretold(trial, degrees_of(model, basis, trial.seen(basis))) for trial in told)


def _found_again(material: Material, groups: int, *, seed: int) -> tuple:
    """Return stability under refits on drawn customers, its lower bound, and the smallest share."""
    labels = main(degrees_in(fit(material, groups, seed=seed), material))
    rng = np.random.default_rng(seed)
    again = []
    for _ in range(REFITS):
        drawn = material.of(np.sort(rng.integers(len(labels), size=len(labels))))
        model = fit(drawn, groups, seed=int(rng.integers(2**31)))
        again.append(adjusted_rand_score(labels, main(degrees_in(model, material))))
    error = np.std(again, ddof=1) / np.sqrt(REFITS)
    smallest = np.bincount(labels, minlength=groups).min() / len(labels)
    return float(np.mean(again)), float(np.mean(again) - 1.96 * error), float(smallest)


def chosen(evidence: Evidence) -> tuple[str, int] | None:
    """Return kind and number of personas that the evidence speaks for; None for one persona.

    Of all that foretell better than the plain average, are surely found again by refits and
    have no tiny persona: the fewest personas that are behind the best of them by no more than
    one standard error, or three hundredths of what it foretells. Only those count that are
    more than cuts through one continuous population.
    """
    table = evidence.table
    if table.empty:
        return None
    good = table[
        table["beyond_continuum"] & table["held_out_lower"].gt(0)
        & table["smallest_share"].ge(SMALLEST_SHARE)
        & table["stability_lower"].ge(GOOD)
    ]  # fmt: skip
    pairs = list(zip(good["model"], good["personas"].astype(int), strict=True))
    if not pairs:
        return None
    best = evidence.gains[max(pairs, key=lambda pair: evidence.gains[pair].mean)]
    near = [pair for pair in pairs if _as_good(evidence.gains[pair], best)]
    return min(near, key=lambda pair: (pair[1], -evidence.gains[pair].mean))


def _as_good(own: Gains, best: Gains) -> bool:
    behind = own.behind(best)
    return behind.mean <= max(behind.error(), LEAST_GAIN * best.mean)


def looked_at(customers: Customers, *, seed: int) -> Customers:
    """Return the customers from whom the evidence is taken: all, or some drawn by chance."""
    rows = sample_rows(len(customers.scored), MOST_LOOKED_AT, seed=seed)
    return customers.of(rows)
