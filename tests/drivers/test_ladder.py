import numpy as np
import pytest
from drivers.conftest import planted

from helpers.drivers.ladder import FORMULAS, climb, deviance
from helpers.workspace import contracts, engine


@pytest.fixture(scope="module")
def climbed(shop):
    return climb(shop.cells, seed=1)


def test_the_ladder_keeps_its_contract_and_has_all_rungs(climbed):
    contract = contracts.load("driver_ladder")

    contracts.validate(engine.in_memory(climbed).cast(contract.schema), contract)
    assert climbed["model"].tolist() == list(FORMULAS)


def test_where_weeks_of_categories_differ_their_model_explains_most():
    told = climb(planted(shelves=0.5).cells, seed=1).set_index("model")

    assert told["explained_left_out"].idxmax() == "weeks"
    assert np.isnan(told.loc["weeks", "explained_later"])
    assert told.loc["level", "explained_left_out"] == 0


def test_a_deviance_is_nought_where_all_is_foretold_and_grows_else():
    lines = np.array([0.0, 2, 5])

    assert deviance(lines, np.array([0.0, 2, 5])) == pytest.approx(0, abs=1e-5)
    assert deviance(np.array([2.0]), np.array([1.0])) == pytest.approx(2 * (2 * np.log(2) - 1))


def test_prices_that_never_change_climb_no_ladder():
    assert climb(planted(weeks=60, offers=0.0, steps=False).cells, seed=1).empty


def test_less_than_a_year_climbs_no_ladder(shop):
    assert climb(planted(weeks=40).cells, seed=1).empty
