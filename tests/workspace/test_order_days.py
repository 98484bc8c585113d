from datetime import date

import ibis
import pandas as pd

from helpers.workspace.order_days import order_days


def test_order_days_add_up_what_was_kept_on_a_day_and_leave_out_guests():
    lines = ibis.memtable({
        "customer_id": ["ann", "ann", "ann", None], "net_quantity": [1, 2, 0, 5],
        "event_day": [date(2026, 1, 1)] * 4, "net_amount": [1.25, 2.25, 0.0, 9.0],
    }).cast({"net_amount": "decimal(18, 4)"})  # fmt: skip

    days = order_days(lines)

    assert days.to_dict("records") == [
        {"customer_id": "ann", "event_day": pd.Timestamp("2026-01-01"), "spend": 3.5}
    ]
