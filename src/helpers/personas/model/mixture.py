"""A mixture of personas: each a place, and each customer's evidence weighed by how sure it is.

Customers of one persona stand around its centre, by a spread that all personas share. Where a
customer stands is known through evidence that is strong for some and weak for others
(`helpers.evidence.knowledge`), so that the posterior of who is hardly known stays near the
personas' shares.

References
----------
Dempster, Laird and Rubin (1977), "Maximum likelihood from incomplete data via the EM
algorithm", JRSS B 39. Bovy, Hogg and Roweis (2011), "Extreme deconvolution", Annals of
Applied Statistics 5.
"""

from typing import NamedTuple

import numpy as np

from helpers.evidence.knowledge import Knowledge, in_parts
from helpers.evidence.threads import one_thread

STEPS, ENOUGH = 200, 1e-4  # of the algorithm; and a step that gains less ends it
LEAST_WITHIN = 0.02  # variance within a persona, as a share of that among all customers
FIRST_WITHIN = 0.3


class Mixture(NamedTuple):
    """Personas as a mixture.

    Attributes
    ----------
    shares : ndarray of float, shape (personas,)
        Share of customers, before anything is known of one.
    centres : ndarray of float, shape (personas, directions)
    within : float
        Variance of customers around their persona's centre, in each direction.
    """

    shares: np.ndarray
    centres: np.ndarray
    within: float


def fit_mixture(known: Knowledge, centres: np.ndarray) -> Mixture:
    """Return the mixture that the algorithm reaches from some first centres.

    What is known of a customer beyond the spread within a persona says nothing more of
    which persona it is; so evidence is weighed by ``1 / (1 + within * sureness)``. The
    spread within personas is what is left of 1, the spread of all customers, by their centres.
    """
    shares = np.full(len(centres), 1 / len(centres))
    mixture, before = Mixture(shares, centres, FIRST_WITHIN), -np.inf
    with one_thread():  # the number of threads changes the last digits
        for _ in range(STEPS):
            logs = _logs(mixture, known)
            total = _log_total(logs)
            mixture = _next(np.exp(logs - total[:, None]), mixture, known)
            if abs(total.mean() - before) < ENOUGH:
                break
            before = total.mean()
    return mixture


def _next(degrees: np.ndarray, mixture: Mixture, known: Knowledge) -> Mixture:
    """Return the mixture that is likeliest, given degrees of membership."""
    shares = degrees.mean(axis=0)
    weighed = degrees * _weight(mixture, known)[:, None]
    certainty = np.tensordot(weighed.T @ known.cases, known.grams, axes=1)
    certainty += 1e-6 * np.eye(known.directions)
    centres = np.linalg.solve(certainty, (weighed.T @ known.told)[:, :, None])[:, :, 0]
    apart = float(shares @ ((centres - shares @ centres) ** 2).sum(axis=1))
    return Mixture(shares, centres, max(LEAST_WITHIN, 1 - apart / known.directions))


def _weight(mixture: Mixture, known: Knowledge) -> np.ndarray:
    return 1 / (1 + mixture.within * known.sureness)


def _logs(mixture: Mixture, known: Knowledge) -> np.ndarray:
    """Return the log of each persona's share and likelihood, up to a constant for each customer."""
    spread = np.einsum("kd,bde,ke->bk", mixture.centres, known.grams, mixture.centres)
    evidence = known.told @ mixture.centres.T - known.cases @ spread / 2
    with np.errstate(divide="ignore"):
        return np.log(mixture.shares) + _weight(mixture, known)[:, None] * evidence


def _log_total(logs: np.ndarray) -> np.ndarray:
    """Return for each row the log of the sum of what its values are logs of.

    As `scipy.special.logsumexp`, to the last digit, but column by column: rows are many and short.
    """
    columns = np.ascontiguousarray(logs.T)
    top = columns.max(axis=0)
    highest = columns == top
    rest = np.exp(np.where(highest, -np.inf, columns) - top)
    often = highest.sum(axis=0)
    return np.log1p(np.ascontiguousarray(rest.T).sum(axis=1) / often) + np.log(often) + top


def mixture_degrees(mixture: Mixture, known: Knowledge) -> np.ndarray:
    """Return each customer's posterior, shape (customers, personas); rows sum to 1."""
    found = np.empty((len(known.told), len(mixture.shares)))
    with one_thread():
        for rows in in_parts(len(found)):
            logs = _logs(mixture, known.of(rows))
            found[rows] = np.exp(logs - _log_total(logs)[:, None])
    return found


def distances(mixture: Mixture, known: Knowledge) -> np.ndarray:
    """Return how far each customer stands from the nearest persona, in standard deviations.

    The spread within a persona and the chance in what is known both count, so that who is
    hardly known is far from none. Scaled so that members of a persona have 1 on average.
    """
    found = np.empty(len(known.told))
    each = np.eye(known.directions)
    with one_thread():
        for rows in in_parts(len(found)):
            part = known.of(rows)
            certainty = part.certainty() + 1e-9 * each
            guess = np.linalg.solve(certainty, part.told[:, :, None])[:, :, 0]
            off = guess[:, None, :] - mixture.centres
            heavy = np.linalg.solve(
                each + mixture.within * certainty, certainty @ off.transpose(0, 2, 1)
            )
            squared = (off.transpose(0, 2, 1) * heavy).sum(axis=1).min(axis=1)
            found[rows] = np.sqrt(np.maximum(squared, 0) / known.directions)
    return found
