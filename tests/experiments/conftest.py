"""Planted experiments: customers who order by chance, and a change of known size."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from helpers.experiments.checks import check
from helpers.experiments.declared import Experiment
from helpers.experiments.units import units_of
from helpers.experiments.watching import watch
from helpers.workspace import engine

FIRST, LAST = date(2026, 1, 5), date(2026, 3, 29)  # twelve weeks
AS_OF = date(2026, 9, 30)


class Planted(NamedTuple):
    """An experiment with its log and the orders of everybody in it."""

    experiment: Experiment
    assignments: pd.DataFrame
    lines: pd.DataFrame

    def checked(self):
        return check(units_of(as_table(self.assignments), [self.experiment]), [self.experiment])

    def watched(self, as_of: date = AS_OF):
        known = self.lines[self.lines["event_day"].le(as_of)]
        return watch(self.checked(), as_table(known), as_of=as_of)


def as_table(frame: pd.DataFrame):
    """A table of the engine; days are days."""
    return engine.in_memory(pa.Table.from_pandas(frame, preserve_index=False))


def log(rows) -> pd.DataFrame:
    """A log of assignments: (customer, arm, day) each."""
    frame = pd.DataFrame(rows, columns=["customer_id", "variant", "event_day"])
    number = [f"a{place:05d}" for place in range(len(frame))]
    return frame.assign(assignment_id=number, experiment="button")


def experiment(**changed) -> Experiment:
    """The planted experiment's declaration."""
    told = Experiment("button", "A red button", FIRST, LAST, 0.5, "order_days", True)
    return told._replace(**changed)


def orders(rows) -> pd.DataFrame:
    """Order lines: (customer, day, amount) each."""
    frame = pd.DataFrame(rows, columns=["customer_id", "event_day", "net_amount"])
    return frame.assign(net_quantity=1, net_amount=frame["net_amount"].astype(float))


def planted(
    seed: int = 1, *, customers: int = 600, lift: float = 1.0, lasts: bool = False, **declared
) -> Planted:
    """Customers at paces of their own; treated ones order `lift` times as often until LAST."""
    rng = np.random.default_rng(seed)
    names = [f"c{number:04d}" for number in range(customers)]
    treated = rng.permutation(customers) < customers / 2
    pace = rng.gamma(1.0, 4.0, customers) / 365
    rows = []
    for name, is_treated, daily in zip(names, treated, pace, strict=True):
        for day in range(-365, (AS_OF - FIRST).days + 1):
            inside = 0 <= day and (lasts or day <= (LAST - FIRST).days)
            if rng.random() < daily * (lift if is_treated and inside else 1.0):
                amount = round(float(rng.lognormal(4, 0.8)), 2)
                rows.append((name, FIRST + timedelta(days=day), amount))
    arms = ["new" if one else "control" for one in treated]
    told = log([(name, arm, FIRST) for name, arm in zip(names, arms, strict=True)])
    return Planted(experiment(**declared), told, orders(rows))


@pytest.fixture(scope="package")
def null() -> Planted:
    """An experiment whose change does nothing."""
    return planted(seed=6)  # one in twenty seeds looks as if it worked


@pytest.fixture(scope="package")
def doubling() -> Planted:
    """An experiment whose change doubles orders while it lasts."""
    return planted(seed=2, lift=2.0)


@pytest.fixture(scope="package")
def make():
    """What tests plant with: `log`, `orders`, `experiment`, `as_table`, `Planted`, `planted`."""

    class Make:
        pass

    for made in (log, orders, experiment, as_table, planted, Planted):
        setattr(Make, made.__name__, staticmethod(made))
    return Make
