import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.single_view.lasting import lasting_ids, moves

NOBODY = pd.DataFrame({"record_l": [], "record_r": [], "reason": []}, dtype="str")


def grouped(**groups):
    """Who is whose record: one group per argument, its records as letters."""
    return pd.Series({record: min(own) for own in groups.values() for record in own}).sort_index()


def before(**people):
    """The table `identities` of the period before: one person per argument."""
    rows = [(record, record, person, True) for person, own in people.items() for record in own]
    columns = ["record_id", "source_customer_id", "person_id", "owns_number"]
    return pd.DataFrame(rows, columns=columns, dtype="object")


def ids(people, previous):
    return lasting_ids(people, carrying(people.index), previous)


def carrying(records, numbers=None):
    """Records that carry these numbers, or each one of its own."""
    numbers = records if numbers is None else numbers
    return pd.DataFrame({"record_id": records, "customer_id": numbers})


def told(people, previous, links=NOBODY, apart=NOBODY):
    found = moves(ids(people, previous), links, apart, period="2026Q3")
    return found.drop(columns="period").to_numpy().tolist()


def link(one, other, reason="weighed"):
    return pd.DataFrame({"record_l": [one], "record_r": [other], "reason": [reason]})


def test_without_a_period_before_each_person_has_an_id_of_its_own():
    found = ids(grouped(x="ab", y="c"), before())

    assert found.person_id.nunique() == 2
    assert found.person_id["a"] == found.person_id["b"]
    assert found.before.isna().all()


def test_a_person_keeps_the_id_when_records_come_and_go():
    found = ids(grouped(x="acd"), before(p="ab"))

    assert set(found.person_id) == {"p"}


def test_of_two_people_who_are_one_the_one_with_more_records_gives_the_id():
    people, previous = grouped(x="abcde"), before(p="ab", q="cde")

    assert set(ids(people, previous).person_id) == {"q"}
    assert told(people, previous, link("b", "c")) == [["p", "q", "merge", "weighed", 2]]


def test_equally_many_records_are_decided_by_id():
    assert set(ids(grouped(x="ab"), before(q="a", p="b")).person_id) == {"p"}


def test_of_a_person_who_is_two_the_larger_part_keeps_the_id():
    people, previous = grouped(x="ab", y="c"), before(p="abc")

    found = ids(people, previous).person_id

    assert found["a"] == "p" and found["c"] != "p"
    assert told(people, previous) == [["p", found["c"], "split", "evidence", 1]]


def test_a_record_that_moves_to_somebody_who_was_there_is_told_as_a_split():
    people, previous = grouped(x="ab", y="cde"), before(p="abc", q="de")

    assert told(people, previous) == [["p", "q", "split", "evidence", 1]]


def test_an_id_is_never_given_to_two():
    # The person was named by record b; b is alone now, and the others keep its id.
    named = ids(grouped(x="bcd"), before()).person_id["b"]

    found = ids(grouped(x="b", y="cd"), before(**{named: "bcd"})).person_id

    assert found["c"] == named and found["b"] != named


def test_a_contact_that_comes_to_a_number_which_only_orders_knew_is_no_new_person():
    people = pd.Series({"contact": "contact"})

    found = lasting_ids(people, carrying(["contact"], ["n"]), before(p="n"))

    assert found.person_id["contact"] == "p"


@pytest.mark.parametrize(
    ("links", "reason"),
    [
        (link("b", "c", "decision"), "decision"), (link("c", "a", "certain"), "certain"),
        (pd.concat([link("a", "c"), link("b", "d", "certain")]), "certain"),
        (pd.concat([link("a", "x"), link("c", "x")]), "new_record"), (NOBODY, "new_record"),
    ],
)  # fmt: skip
def test_the_strongest_link_between_two_people_is_the_reason_of_their_merging(links, reason):
    people = grouped(all="abcdx")

    assert told(people, before(p="ab", q="cd"), links)[0][3] == reason


def test_a_split_that_somebody_decided_says_so():
    people, previous = grouped(x="ab", y="c"), before(p="abc")
    apart = pd.DataFrame({"record_l": ["a"], "record_r": ["c"]})

    assert told(people, previous, apart=apart)[0][3] == "decision"


records = st.lists(st.sampled_from("pqrs"), min_size=1, max_size=9)


@given(records, records)
def test_every_record_keeps_its_person_or_its_move_is_recorded(old, new):
    size = min(len(old), len(new))
    names = [f"r{place}" for place in range(size)]
    groups = pd.Series(new[:size], index=names)
    people = groups.map(groups.reset_index().groupby(0)["index"].min())
    previous = before(**{person: [n for n, p in zip(names, old, strict=False) if p == person]
                         for person in set(old[:size])})  # fmt: skip

    found = ids(people, previous)
    moved = moves(found, NOBODY, NOBODY, period="2026Q3")

    changed = pd.Series(old[:size], names).ne(found.person_id)
    assert changed.sum() == moved["records"].sum()
    assert found.person_id.groupby(people).nunique().eq(1).all()
    assert found.person_id.nunique() == people.nunique()
