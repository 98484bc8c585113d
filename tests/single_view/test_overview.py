import pandas as pd
import pytest

from helpers.single_view import overview
from helpers.single_view.linkage import Linkage

# The shop's a and the newsletter's b are one person, as are the shop's c and d; e, a lead,
# stands alone with a likely pair, f with an unlikely one, g knows one detail, h nothing.
PEOPLE = pd.Series(dict(zip("abcdefgh", "aaccefgh", strict=True)))
SOURCES = ["customer", "subscriber", "customer", "customer", "lead", "lead", "member", "orders"]
RECORDS = pd.DataFrame({"record_id": list("abcdefgh"), "source": SOURCES})
USABLE = pd.DataFrame({
    "name": [True, False, True, True, True, True, False, False],
    "email": [True, True, True, False, False, False, False, False],
    "phone": [False, False, True, True, True, True, True, False], "address": False,
}, index=PEOPLE.index)  # fmt: skip
PAIRS = pd.DataFrame({
    "record_l": ["a", "c", "c"], "record_r": ["b", "e", "f"], "probability": [0.9, 0.6, 0.2],
})  # fmt: skip
LINKS = pd.DataFrame({"record_l": ["a", "c"], "record_r": ["b", "d"], "why": ["email", "order"]})


@pytest.fixture
def linkage():
    return Linkage(PEOPLE, PAIRS, LINKS, None, None, {}, USABLE)


def test_each_list_says_how_much_it_knows_and_the_shop_comes_first(linkage):
    table = overview.by_source(RECORDS, linkage).set_index("list")

    assert list(table.index) == ["customer", "member", "subscriber", "lead", "orders"]
    assert table.loc["customer"].tolist() == pytest.approx([3, 1, 2 / 3, 2 / 3, 0])


def test_two_lists_say_what_both_know_and_who_is_on_both(linkage):
    table = overview.overlaps(RECORDS, linkage).set_index(["list", "other_list"])

    assert len(table) == 6
    assert table.loc[("customer", "subscriber")].tolist() == ["email", 1]
    assert table.loc[("customer", "lead")].tolist() == ["name,phone", 0]


def test_lists_that_have_nothing_in_common_are_counted(linkage):
    overlap = overview.overlaps(RECORDS, linkage)

    # Subscribers know an e-mail alone, and members and leads none.
    assert overview.common_key(overlap) == "single_view.no_common"
    assert overview.common_words(overlap) == {"pairs": 2}
    known = overlap[overlap["common"] != ""]
    assert overview.common_key(known) == "single_view.all_common"
    assert overview.common_words(known) == {}


def test_people_are_counted_by_their_records(linkage):
    table = overview.by_size(linkage)

    assert table["records_each"].tolist() == ["1", "2"]
    assert table["people"].tolist() == [4, 2]
    assert overview.head_counts(RECORDS, linkage) == {
        "records": 8, "people": 6, "several": pytest.approx(1 / 3),
    }  # fmt: skip


def test_a_rule_counts_the_records_that_it_joins(linkage):
    assert overview.certain_by_rule(linkage).to_numpy().tolist() == [["email", 2], ["order", 2]]


def test_who_stands_alone_says_why(linkage):
    found = overview.unlinked(linkage, threshold=0.5).set_index("reason")

    assert found["people"].to_dict() == {
        "below_threshold": 1, "others_fit": 1, "one_detail": 1, "nothing_known": 1,
    }  # fmt: skip
    assert found["share"].tolist() == [1 / 4] * 4


def test_moves_are_counted_by_kind_and_reason():
    merges = pd.DataFrame({
        "from_id": ["p", "p", "q"], "to_id": ["r", "s", "s"], "records": [1, 2, 3],
        "kind": ["split", "split", "merge"], "reason": ["evidence", "evidence", "weighed"],
    })  # fmt: skip

    table = overview.moved_by_kind(merges)

    assert table.to_numpy().tolist() == [["merge", "weighed", 1, 3], ["split", "evidence", 1, 3]]


def test_without_records_every_table_is_empty():
    none = pd.DataFrame({"record_id": [], "source": []}, dtype="str")
    empty = Linkage(PEOPLE.head(0), PAIRS.head(0), LINKS.head(0), None, None, {}, USABLE.head(0))

    assert overview.by_source(none, empty).empty
    assert overview.overlaps(none, empty).empty
    assert overview.by_size(empty).empty
    assert overview.certain_by_rule(empty).empty
    assert overview.unlinked(empty, threshold=0.5).empty
