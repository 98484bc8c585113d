from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.single_view.candidates import COLUMNS, candidates
from helpers.single_view.completeness import before_and_after, field_completeness
from helpers.single_view.survivorship import Rules, choose, golden_records
from helpers.workspace import contracts, engine
from helpers.workspace.survivorship import FIELDS, KINDS

AS_OF = date(2026, 9, 30)
RULES = Rules(dict.fromkeys(FIELDS, ("most_recent",)), KINDS)


def versions(*rows):
    """Records: id, source, delivery, name, phone, birth day."""
    columns = ["contact_id", "source", "delivery", "name", "phone", "birth_day"]
    frame = pd.DataFrame(rows, columns=columns).reindex(columns=COLUMNS)
    days = ["delivery", "birth_day", "day", "created_day"]
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in days})


RECORDS = versions(
    ("k1", "customer", "2026-06-30", "Al", "+1", None),
    ("k1", "customer", "2026-09-30", "Al", None, "2099-01-01"),
    ("k2", "contact", "2026-09-30", None, "+2", None),
    ("k3", "contact", "2026-09-30", None, None, None),
)
PEOPLE = pd.DataFrame({
    "contact_id": ["k1", "k2", "k3", None], "person_id": ["p", "p", "q", "guest"],
})  # fmt: skip


def counted(records=RECORDS, people=PEOPLE):
    golden = golden_records(choose(candidates(records, people, as_of=AS_OF), RULES), people)
    return field_completeness(records, golden, people, as_of=AS_OF)


def test_filled_fields_are_counted_record_by_record_and_person_by_customer():
    table = counted().set_index(["field", "source"])[["rows", "filled"]]

    # The phone of k1 is gone; joined with k2, one of two people has name and phone.
    assert table.loc[("phone", "customer")].tolist() == [1, 0]
    assert table.loc[("phone", "contact")].tolist() == [2, 1]
    assert table.loc[("name", "every_record")].tolist() == [3, 1]
    assert table.loc[("name", "golden_record")].tolist() == [2, 1]


def test_a_birth_day_to_come_is_not_filled():
    table = counted().set_index(["field", "source"])["filled"]

    assert table["birth_day"].eq(0).all()


def test_before_and_after_names_what_any_record_fills():
    changes = before_and_after(counted())

    assert changes["field"].tolist() == ["name", "phone"]
    # Of p one of two records has it, of q none: one taken at random has it for a quarter.
    assert changes["before"].tolist() == [0.25, 0.25]
    assert changes["after"].tolist() == [0.5, 0.5]


def test_the_lists_add_up_to_all_records():
    table = counted()

    lists = table[~table["source"].isin(["every_record", "golden_record"])]
    every = table[table["source"].eq("every_record")].set_index("field")
    assert lists.groupby("field")["filled"].sum().equals(every["filled"].sort_index())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Al", None]), st.sampled_from(["+1", None]),
                          st.sampled_from("pq")), min_size=1, max_size=6))  # fmt: skip
def test_joining_never_makes_a_record_poorer(rows):
    records = versions(*((f"k{number}", "contact", "2026-09-30", name, phone, None)
                         for number, (name, phone, _) in enumerate(rows)))  # fmt: skip
    people = pd.DataFrame({"contact_id": records["contact_id"], "person_id": [p for *_, p in rows]})

    changes = before_and_after(counted(records, people))

    assert changes["gain"].ge(-1e-12).all()


def test_the_table_keeps_its_contract_and_is_empty_without_records():
    contracts.validate(engine.in_memory(counted()), contracts.load("field_completeness"))

    nothing = counted(RECORDS.iloc[:0], PEOPLE.iloc[3:])

    assert nothing.empty and before_and_after(nothing).empty
