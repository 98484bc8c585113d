from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.single_view.traits import (
    owners_of,
    shown_columns,
    subscribers,
    traits_of,
    why_no_traits,
)
from helpers.workspace import contracts

DAY = date(2026, 3, 31)


def cells_of(name, values, *, records="contacts", day=DAY, first=0):
    """Cells of one column, one record each: r0, r1 and so on; a missing one has no cell."""
    rows = [(records, f"r{place + first}", name, str(value), day)
            for place, value in enumerate(values) if value is not None]  # fmt: skip
    return pd.DataFrame(rows, columns=["records", "record_id", "name", "value", "event_day"])


def details_of(**names):
    known = pd.DataFrame({"contact_id": list(names), "name_received": list(names.values())})
    return known.assign(email_received=None, phone_received=None, address_received=None)


@pytest.fixture
def taken():
    """A function that makes traits of cells; r0 is customer c0, and so on."""

    def make(*parts, details=None, owners=None):
        cells = pd.concat(parts, ignore_index=True)
        cells = cells.assign(delivery=cells["event_day"], customer_id=None)
        if owners is None:
            ids = sorted(set(cells["record_id"]))
            people = [f"c{record[1:]}" for record in ids]
            owners = pd.DataFrame({"record_id": ids, "customer_id": people, "place": 0})
        known = details_of(nobody="nobody") if details is None else details
        schema = {"customer_id": "string", "event_day": "date", "delivery": "date"}
        private = dict.fromkeys(["email_received", "phone_received", "address_received"], "string")
        return traits_of(ibis.memtable(cells).cast(schema), ibis.memtable(known).cast(private),
                         owners)  # fmt: skip

    return make


def by_customer(traits, name, column="value"):
    frame = traits.table.to_pandas()
    return frame[frame["name"].eq(name)].set_index("customer_id")[column].to_dict()


def fates(traits):
    return traits.columns.set_index("name")["fate"].to_dict()


def test_numbers_flags_and_few_words_become_traits_and_the_table_keeps_its_contract(taken):
    traits = taken(
        cells_of("income", [30_000.5 + n % 9 for n in range(20)]),
        cells_of("member", ["Yes", "no"] * 10), cells_of("status", ["open", "won"] * 10),
    )  # fmt: skip

    assert fates(traits) == {"income": "number", "member": "flag", "status": "word"}
    assert set(traits.table.columns) == set(contracts.load("traits").columns)
    assert by_customer(traits, "member")["c0"] == "yes"
    assert by_customer(traits, "member", "number") == {
        f"c{n}": float(n % 2 == 0) for n in range(20)
    }
    assert by_customer(traits, "income", "number")["c1"] == 30_001.5
    assert pd.isna(by_customer(traits, "status", "number")["c0"])


def test_the_newest_cell_counts_and_a_persons_own_goes_before_its_accounts(taken):
    old = cells_of("stage", ["cold", "frozen"] * 10)
    new = cells_of("stage", ["warm", "tepid"] * 10, first=20, day=date(2026, 6, 30))
    account = cells_of("stage", ["hot"] * 21, first=40, records="accounts", day=date(2026, 9, 30))
    owners = pd.DataFrame({
        "record_id": [f"r{n}" for n in range(61)],
        "customer_id": [f"c{n % 20:02d}" for n in range(60)] + ["c99"],
        "place": [0] * 40 + [1] * 21,
    })  # fmt: skip

    traits = taken(old, new, account, owners=owners)

    assert pd.Series(by_customer(traits, "stage")).value_counts().to_dict() == {
        "warm": 10, "tepid": 10,
    }  # fmt: skip  # c99 alone has an account's word: one of a rest that is too few to tell


def test_cells_of_orders_and_events_are_no_traits_of_people(taken):
    traits = taken(cells_of("paid", ["1", "0"] * 10, records="orders"))

    assert traits.columns.empty and traits.table.count().to_pandas() == 0
    assert why_no_traits(traits.columns) == "single_view.no_traits"


def test_words_of_few_are_told_as_other_and_not_at_all_where_even_these_are_few(taken):
    status = ["open"] * 80 + ["won"] * 100
    traits = taken(
        cells_of("many", [*status, *"abcdefghijk"]), cells_of("few", [*status, *"abcde"])
    )

    assert pd.Series(by_customer(traits, "many")).value_counts().to_dict() == {
        "won": 100, "open": 80, "other": 11,
    }  # fmt: skip
    assert len(by_customer(traits, "few")) == 180


def test_a_column_that_repeats_what_the_details_tell_stays_private(taken):
    names = {f"r{n}": f"Ann{n % 3} Lee" for n in range(40)}
    nick = [f"ann{n % 3}" if n < 3 else "boss" for n in range(40)]
    traits = taken(
        cells_of("called", nick), cells_of("status", ["open", "won"] * 20),
        details=details_of(**names),
    )  # fmt: skip

    assert fates(traits) == {"called": "personal", "status": "word"}
    assert set(traits.table.to_pandas()["name"]) == {"status"}


@pytest.mark.parametrize(
    ("values", "fate"),
    [
        ([f"0{n}" for n in range(30)], "too_many_words"),  # a code, and no number
        (range(1000, 1030), "names_one"), ([13812345000 + n % 3 for n in range(30)], "names_one"),
        ([f"ann{n % 2}@x.example" for n in range(30)], "personal"),
        ([f"remark {n}" for n in range(30)], "too_many_words"), ([5] * 30, "constant"),
        ([1, 0, 1], "too_few"),
    ],
    ids=["code", "serial", "telephone", "mail", "remark", "constant", "few"],
)  # fmt: skip
def test_what_may_name_somebody_or_says_nothing_is_left_out(taken, values, fate):
    traits = taken(cells_of("x", values))

    assert fates(traits) == {"x": fate}
    assert traits.table.count().to_pandas() == 0


def test_an_accounts_traits_are_those_of_all_its_customers():
    who = pd.DataFrame({"contact_id": ["k1", "k2", None], "customer_id": ["a", "b", "c"]})
    homes = pd.DataFrame({"account_id": ["firm", "firm", None], "unit_id": ["a", "b", "c"]})

    owners = owners_of(who, homes)

    assert sorted(owners.itertuples(index=False, name=None)) == [
        ("firm", "a", 1), ("firm", "b", 1), ("k1", "a", 0), ("k2", "b", 0),
    ]  # fmt: skip


def test_a_subscription_is_whose_number_it_carries():
    who = pd.DataFrame({
        "contact_id": ["k1", None], "source_customer_id": ["n1", "n2"], "customer_id": ["a", "b"],
        "owns_number": True,
    })  # fmt: skip
    agreed = pd.DataFrame({
        "subscription_id": ["s1", "s2", "s3", "s4"], "customer_id": ["k1", "n2", "n2", None],
    })  # fmt: skip

    found = subscribers(agreed, who)

    whose = found.set_index("record_id")["customer_id"].to_dict()
    assert whose == {"s1": "a", "s2": "b", "s3": "b"}


def test_readers_see_the_column_and_what_became_of_it():
    columns = pd.DataFrame({"name": ["x"], "customers": [30], "different": [2], "fate": ["flag"]})

    assert shown_columns(columns).iloc[0].to_dict() == {
        "column": "x", "customers": 30, "different": 2, "fate": "trait_flag",
    }  # fmt: skip
    assert why_no_traits(columns) is None
