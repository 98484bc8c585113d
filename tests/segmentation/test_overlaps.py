import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from helpers.reporting.report import Report
from helpers.segmentation import overlaps
from helpers.workspace import contracts

CALLED = pd.Series({"s-1": "Tea", "s-2": "Milk", "p-1": "Ann", "p-2": "Ben"})


class Source:
    currency = "CNY"


class Nowhere:
    source = Source()


@pytest.fixture
def report():
    return Report(Nowhere(), language="en", minimum_group=10)


def groups(sizes):
    """Segment and persona of customers, by how many have which two."""
    pairs = [pair for pair, size in sizes.items() for _ in range(size)]
    index = [f"c{number:03d}" for number in range(len(pairs))]
    return (pd.Series([pair[place] for pair in pairs], index=index, dtype="str")
            for place in (0, 1))  # fmt: skip


def test_customers_of_a_segment_and_a_persona_are_counted_by_hand():
    segments, personas = groups({("s-1", "p-1"): 3, ("s-1", "p-2"): 1, ("s-2", "p-2"): 4})
    alone = pd.Series({"nobody": "s-2"})

    told = overlaps.segment_personas(pd.concat([segments, alone]), personas)

    assert told.to_numpy().tolist() == [
        ["s-1", "p-1", 3, 0.75, 1.0], ["s-1", "p-2", 1, 0.25, 0.2], ["s-2", "p-2", 4, 1.0, 0.8],
    ]  # fmt: skip
    assert list(told) == list(contracts.load("segment_personas").columns)


def test_agreement_is_that_of_the_customers_themselves():
    segments, personas = groups({("s-1", "p-1"): 30, ("s-1", "p-2"): 7, ("s-2", "p-2"): 44})

    told = overlaps.agreement_words(overlaps.segment_personas(segments, personas))

    assert told["agreement"] == pytest.approx(adjusted_rand_score(segments, personas))
    assert told["customers"] == 81


def test_where_there_are_no_personas_it_is_said_what_to_add(report):
    nobody = overlaps.main_personas(contracts.empty("persona_members"))
    segments, _ = groups({("s-1", "p-1"): 3})

    table = overlaps.segment_personas(segments, nobody)

    assert overlaps.no_personas(table) == "segmentation.no_personas"
    assert overlaps.agreement_words(table) == {}
    assert report.words(overlaps.agreement_key(table)).startswith("No customer")
    assert overlaps.shown_personas(table, CALLED, report).empty


def test_only_main_personas_count():
    members = pd.DataFrame({"customer_id": ["a", "a", "b"], "persona_id": ["p-1", "p-2", "p-2"],
                            "is_main": [True, False, True]})  # fmt: skip

    assert overlaps.main_personas(members).to_dict() == {"a": "p-1", "b": "p-2"}


def test_pairs_of_few_are_left_out_with_those_that_would_give_them_away(report):
    segments, personas = groups({("s-1", "p-1"): 62, ("s-1", "p-2"): 4, ("s-2", "p-1"): 30,
                                 ("s-2", "p-2"): 51})  # fmt: skip

    told = overlaps.shown_personas(overlaps.segment_personas(segments, personas), CALLED, report)

    assert len(told) < 3 and 4 not in set(told["customers"])
    assert list(told) == ["segment", "persona", "customers", "share_of_segment"]


def test_shares_come_from_rounded_numbers(report):
    segments, personas = groups({("s-1", "p-1"): 62, ("s-1", "p-2"): 41})

    told = overlaps.shown_personas(overlaps.segment_personas(segments, personas), CALLED, report)

    assert told["customers"].tolist() == [60, 40]
    assert told["share_of_segment"].tolist() == [60 / 105, 40 / 105]


def picked(customers, way="rule"):
    return pd.DataFrame({"tactical": way, "customer_id": customers, "declared": "", "chance": None})


def test_tactical_segments_are_counted_in_each_strategic_one(report):
    segments, _ = groups({("s-1", "p-1"): 60, ("s-2", "p-2"): 100})
    inside = [*segments.index[:20], *segments.index[60:90]]

    told = overlaps.shown_tactical(picked(inside), segments, CALLED, report)

    assert told.to_numpy().tolist() == [
        ["tactical_rule", "Milk", 30, 0.3], ["tactical_rule", "Tea", 20, 20 / 60],
    ]  # fmt: skip


def test_a_segment_of_which_all_but_few_are_picked_is_not_told(report):
    segments, _ = groups({("s-1", "p-1"): 60, ("s-2", "p-2"): 100})
    inside = [*segments.index[:57], *segments.index[60:90]]

    told = overlaps.shown_tactical(picked(inside), segments, CALLED, report)

    assert "Tea" not in set(told["segment"])


def test_without_tactical_segments_there_is_nothing_to_show(report):
    segments, _ = groups({("s-1", "p-1"): 60})

    assert overlaps.shown_tactical(picked([])[:0], segments, CALLED, report).empty
