import numpy as np
import pytest

from helpers.drivers.rungs import design_of, learn, spread_of_counts


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


def test_the_spread_of_negative_binomial_counts_is_found():
    rng = np.random.default_rng(1)
    mean = rng.uniform(1, 20, 20_000)
    counts = rng.poisson(mean * rng.gamma(1 / 0.3, 0.3, len(mean)))

    assert spread_of_counts(counts, mean) == pytest.approx(0.3, abs=0.03)


def test_advertising_is_taken_in_where_it_is_known(shop):
    cells = shop.cells.assign(advertising=np.tile(np.linspace(0, 9, 120), 12))

    assert design_of(cells).market.shape[1] == design_of(shop.cells).market.shape[1] + 1


def test_a_promotion_that_is_nothing_but_its_price_is_left_out(shop):
    """Where each offer takes off as much, promotion and price say one thing."""
    cells = shop.cells[shop.cells["depth"].isin([0.0, 0.2])].reset_index(drop=True)
    cells["price"] = cells["usual_price"] * (1 - cells["depth"])
    design, every = design_of(cells), np.ones(len(cells), dtype=bool)

    found = [learn(name, design, every) for name in ("counts", "uneven", "season", "mixed")]

    assert all(-3 < rung.slope < -1 for rung in found)
