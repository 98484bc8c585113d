import pandas as pd
import pytest

from helpers.reporting.speaking import Speaker
from helpers.reporting.wording import Wording
from helpers.segmentation import calling
from helpers.segmentation.lasting import name_segments


@pytest.fixture
def report():
    return Speaker(Wording("en"))


def said(report, key, words):
    return report.words(key, **words)


def test_a_name_that_an_analyst_gave_goes_before_the_one_that_the_features_make(report):
    names = pd.DataFrame({
        "segment_id": ["s-1", "s-2"], "features": ["category=tea;channel=app", "code=yes"],
        "name_en": ["Tea lovers", None], "name_zh": ["爱茶的人", None],
    })  # fmt: skip

    assert calling.called(names, report).to_dict() == {
        "s-1": "Tea lovers", "s-2": "With discount codes",
    }  # fmt: skip
    assert calling.called(names, Speaker(Wording("zh")))["s-1"] == "爱茶的人"


def test_segments_that_would_have_one_name_carry_their_ids(report):
    names = pd.DataFrame({
        "segment_id": ["s-1", "s-2", "s-3"], "features": ["", "", "code=yes"],
        "name_en": None, "name_zh": None,
    })  # fmt: skip

    told = calling.called(names, report)

    assert told["s-1"].endswith("(s-1)") and told["s-2"].endswith("(s-2)")
    assert told["s-3"] == "With discount codes"


def test_rows_of_the_largest_segment_come_first_and_stay_in_their_order():
    names = pd.DataFrame({"segment_id": ["s-9", "s-1"]})
    rows = pd.DataFrame({"segment_id": ["s-1", "s-9", "s-1", "s-9"], "place": [1, 2, 3, 4]})

    assert calling.largest_first(rows, names)["place"].tolist() == [2, 4, 1, 3]


def test_the_roll_names_each_segment_once(desk, found, report):
    segments = name_segments(desk, found, seed=1)

    told = calling.roll(segments, report)

    assert told["id"].tolist() == segments.names["segment_id"].tolist()
    assert told["segment"].is_unique and told["change"].eq("segment_first").all()


def test_what_became_of_segments_is_said_in_their_names(desk, found, next_quarter, report):
    first = name_segments(desk, found, seed=1)
    names = calling.called(first.names, report)
    a, b, c = first.names["segment_id"]
    changes = pd.DataFrame({
        "period": "2026Q4", "from_id": [a, b, None, "s-dead", "s-dead"],
        "to_id": [b, b, c, None, a], "kind": ["split", "kept", "birth", "death", "merge"],
        "customers": 1, "share_from": 0.5, "share_to": 0.5,
    })  # fmt: skip
    later = name_segments(next_quarter(first), found, seed=1)._replace(changes=changes)

    told = said(report, calling.lineage_key(later), calling.lineage_words(later, report))

    assert told == (
        f"Since the quarter before: “{names[b]}” parted from “{names[a]}”, “{names[c]}” is new, "
        f"“s-dead” is no more and “s-dead” went over into “{names[a]}”."
    )


def test_a_first_quarter_and_one_without_changes_are_said_to_be_so(
    desk, found, next_quarter, report
):
    first = name_segments(desk, found, seed=1)
    later = name_segments(next_quarter(first), found, seed=1)

    assert "no quarter before" in said(
        report, calling.lineage_key(first), calling.lineage_words(first, report)
    )
    assert "Each segment of the quarter before goes on" in said(
        report, calling.lineage_key(later), calling.lineage_words(later, report)
    )


def test_names_that_are_no_longer_true_are_told_with_those_before(
    desk, found, next_quarter, report
):
    first = name_segments(desk, found, seed=1)
    assert "as true as" in said(
        report, calling.names_key(first), calling.names_words(first, report)
    )
    features = ["code=yes", *first.names["features"][1:]]
    wrong = first._replace(names=first.names.assign(features=features))

    later = name_segments(next_quarter(wrong), found, seed=1)

    now = calling.called(later.names, report)[first.names["segment_id"][0]]
    assert f"“With discount codes” is now “{now}”" in said(
        report, calling.names_key(later), calling.names_words(later, report)
    )


def test_decisions_that_hold_and_those_that_wait_are_told(desk, found, report):
    first = name_segments(desk, found, seed=1)
    assert "decided nothing" in said(
        report, calling.decided_key(first), calling.decided_words(first, report)
    )
    desk.decide("rename", first.ids[0], name_en="Tea lovers")
    desk.decide("veto", first.ids[2])
    desk.decide("pin", "s-0000")

    told = name_segments(desk, found, seed=1)
    text = said(report, calling.decided_key(told), calling.decided_words(told, report))

    assert "1 renamed, 0 pinned" in text and f"{first.ids[2]}, whose customers stand in" in text
    assert "1 waits" in text and "lines of group_decisions.csv: 4" in text
