"""Trials are checked before anything is learnt from them."""

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.uplift.trial import FEWEST, make_trial


def units(number=2 * FEWEST):
    known = pd.DataFrame({"orders": np.arange(number, dtype=float)},
                         index=[f"c{place:04d}" for place in range(number)])  # fmt: skip
    return known, np.arange(number) % 2 == 0, np.arange(number, dtype=float)


def test_units_are_sorted_by_id_so_that_chance_falls_the_same_way():
    known, treated, outcome = units()
    order = np.random.default_rng(1).permutation(len(known))

    trial = make_trial(known.iloc[order], treated[order], outcome[order])

    assert trial.known.index.is_monotonic_increasing
    assert trial.outcome.tolist() == outcome.tolist()
    assert trial.treated.tolist() == treated.tolist()


def test_a_part_keeps_what_belongs_together():
    trial = make_trial(*units())

    part = trial.part(trial.treated)

    assert part.treated.all()
    assert (part.known["orders"].to_numpy() == part.outcome).all()
    assert trial.share == 0.5


def test_an_arm_that_is_too_small_is_named():
    known, treated, outcome = units()

    with pytest.raises(ValueError, match=f"treatment: 0 customers, and {FEWEST} are needed"):
        make_trial(known, treated & False, outcome)


def test_a_missing_value_is_refused_by_the_name_of_its_column():
    known, treated, outcome = units()
    known.iloc[3, 0] = np.nan

    with pytest.raises(ValueError, match="missing in some rows: orders"):
        make_trial(known, treated, outcome)
    with pytest.raises(ValueError, match="missing in some rows: the outcome"):
        make_trial(known.fillna(0), treated, np.where(treated, np.nan, outcome))


def test_a_customer_in_two_rows_is_refused():
    known, treated, outcome = units()
    known.index = ["c0001", *known.index[1:]]

    with pytest.raises(ValueError, match="a customer stands in two rows"):
        make_trial(known, treated, outcome)


def test_what_is_not_of_the_same_units_is_refused():
    known, treated, outcome = units()

    with pytest.raises(ValueError, match="are not of the same units"):
        make_trial(known, treated[1:], outcome)
