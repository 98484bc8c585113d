"""Trials whose truth is planted: for whom the change works, and for whom it does not."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.uplift.asked import Compared
from helpers.experiments.uplift.every import ForWhom
from helpers.experiments.uplift.trial import Trial
from helpers.experiments.uplift.whom import looked_into
from helpers.reporting import report as reports
from helpers.reporting import speaking

NAMES = Compared("try", "A try", None, "control", "new", "order_days", guardrail="net_spend")


def planted(
    number: int = 1_200, *, helps: float = 0.0, harms: float = 0.0, same: float = 0.0,
    seed: int = 1, kind: str = "amount", share: float = 0.5,
) -> Trial:  # fmt: skip
    """Return a trial: who likes sport gains `helps`, the others lose `harms`, all gain `same`."""
    rng = np.random.default_rng(seed)
    known = pd.DataFrame(
        {"sport": (rng.random(number) < 0.5).astype(float), "orders": rng.normal(size=number),
         "age": rng.normal(size=number)},
        index=pd.Index([f"c{place:06d}" for place in range(number)], name="customer_id"),
    )  # fmt: skip
    treated = rng.random(number) < share
    effect = same + np.where(known["sport"] == 1, helps, -harms)
    level = 0.5 * known["orders"].to_numpy() + np.where(treated, effect, 0)
    if kind == "amount":
        outcome = level + rng.normal(size=number)
    elif kind == "count":
        outcome = rng.poisson(np.exp(level)).astype(float)
    else:
        outcome = (rng.random(number) < 1 / (1 + np.exp(-level))).astype(float)
    return Trial(known, treated, outcome)


@pytest.fixture(scope="package")
def make():
    """Return how to make a planted trial."""
    return planted


@pytest.fixture(scope="package")
def targeted(make):
    """A change that helps half of the customers and harms the others, and its guardrail."""
    trial = make(1_200, helps=0.8, harms=0.6)
    trial = trial._replace(known=trial.known.rename(columns={"sport": "code=yes"}))
    guard = 10 + np.random.default_rng(1).normal(size=1_200)
    return ForWhom(looked_into(trial, NAMES, date(2026, 1, 11), seed=1, guard=guard), [])


@pytest.fixture(params=["en", "zh"])
def report(request, monkeypatch):
    """A report whose pieces are kept in `shown` instead of being displayed."""
    desk = SimpleNamespace(source=SimpleNamespace(currency="CNY"), chapter="07_experiments")
    made = reports.Report(desk, language=request.param, minimum_group=10)
    made.shown = []
    for module in (reports, speaking):
        monkeypatch.setattr(module, "show", lambda html, text, *_: made.shown.append((html, text)))
    return made
