from datetime import date

import pandas as pd
import pytest

from helpers.single_view import judging
from helpers.workspace import InputError, PrivacyError, UsageError, contracts, paths
from helpers.workspace.decisions import read_decisions

RECORDS = pd.DataFrame({
    "record_id": ["a", "b", "c"], "customer_id": ["a", "b", "c"], "source": "customer",
    "name": ["Ana Diaz", "A. Diaz", "Ben Day"], "email": "x@x.example", "phone": None,
    "address": None, "city": "York", "country": "GB",
})  # fmt: skip
PAIRS = pd.DataFrame({
    "record": ["a", "a", "a", "b"], "other_record": ["b", "b", "c", "c"],
    "comparison": ["name", "email", "name", "name"], "probability": [0.9, 0.9, 0.45, 0.2],
})  # fmt: skip


@pytest.fixture
def desk(own_root, monkeypatch):
    """A desk of which chapter 02 has run."""

    class Desk:
        company, staged = "acme", False

        def read(self, name):
            contract = contracts.load("same_person")
            return read_decisions("acme", contract) if "same" in name else PAIRS

    monkeypatch.setattr(judging, "gather", lambda desk: RECORDS)
    return Desk()


def decide(desk, record="a", other="c", **changes):
    judging.decide(desk, record, other, **{"same": True, "by": "AB", "day": "2026-10-12"} | changes)


def test_the_most_doubtful_pair_comes_first_side_by_side(desk):
    first, third = judging.judge(desk), judging.judge(desk, place=3)

    assert list(first) == ["a", "c"] and list(third) == ["a", "b"]
    assert first.loc["name"].tolist() == ["Ana Diaz", "Ben Day"]
    assert first.loc["probability"].tolist() == [0.45, 0.45]


def test_what_is_decided_is_written_with_ids_alone_and_not_asked_again(desk):
    decide(desk, *judging.judge(desk).columns, note="same house, call 138 1234 5678")

    line = paths.decisions("acme", "same_person").read_text(encoding="utf-8").splitlines()[1]
    assert line == 'a,c,yes,AB,2026-10-12,"same house, call [number]"'
    assert list(judging.judge(desk)) == ["b", "c"]


def test_a_note_is_one_line_and_names_neither_record(desk):
    decide(desk, note="ana diaz is\nBen Day's wife")

    line = paths.decisions("acme", "same_person").read_text(encoding="utf-8").splitlines()[1]
    assert line == "a,c,yes,AB,2026-10-12,[name] is [name]'s wife"


def test_a_pair_is_not_asked_again_the_other_way_round(desk):
    decide(desk, "c", "a", same=False)

    assert list(judging.judge(desk)) == ["b", "c"]


def test_a_run_shows_nobody(desk):
    desk.staged = True

    with pytest.raises(PrivacyError, match="use it in JupyterLab, not in a run"):
        judging.judge(desk)


@pytest.mark.parametrize("place", [0, 4])
def test_a_place_that_no_pair_has_is_refused_with_the_number_of_pairs(desk, place):
    with pytest.raises(UsageError, match=f"place {place}: there are 3 pairs"):
        judging.judge(desk, place=place)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"other": "nobody"}, "no record of that id is known"),
        ({"by": " "}, "by: write a role or initials"),
        ({"by": "+86 138 0013 8000"}, "by: write a role or initials"),
        ({"by": "ana.diaz@x.example"}, "by: write a role or initials"),
        ({"day": "12/10/2026"}, "day: write it like 2026-09-30"),
    ],
)
def test_a_decision_that_is_not_told_as_it_should_be_is_refused(desk, changes, told):
    with pytest.raises(UsageError, match=told):
        decide(desk, **changes)

    assert not paths.decisions("acme", "same_person").exists()


def test_a_decision_that_contradicts_others_is_refused_and_not_written(desk):
    decide(desk, "a", "b")
    decide(desk, "b", "c")

    with pytest.raises(InputError, match="line 2, 3, 4 says cannot all hold"):
        decide(desk, "a", "c", same=False)

    assert len(desk.read("same_person")) == 2


def test_a_later_decision_replaces_one(desk):
    decide(desk, "a", "b")
    decide(desk, "a", "b", same=False)

    assert desk.read("same_person")["same"].tolist() == [True, False]
    assert desk.read("same_person")["day"].tolist() == [date(2026, 10, 12)] * 2
