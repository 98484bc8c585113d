"""Order books of made-up companies, and a walk through the chapter without its notebook."""

from datetime import date, timedelta
from types import SimpleNamespace

import ibis
import numpy as np
import pandas as pd

from helpers import value
from helpers.workspace import contracts, snapshot_days
from helpers.workspace.tables import write_table

NOW = date(2026, 9, 30)


def lively(customers=300, *, first=date(2024, 1, 1), seed=1):
    """Customers who order at rates of their own, for a while: one row per order day."""
    rng = np.random.default_rng(seed)
    rows = []
    for place in range(customers):
        start = first + timedelta(days=int(rng.integers((NOW - first).days - 30)))
        left = min(rng.exponential(500), (NOW - start).days)
        gaps = np.cumsum(rng.exponential(1 / rng.gamma(1.5, 0.02), 60)).astype(int) + 1
        rows += [(f"c{place:04}", start + timedelta(days=int(gap)), rng.gamma(3, 20))
                 for gap in [0, *gaps[gaps <= left]]]  # fmt: skip
    return rows


def desk_of(rows):
    """A desk that knows order lines of customers, each from its own day on."""
    lines = pd.DataFrame(rows, columns=["customer_id", "event_day", "net_amount"])
    lines = lines.assign(net_quantity=1)

    def read(name, *, as_of, by_customer):
        known = lines[lines["event_day"] <= as_of]
        return ibis.memtable(known, schema={
            "customer_id": "string", "event_day": "date", "net_amount": "float64",
            "net_quantity": "int64",
        })  # fmt: skip

    return SimpleNamespace(read=read)


def walk(rows, folder, *, costs=None, as_of=NOW):
    """Run the chapter's steps and write its tables under their contracts; return them by name."""
    names = pd.Series(sorted({row[0] for row in rows}), dtype="str")
    people = pd.DataFrame({"customer_id": names, "in_scope": True, "is_prospect": False})
    read = value.order_reader(desk_of(rows), people)
    orders, costs = read(as_of), contracts.empty("customer_margin") if costs is None else costs
    seen, forecaster = value.histories(orders, as_of), value.choose_forecaster(read, as_of)
    margins = value.learn_margins(costs)
    told = value.tell(forecaster, read, snapshot_days(as_of, earlier=8))
    forecast = value.foretell(forecaster, told, orders, as_of, margins=margins, yearly_rate=0.1)
    worth = value.customer_value(orders, seen, as_of, forecast, costs)
    last = value.newest_before(told, as_of, 28)
    tables = {
        "value_models": forecaster.evidence,
        "value_parameters": value.value_parameters(forecaster, seen, margins),
        "purchase_outlook": value.purchase_outlook(told), "customer_value": worth,
        "value_totals": value.value_totals(worth, forecaster, as_of),
        "value_measures": value.value_measures(
            worth, value.range_held(told, orders, as_of), seed=1),
        "value_tiers": value.tier_profile(worth), "value_cross": value.past_and_ahead(worth),
        "value_concentration": value.value_concentration(worth, smallest=10),
        "value_history": value.value_history(told, orders, as_of, horizons=(91, 182, 365)),
        "value_scores": value.value_scores([value.anew(last, orders, as_of)], as_of, seed=1),
        "value_choices": value.other_choices(forecast, seen, worth),
    }  # fmt: skip
    for name, frame in tables.items():
        write_table(frame, contracts.load(name), folder / f"{name}.parquet")
    return tables | {"forecaster": forecaster, "margins": margins}
