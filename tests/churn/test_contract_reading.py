"""A small company with subscriptions, from its raw file to its scores."""

import numpy as np
import pandas as pd
import pytest
from churn.planted_contracts import LAST_DAY, RATIO_PAPER, RATIO_YEARLY, planted

from helpers import intake
from helpers.churn import contract_risk
from helpers.churn.contract_reading import (
    contract_hazards,
    read_contracts,
    tenures,
    why_no_contracts,
)
from helpers.churn.contract_risk import score_contracts
from helpers.single_view.records import contact_records, order_numbers
from helpers.single_view.snapshots import take_features
from helpers.single_view.traits import take_traits
from helpers.workspace import contracts, engine, open_desk, paths, snapshot_days, tables
from helpers.workspace.settings import settings
from helpers.workspace.source import load_source

TOP = """
title = "A club"
currency = "CNY"
time_zone = "UTC"
data_through = 2026-09-30
[[files]]
path = "members.csv"
received = 2026-10-05
data_through = 2026-09-30
format = "csv"
table = "subscriptions"
encoding = "utf-8"
decimal = "."
"""
DATED = TOP + """
date_format = { started_day = "%Y-%m-%d", ended_day = "%Y-%m-%d" }
columns = { subscription_id = "subscription_id", contact_id = "contact_id", event_day = "started_day", ended_day = "ended_day", plan = "plan", monthly_amount = "monthly_amount" }
"""  # noqa: E501
NO_TIME = TOP + """
columns = { subscription_id = "subscription_id", plan = "plan", has_ended = "has_ended" }
"""
FILE = ["subscription_id", "contact_id", "started_day", "ended_day", "has_ended", "plan",
        "monthly_amount", "paper", "colour"]  # fmt: skip


@pytest.fixture
def club(own_root):
    """A function that takes the company's file in, and returns the desk of chapter 09."""
    settings.cache_clear()
    folder = paths.raw("club")
    folder.mkdir(parents=True)

    def write(table, name):
        contract = contracts.load(name)
        path = tables.table_path(paths.processed("club"), "2026Q3", contract)
        tables.write_table(table, contract, path)

    def take_in(told, declared=DATED):
        told[FILE].replace({True: "yes", False: "no"}).to_csv(folder / "members.csv", index=False)
        (folder / "source.toml").write_text(declared, encoding="utf-8")
        for name, table in intake.take_in("club", load_source("club")).items():
            write(table, name)
        desk = open_desk("09_churn", "club", "2026Q3")
        number = order_numbers(desk)
        none = [contracts.empty(name) for name in ("contacts", "contact_details")]
        records = contact_records(*none, numbers=number)
        who = pd.DataFrame({
            "record_id": number, "contact_id": None, "source_customer_id": number,
            "source": records["source"], "person_id": number, "customer_id": number,
            "owns_number": True, "why": "alone", "probability": np.nan,
        })  # fmt: skip
        write(who, "identities")
        homes = pd.DataFrame({"account_id": [], "unit_id": []}, dtype="str")
        write(engine.in_memory(take_traits(desk, who, homes).table.to_pyarrow()), "traits")
        write(take_features(desk, who, snapshot_days(desk.as_of)), "features")
        write(contracts.empty("persona_members"), "persona_members")
        return desk

    yield take_in
    settings.cache_clear()


def test_planted_drivers_survive_the_way_from_the_file_to_the_page(club, monkeypatch):
    monkeypatch.setattr(contract_risk, "WAYS", ("same_for_all", "plan", "log_months"))
    told = planted(2_500, seed=6)
    desk = club(told)

    known = read_contracts(desk)
    hazards = contract_hazards(known).set_index("name")
    scores = score_contracts(desk, known, snapshot_days(desk.as_of, earlier=4), window_days=91)
    curve = tenures(desk, known, window_days=91)

    assert known.contracts.dated and known.contracts.left_out == 0
    assert known.contracts.rows["ended"].sum() == (told["ended_day"] <= LAST_DAY).sum()
    assert hazards.loc["plan", "ratio"] == pytest.approx(RATIO_YEARLY, rel=0.2)
    assert hazards.loc["paper", "ratio"] == pytest.approx(RATIO_PAPER, rel=0.2)
    assert hazards.loc[["plan", "paper"], "found"].all()
    assert len(scores.risk) == told["ended_day"].isna().sum()
    half = curve[curve["kind"].eq("plan")].groupby("grp")["median_months"].first()
    assert half["monthly"] < half.fillna(99)["yearly"]
    for name, table in (("churn_hazards", hazards.reset_index()), ("churn_tenure", curve),
                        ("churn_contract_ways", scores.ways)):  # fmt: skip
        desk.write(name, table)


def test_a_file_without_days_and_months_is_refused_by_what_it_lacks(club):
    desk = club(planted(300), NO_TIME)

    known = read_contracts(desk)

    assert known.why == "churn_contracts.no_time"
    assert known.contracts.rows.empty
    assert contract_hazards(known).empty
    assert tenures(desk, known, window_days=91).empty


def test_a_company_without_subscriptions_lacks_them(club):
    told = planted(300)
    desk = club(told)
    path = tables.table_path(paths.processed("club"), "", contracts.load("subscriptions"))
    path.unlink()

    known = read_contracts(desk)

    assert known.why == "churn_contracts.none"
    assert score_contracts(desk, known, [], window_days=91).risk.empty


@pytest.mark.parametrize(
    ("ended", "key"),
    [
        ([], "none"), ([None] * 3, "no_end"), ([True] * 3, "all_ended"),
        ([False] * 3, "none_ended"), ([True, False, True], "few_ended"),
    ],
)  # fmt: skip
def test_what_contracts_lack_is_said_by_its_key(ended, key):
    told = pd.DataFrame({
        "subscription_id": [f"s{n}" for n in range(len(ended))], "customer_id": "c", "plan": "a",
        "monthly_amount": 10.0, "event_day": LAST_DAY, "started_day": pd.NaT, "ended_day": pd.NaT,
        "tenure_months": 1.0, "has_ended": ended,
    })  # fmt: skip

    assert why_no_contracts(told, LAST_DAY.date()) == f"churn_contracts.{key}"


def test_where_enough_have_ended_nothing_is_lacking():
    assert why_no_contracts(planted(500), LAST_DAY.date()) is None
