from datetime import date
from types import SimpleNamespace

import ibis
import pandas as pd

from helpers.personas.worth.strip import day_strip, strip_of, together
from helpers.workspace import contracts
from helpers.workspace.tables import _typed

CASES = pd.DataFrame(
    [("ann", "morning", "visit", "web", 3), ("bob", "morning", "visit", "web", 1),
     ("ann", "evening", "visit", "app", 4), ("zed", "evening", "visit", "app", 9)],
    columns=["customer_id", "part_of_day", "kind", "channel", "cases"],
)  # fmt: skip
MAIN = pd.Series({"ann": "p-1", "bob": "p-1"})


def test_cases_are_counted_with_their_people_and_as_shares_of_all():
    told = strip_of(CASES, MAIN).set_index(["part_of_day", "channel"])

    assert told.loc[("morning", "web"), ["cases", "customers", "share"]].tolist() == [4, 2, 0.5]
    assert told["share"].sum() == 1
    contracts.validate(_typed(told.reset_index(), contracts.load("persona_strip")),
                       contracts.load("persona_strip"))  # fmt: skip


def test_orders_count_where_no_visit_led_to_them():
    orders = CASES.assign(kind="order", channel=["pos", "web", "web", "web"])

    assert together(CASES, orders)["channel"].tolist() == [*CASES["channel"], "pos"]
    assert together(CASES.head(0), orders)["channel"].tolist() == orders["channel"].tolist()


def test_the_strip_is_of_one_year_by_the_company_s_clocks():
    def table(name, rows):
        contract = contracts.load(name)
        made = ibis.memtable(pd.DataFrame(rows).reindex(columns=list(contract.columns)))
        return made.select(*(made[key].cast(type).name(key)
                             for key, type in contract.schema.items()))  # fmt: skip

    orders = [{"order_id": str(n), "customer_id": "ann", "channel": "web", "event_day": day,
               "ordered_at": pd.Timestamp(f"{day} 20:00", tz="UTC")}
              for n, day in enumerate(["2026-09-01", "2025-09-30"])]  # fmt: skip
    tables = {"orders?": table("orders", orders), "events?": table("events", []),
              "contacts?": table("contacts", [])}  # fmt: skip
    desk = SimpleNamespace(
        as_of=date(2026, 9, 30), source=SimpleNamespace(time_zone="Asia/Shanghai"),
        read=lambda name, by_customer=False: tables[name],
    )  # fmt: skip
    members = pd.DataFrame({"customer_id": ["ann"], "persona_id": ["p-1"], "is_main": [True]})

    told = day_strip(desk, members)

    assert told[["part_of_day", "channel", "cases"]].to_numpy().tolist() == [["night", "web", 1]]
