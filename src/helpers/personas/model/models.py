"""The two ways to find personas, side by side, fitted and applied by one call each."""

from typing import NamedTuple

import numpy as np
from sklearn.cluster import KMeans

from helpers.evidence.basis import Basis
from helpers.evidence.knowledge import Knowledge, best_guess
from helpers.evidence.threads import one_thread
from helpers.personas.model.mixture import Mixture, fit_mixture, mixture_degrees
from helpers.personas.model.patterns import (
    Patterns,
    amounts,
    fit_patterns,
    pattern_degrees,
)

MIXTURE, PATTERNS = "mixture", "nmf"
KINDS = (MIXTURE, PATTERNS)
STARTS = 5  # of K-means, from whose best centres the mixture starts


class Model(NamedTuple):
    """Personas, the largest first: a mixture or patterns, the other is None."""

    mixture: Mixture | None = None
    patterns: Patterns | None = None

    @property
    def kind(self) -> str:
        """Return "mixture" or "nmf"."""
        return MIXTURE if self.patterns is None else PATTERNS

    @property
    def groups(self) -> int:
        """How many personas there are."""
        own = self.mixture.shares if self.patterns is None else self.patterns.parts
        return len(own)


class Material(NamedTuple):
    """What models of one kind are fitted to and applied to: the same for any number of personas.

    Attributes
    ----------
    kind : {"mixture", "nmf"}
    basis : Basis
    known : Knowledge
    places : ndarray of float, shape (customers, directions)
        The best guess of each customer's.
    amounts : ndarray of float, shape (customers, columns)
        What patterns are made of; without columns for a mixture, which starts from places.
    """

    kind: str
    basis: Basis
    known: Knowledge
    places: np.ndarray
    amounts: np.ndarray

    def of(self, rows: np.ndarray) -> "Material":
        """Return what is known of some of the customers."""
        return _material(self.kind, self.basis, self.known.of(rows), self.places[rows])


def materials(basis: Basis, known: Knowledge) -> dict[str, Material]:
    """Return what models of each kind are fitted to, by kind.

    Parameters
    ----------
    basis : Basis
        In whose directions customers are known.
    """
    places = best_guess(known)
    return {kind: _material(kind, basis, known, places) for kind in KINDS}


def _material(kind: str, basis: Basis, known: Knowledge, places: np.ndarray) -> Material:
    made = amounts(basis, places) if kind == PATTERNS else np.zeros((len(places), 0))
    return Material(kind, basis, known, places, made)


def fit_model(kind: str, basis: Basis, known: Knowledge, groups: int, *, seed: int) -> Model:
    """Return so many personas of a kind, the largest first.

    Parameters
    ----------
    kind : {"mixture", "nmf"}
    basis : Basis
        In whose directions customers are known.
    """
    return fit(_material(kind, basis, known, best_guess(known)), groups, seed=seed)


def fit(material: Material, groups: int, *, seed: int) -> Model:
    """Return so many personas of the material's kind, the largest first."""
    if material.kind == PATTERNS:
        shares = material.basis.mix is not None
        found = fit_patterns(material.amounts, groups, shares=shares, seed=seed)
        return Model(patterns=found)
    mixture = fit_mixture(material.known, _first_centres(material.places, groups, seed))
    labels = main(mixture_degrees(mixture, material.known))
    order = np.argsort(-np.bincount(labels, minlength=groups), kind="stable")
    return Model(mixture._replace(shares=mixture.shares[order], centres=mixture.centres[order]))


def _first_centres(places: np.ndarray, groups: int, seed: int) -> np.ndarray:
    with one_thread():
        fitted = KMeans(groups, n_init=STARTS, random_state=seed).fit(places)
    return fitted.cluster_centers_


def one_persona(directions: int) -> Model:
    """Return the model in which everybody is of one persona."""
    return Model(Mixture(np.ones(1), np.zeros((1, directions)), 1.0))


def degrees_of(model: Model, basis: Basis, known: Knowledge) -> np.ndarray:
    """Return each customer's degree of membership in each persona; rows sum to 1."""
    if model.patterns is None:
        return mixture_degrees(model.mixture, known)
    return pattern_degrees(model.patterns, amounts(basis, best_guess(known)))


def degrees_in(model: Model, material: Material) -> np.ndarray:
    """Return the same of customers whose material is at hand."""
    if model.patterns is None:
        return mixture_degrees(model.mixture, material.known)
    return pattern_degrees(model.patterns, material.amounts)


def main(degrees: np.ndarray) -> np.ndarray:
    """Return the persona of highest degree, the larger one where two are as high."""
    return degrees.argmax(axis=1)
