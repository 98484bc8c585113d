import ibis
import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from helpers.segmentation.funnel import (
    shown_ends,
    shown_stops,
    shown_way,
    visit_funnel,
    visit_stops,
    visitor_count,
    why_no_visits,
)
from helpers.segmentation.visits import STEPS
from helpers.workspace import contracts


@pytest.fixture
def visits(tmp_path, monkeypatch):
    """A function that makes visits: visitor and place of the furthest step; more by name."""
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))

    def make(visitor, place, **told):
        frame = pd.DataFrame({"visitor": visitor, "place": place}).astype({"visitor": "str"})
        usual = {"customer_id": frame["visitor"], "source": "google", "device": "mobile",
                 "platform": "WEB", "category": "tents", "seconds": 60, "moments": 2}  # fmt: skip
        frame = frame.assign(visit=[f"w{n}" for n in range(len(frame))], **(usual | told))
        for at, step in enumerate(STEPS):
            frame[f"has_{step}"] = frame["place"].ge(at)
        return ibis.memtable(frame)

    return make


def test_steps_are_counted_and_their_shares_are_wilsons_where_each_visitor_comes_once(visits):
    told = visits(range(10), [0, 1, 1, 1, 2, 2, 2, 4, 4, 4])

    funnel = visit_funnel(told, {})

    way = shown_way(funnel).set_index("step")
    assert way["visits"].to_dict() == {
        "visit": 10, "product": 9, "cart": 6, "checkout": 3, "purchase": 3,
    }  # fmt: skip
    other = binomtest(3, 10).proportion_ci(method="wilson")
    assert way.loc["purchase", ["rate", "lower", "upper"]].tolist() == pytest.approx(
        [0.3, other.low, other.high]
    )
    assert way.loc["checkout", "of_before"] == 0.5
    assert np.isnan(way.loc["visit", "rate"])
    assert set(funnel.columns) == set(contracts.load("visit_funnel").columns)
    assert visitor_count(funnel) == 10


def test_visits_of_few_visitors_say_less(visits):
    many = visit_funnel(visits(range(40), [4, 0] * 20), {})
    few = visit_funnel(visits([0] * 10 + [1] * 10 + [2] * 20, [4] * 20 + [0] * 20), {})

    def width(funnel):
        row = funnel[funnel["cut"].eq("all") & funnel["step"].eq("purchase")].iloc[0]
        return row["upper"] - row["lower"]

    assert width(few) > 2 * width(many)


def test_a_part_that_buys_more_is_known_to_differ_and_groups_are_not_tested(visits):
    rng = np.random.default_rng(1)
    source = np.repeat(["good", "bad"], 500)
    bought = rng.random(1000) < np.where(source == "good", 0.5, 0.2)
    told = visits(range(1000), np.where(bought, 4, 0), source=source)
    groups = {"segment": pd.Series(source, index=[str(n) for n in range(1000)])}

    ends = shown_ends(visit_funnel(told, groups)).set_index(["cut", "part"])

    assert ends.loc[("source", "good"), "known_to_differ"] == "differs"
    assert ends.loc[("segment", "good"), "known_to_differ"] == "not_tested"
    assert ends.loc[("device", "mobile"), "known_to_differ"] == "not_tested"  # there is no other
    assert ends.loc[("source", "good"), ["visiting", "visits"]].tolist() == [500, 500]


def test_parts_that_differ_by_chance_alone_are_hardly_ever_called_different(visits):
    rng = np.random.default_rng(2)
    named = 0
    for _ in range(20):
        visitor = np.repeat(range(300), 4)
        chance = np.repeat(rng.beta(1, 2, 300), 4)
        told = visits(visitor, np.where(rng.random(1200) < chance, 4, 0),
                      source=rng.choice(["a", "b", "c"], 300).repeat(4))  # fmt: skip
        funnel = visit_funnel(told, {})
        named += funnel["differs"].fillna(False).any()

    assert named <= 4


def test_visits_end_at_a_step_and_a_category_and_shares_are_of_those_without_a_purchase(visits):
    told = visits(range(5), [0, 1, 1, 2, 4], category=[None, "tents", "tents", "socks", "tents"])

    stops = visit_stops(told)

    assert stops.set_index(["step", "category"])["visits"].to_dict() == {
        ("visit", "none"): 1, ("product", "tents"): 2, ("cart", "socks"): 1,
    }  # fmt: skip
    assert stops["share"].sum() == pytest.approx(1)
    assert shown_stops(stops)["step"].tolist() == ["visit", "product", "cart"]
    assert set(stops.columns) == set(contracts.load("visit_stops").columns)


def test_without_visits_the_way_is_empty_and_says_what_to_add(visits):
    none = visits(["a"], [0]).filter(ibis._.place > 9)

    funnel = visit_funnel(none, {})

    assert funnel.empty and visit_stops(none).empty and shown_ends(funnel).empty
    assert visitor_count(funnel) == 0
    assert why_no_visits(funnel) == "missing.tables.events"
