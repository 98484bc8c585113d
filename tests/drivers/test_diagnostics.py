import numpy as np
import pandas as pd
import pytest
from drivers.conftest import planted

from helpers.drivers.diagnostics import binned, check, condition, drift, inflation, memory
from helpers.drivers.elasticity import frame_of
from helpers.workspace import contracts, engine


@pytest.fixture(scope="module")
def checked(shop):
    return check(shop.cells)


def test_the_tables_keep_their_contracts(checked):
    for name, table in zip(("driver_diagnostics", "driver_residuals", "driver_stability"),
                           checked, strict=True):  # fmt: skip
        contract = contracts.load(name)
        contracts.validate(engine.in_memory(table).cast(contract.schema), contract)


def test_a_model_that_is_true_passes_every_check(checked):
    assert checked.checks.set_index("check")["verdict"].eq("fine").all()
    assert checked.checks.set_index("check").loc["spread", "value"] == pytest.approx(1, abs=0.12)


def test_inflation_is_that_of_statsmodels():
    from statsmodels.stats.outliers_influence import variance_inflation_factor

    rng = np.random.default_rng(1)
    columns = rng.normal(size=(200, 3))
    columns[:, 2] = columns[:, 0] + 0.3 * columns[:, 1] + 0.2 * rng.normal(size=200)
    columns -= columns.mean(axis=0)

    found = inflation(columns)

    assert found == pytest.approx([variance_inflation_factor(columns, n) for n in range(3)])


def test_columns_that_are_one_have_a_huge_inflation():
    one = np.random.default_rng(1).normal(size=50)

    assert inflation(np.column_stack([one, 2 * one])).min() > 1e6


def test_columns_that_are_nearly_one_have_no_condition():
    rng = np.random.default_rng(1)
    one = rng.normal(size=100)

    assert condition(np.column_stack([one, rng.normal(size=100)])) < 2
    assert condition(np.column_stack([one, one + 1e-3 * rng.normal(size=100)])) > 500


def test_likeness_from_week_to_week_is_seen(shop):
    frame = frame_of(shop.cells)
    rng = np.random.default_rng(2)
    steps = rng.normal(size=len(frame.rows))
    by_product = pd.Series(steps).groupby(frame.product)
    lasting = by_product.transform(lambda own: own.ewm(alpha=0.4).mean())

    assert abs(memory(steps, frame)) < 0.1 and memory(lasting.to_numpy(), frame) > 0.4


def test_an_elasticity_that_changes_through_time_is_seen():
    first, second = planted(seed=1, weeks=60), planted(
        seed=2, weeks=60, own={"shoes": -3.5, "tents": -4.5})
    later = second.cells.assign(week=second.cells["week"] + pd.Timedelta(weeks=60))
    cells = pd.concat([first.cells, later], ignore_index=True)

    found = check(cells.sort_values(["product_id", "week"], ignore_index=True))

    assert found.checks.set_index("check").loc["drift", "verdict"] == "look"


def test_counts_that_spread_more_are_seen(shop):
    rng = np.random.default_rng(4)
    wild = shop.cells.assign(lines=rng.poisson(shop.expected * rng.gamma(2, 0.5, len(shop.cells))))

    found = check(wild).checks.set_index("check")

    assert found.loc["spread", "verdict"] == "look"


def test_one_product_that_alone_changes_its_price_carries_the_evidence(shop):
    cells = shop.cells.copy()
    still = cells["product_id"].ne("tents-1")
    cells.loc[still, "price"], cells.loc[still, "depth"] = 100.0, 0.0

    found = check(cells).checks.set_index("check")

    assert found.loc["leverage", ["what", "verdict"]].tolist() == ["tents-1", "look"]


def test_bins_hold_as_many_cells_each_and_their_means():
    rng = np.random.default_rng(1)
    expected = rng.uniform(1, 9, 240)

    table = binned(np.full(240, 0.5), expected)

    assert table["cells"].tolist() == [20] * 12 and table["residual"].eq(0.5).all()
    assert table["expected"].is_monotonic_increasing


def test_halves_apart_are_counted_in_standard_errors():
    told = pd.DataFrame({"span": ["first_half", "second_half"], "slope": [-1.0, -2.0],
                         "error": [0.3, 0.4]})  # fmt: skip

    assert drift(told) == pytest.approx(2)


def test_without_prices_there_is_nothing_to_check(shop):
    assert all(table.empty for table in check(shop.cells.assign(price=np.nan)))
