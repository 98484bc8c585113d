"""Patterns of behaviour: what each customer is expected to do as a sum of a few typical parts.

Non-negative matrix factorisation of expected shares, each in units of its chance, so that a
pattern is itself a list of shares. How much of a customer each pattern makes up is the
customer's degree of membership.

References
----------
Lee and Seung (1999), "Learning the parts of objects by non-negative matrix factorization",
Nature 401. Cichocki and Phan (2009), "Fast local algorithms for large scale nonnegative matrix
and tensor factorizations" (the solver).
"""

import warnings
from typing import NamedTuple

import numpy as np
from sklearn.decomposition import NMF, non_negative_factorization
from sklearn.exceptions import ConvergenceWarning

from helpers.evidence.basis import Basis
from helpers.evidence.knowledge import in_parts
from helpers.evidence.threads import one_thread

STEPS, ENOUGH = 200, 1e-3  # of the solver: patterns hardly move after that
EXACT = 1e-5  # the same, where patterns are given and customers are taken apart by them


class Patterns(NamedTuple):
    """Personas as patterns.

    Attributes
    ----------
    floor : ndarray of float, shape (columns,)
        What counts as nothing.
    parts : ndarray of float, shape (personas, columns)
        Each pattern; rows sum to 1.
    """

    floor: np.ndarray
    parts: np.ndarray


def amounts(basis: Basis, places: np.ndarray) -> np.ndarray:
    """Return what customers at some places are expected to do, in units of chance.

    Returns
    -------
    ndarray of float, shape (customers, columns)
        Shares of the mix; or figures or traits on their scale, which may be below 0.
    """
    if basis.mix is not None:
        mix = basis.mix
        share = np.array([mark != "mean" for _, mark in mix.columns])
        noise = mix.noise[[mix.blocks.index(block) for block, _ in mix.columns]]
        values = mix.mean + mix.scale * (places @ mix.loadings.T)
        return (np.clip(values, 0, 1) / mix.scale / np.sqrt(noise))[:, share]
    return places if basis.traits is None else places @ basis.traits.loadings.T


def fit_patterns(values: np.ndarray, groups: int, *, shares: bool, seed: int) -> Patterns:
    """Return patterns of what customers are expected to do, the one that leads most often first.

    Parameters
    ----------
    values : ndarray, shape (customers, columns)
        As from `amounts`.
    shares : bool
        Whether 0 is nothing; else the least of each column is.
    """
    floor = np.zeros(values.shape[1]) if shares else values.min(axis=0)
    model = NMF(groups, init="nndsvda", max_iter=STEPS, tol=ENOUGH, random_state=seed)
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        own = model.fit_transform(values - floor)
    whole = np.maximum(model.components_.sum(axis=1, keepdims=True), 1e-12)
    size = np.bincount((own * whole.ravel()).argmax(axis=1), minlength=groups)
    return Patterns(floor, (model.components_ / whole)[np.argsort(-size, kind="stable")])


def pattern_degrees(patterns: Patterns, values: np.ndarray) -> np.ndarray:
    """Return the share that each pattern makes up of each customer; rows sum to 1."""
    found = np.empty((len(values), len(patterns.parts)))
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for rows in in_parts(len(values)):
            found[rows], _, _ = non_negative_factorization(
                np.maximum(values[rows] - patterns.floor, 0), H=patterns.parts, update_H=False,
                n_components=len(patterns.parts), init="custom", max_iter=STEPS, tol=EXACT,
            )  # fmt: skip
    whole = found.sum(axis=1, keepdims=True)
    return np.where(whole > 0, found / np.where(whole > 0, whole, 1), 1 / found.shape[1])
