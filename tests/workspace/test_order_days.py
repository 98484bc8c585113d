from datetime import date, timedelta

import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.workspace import contracts, engine, open_desk
from helpers.workspace.order_days import order_days, order_days_on, read_sold, spend_on


def test_order_days_add_up_what_was_kept_on_a_day_and_leave_out_guests():
    lines = ibis.memtable({
        "customer_id": ["ann", "ann", "ann", None], "net_quantity": [1, 2, 0, 5],
        "event_day": [date(2026, 1, 1)] * 4, "net_amount": [1.25, 2.25, 0.0, 9.0],
    }).cast({"net_amount": "decimal(18, 4)"})  # fmt: skip

    days = order_days(lines)

    assert days.to_dict("records") == [
        {"customer_id": "ann", "event_day": pd.Timestamp("2026-01-01"), "spend": 3.5}
    ]


JULY, OCTOBER = date(2026, 7, 6), date(2026, 10, 5)
DAYS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


@pytest.fixture
def here(declare, source_text):
    declare(source_text, ["people.csv"])
    return open_desk("05_segmentation", "acme", "2026Q3")


def test_each_day_knows_what_it_knows_when_it_is_asked_alone(here, line, reversal):
    rng, rows, back = np.random.default_rng(1), [], []
    for number in range(120):
        day = date(2026, 1, 1) + timedelta(days=int(rng.integers(0, 270)))
        told = rng.choice([JULY, OCTOBER]) if day <= date(2026, 6, 30) else OCTOBER
        for delivery in {told, OCTOBER} if rng.random() < 0.3 else {told}:
            sold = {"quantity": int(rng.integers(1, 4)), "amount": float(rng.integers(1, 9999)) / 7}
            sold["amount"] = round(sold["amount"], 4)
            rows += [line(f"#{number}", day, line_number=n, delivery=delivery,
                          customer_id=str(rng.choice(["ann", "bob", "cat"])), **sold)
                     for n in (1, 2)]  # fmt: skip
            for n in (1, 2):
                later = day + timedelta(days=int(rng.integers(0, 60)))
                if rng.random() < 0.4:
                    share = rng.choice([0.1, 0.5, 1.0])
                    part = {"units": int(share * sold["quantity"]),
                            "amount": round(share * sold["amount"], 4)}  # fmt: skip
                    back.append(reversal(f"#{number}", later, line_number=n, delivery=delivery,
                                         **part))  # fmt: skip
    here.write("order_lines", pd.DataFrame(rows))
    here.write("reversals", pd.DataFrame(back))
    here.write("identities", contracts.empty("identities"))

    found = order_days_on(here, DAYS, read_sold(here))

    assert list(found) == DAYS
    for day, own in found.items():
        alone = order_days(here.read("order_lines", as_of=day, by_customer=True))
        assert len(own)
        pd.testing.assert_frame_equal(own, alone, check_exact=True)


def test_an_order_counts_on_a_day_by_what_was_taken_back_until_then(here, line, reversal):
    lines = [line("#1", date(2026, 3, 1), amount=20.0), line("#2", date(2026, 7, 1), amount=5.0)]
    back = [reversal("#1", date(2026, 5, 1), amount=12.5),
            reversal("#1", date(2026, 8, 1), amount=7.5, rule="order_void")]  # fmt: skip

    told = spend_on(engine.in_memory(pd.DataFrame(lines)), engine.in_memory(pd.DataFrame(back)),
                    DAYS)  # fmt: skip

    assert told["event_day"].tolist() == [pd.Timestamp(2026, 3, 1), pd.Timestamp(2026, 7, 1)]
    spring, summer = told.iloc[0], told.iloc[1]
    assert spring[["0", "1"]].tolist() == [20.0, 7.5] and np.isnan(spring["2"])
    assert np.isnan(summer[["0", "1"]].tolist()).all() and summer["2"] == 5.0


def test_a_company_without_an_order_has_no_days(here):
    for name in ("order_lines", "reversals", "identities"):
        here.write(name, contracts.empty(name))

    found = order_days_on(here, DAYS, read_sold(here))

    assert [len(own) for own in found.values()] == [0, 0, 0]
    assert found[DAYS[0]].dtypes["event_day"] == "datetime64[us]"
