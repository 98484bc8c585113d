"""People who showed interest and never bought: in the sales staff's files and nowhere else."""

from typing import NamedTuple

import numpy as np

from helpers.demo import groups
from helpers.demo.customers import Customers, simulate_customers
from helpers.demo.delivered import PANEL
from helpers.demo.history import History
from helpers.demo.people import People, simulate_people
from helpers.demo.streams import pick_by_row, stream

SHARE = 0.12  # of the number of customers
# Leads are other people than the customers: all about them comes from a seed of their own.
SEED_SHIFT = 7_919


class Leads(NamedTuple):
    """Leads, one element per lead, in the order in which they came.

    Attributes
    ----------
    crowd : Customers
        Kind, place, language and consents; they never order.
    people : People
    interest : numpy.ndarray of int16
        Position in ``products.CATEGORIES`` of what they asked about.
    """

    crowd: Customers
    people: People
    interest: np.ndarray


def simulate_leads(history: History) -> Leads:
    """Return the leads of a company."""
    count = len(history.customers.kind)
    number = max(3, int(SHARE * min(count, PANEL)))
    seed = history.seed + SEED_SHIFT
    crowd = simulate_customers(number, seed, history.demand, history.variant)
    people = simulate_people(crowd, seed, start=count)
    kind = groups.acting(crowd.kind, crowd.join_day)
    interest = pick_by_row(stream(seed, "interest"), groups.values("tastes"), kind)
    return Leads(crowd, people, interest)
