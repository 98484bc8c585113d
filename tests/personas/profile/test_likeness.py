import numpy as np
import pandas as pd
import pytest

from helpers.evidence.counts import Counts
from helpers.personas.profile.likeness import (
    aligned,
    degrees_of,
    distances_to,
    learn_likeness,
    only,
)

COLUMNS = [("category", "boots"), ("category", "tents"), ("device", "desk"), ("device", "phone")]
SHARES = {"p-1": [0.8, 0.2, 0.5, 0.5], "p-2": [0.2, 0.8, 0.5, 0.5]}


def people(rng, rows, *, cases=8, columns=COLUMNS, alike=0.0):
    """Counts of people of two personas who differ in what they look at, and their personas."""
    main = pd.Series(rng.choice(["p-1", "p-2"], rows), [f"c{n:04d}" for n in range(rows)])
    totals = np.zeros((2, rows, len(columns)))
    for row, name in enumerate(main):
        share = SHARES[name][0]
        if alike:  # each person has a leaning of its own around the persona's
            share = rng.beta(share * (1 / alike - 1), (1 - share) * (1 / alike - 1))
        own = [share, 1 - share, 0.5, 0.5]
        for block in (0, 2):
            totals[0, row, block : block + 2] = rng.multinomial(cases, own[block : block + 2])
    told = np.stack([totals[:, :, :2].sum(axis=2), totals[:, :, 2:4].sum(axis=2)], axis=2)
    return Counts(pd.Index(main.index), list(columns), totals, ["category", "device"], told), main


def test_shares_of_marks_are_learnt_and_what_all_do_alike_tells_nothing():
    counts, main = people(np.random.default_rng(1), 400)

    known = learn_likeness(counts, main)

    np.testing.assert_allclose(known.shares[:, 0], [0.8, 0.2], atol=0.03)
    np.testing.assert_allclose(known.shares[:, 2], 0.5, atol=0.03)
    np.testing.assert_allclose(known.surplus, 0, atol=0.02)
    assert known.prior.sum() == pytest.approx(1)


def test_degrees_are_bayes_counted_by_hand():
    counts, main = people(np.random.default_rng(1), 400)
    known = learn_likeness(counts, main)._replace(
        prior=np.array([0.5, 0.5]), shares=np.array([list(one) for one in SHARES.values()]),
        surplus=np.zeros(2), temperature=1.0,
    )  # fmt: skip
    one = only(counts, np.array([0]))
    one = one._replace(totals=np.array([[[2.0, 0, 1, 1]], [[0.0, 0, 0, 0]]]))

    degrees = degrees_of(known, one).iloc[0]

    assert degrees["p-1"] == pytest.approx(0.64 / (0.64 + 0.04))


def test_degrees_are_as_often_right_as_they_say():
    rng = np.random.default_rng(2)
    counts, main = people(rng, 1500, alike=0.3)
    known = learn_likeness(only(counts, np.arange(1000)), main.iloc[:1000])

    degrees = degrees_of(known, only(counts, np.arange(1000, 1500)))

    sure = degrees.max(axis=1)
    right = degrees.idxmax(axis=1).to_numpy() == main.iloc[1000:].to_numpy()
    assert known.surplus[0] == pytest.approx(0.3, abs=0.06)
    assert right.mean() == pytest.approx(sure.mean(), abs=0.06)


def test_who_did_nothing_is_as_likely_as_all_others_are():
    counts, main = people(np.random.default_rng(3), 300)
    nobody = only(counts, np.array([0]))._replace(totals=np.zeros((2, 1, 4)),
                                                  cases=np.zeros((2, 1, 2)))  # fmt: skip
    known = learn_likeness(counts, main)

    np.testing.assert_allclose(degrees_of(known, nobody).to_numpy()[0], known.prior)


def test_a_member_lies_about_one_away_and_somebody_unlike_any_far_off():
    counts, main = people(np.random.default_rng(4), 400)
    known = learn_likeness(counts, main)
    odd = only(counts, np.array([0]))._replace(
        totals=np.array([[[4.0, 4, 0, 60]], [[0.0, 0, 0, 0]]]),
        cases=np.array([[[8.0, 60]], [[0.0, 0]]]),
    )  # fmt: skip

    own = distances_to(known, counts, main)

    assert own.mean() == pytest.approx(1, abs=0.1)
    far = [distances_to(known, odd, pd.Series([name]))[0] for name in known.personas]
    assert min(far) > np.quantile(own, 0.99)


def test_marks_that_were_never_learnt_are_left_out_and_missing_ones_are_nought():
    counts, main = people(np.random.default_rng(5), 100)
    known = learn_likeness(counts, main)
    other = counts._replace(
        columns=[("category", "kites"), *COLUMNS[1:]], totals=np.ones_like(counts.totals)
    )

    totals, cases = aligned(known, other)

    assert totals[0].tolist() == [0, 2, 2, 2]
    assert cases[0].tolist() == [2, 4]
