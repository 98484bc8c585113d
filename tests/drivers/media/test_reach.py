import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from helpers.drivers.media import reach
from helpers.workspace import contracts, engine


def group(learned, times):
    """A group whose orders follow the radio `times` as strongly as everybody's do."""
    rng = np.random.default_rng(5)
    place, draws = learned.channels.index("radio"), learned.draws
    felt = (draws.effect[:, [place]] * learned.felt[place, draws.cell[:, place]]).mean(axis=0)
    pull = times * (felt - felt.mean())
    sales = rng.poisson(60 * np.exp(pull)).astype(float)
    index = learned.series.sales.index
    return learned.series._replace(sales=pd.Series(sales, index))


@pytest.mark.parametrize("times", [0.0, 1.0, 2.0])
def test_a_planted_multiple_is_found(learned, times):
    found, se = reach.multiples(learned, group(learned, times))

    place = learned.channels.index("radio")
    assert found[place] == pytest.approx(times, abs=3 * se[place])
    assert se[place] < 0.4


def test_few_orders_leave_the_multiple_at_one(learned):
    rng = np.random.default_rng(0)
    index = learned.series.sales.index
    few = pd.Series(rng.poisson(0.2, len(index)).astype(float), index)

    found, _ = reach.multiples(learned, learned.series._replace(sales=few))

    assert found == pytest.approx(np.ones(3), abs=0.5)


def test_the_table_has_everybody_and_each_group_that_orders_enough(learned):
    own = group(learned, 1.0).sales
    rows = [
        {"order_id": f"{day:%j%Y}-{number}", "customer_id": f"c{number}", "kind": "sale",
         "event_day": day.date()}
        for day, count in own.items() for number in range(int(count))
    ]  # fmt: skip
    members = pd.DataFrame({
        "customer_id": [*(f"c{number}" for number in range(60)), "silent"],
        "grp": ["high"] * 60 + ["low"],
    })  # fmt: skip
    lines = engine.in_memory(pa.Table.from_pylist(rows))
    last = own.index[-1].date()

    table = reach.reach_of(learned, lines, members, last, rng=np.random.default_rng(0))

    assert set(table["grp"]) == {"all", "high"}
    assert list(table) == list(contracts.load("channel_reach").columns)
    everybody = table[table["grp"].eq("all")].set_index("channel")
    assert everybody["times_usual"].tolist() == [1, 1, 1]
    assert (table["moved_lower"] <= table["moved_upper"]).all()
    assert table["customers"].max() == 61
