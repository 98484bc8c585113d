"""Trials whose truth is planted: for whom the change works, and for whom it does not."""

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.uplift.trial import Trial


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
