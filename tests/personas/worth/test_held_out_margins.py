import importlib

import numpy as np
import pandas as pd
import pytest

from helpers.evidence import mean_difference
from helpers.personas.worth.held_out_margins import apart, held_out_margins, told_by

module = importlib.import_module("helpers.personas.worth.held_out_margins")


def halves(margin, persona):
    people = [f"c{number:04d}" for number in range(len(margin) // 2)]
    return pd.DataFrame({"customer_id": people * 2, "half": np.repeat([0, 1], len(people)),
                         "persona_id": persona, "margin": margin})  # fmt: skip


def test_margins_per_year_are_twice_those_of_a_half_and_intervals_wide_enough_for_twins():
    rng = np.random.default_rng(1)
    persona = np.where(rng.random(400) < 0.4, "p-1", "p-2")
    margin = rng.normal(np.where(persona == "p-1", -20, 30), 10)

    told = apart(halves(margin, persona)).set_index("persona_id")

    own, rest = (2 * margin[persona == name] for name in ("p-1", "p-2"))
    found, lower, upper = mean_difference(treatment=own, control=rest)
    row = told.loc["p-1"]
    assert row["apart"] == pytest.approx(found)
    assert row["apart_upper"] - row["apart_lower"] == pytest.approx(2**0.5 * (upper - lower))
    assert told.loc["p-2", "apart"] == pytest.approx(-found)


def test_where_margins_or_members_are_not_known_nothing_is_told():
    rng = np.random.default_rng(1)
    persona = np.array(["p-1"] * 390 + ["p-2"] * 10)
    margin = rng.normal(0, 10, 400)

    assert apart(halves(margin, persona))["apart"].isna().all()
    margin[0] = np.nan
    assert apart(halves(margin, np.tile(["p-1", "p-2"], 200)))["apart"].isna().all()


def test_one_half_tells_most_planted_personas(planted):
    counts, kind = planted
    main = pd.Series([f"p-{one}" for one in kind], counts.customers)

    right = [(told_by(counts, main, half=half) == main).mean() for half in (0, 1)]

    assert min(right) > 0.55  # by chance a third


def members_of(main):
    return pd.DataFrame({"customer_id": main.index, "persona_id": main.to_numpy(),
                         "is_main": True})  # fmt: skip


def found(monkeypatch, counts, main, margin):
    """Held-out margins where the margins of each half are given, shape (halves, customers)."""
    def of_half(sales, customers, half):
        return pd.DataFrame({"customer_id": customers, "margin": margin[half]})

    monkeypatch.setattr(module, "customer_margin", of_half)
    told = held_out_margins(None, members_of(main), counts)
    return told.set_index("persona_id")


def test_a_planted_costly_persona_stays_apart_and_one_made_by_chance_does_not(
    company, monkeypatch
):
    rng = np.random.default_rng(6)
    counts, kind = company(rng)
    main = pd.Series([f"p-{one}" for one in kind], counts.customers)
    truly = rng.normal(np.where(kind == 0, -50.0, 50.0), 20, (2, 600))
    alike, _ = company(rng, tastes=np.full((3, 4), 0.25), ways=np.full((3, 2), 0.5))
    # All are alike; who happened to do much of one thing becomes a persona, and that costs.
    share = alike.totals[:, :, 0].sum(axis=0) / np.maximum(alike.cases[:, :, 0].sum(axis=0), 1)
    made = pd.Series(np.where(share > np.median(share), "p-0", "p-1"), alike.customers)
    by_chance = -10 * alike.totals[:, :, 0]

    planted = found(monkeypatch, counts, main, truly)
    chance = found(monkeypatch, alike, made, by_chance)

    assert planted.loc["p-0", "apart_upper"] < 0
    assert chance.loc["p-0", "apart_lower"] < 0 < chance.loc["p-0", "apart_upper"]
    # On the very days that made it, the same persona looks costly for certain.
    whole = by_chance.sum(axis=0)
    seen = mean_difference(treatment=whole[made.eq("p-0")], control=whole[made.ne("p-0")])
    assert seen.upper < 0
