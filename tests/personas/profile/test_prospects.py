import importlib
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.evidence import Interval
from helpers.evidence.counts import Counts
from helpers.personas.profile.prospects import Tried, place, place_prospects, prospect_evidence
from helpers.workspace import contracts, engine
from helpers.workspace.tables import _typed

module = importlib.import_module("helpers.personas.profile.prospects")
COLUMNS = [("category", f"m{mark}") for mark in range(4)]
SHARES = np.array([[7, 1, 1, 1], [1, 7, 1, 1], [1, 1, 7, 1]]) / 10


@pytest.fixture
def crowd():
    """Customers of three personas, and 60 prospects who look about as they do."""
    rng = np.random.default_rng(8)
    kind = np.concatenate([rng.integers(0, 3, 600), np.repeat([0, 1, 2], 20)])
    totals = np.stack([rng.multinomial(6, SHARES[one]) for one in kind]).astype(float)
    names = [f"c{n:04d}" for n in range(600)] + [f"x{n:04d}" for n in range(60)]
    halves = np.stack([totals, np.zeros_like(totals)])
    cases = halves.sum(axis=2, keepdims=True)
    counts = Counts(pd.Index(names), COLUMNS, halves, ["category"], cases)
    main = pd.Series([f"p-{one}" for one in kind[:600]], names[:600])
    return counts, main, pd.Series([f"p-{one}" for one in kind[600:]], names[600:])


def test_prospects_find_their_persona_as_often_as_customers_do(crowd):
    counts, main, truth = crowd

    found = place(counts, main, pd.Index(truth.index))

    right = found.table.set_index("customer_id")["persona_id"].eq(truth).mean()
    assert found.tried.hits.lower > found.tried.base + 0.3
    assert right == pytest.approx(found.tried.hits.estimate, abs=0.15)
    assert found.tried.customers == 600
    contract = contracts.load("persona_prospects")
    contracts.validate(_typed(found.table, contract), contract)


def test_who_did_too_little_is_not_placed_and_who_is_like_nobody_is_said_to_be(crowd):
    counts, main, truth = crowd
    totals = counts.totals.copy()
    totals[0, 600], totals[0, 601] = [1, 0, 0, 0], [0, 0, 0, 90]
    counts = counts._replace(totals=totals, cases=totals.sum(axis=2, keepdims=True))

    told = place(counts, main, pd.Index(truth.index)).table.set_index("customer_id")

    few, odd = told.loc["x0000"], told.loc["x0001"]
    assert (few["verdict"], few["cases"]) == ("too_little_known", 1)
    assert pd.isna(few["persona_id"]) and np.isnan(few["degree"])
    assert odd["verdict"] == "unlike_any"
    assert told["verdict"].eq("like_persona").sum() > 50


def test_where_few_customers_visit_nobody_is_placed_and_nothing_is_tried(crowd):
    counts, main, truth = crowd

    found = place(counts, main.iloc[:50], pd.Index(truth.index))

    assert found.tried.hits is None
    assert found.table["verdict"].eq("too_little_known").all()
    contracts.validate(_typed(found.table, contracts.load("persona_prospects")),
                       contracts.load("persona_prospects"))  # fmt: skip


def test_with_one_persona_there_is_nothing_to_tell_apart(crowd):
    counts, main, truth = crowd

    found = place(counts, pd.Series("p-0", main.index), pd.Index(truth.index))

    assert (found.tried.hits, found.tried.base) == (None, 1.0)
    assert set(found.table["persona_id"].dropna()) == {"p-0"}


def test_personas_drawn_at_random_are_found_no_more_often_than_by_chance(crowd):
    counts, main, truth = crowd
    mixed = pd.Series(np.random.default_rng(1).permutation(main.to_numpy()), main.index)

    tried = place(counts, mixed, pd.Index(truth.index)).tried

    assert tried.hits.lower < tried.base + 0.02


def test_only_those_in_scope_who_never_bought_are_prospects(crowd, monkeypatch):
    counts, main, truth = crowd
    people = pd.DataFrame({
        "customer_id": [*main.index, *truth.index], "is_prospect": [False] * 600 + [True] * 60,
        "in_scope": [True] * 659 + [False],
    })  # fmt: skip
    members = pd.DataFrame({"customer_id": main.index, "persona_id": main.to_numpy(),
                            "is_main": True})  # fmt: skip
    monkeypatch.setattr(module, "looks", lambda desk, customers: counts)

    desk = SimpleNamespace(read=lambda name, in_engine: engine.in_memory(people))
    told = place_prospects(desk, members).table

    assert told["customer_id"].tolist() == list(truth.index[:-1])


def test_what_was_tried_is_a_table_that_holds_every_number_told_of_it():
    told = prospect_evidence(Tried(Interval(0.8, 0.7, 0.9), 0.2, 500))

    assert told.set_index("way")["share"].to_dict() == {"by_acts": 0.8, "largest_persona": 0.2}
    assert told.loc[0, ["customers", "lower", "upper"]].tolist() == [500, 0.7, 0.9]
    contracts.validate(engine.in_memory(told), contracts.load("prospect_evidence"))
    assert prospect_evidence(Tried(None, np.nan, 3)).empty
