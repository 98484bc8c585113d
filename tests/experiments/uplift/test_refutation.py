"""Refutation: a sound trial holds, and one whose arms were not drawn by chance does not."""

import numpy as np

from helpers.experiments.uplift import refutation
from helpers.experiments.uplift.refutation import refute


def by_check(table):
    return table.set_index(["figure", "check"])


def test_a_planted_effect_vanishes_under_placebos_and_stays_under_the_rest(make):
    trial = make(1_500, helps=1.0, harms=0.4)

    told = by_check(refute(trial, "x", rng=np.random.default_rng(1)))

    assert told["holds"].all()
    assert told.loc[("effect", "placebo"), "found"] > 0.2
    assert abs(told.loc[("effect", "placebo"), "checked"]) < 0.08
    assert told.loc[("ranking", "placebo"), "found"] > 4
    assert abs(told.loc[("ranking", "placebo"), "checked"]) < 0.8


def test_a_figure_that_survives_the_placebo_fails(make, monkeypatch):
    # A broken placebo, under which the effect stays.
    monkeypatch.setattr(refutation, "_shuffled", lambda trial, rng: trial)

    told = by_check(refute(make(1_500, helps=1.0, harms=0.4), "t", rng=np.random.default_rng(1)))

    assert not told.loc[("effect", "placebo"), "holds"]
    assert not told.loc[("ranking", "placebo"), "holds"]
    assert told.loc[("effect", "subset"), "holds"]


def test_what_was_found_is_the_same_in_every_check(make):
    told = refute(make(900), "plain", rng=np.random.default_rng(2))

    assert told.groupby("figure")["found"].nunique().tolist() == [1, 1]
    assert len(told) == 6
