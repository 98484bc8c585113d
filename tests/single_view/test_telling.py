import math

import pandas as pd
import pytest

from helpers.reporting.findings import Claim, rests_on_few
from helpers.reporting.wording import Wording
from helpers.single_view import telling
from helpers.single_view.judgements import Judged
from helpers.single_view.linkage import link_records
from helpers.single_view.weights import example_pairs, level_weights

NOBODY = pd.DataFrame({"record_l": [], "record_r": []}, dtype="str")


class Report:
    """What words need of a report."""

    def words(self, key, **values):
        return Wording("en").text(key, **values)


def test_common_details_are_told_in_words():
    overlap = pd.DataFrame({"common": ["name,email", ""], "people": [5, 0]})

    told = telling.overlaps_in_words(overlap, Report())

    assert told["common"].tolist() == ["name and e-mail", "none"]


def test_levels_and_steps_have_words(two_sources):
    linkage = link_records(two_sources[0])
    examples = example_pairs(linkage, threshold=0.5)

    levels = telling.weights_in_words(level_weights(linkage), Report())
    steps = telling.waterfall(examples, linkage, "clear", Report())

    assert "e-mail: the same mailbox" in levels["label"].tolist()
    assert steps["label"].iloc[[0, -1]].tolist() == ["any two records", "in all"]
    assert telling.sum_of(steps) == {"example": "clear", "weight": steps["end"].iloc[-1]}
    assert telling.weight_range(levels)["most"] == levels["weight"].max()


def test_every_level_of_every_comparison_has_words(crowd_keys):
    from helpers.reporting import catalogue
    from helpers.single_view.comparisons import COMPARED

    labels = {
        level["label_for_charts"]
        for make in COMPARED.values()
        for level in make().get_comparison("duckdb").as_dict()["comparison_levels"]
        if not level.get("is_null_level")
    }

    for language in catalogue.languages():
        assert {f"terms.{label}" for label in labels} <= set(catalogue.messages(language))


def test_decisions_are_counted_and_those_that_wait_are_named_by_line():
    one = pd.DataFrame({"record_l": ["a"], "record_r": ["b"]})
    quiet, waiting = Judged(one, NOBODY, 2, []), Judged(one, NOBODY, 0, [3, 7])

    for decided in (quiet, waiting):
        said = Report().words(telling.decisions_key(decided), **telling.decisions_words(decided))
        assert said.startswith("Decisions that hold: 1 always together, 0 never")
    assert "lines 3 and 7 of same_person.csv" in said


def test_what_cannot_be_compared_says_what_to_add():
    assert telling.why_not_compared(pd.DataFrame()) == "single_view.nothing_to_compare"
    assert telling.why_not_compared(pd.DataFrame({"weight": [1.0]})) is None


def test_claims_are_shares_of_what_was_counted():
    alone = pd.DataFrame({"reason": ["one_detail", "nobody_alike"], "people": [20, 100]})
    found = pd.DataFrame({"people": [90, 80, 60], "chosen": [False, True, False]})
    counts = {"records": 200, "people": 150, "several": 0.2}

    assert telling.claim_people(counts)["number"] == 0.25
    assert telling.claim_alone(alone, counts)["number"] == 0.1
    assert telling.claim_threshold(found)["number"] == 30 / 80


@pytest.mark.parametrize("lost", [1, 9])
def test_a_share_that_tells_of_few_is_no_finding(lost):
    people = [f"p{number}" for number in range(5000)]
    kept = telling.claim_kept(pd.DataFrame({"person_id": people}), pd.Series(people[lost:]))
    silent = pd.DataFrame({"reason": ["nothing_known"], "people": [lost]})
    alone = telling.claim_alone(silent, {"records": 500, "people": 400})

    for key, claim in (("kept", kept), ("alone", alone)):
        told = {name: claim[name] for name in ("number", "n", "table", "share_of_n")}
        made = Claim(lower=None, upper=None, **told)
        assert rests_on_few(f"single_view.finding_{key}", made, {}, Wording())


def test_how_many_kept_their_id_is_claimed_only_where_there_was_a_quarter_before():
    before = pd.DataFrame({"person_id": ["p", "p", "q", "r", "s"]})
    now = pd.Series({"a": "p", "b": "q", "c": "r", "d": "new"})

    claim, none = telling.claim_kept(before, now), telling.claim_kept(before.head(0), now)

    assert (claim["number"], claim["n"], claim["unless"]) == (0.75, 4, None)
    assert none["unless"] == "single_view.no_previous" and math.isnan(none["number"])
