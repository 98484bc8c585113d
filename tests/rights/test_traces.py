"""What stands for one person alone, found in the files of a simulated company."""

import pytest

from helpers.rights import forgetting, person
from helpers.rights.traces import traces_of


@pytest.fixture(scope="module")
def told(shared_company):
    start = person.ids_of("email", shared_company.who, "CN")
    return forgetting.meant(shared_company.name, start, kind="email")


def test_traces_hold_what_names_the_person_and_nothing_shared(told, shared_company):
    who, traces, files = told

    assert shared_company.who in traces.sure
    assert any(value.startswith("+") for value in traces.sure)
    others = {text for name in ("email", "phone") for text in who.others[name].dropna()}
    assert not traces.sure & others
    assert not traces.likely & {text for text in who.others["address"].dropna()}


def test_the_lines_of_an_order_are_all_about_who_placed_it(told):
    who, traces, files = told
    orders = next(file for file in files if file.name == "2026-07-06/orders_export.csv")
    rows = orders.reading.rows

    theirs = rows[rows["line"].isin(traces.lines[orders.name])]

    assert len(theirs) > 0
    assert set(rows[rows["record"].isin(theirs["record"])]["line"]) == traces.lines[orders.name]


def test_a_rejected_row_that_speaks_of_the_person_is_one_of_their_lines(told, shared_company):
    who, _, files = told
    contacts = next(file for file in files if file.name == "2026-07-06/zoho_contacts.csv")
    contacts.reading.rejects.add(99, "ragged_row", None, f"1,2,{shared_company.who}")

    traces = traces_of(who, files)

    assert 99 in traces.lines[contacts.name]


def test_nobody_leaves_nothing(told):
    _, _, files = told
    nobody = person.find_known(person.records_of("demo", files).rows, {"no such id"})

    traces = traces_of(nobody, files)

    assert (traces.sure, traces.likely, traces.lines) == (frozenset(), frozenset(), {})
