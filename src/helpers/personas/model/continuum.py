"""Whether customers are more than one continuous population, before they are cut into personas.

Any cloud of customers can be cut, and some clouds are cut at the same places again and again.
So the groups that are found are held against those that the same method finds among simulated
customers of one population: as many, as differently known, with the same spread and the
same correlations (and, for figures, the same values), but without groups.

References
----------
Liu, Hayes, Nobel and Marron (2008), "Statistical significance of clustering for
high-dimension, low-sample size data", JASA 103. Tibshirani, Walther and Hastie (2001),
"Estimating the number of clusters in a data set via the gap statistic", JRSS B 63.
"""

from collections.abc import Callable

import numpy as np
from scipy.stats import norm, rankdata
from sklearn.cluster import KMeans

from helpers.evidence.knowledge import Knowledge, best_guess, sample_rows
from helpers.evidence.threads import one_thread

SIMULATED = {False: 30, True: 60}  # populations without groups; by whether places are exact,
MOST_LOOKED_AT = {False: 1_500, True: 4_000}  # and customers: figures are quick to look at
STARTS = 2  # of K-means
TURNS = 12  # of the algorithm that measures spread and correlations
FEWEST_EACH = 10  # customers for each group


def beyond_one_population(
    known: Knowledge, *, exact: bool, most: int, seed: int
) -> dict[int, float]:
    """Return for each number of groups how far they stand apart beyond those of one population.

    Parameters
    ----------
    known : Knowledge
        What is known of customers' places.
    exact : bool
        Whether places are figures, known exactly, whose values the simulated customers share;
        else they are a normal population of which as little is known.
    most : int
        Largest number of groups that is looked at.

    Returns
    -------
    dict of int to float
        In standard deviations of simulated populations.
    """
    rng = np.random.default_rng(seed)
    known = known.of(sample_rows(len(known.told), MOST_LOOKED_AT[exact], seed=seed))
    numbers = list(range(2, min(most, len(known.told) // FEWEST_EACH) + 1))
    if not numbers or not known.directions:
        return {}
    draw = _same_values(known) if exact else _same_sureness(known)
    own = _apart(best_guess(known), numbers, rng)
    without = np.array([_apart(draw(rng), numbers, rng) for _ in range(SIMULATED[exact])])
    spread = np.maximum(without.std(axis=0, ddof=1), 1e-9)
    return dict(zip(numbers, ((own - without.mean(axis=0)) / spread).tolist(), strict=True))


def _apart(places: np.ndarray, numbers: list[int], rng: np.random.Generator) -> np.ndarray:
    """Return for each number of groups how much of the spread lies between them, as a log."""
    whole = ((places - places.mean(axis=0)) ** 2).sum()
    start = int(rng.integers(2**31))
    with one_thread():
        within = [
            KMeans(number, n_init=STARTS, random_state=start).fit(places).inertia_
            for number in numbers
        ]
    return -np.log(np.maximum(np.array(within) / max(whole, 1e-12), 1e-12))


def _same_sureness(known: Knowledge) -> Callable[[np.random.Generator], np.ndarray]:
    """Return a way to draw the places that would be guessed of one normal population."""
    certainty = known.certainty()
    middle, spread = _population(known, certainty)
    root = np.linalg.cholesky(certainty + 1e-9 * np.eye(known.directions))

    def draw(rng: np.random.Generator) -> np.ndarray:
        true = rng.multivariate_normal(middle, spread, size=len(certainty))
        chance = (root @ rng.normal(size=true.shape)[:, :, None])[:, :, 0]
        told = (certainty @ true[:, :, None])[:, :, 0] + chance
        return best_guess(known._replace(told=told))

    return draw


def _population(known: Knowledge, certainty: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and covariance of the normal population that makes the evidence likeliest."""
    middle, spread = np.zeros(known.directions), np.eye(known.directions)
    for _ in range(TURNS):
        precision = np.linalg.inv(spread)
        left = np.linalg.inv(certainty + precision)
        guess = (left @ (known.told + precision @ middle)[:, :, None])[:, :, 0]
        middle = guess.mean(axis=0)
        off = guess - middle
        spread = left.mean(axis=0) + off.T @ off / len(off)
    return middle, spread


def _same_values(known: Knowledge) -> Callable[[np.random.Generator], np.ndarray]:
    """Return a way to draw places with the same values and rank correlations, as of one cloud."""
    places = best_guess(known)
    scores = norm.ppf((rankdata(places, axis=0) - 0.5) / len(places))
    with np.errstate(invalid="ignore", divide="ignore"):  # a constant goes with nothing
        together = np.corrcoef(scores, rowvar=False).reshape(known.directions, known.directions)
    together = np.nan_to_num(together) + np.diag(np.isnan(np.diag(together)) * 1.0)
    values = np.sort(places, axis=0)

    def draw(rng: np.random.Generator) -> np.ndarray:
        chance = rng.multivariate_normal(np.zeros(len(together)), together, size=len(places))
        order = rankdata(chance, method="ordinal", axis=0) - 1
        return np.take_along_axis(values, order, axis=0)

    return draw
