"""What is known of where each customer stands, and how surely: much of some, little of others.

Every act, figure or trait is evidence about a customer's place among all customers. Evidence
adds up: for a place z, what is known of a customer speaks for it with the logarithm
``told @ z - z @ certainty @ z / 2``, where certainty is the sum of the customer's cases, each
block's times its gram matrix. So nobody's place is taken for surer than it is.

References
----------
Bovy, Hogg and Roweis (2011), "Extreme deconvolution: inferring complete distribution functions
from noisy, heterogeneous and incomplete observations", Annals of Applied Statistics 5.
"""

from typing import NamedTuple

import numpy as np

from helpers.evidence.threads import one_thread

AT_A_TIME = 50_000  # customers, so that memory does not grow with their number


class Knowledge(NamedTuple):
    """What is known of customers' places, one row per customer.

    Attributes
    ----------
    told : ndarray of float, shape (customers, directions)
        Evidence, in each direction.
    cases : ndarray of float, shape (customers, blocks)
        How many cases of each block it rests on.
    grams : ndarray of float, shape (blocks, directions, directions)
        How much one case of each block makes certain.
    """

    told: np.ndarray
    cases: np.ndarray
    grams: np.ndarray

    @property
    def directions(self) -> int:
        """How many directions customers are told apart in."""
        return self.told.shape[1]

    @property
    def sureness(self) -> np.ndarray:
        """How much is known of each customer, in an average direction; 0 is nothing."""
        each = np.trace(self.grams, axis1=1, axis2=2) / max(self.directions, 1)
        return self.cases @ each

    def of(self, rows: np.ndarray) -> "Knowledge":
        """Return what is known of some of the customers."""
        return Knowledge(self.told[rows], self.cases[rows], self.grams)

    def certainty(self) -> np.ndarray:
        """Return what the cases make certain, one matrix per customer."""
        return np.tensordot(self.cases, self.grams, axes=1)


def best_guess(known: Knowledge) -> np.ndarray:
    """Return the best linear guess of each customer's place, customers being spread as 1.

    Returns
    -------
    ndarray of float, shape (customers, directions)
        0 is the average customer, and where a customer stands of whom nothing is known.
    """
    found = np.empty(known.told.shape)
    with one_thread():  # the number of threads changes the last digits
        for rows in in_parts(len(found)):
            part = known.of(rows)
            certainty = part.certainty() + np.eye(known.directions)
            found[rows] = np.linalg.solve(certainty, part.told[:, :, None])[:, :, 0]
    return found


def in_parts(rows: int) -> list[slice]:
    """Return slices that make up all rows, none longer than is worked on at a time."""
    return [slice(start, start + AT_A_TIME) for start in range(0, rows, AT_A_TIME)]


def sample_rows(rows: int, most: int, *, seed: int) -> np.ndarray:
    """Return which rows to learn from: all, or as many as are allowed, drawn by chance, in order.

    Examples
    --------
    >>> sample_rows(3, 5, seed=1).tolist()
    [0, 1, 2]
    """
    if rows <= most:
        return np.arange(rows)
    drawn = np.random.default_rng(seed).choice(rows, size=most, replace=False, shuffle=False)
    return np.sort(drawn)
