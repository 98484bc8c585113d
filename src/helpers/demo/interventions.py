"""What is done to single customers for some days: experiments and campaigns."""

from typing import NamedTuple

import numpy as np


class Intervention(NamedTuple):
    """A change to the purchase rate of some customers between two days.

    Attributes
    ----------
    name : str
    customer : numpy.ndarray of int
        Positions of the customers, each once.
    first_day, last_day : int
    factor : numpy.ndarray of float
        What becomes of each one's purchase rate; 1 is no change. Where two
        interventions meet, their changes to the rate add up.
    """

    name: str
    customer: np.ndarray
    first_day: int
    last_day: int
    factor: np.ndarray


def thinned(customer: np.ndarray, day: np.ndarray, change: Intervention, count: int, rng):
    """Return which purchases still happen under an intervention that lowers rates.

    Parameters
    ----------
    customer, day : numpy.ndarray
        The purchases.
    change : Intervention
    count : int
        Number of customers.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray of bool
    """
    kept = np.ones(count)
    kept[change.customer] = np.minimum(change.factor, 1)
    inside = (day >= change.first_day) & (day <= change.last_day)
    chance = np.where(inside, kept[customer], 1)
    return rng.random(len(customer)) < chance
