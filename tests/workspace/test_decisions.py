from datetime import date

import pytest

from helpers.workspace import InputError, contracts, paths
from helpers.workspace.decisions import add_decision, read_decisions

HEADER = "record,other_record,same,decided_by,day,note\n"
DECISION = {"record": "a", "other_record": "b", "same": True, "decided_by": "AB",
            "day": date(2026, 1, 5), "note": 'a "twin"'}  # fmt: skip


@pytest.fixture
def contract():
    return contracts.load("same_person")


@pytest.fixture
def written():
    """Write a file of decisions."""

    def write(text):
        path = paths.decisions("acme", "same_person")
        path.parent.mkdir(parents=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    return write


def test_where_nothing_was_decided_there_are_no_rows(contract):
    found = read_decisions("acme", contract)

    assert found.empty and list(found) == list(contract.columns)


def test_a_decision_is_read_as_it_was_added_below_those_before(contract):
    add_decision("acme", contract, DECISION)
    add_decision("acme", contract, DECISION | {"same": False, "note": ""})

    found = read_decisions("acme", contract)

    assert found.loc[2].to_dict() == DECISION
    assert not found.loc[3, "same"] and found["note"].isna().tolist() == [False, True]


def test_a_file_that_a_spreadsheet_wrote_is_read_and_kept(contract, written):
    written("\ufeff" + HEADER.replace("\n", "\r\n") + "a,b,YES,AB,2026-01-05,")
    assert read_decisions("acme", contract)["same"].tolist() == [True]

    add_decision("acme", contract, DECISION)

    assert read_decisions("acme", contract)["same"].tolist() == [True, True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("one,two\n", "its first line must be record,other_record,same,decided_by,day,note"),
        (HEADER + "a,b,yes\n", "line 2: it has 3 cells, not 6"),
        (HEADER + "a,b,maybe,AB,2026-01-05,\n", "line 2: same is neither yes nor no"),
        (HEADER + "\na,b,no,AB,05/01/2026,\n", "line 3: day is not a day: write it like"),
        (HEADER + "a,,no,AB,2026-01-05,\n", "line 2: other_record is empty"),
        (HEADER + 'a,"b,no\n', "is no CSV in UTF-8"),
        ("记录".encode("gb18030"), "is no CSV in UTF-8"),
    ],
)
def test_a_file_that_is_not_written_so_is_refused_by_line_and_column(contract, written, text, told):
    written(text)

    with pytest.raises(InputError, match="data/decisions/acme/same_person.csv") as refusal:
        read_decisions("acme", contract)

    assert told in str(refusal.value)
