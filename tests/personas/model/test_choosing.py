import numpy as np
import pandas as pd
import pytest

from helpers.evidence.basis import learn_basis
from helpers.personas.model import choosing
from helpers.personas.model.choosing import Evidence, Gains, chosen, looked_at, weigh
from helpers.personas.model.held_out import Customers

GOOD = {"held_out_lower": 0.1, "stability_lower": 0.9, "smallest_share": 0.2,
        "beyond_continuum": True}  # fmt: skip


def evidence(means, **changed):
    """Evidence on two to four personas of a mixture, of which each foretells so well."""
    numbers = range(2, 2 + len(means))
    rows = [{"model": "mixture", "personas": number} | GOOD for number in numbers]
    table = pd.DataFrame(rows).assign(**changed)
    chance = np.random.default_rng(1).normal(scale=0.01, size=400)
    gains = {
        ("mixture", number): Gains(mean + chance, np.ones(400))
        for number, mean in zip(numbers, means, strict=True)
    }
    return Evidence(table, gains, None, {}, [], "mix")


def test_the_one_that_foretells_best_is_chosen():
    assert chosen(evidence([0.1, 0.3, 0.2])) == ("mixture", 3)


def test_of_those_that_foretell_nearly_as_well_the_fewest_are_chosen():
    assert chosen(evidence([0.1, 0.295, 0.3])) == ("mixture", 3)


@pytest.mark.parametrize("changed", [
    {"held_out_lower": -0.1}, {"stability_lower": 0.7}, {"smallest_share": 0.02},
    {"beyond_continuum": False},
])  # fmt: skip
def test_each_requirement_alone_refuses_personas(changed):
    assert chosen(evidence([0.1, 0.3, 0.2], **changed)) is None


def test_what_is_refused_does_not_set_the_standard():
    told = evidence([0.1, 0.2, 0.9], stability_lower=[0.9, 0.9, 0.1])

    assert chosen(told) == ("mixture", 3)


def test_a_share_of_another_gain_and_its_bound_can_be_worked_out_by_hand():
    own, other = Gains(np.array([1.0, 3.0]), np.ones(2)), Gains(np.array([2.0, 2.0]), np.ones(2))

    share, lower = own.share_of(other)

    # Off by -1 and 1 of a mean of 2: standard error sqrt(2) / 2, as a share of 2.
    assert share == 1 and lower == pytest.approx(1 - 1.96 * np.sqrt(2) / 2 / 2)


def test_an_interval_covers_the_true_gain():
    covered = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        cases = rng.poisson(5, 300).astype(float)
        own = Gains(rng.normal(0.2 * cases, np.sqrt(cases)), cases)
        lower, upper = own.interval()
        covered += lower <= 0.2 <= upper

    assert 0.90 <= covered / 200 <= 0.99


def test_planted_groups_are_chosen_with_their_evidence(planted, scored):
    counts, _ = planted
    customers = Customers(scored(counts, np.random.default_rng(1)), counts, None)

    told = weigh(customers, learn_basis(*customers, seed=1), most=4, seed=1)

    assert chosen(told) == ("mixture", 3)
    table = told.table.set_index(["model", "personas"])
    assert list(table.index) == [(kind, n) for kind in ("mixture", "nmf") for n in (2, 3, 4)]
    assert table.loc[("mixture", 3), "of_cloud"] > 1
    assert table.loc[("mixture", 3), "apart"] > choosing.FAR_APART


def test_of_very_many_customers_some_are_looked_at(planted, scored, monkeypatch):
    counts, _ = planted
    monkeypatch.setattr(choosing, "MOST_LOOKED_AT", 100)

    some = looked_at(Customers(scored(counts, np.random.default_rng(1)), counts, None), seed=1)

    assert len(some.scored) == 100
    assert list(some.counts.customers) == some.scored["customer_id"].tolist()
