import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf
from value.agreements import LAST_DAY, PLANTED, lasting, renewing

from helpers.value import NotIdentified
from helpers.value.contract_renewals import by_month, contract_renewals, learn_renewals
from helpers.value.retention import renewal_rate, survival
from helpers.workspace.contracts_on import contracts_on


def test_renewals_can_be_counted_by_hand():
    # One left in its second month, one runs in its third, one was watched in its third alone.
    rows = lasting(("a", 0, 2, True), ("a", 0, 3, False), ("a", 2, 3, True), ("a", 0, 0, False))

    found = by_month(rows)

    assert found.to_numpy().tolist() == [[1, 2, 2], [2, 2, 1], [3, 2, 1]]


def test_shares_multiply_to_the_survival_curve_of_another_library():
    rows = contracts_on(renewing(500), LAST_DAY.date()).rows
    counts = by_month(rows)

    curve = (counts["renewed"] / counts["at_risk"]).cumprod()

    months = rows["months"].to_numpy(float)
    theirs = ecdf(CensoredData(months[rows["ended"]], right=months[~rows["ended"]])).sf
    assert curve.to_numpy() == pytest.approx(theirs.evaluate(counts["period"]))


def test_planted_renewals_are_found_again_by_plan():
    found = learn_renewals(contracts_on(renewing(8_000), LAST_DAY.date()).rows)

    ages = np.array([1, 6, 12])
    for plan, (alpha, beta) in PLANTED.items():
        planted = (beta + ages - 1) / (alpha + beta + ages - 1)
        assert renewal_rate(found.of(plan), ages) == pytest.approx(planted, abs=0.015)


def test_a_plan_of_which_too_little_is_known_is_foretold_as_all_together():
    rows = lasting(*[("old", 0, 1 + n % 5, n % 2 == 0) for n in range(80)],
                   *[("new", 0, 1, n < 2) for n in range(60)])  # fmt: skip

    found = learn_renewals(rows)

    assert list(found.by_plan) == ["old"]
    assert found.of("new") is found.whole


def test_too_few_that_ended_are_refused_with_their_number():
    rows = lasting(*[("a", 0, 3, n < 5) for n in range(80)])

    with pytest.raises(NotIdentified, match="at least 20 ended: there are 5"):
        learn_renewals(rows)


def test_a_constant_rate_is_the_same_at_every_age():
    rows = lasting(*[("a", 0, 2, n % 2 == 0) for n in range(100)])

    found = learn_renewals(rows, way="constant")

    # By hand: 100 came up for the first month and 100 for the second; 150 of 200 renewed.
    assert survival(found.whole, np.array([1, 2])) == pytest.approx([0.75, 0.75**2], rel=1e-5)


def test_bands_hold_every_renewal_once():
    rows = contracts_on(renewing(800), LAST_DAY.date()).rows

    told = contract_renewals(rows, learn_renewals(rows))

    by = told.groupby("kind")[["at_risk", "renewed"]].sum()
    counts = by_month(rows)[["at_risk", "renewed"]].sum()
    assert by.loc["all"].tolist() == by.loc["plan"].tolist() == counts.tolist()
    assert (told["share"] - told["foretold"]).abs().median() < 0.02
