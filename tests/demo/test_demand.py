import numpy as np
import pytest

from helpers.demo import company, demand, groups, places
from helpers.demo.variants import VARIANTS


@pytest.fixture(scope="module")
def simulated():
    return demand.simulate_demand(11)


def test_there_is_a_row_for_each_kind_and_region(simulated):
    rows = len(groups.KINDS) * len(places.REGIONS)

    assert simulated.pace.shape == (rows, company.DAYS)
    assert simulated.weights.shape[:2] == (rows, company.WEEKS)
    assert simulated.joining.shape == (company.DAYS, len(groups.KINDS))


def test_exposure_grows_every_day_by_its_pace(simulated):
    exposure = simulated.exposure

    assert (exposure[:, 0] == 0).all()
    assert np.diff(exposure, axis=1) == pytest.approx(simulated.pace / 365.25)


def test_a_festival_is_followed_by_quiet_days():
    factor = demand.after_festivals()
    after = company.calendar().index(company.LAST_DAY.replace(year=2025, month=11, day=12))

    assert set(factor) == {1, demand.PULLED_FORWARD}
    assert (factor[after : after + demand.PULLED_DAYS] == demand.PULLED_FORWARD).all()
    assert factor[after - 1] == factor[after + demand.PULLED_DAYS] == 1


def test_the_shifted_version_slows_down():
    usual, shifted = (demand.simulate_demand(11, VARIANTS[name]) for name in ("usual", "shifted"))

    assert shifted.pace[:, -1].sum() < 0.9 * usual.pace[:, -1].sum()
    assert shifted.pace[:, 0] == pytest.approx(usual.pace[:, 0])
