import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.alike import find_alike, members_of, rank_alike
from helpers.segmentation.finding import find_groups
from helpers.workspace import UsageError, contracts

DAY = pd.Timestamp("2026-09-30")


@pytest.fixture(scope="module")
def learnt(planted):
    """What is learnt of planted customers, and the kind of each."""
    counts, kind = planted
    rng = np.random.default_rng(2)
    rows = len(counts.customers)
    scored = pd.DataFrame({
        "customer_id": counts.customers, "recency_days": rng.integers(0, 300, rows),
        "frequency": rng.integers(1, 9, rows), "monetary": rng.gamma(2, 100, rows),
        "snapshot_day": DAY, "r_score": 3, "spend_tier": "low", "segment_id": "s-1",
    })  # fmt: skip
    return find_groups(scored, counts, seed=1), scored, counts, kind


def test_hidden_members_of_a_group_with_a_taste_are_found_and_by_recency_they_are_not(learnt):
    found, scored, counts, kind = learnt
    members = pd.Index(scored["customer_id"][kind == 0].sample(60, random_state=1))

    alike = rank_alike(members, found, scored, counts, group="list", seed=1)

    told = alike.evidence.set_index("way")
    assert told.loc["alike", "lower"] > told.loc["recency", "upper"]
    assert told.loc["alike", "share"] >= 0.2  # a tenth holds at most 0.3 of such a kind's members
    assert told.loc["by_chance", "share"] == 0.1
    first = alike.found.head(60)["customer_id"]
    assert (kind[counts.customers.get_indexer(first)] == 0).mean() > 0.8
    assert not set(first) & set(members)
    assert set(alike.found.columns) == set(contracts.load("alike").columns)
    assert set(alike.evidence.columns) == set(contracts.load("alike_evidence").columns)


def test_of_a_group_drawn_by_chance_no_more_is_found_than_chance_brings(learnt):
    found, scored, counts, _ = learnt
    shares = []
    for state in range(8):
        members = pd.Index(scored["customer_id"].sample(100, random_state=state))
        alike = rank_alike(members, found, scored, counts, group="list", seed=state)
        shares.append(alike.evidence.set_index("way").loc["alike", "share"])

    assert 0.06 <= np.mean(shares) <= 0.14


def test_what_speaks_for_a_customer_is_what_its_group_does_more_of(learnt):
    found, scored, counts, kind = learnt
    members = pd.Index(scored["customer_id"][kind == 0])

    alike = rank_alike(members, found, scored, counts, group="list", seed=1)

    whys = alike.found["why"].head(20).str.split(";").explode()
    assert "category=m0:more" in set(whys)  # the first kind's own category
    assert "category=m0:less" not in set(whys)


def test_the_same_seed_gives_the_same_customers(learnt):
    found, scored, counts, kind = learnt
    members = pd.Index(scored["customer_id"][kind == 1])

    first, second = (
        rank_alike(members, found, scored, counts, group="list", seed=3) for _ in range(2)
    )

    pd.testing.assert_frame_equal(first.found, second.found)
    pd.testing.assert_frame_equal(first.evidence, second.evidence)


@pytest.mark.parametrize("size", [10, 590])
def test_of_a_group_too_small_or_too_large_nothing_is_learnt(learnt, size):
    found, scored, counts, _ = learnt

    alike = rank_alike(pd.Index(scored["customer_id"].head(size)), found, scored, counts,
                       group="list", seed=1)  # fmt: skip

    assert alike.found.empty and alike.evidence.empty


SEGMENTS = pd.DataFrame({"customer_id": ["a", "b", "c"], "spend_tier": ["high", "low", "low"],
                         "segment_id": ["A", "B", None]})  # fmt: skip


def test_a_group_is_a_tier_a_segment_a_persona_or_a_list():
    personas = pd.DataFrame({"customer_id": ["a", "b", "b"], "persona_id": ["p-1", "p-1", "p-2"],
                             "is_main": [False, True, False]})  # fmt: skip
    lists = pd.DataFrame({"list": ["vip"], "customer_id": ["c"]})

    def members(group):
        return list(members_of(group, SEGMENTS, personas=personas, lists=lists))

    assert [members(group) for group in ("", "low", "B", "p-1", "vip")] == [
        ["a"], ["b", "c"], ["b"], ["b"], ["c"],
    ]  # fmt: skip


def test_a_group_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(UsageError, match="there is no group 'gold'; choose one of A, B, high, low"):
        members_of("gold", SEGMENTS)


def test_in_a_laboratory_the_desk_the_group_and_a_seed_are_enough(learnt, monkeypatch):
    found, scored, counts, _ = learnt
    monkeypatch.setattr("helpers.segmentation.alike.counts_on", lambda *_: counts)

    class Desk:
        as_of = DAY.date()

        def read(self, name):
            lists = pd.DataFrame({"list": "vip", "customer_id": scored["customer_id"].head(60)})
            none = pd.DataFrame(columns=["customer_id", "persona_id", "is_main"])
            return {"segments": scored, "acts": None, "customer_lists?": lists,
                    "persona_members?": none}[name]  # fmt: skip

    alike = find_alike(Desk(), "vip", seed=1)

    assert alike.members == 60 and alike.group == "vip"
    assert alike.found["place"].tolist()[:3] == [1, 2, 3]


def test_where_nobody_is_of_the_best_tier_the_usual_group_has_no_members():
    segments = pd.DataFrame({"customer_id": ["ann", "bob"], "spend_tier": ["zero", "potential"]})

    assert members_of("", segments).empty
