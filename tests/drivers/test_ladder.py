import numpy as np
import pytest
from drivers.conftest import planted

from helpers.drivers.ladder import FORMULAS, climb, design_of, deviance, learn, spread_of_counts
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


def test_counts_are_those_of_statsmodels_formulas(shop):
    import statsmodels.formula.api as smf

    design, every = design_of(shop.cells), np.ones(len(shop.cells), dtype=bool)
    frame = shop.cells.assign(
        log_price=design.log_price, promoted=(shop.cells["depth"] > 0).astype(float),
        rival=np.log(shop.cells["rival_price"]),
        **{f"s{n}": column for n, column in enumerate(design.season.T)},
    )  # fmt: skip

    found = learn("counts", design, every)

    terms = "C(product_id) + log_price + s0 + s1 + s2 + s3 + s4 + promoted + rival"
    fit = smf.poisson(f"lines ~ 0 + {terms}", frame).fit(disp=0)
    assert found.slope == pytest.approx(fit.params["log_price"], abs=1e-5)
    assert found.expect == pytest.approx(fit.predict(frame), rel=1e-4)


def test_the_fixed_effects_model_expects_what_poisson_regression_does(shop):
    """Sums of what it expects are those of what was sold, in each week of each category."""
    design, every = design_of(shop.cells), np.ones(len(shop.cells), dtype=bool)

    found = learn("weeks", design, every)

    sold = np.bincount(design.frame.shelf, design.lines)
    assert np.bincount(design.frame.shelf, found.expect) == pytest.approx(sold)


def test_products_with_their_own_reaction_are_drawn_to_the_common_one(shop):
    design, every = design_of(shop.cells), np.ones(len(shop.cells), dtype=bool)

    found = learn("mixed", design, every)

    assert found.slope == pytest.approx(-2, abs=0.4) and found.error < 0.4


def test_a_deviance_is_nought_where_all_is_foretold_and_grows_else():
    lines = np.array([0.0, 2, 5])

    assert deviance(lines, np.array([0.0, 2, 5])) == pytest.approx(0, abs=1e-5)
    assert deviance(np.array([2.0]), np.array([1.0])) == pytest.approx(2 * (2 * np.log(2) - 1))


def test_the_spread_of_negative_binomial_counts_is_found():
    rng = np.random.default_rng(1)
    mean = rng.uniform(1, 20, 20_000)
    counts = rng.poisson(mean * rng.gamma(1 / 0.3, 0.3, len(mean)))

    assert spread_of_counts(counts, mean) == pytest.approx(0.3, abs=0.03)


def test_less_than_a_year_climbs_no_ladder(shop):
    assert climb(planted(weeks=40).cells, seed=1).empty


def test_advertising_is_taken_in_where_it_is_known(shop):
    cells = shop.cells.assign(advertising=np.tile(np.linspace(0, 9, 120), 12))

    assert design_of(cells).market.shape[1] == design_of(shop.cells).market.shape[1] + 1
