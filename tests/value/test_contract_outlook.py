from types import SimpleNamespace

import ibis
import numpy as np
import pandas as pd
import pytest
from value.agreements import LAST_DAY, as_known, renewing

from helpers.value.contract_outlook import contract_outlook, with_contracts
from helpers.workspace import contracts
from helpers.workspace.tables import write_table

TODAY = LAST_DAY.date()
SCHEMA = {
    "subscription_id": "string", "contact_id": "string", "customer_id": "string",
    "event_day": "date", "started_day": "date", "ended_day": "date", "has_ended": "boolean",
    "tenure_months": "float64", "plan": "string", "monthly_amount": "float64",
}  # fmt: skip


def desk_of(told):
    def read(name, *, as_of=TODAY, by_customer=False):
        known = as_known(told, as_of) if told["started_day"].notna().any() else told
        days = {name: known[name].astype("object").where(known[name].notna(), None)
                for name in ("started_day", "ended_day")}  # fmt: skip
        return ibis.memtable(known[list(SCHEMA)].assign(**days), schema=SCHEMA)

    return SimpleNamespace(read=read, as_of=TODAY)


def outlook_of(told, *, outside=(), **options):
    names = told["customer_id"].dropna().unique()
    people = pd.DataFrame({"customer_id": names, "in_scope": ~np.isin(names, outside)})
    return contract_outlook(desk_of(told), people, yearly_rate=0.1, seed=1, **options)


def undated(told):
    lasted = told["ended_day"].fillna(LAST_DAY) - told["started_day"]
    months = (lasted.dt.days // 30).astype(float)
    return told.assign(tenure_months=months, event_day=LAST_DAY, started_day=pd.NaT,
                       ended_day=pd.NaT)  # fmt: skip


def test_tables_stand_under_their_contracts(own_root):
    found = outlook_of(renewing(1_500))

    assert found.why is None and found.dated
    for name in ("contract_value", "contract_renewals", "contract_scores"):
        table = getattr(found, name.removeprefix("contract_"))
        write_table(table, contracts.load(name), own_root / f"{name}.parquet")
        assert len(table)


def test_contracts_without_days_are_foretold_and_not_held_against_anything():
    found = outlook_of(undated(renewing(1_500)))

    assert not found.dated and found.scores.empty
    assert found.value.iloc[0]["months_12"] > 0


def test_what_running_contracts_bring_adds_up_to_the_total():
    found = outlook_of(renewing(1_500))

    assert found.each["predicted_clv_365"].sum() == pytest.approx(found.value["total_12"].iloc[0])


@pytest.mark.parametrize(
    ("told", "why", "lacking"),
    [
        (renewing(100).head(0), "value_contracts.none", {}),
        (undated(renewing(100)).assign(tenure_months=np.nan), "value_contracts.no_time", {}),
        (renewing(30), "value_contracts.few_subscriptions", {"found": 30, "needed": 50}),
    ],
)
def test_what_is_missing_is_said_and_how_much(told, why, lacking):
    found = outlook_of(told)

    assert (found.why, found.lacking) == (why, lacking)
    assert found.value.empty


def test_who_is_out_of_scope_has_no_contract_here():
    told = renewing(800)

    found = outlook_of(told, outside=told["customer_id"].head(300))

    assert len(found.rows) == 500


def test_who_has_a_contract_and_no_order_is_valued_by_it(own_root):
    found = outlook_of(renewing(1_500))
    first, second = found.each["customer_id"].iloc[:2]
    orders = pd.DataFrame({"customer_id": [first], "predicted_clv_365": [50.0],
                           "clv_basis": "revenue"})  # fmt: skip
    worth = contracts.empty("customer_value").reindex([0]).assign(**orders.iloc[0])

    told = with_contracts(worth, found, TODAY)

    own = told.set_index("customer_id")
    assert own.loc[first, ["predicted_clv_365", "clv_basis"]].tolist() == [50.0, "revenue"]
    expected = found.each.set_index("customer_id").loc[second, "predicted_clv_365"]
    assert own.loc[second, "predicted_clv_365"] == pytest.approx(expected, abs=0.01)
    assert own.loc[second, "clv_basis"] == "contract"
    assert sorted(told["rank"]) == list(range(1, len(found.each) + 1))


def test_a_company_of_contracts_alone_has_its_customers_valued(own_root):
    found = outlook_of(renewing(1_500))

    told = with_contracts(contracts.empty("customer_value"), found, TODAY)

    write_table(told, contracts.load("customer_value"), own_root / "customer_value.parquet")
    assert len(told) == found.value["running"].iloc[0]
    assert set(told["value_tier"]) >= {"high", "mid", "low"}


def test_without_contracts_the_table_stays_as_it_is():
    found = outlook_of(renewing(100).head(0))
    worth = contracts.empty("customer_value")

    assert with_contracts(worth, found, TODAY) is worth
