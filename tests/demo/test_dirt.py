import csv
from datetime import datetime

import pytest

from helpers.demo.dirt import (
    CUSTOMER_DAMAGES,
    ORDER_DAMAGES,
    RATES,
    damaged,
    flaws_of_orders,
)

HEADER = ["Name", "Created at", "Total", "Street", "Lineitem price", "Tags"]
LINE = '#1,2025-02-28 10:00:00 +0800,5.00,"9 Hill Rd, Room 2",5.00,\n'


def cells(line):
    return next(csv.reader([line]))


@pytest.mark.parametrize("damage", [*ORDER_DAMAGES, *CUSTOMER_DAMAGES], ids=lambda item: item.kind)
def test_every_damage_changes_its_line_and_leaves_one_line(damage):
    broken = damaged(LINE, damage, HEADER)

    assert broken != LINE
    assert broken.endswith("\n") and broken.count("\n") == 1
    assert cells(broken)[0] == "#1"


@pytest.mark.parametrize(("kind", "count"), [("too-few-cells", 4), ("too-many-cells", 7)])
def test_ragged_lines_have_the_wrong_number_of_cells(kind, count):
    damage = next(item for item in ORDER_DAMAGES if item.kind == kind)

    assert len(cells(damaged(LINE, damage, HEADER))) == count


def test_the_impossible_date_is_impossible():
    damage = next(item for item in ORDER_DAMAGES if item.kind == "impossible-date")

    written = cells(damaged(LINE, damage, HEADER))[1]

    with pytest.raises(ValueError, match="day is out of range"):
        datetime.strptime(written, "%Y-%m-%d %H:%M:%S %z")


def test_a_decimal_comma_stands_in_one_cell():
    damage = next(item for item in ORDER_DAMAGES if item.kind == "decimal-comma")

    assert cells(damaged(LINE, damage, HEADER))[4] == "1.234,50"


def test_damage_stays_well_below_the_limit_of_a_strict_reader():
    # Half a per cent is the limit; a broken first row takes about two rows of its order along.
    for damages in (ORDER_DAMAGES, CUSTOMER_DAMAGES):
        assert 2.5 * sum(damage.rate for damage in damages) < 0.005


def test_flaws_occur_at_their_rates_and_depend_on_the_seed():
    flaws, others = flaws_of_orders(50_000, 100_000, 7), flaws_of_orders(50_000, 100_000, 8)

    assert flaws.email_missing.mean() == pytest.approx(RATES.order_without_email, abs=0.002)
    assert flaws.sku_missing.mean() == pytest.approx(RATES.line_without_sku, abs=0.001)
    assert (flaws.city_missing != others.city_missing).any()
