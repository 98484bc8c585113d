"""What was learnt of the planted company, once for all tests."""

import numpy as np
import pytest
from drivers.media.planted_series import EFFECT, STRAIGHT, planted, true_share

from helpers.drivers.media.learning import learn
from helpers.drivers.media.series import Series


@pytest.fixture(scope="session")
def company() -> Series:
    return planted()


@pytest.fixture(scope="session")
def learned(company):
    return learn(company, STRAIGHT, rng=np.random.default_rng(1), draws=800)


@pytest.fixture(scope="session")
def twins():
    return learn(planted(twins=True), STRAIGHT, rng=np.random.default_rng(1), draws=600)


@pytest.fixture(scope="session")
def true_shares(company) -> dict[str, float]:
    return {name: true_share(company, name) for name in EFFECT}
