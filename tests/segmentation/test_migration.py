import numpy as np
import pandas as pd
import pytest

from helpers.reporting.report import Report
from helpers.segmentation import migration
from helpers.segmentation.calling import called
from helpers.segmentation.lasting import name_segments


class Source:
    currency = "CNY"


class Nowhere:
    source = Source()


@pytest.fixture
def report():
    return Report(Nowhere(), language="en", minimum_group=10)


@pytest.fixture
def segments(desk, found, next_quarter):
    """Segments of two quarters of which customers went 30 : 4 : 0 ways."""
    first = name_segments(desk, found, seed=1)
    later = name_segments(next_quarter(first), found, seed=1)
    a, b, c = first.ids
    rows = [(a, a, "kept", 200), (a, b, "moved", 30), (b, b, "kept", 180), (b, c, "moved", 4),
            (c, b, "moved", 14), (c, c, "kept", 150)]  # fmt: skip
    told = pd.DataFrame(rows, columns=["from_id", "to_id", "kind", "customers"])
    return later._replace(changes=told.assign(period="2026Q4", share_from=0.5, share_to=0.5))


def test_how_many_moved_is_counted_among_who_was_there_in_both_quarters(segments):
    assert migration.stays(segments) == (48, 578)
    assert migration.claim_moved(segments)["number"] == pytest.approx(48 / 578)


def test_moves_of_few_are_left_out_with_those_from_which_they_could_be_worked_out(
    segments, report
):
    names = called(segments.names, report)
    a, b, c = (names[name] for name in segments.ids)

    told = migration.flows(segments, report)

    shown = {(row.segment_before, row.segment): row.customers for row in told.itertuples()}
    assert shown[(a, "stayed there")] == 200 and shown[(a, b)] == 30
    assert (b, c) not in shown and (a, a) not in shown and len(shown) < 5
    assert told["customers"].is_monotonic_decreasing


def test_reasons_are_said_in_words_and_rare_ones_together(report):
    why = ["category"] * 12 + [""] * 11 + ["time;origin"] * 6 + ["price"] * 5 + [None]
    moves = pd.DataFrame({"why": pd.Series(why, dtype="str")})

    told = migration.reasons(moves, report)

    assert told["why"].tolist() == [
        "products bought or looked at", "the segments changed, not the customer",
        "other changes, each of few customers",
    ]  # fmt: skip
    assert told["customers"].tolist() == [12, 11, 12]
    assert told["share"].sum() == pytest.approx(1)


def test_several_changes_are_listed(report):
    moves = pd.DataFrame({"why": ["frequency;origin"] * 10})

    assert migration.reasons(moves, report)["why"].tolist() == [
        "days with an order and visits by where they came from"
    ]


def test_without_a_quarter_before_there_is_a_reason_and_no_claim(desk, found, report):
    first = name_segments(desk, found, seed=1)

    assert migration.claim_moved(first)["unless"] == "segmentation.no_segments_before"
    assert migration.flows(first, report).empty
    assert report.words(migration.moved_key(first), **migration.moved_words(first)).startswith("No")
    assert np.isfinite(migration.claim_moved(first)["number"])
