import pandas as pd
import pytest

from helpers.workspace import InputError, UsageError, contracts, paths
from helpers.workspace.decisions import read_decisions
from helpers.workspace.group_decisions import (
    PERSONAS,
    SEGMENTS,
    TABLE,
    decided,
    waiting_lines,
)

HEADER = "kind,group_id,decision,name_en,name_zh,day,decided_by,note\n"
WHEN = {"by": "AB", "day": "2026-10-12"}


@pytest.fixture
def desk(own_root):
    """A desk of which chapters 04 and 05 have run."""

    class Desk:
        company, period = "acme", "2026Q3"

        def read(self, name):
            if name == f"{TABLE}?":
                return read_decisions("acme", contracts.load(TABLE))
            key = {"segment_names?": "segment_id", "personas?": "persona_id"}[name]
            return pd.DataFrame({key: [f"{key[0]}-1a2b", f"{key[0]}-77ff"]})

    return Desk()


def lines():
    return paths.decisions("acme", TABLE).read_text(encoding="utf-8").splitlines()[1:]


@pytest.fixture
def read(own_root):
    """Decisions as they are read from lines of the file."""

    def read_lines(*lines):
        path = paths.decisions("acme", TABLE)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
        return read_decisions("acme", contracts.load(TABLE))

    return read_lines


def test_what_is_decided_is_written_below_what_was_and_holds(desk):
    SEGMENTS.rename(desk, "s-1a2b", name_en=" Gift givers ", name_zh="送礼的人", **WHEN)
    SEGMENTS.pin(desk, "s-77ff", note="asked for\nby 138 1234 5678", **WHEN)
    PERSONAS.veto(desk, "p-1a2b", **WHEN)

    assert lines() == [
        "segment,s-1a2b,rename,Gift givers,送礼的人,2026-10-12,AB,",
        "segment,s-77ff,pin,,,2026-10-12,AB,asked for by [number]",
        "persona,p-1a2b,veto,,,2026-10-12,AB,",
    ]
    segments = decided(desk.read(f"{TABLE}?"), "segment")
    assert segments.names.to_dict("index") == {
        "s-1a2b": {"name_en": "Gift givers", "name_zh": "送礼的人"}
    }
    assert (segments.pinned, segments.vetoed) == (["s-77ff"], [])
    assert decided(desk.read(f"{TABLE}?"), "persona").vetoed == ["p-1a2b"]


def test_where_nothing_was_decided_nothing_holds(desk):
    nothing = decided(desk.read(f"{TABLE}?"), "segment")

    assert nothing.names.empty and nothing.pinned == nothing.vetoed == []


def test_the_later_of_two_decisions_holds_whatever_their_order_in_the_file(read):
    told = read(
        "segment,s-1a2b,rename,New,,2026-10-12,AB,",
        "segment,s-1a2b,rename,Old,旧,2026-01-05,AB,",
        "segment,s-1a2b,pin,,,2026-01-05,AB,",
        "segment,s-1a2b,veto,,,2026-01-05,AB,",
        "segment,s-77ff,veto,,,2026-01-05,AB,",
        "segment,s-77ff,release,,,2026-02-05,AB,",
    )

    found = decided(told, "segment")

    # A name that has no Chinese form stands in Chinese as it is.
    assert found.names.loc["s-1a2b"].tolist() == ["New", "New"]
    assert (found.pinned, found.vetoed) == ([], ["s-1a2b"])


def test_decisions_wait_for_a_group_that_is_not_there(read):
    told = read(
        "segment,s-1a2b,pin,,,2026-01-05,AB,",
        "segment,s-0000,rename,Ghosts,,2026-01-05,AB,",
        "segment,s-0000,pin,,,2026-01-05,AB,",
        "segment,s-0000,veto,,,2026-01-06,AB,",
        "persona,p-0000,pin,,,2026-01-05,AB,",
        "segment,s-1111,release,,,2026-01-05,AB,",
    )

    assert waiting_lines(told, "segment", ["s-1a2b"]) == [3, 5]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("segment,p-1a2b,pin,,,2026-01-05,AB,", "line 2: group_id of a segment begins with s-"),
        ("segment,s-1a2b,rename,,新,2026-01-05,AB,", "line 2: name_en is empty"),
        ("segment,s-1a2b,pin,Name,,2026-01-05,AB,", "line 2: name_en belongs to a rename alone"),
        ("segment,s-1a2b,rename,Call 138 1234 5678,,2026-01-05,AB,", "no e-mail or telephone"),
        (f"segment,s-1a2b,rename,{'x' * 61},,2026-01-05,AB,", "name_en is to have at most 60"),
        ("segment,s-1a2b,rename,A,,2026-01-05,AB,\nsegment,s-1111,rename,A,B,2026-01-05,AB,",
         "line 2, 3: name_en is the same for two groups"),
        ("group,s-1a2b,pin,,,2026-01-05,AB,", "line 2: kind is none of persona, segment"),
        ("segment,s-1a2b,keep,,,2026-01-05,AB,",
         "line 2: decision is none of rename, pin, veto, release"),
    ],
)  # fmt: skip
def test_a_decision_that_is_not_written_so_is_refused_by_line_and_column(read, line, told):
    with pytest.raises(InputError, match="group_decisions.csv, line") as refusal:
        decided(read(line), "segment")

    assert told in str(refusal.value) and "138" not in str(refusal.value)


def test_a_group_that_nobody_knows_is_refused_with_those_that_are_known(desk):
    with pytest.raises(UsageError, match="no segment of that id is known in 2026Q3: there are s-1"):
        SEGMENTS.pin(desk, "s-9999", **WHEN)

    assert not paths.decisions("acme", TABLE).exists()


def test_a_group_that_ended_can_still_be_released(desk, read):
    read("segment,s-0000,veto,,,2026-01-05,AB,")

    SEGMENTS.release(desk, "s-0000", **WHEN)

    assert decided(desk.read(f"{TABLE}?"), "segment").vetoed == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"by": "ana.diaz@x.example"}, "by: write a role"), ({"day": "today"}, "day: write it like")],
)
def test_a_decision_that_nobody_took_is_refused(desk, changes, told):
    with pytest.raises(UsageError, match=told):
        SEGMENTS.veto(desk, "s-1a2b", **WHEN | changes)


def test_a_name_that_another_group_has_is_refused_and_not_written(desk):
    SEGMENTS.rename(desk, "s-1a2b", name_en="Gift givers", **WHEN)

    with pytest.raises(InputError, match="the same for two groups"):
        SEGMENTS.rename(desk, "s-77ff", name_en="Gift givers", **WHEN)

    assert len(lines()) == 1
