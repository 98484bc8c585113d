"""Directions in which customers differ by their traits, where a list of them is all there is.

Numbers that tell what somebody does or spends form the directions. Yes and no, words, and what
somebody is (born, married, earning) describe groups and form none: groups of age would be
called behaviour.

References
----------
Horn (1965), "A rationale and test for the number of factors", Psychometrika 30. Tipping and
Bishop (1999), "Probabilistic principal component analysis", JRSS B 61.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.clusters import Scale, learn_scale, signed_logs, standardised
from helpers.evidence.knowledge import Knowledge, best_guess, sample_rows
from helpers.evidence.threads import one_thread

SHUFFLES = 20  # of each trait among customers, to see which directions chance alone brings
MOST_LEARNT_FROM = 10_000  # customers
FEWEST_KNOWN = 50  # customers with a trait, for it to count
MOSTLY_KNOWN = 0.5  # share of customers with it
LEAST_NOISE = 0.05  # variance of a trait that directions never explain
LISTED = Path(__file__).with_suffix(".toml")


class TraitMix(NamedTuple):
    """What was learnt of traits.

    Attributes
    ----------
    names : list of str
        The traits that count.
    scale : Scale
        Mean and spread of their signed logs.
    noise : float
        Variance of a standardised trait that no direction explains.
    loadings : ndarray of float, shape (traits, directions)
        What one step in each direction adds; steps have variance 1 among customers.
    """

    names: list[str]
    scale: Scale
    noise: float
    loadings: np.ndarray

    @property
    def directions(self) -> int:
        """How many directions are stronger than chance."""
        return self.loadings.shape[1]


def learn_traits(traits: pd.DataFrame, *, seed: int) -> TraitMix | None:
    """Return the directions of traits that are stronger than chance; None where there is none.

    A direction is kept if it is stronger than all that appear when each trait is shuffled
    among customers by itself.

    Parameters
    ----------
    traits : DataFrame
        One row per customer, one column per trait; what is not known is missing.
    """
    own = traits[forming(traits)].sort_index()
    own = own.iloc[sample_rows(len(own), MOST_LEARNT_FROM, seed=seed)]
    scale = learn_scale(own)
    own, scale = own.loc[:, scale.spread > 0], Scale(*(part[scale.spread > 0] for part in scale))
    if own.shape[1] < 2:
        return None
    points = standardised(own, scale)
    with one_thread():
        strength, direction = _strengths(points)
        rng = np.random.default_rng(seed)
        chance = max(_strengths(rng.permuted(points, axis=0))[0][0] for _ in range(SHUFFLES))
    kept = int((strength[: own.shape[1] - 1] > chance).sum())
    if not kept:
        return None
    noise = max(float(strength[kept:].mean()), LEAST_NOISE)
    loadings = direction[:, :kept] * np.sqrt(np.maximum(strength[:kept] - noise, 1e-9))
    return TraitMix(list(own), scale, noise, loadings)


def _strengths(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return strength and direction of what traits share, the strongest first."""
    strength, direction = np.linalg.eigh(points.T @ points / len(points))
    turn = np.sign(direction[np.abs(direction).argmax(axis=0), range(len(strength))])
    return strength[::-1], (direction * turn)[:, ::-1]


def forming(traits: pd.DataFrame) -> list[str]:
    """Return the traits that form groups: numbers of more than two values, of what people do."""
    numbers = traits.select_dtypes("number")
    known = numbers.notna().sum()
    enough = known.ge(FEWEST_KNOWN) & known.ge(MOSTLY_KNOWN * len(traits))
    return sorted(
        name for name in numbers
        if enough[name] and numbers[name].nunique() > 2 and not is_demographic(str(name))
    )  # fmt: skip


def is_demographic(name: str) -> bool:
    """Return whether the name of a trait says what somebody is, and not what somebody does.

    Examples
    --------
    >>> is_demographic("Year_Birth"), is_demographic("Kidhome"), is_demographic("MntWines")
    (True, True, False)
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").lower()
    words = set(re.findall(r"[a-z]+", spaced))
    listed = _words()
    return bool(words & set(listed["words"])) or any(part in name for part in listed["characters"])


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(LISTED.read_text(encoding="utf-8"))


def known_by_traits(
    traits: pd.DataFrame, mix: TraitMix, *, without: str | None = None
) -> Knowledge:
    """Return what traits tell of each customer's place; a missing one tells nothing.

    Parameters
    ----------
    without : str, optional
        A trait that is to be left out, as though nobody's were known.
    """
    own = traits.reindex(columns=mix.names).astype(float)
    known = own.notna().to_numpy(dtype=float, copy=True)  # it is written to below
    if without is not None:
        known[:, mix.names.index(without)] = 0.0
    told = (standardised(own, mix.scale) * known) @ mix.loadings / mix.noise
    grams = mix.loadings[:, :, None] * mix.loadings[:, None, :] / mix.noise
    return Knowledge(told, known, grams)


def expected_traits(traits: pd.DataFrame, mix: TraitMix) -> pd.DataFrame:
    """Return what is expected of each customer, in the traits' own units."""
    points = best_guess(known_by_traits(traits, mix)) @ mix.loadings.T
    logs = mix.scale.mean + mix.scale.spread * points
    values = np.sign(logs) * np.expm1(np.abs(logs))
    return pd.DataFrame(values, index=traits.index, columns=mix.names)


def standardised_traits(traits: pd.DataFrame, mix: TraitMix) -> np.ndarray:
    """Return the traits that count on their scale, missing where they are not known."""
    own = traits.reindex(columns=mix.names).astype(float)
    return (signed_logs(own) - mix.scale.mean) / mix.scale.spread
