import importlib

import numpy as np
import pandas as pd
import pytest

from helpers.evidence import mean_interval
from helpers.personas.worth.economics import economics, margins
from helpers.workspace import contracts
from helpers.workspace.tables import _typed

HELD_OUT = pd.DataFrame({"persona_id": ["p-1", "p-2"], "apart": [80.0, -80.0],
                         "apart_lower": [60.0, -100.0], "apart_upper": [100.0, -60.0]})  # fmt: skip
module = importlib.import_module("helpers.personas.worth.economics")


def company(rng, rows=600):
    """Customers of two personas: one that costs more than it brings, and one that does not."""
    ids = [f"c{number:03d}" for number in range(rows)]
    costly = np.arange(rows) % 3 == 0
    orders = rng.poisson(3, rows)
    frame = pd.DataFrame({
        "customer_id": ids, "orders": orders, "with_discount": np.where(costly, orders, 0),
        "with_return": np.where(costly, orders // 2, 0), "tickets": rng.poisson(0.2, rows),
        "discounts": np.where(costly, 40.0, 5.0) * orders, "revenue": 100.0 * orders,
        "goods": np.where(costly, 80.0, 50.0) * orders, "parcels": 20.0 * orders,
        "returns": np.where(costly, 15.0, 1.0) * orders, "payment": 1.0 * orders, "service": 0.0,
    })  # fmt: skip
    costs = frame[["goods", "parcels", "returns", "payment", "service"]].sum(axis=1)
    members = pd.DataFrame({"customer_id": ids, "persona_id": np.where(costly, "p-2", "p-1"),
                            "is_main": True})  # fmt: skip
    return frame.assign(margin=frame["revenue"] - costs), members


@pytest.fixture
def made():
    margin, members = company(np.random.default_rng(4))
    return margin, members, economics(margin, members, HELD_OUT).set_index("persona_id")


def test_the_planted_costly_persona_is_not_pursued_and_no_other(made):
    _, _, told = made

    assert told["role"].eq("do_not_pursue").to_dict() == {"p-1": False, "p-2": True}
    assert told.loc["p-2", "reason"] == "reason_discounts"


def test_means_and_interval_are_those_of_the_members(made):
    margin, members, told = made
    own = margin[members["persona_id"].eq("p-2")]

    assert told.loc["p-2", ["margin", "lower", "upper"]].tolist() == pytest.approx(
        mean_interval(own["margin"].to_numpy())
    )
    assert told.loc["p-2", "discount_share"] == 1
    assert told.loc["p-2", "return_share"] == own["with_return"].sum() / own["orders"].sum()
    assert told["customers"].sum() == len(margin)


def test_the_table_keeps_its_contract_with_and_without_costs(made):
    margin, members, told = made
    contract = contracts.load("persona_economics")
    without = economics(margin.assign(margin=np.nan), members, HELD_OUT)

    contracts.validate(_typed(told.reset_index(), contract), contract)
    contracts.validate(_typed(without, contract), contract)
    assert without["role"].eq("cannot_tell").all()


def test_customers_without_a_persona_are_left_out(made):
    margin, members, _ = made

    told = economics(margin, members.assign(is_main=members["persona_id"].eq("p-1")), HELD_OUT)

    assert told["persona_id"].tolist() == ["p-1"]


def test_margins_are_of_all_who_have_a_persona(monkeypatch):
    asked = {}
    monkeypatch.setattr(module, "customer_margin", lambda *told: asked.update(told=told))
    members = pd.DataFrame({"customer_id": ["b", "a", "a"], "persona_id": "p", "is_main": [
        True, True, False]})  # fmt: skip

    margins("sales", members)

    assert asked["told"][0] == "sales"
    assert asked["told"][1].tolist() == ["a", "b"]
