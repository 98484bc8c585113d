"""The company's experiments: who was assigned to what, and what it really did."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from helpers.demo import company
from helpers.demo.customers import Customers
from helpers.demo.interventions import Intervention
from helpers.demo.streams import happens, stream


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One experiment: half of all customers registered before its first day are treated.

    Attributes
    ----------
    name, title : str
    first_day, last_day : date
        The days on which treated customers met the change.
    factors : tuple of float
        What it makes of the purchase rate, in the order of ``groups.KINDS``.
    lost : float
        Share of the treated that the log misses, mostly quiet customers (proportion).
    crossed : float
        Share of all units that the log holds in both arms (proportion).
    """

    name: str
    title: str
    first_day: date
    last_day: date
    factors: tuple[float, ...]
    lost: float = 0.0
    crossed: float = 0.0


# Kinds: summit, weekend, studio, bargain, gift, fresh, trail.
EXPERIMENTS = (
    Experiment(
        name="free_delivery", title="Free delivery from 199 yuan",
        first_day=date(2025, 1, 6), last_day=date(2025, 4, 6), factors=(1.3,) * 7,
    ),
    Experiment(
        name="new_homepage", title="New home page",
        first_day=date(2025, 5, 5), last_day=date(2025, 7, 27), factors=(1.0,) * 7,
    ),
    Experiment(
        name="wish_list_reminder", title="Reminder of the wish list",
        first_day=date(2025, 9, 1), last_day=date(2025, 11, 23), factors=(1.0,) * 7,
        lost=0.2, crossed=0.01,
    ),
    Experiment(
        name="training_plans", title="Training plans instead of the outdoor magazine",
        first_day=date(2026, 1, 12), last_day=date(2026, 4, 12),
        factors=(0.6, 0.75, 1.6, 1.0, 0.95, 1.5, 1.0),
    ),
)  # fmt: skip


class Trial(NamedTuple):
    """One experiment's units, one element per customer who took part.

    Attributes
    ----------
    experiment : Experiment
    customer : numpy.ndarray of int
        Positions of the customers.
    treated, logged, crossed : numpy.ndarray of bool
        Whether the customer met the change; whether the log holds the customer at
        all; whether it holds the customer in both arms.
    """

    experiment: Experiment
    customer: np.ndarray
    treated: np.ndarray
    logged: np.ndarray
    crossed: np.ndarray

    def intervention(self, customers: Customers) -> Intervention:
        """Return what the change did to the treated."""
        treated = self.customer[self.treated]
        return Intervention(
            self.experiment.name,
            treated,
            company.day_number(self.experiment.first_day),
            company.day_number(self.experiment.last_day),
            np.array(self.experiment.factors)[customers.kind[treated]],
        )


def simulate_trials(customers: Customers, seed: int) -> list[Trial]:
    """Return each experiment's units."""
    return [_trial(item, customers, seed) for item in EXPERIMENTS]


def _trial(experiment: Experiment, customers: Customers, seed: int) -> Trial:
    rng = stream(seed, f"experiment {experiment.name}")
    first_day = company.day_number(experiment.first_day)
    customer = np.flatnonzero(customers.join_day < first_day)
    treated = happens(rng, 0.5, len(customer))
    # The quieter half is lost: the log was kept by a script that only active pages ran.
    rate = customers.orders_per_year[customer]
    quiet = rate < np.median(rate) if len(rate) else treated
    lost = happens(rng, np.where(quiet, 1.7, 0.3) * experiment.lost, len(customer)) & treated
    crossed = happens(rng, experiment.crossed, len(customer)) & ~lost
    return Trial(experiment, customer, treated, ~lost, crossed)
