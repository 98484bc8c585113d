"""How often readings err: thousands of experiments whose truth is known.

A few hundred in CI; ten thousand by `make trials`. All experiments of a block are read at once.
"""

import numpy as np
import pytest

from helpers.evidence import control_family_wise
from helpers.experiments.bayesian import normal_belief, share_belief
from helpers.experiments.families import judge
from helpers.experiments.heavy_tails import bootstrap_difference, winsorised_difference
from helpers.experiments.moments import moments_of
from helpers.experiments.readings import read_kept, read_mean, read_ratio, read_share
from helpers.experiments.sequential import boundary, information, planned_fraction

SIZES = [pytest.param(1_000, id="few"), pytest.param(10_000, id="all", marks=pytest.mark.trial)]
ROWS = (500, 400)  # units of the treatment and of the control
BLOCK = 250  # experiments drawn at once
PRICES = np.array([9.0, 19.0, 29.0, 49.0, 79.0, 129.0, 199.0, 349.0, 599.0])
USUAL = 1 / np.arange(1, 10)  # how likely each price is, the dear ones less
PACE = 0.8  # orders expected of a customer


def customers(rng, runs, rows, *, lift=1.0):
    """Orders before and after, and spend: one array of runs x units each."""
    pace = rng.gamma(1.0, PACE, (runs, rows))
    before, after = rng.poisson(pace), rng.poisson(lift * pace)
    price = rng.choice(PRICES, p=USUAL / USUAL.sum(), size=(runs, rows))
    return {"before": before, "orders": after, "spend": after * price,
            "spend_before": before * price}  # fmt: skip


def readings(treated, control):
    """Every metric of a block of experiments."""
    arms = treated, control

    def of(name, other=None):
        return [moments_of(arm[name], None if other is None else arm[other]) for arm in arms]

    ordered = [moments_of(arm["orders"] > 0) for arm in arms]
    silent = [moments_of(arm["orders"] == 0) for arm in arms]
    return {
        "conversion": read_share(*ordered), "order_days": read_mean(*of("orders", "before")),
        "net_spend": read_mean(*of("spend", "spend_before")),
        "spend_per_order": read_ratio(*of("spend", "orders")), "kept": read_kept(*silent),
    }  # fmt: skip


def simulated(rng, runs, *, lift=1.0):
    """By metric, estimates, bounds and p-values of all runs, plain ones beside."""
    found = []
    for _ in range(runs // BLOCK):
        arms = [customers(rng, BLOCK, size, lift=own) for size, own in zip(ROWS, (lift, 1.0),
                                                                          strict=True)]  # fmt: skip
        told = readings(*arms)
        found.append(
            {name: one.adjusted for name, one in told.items()}
            | {f"plain_{name}": one.plain for name, one in told.items()}
        )
    return {
        name: np.concatenate([np.array(part[name]) for part in found], axis=1) for name in found[0]
    }


def near(share, expected, runs, *, errors=3.5):
    return abs(share - expected) < errors * np.sqrt(expected * (1 - expected) / runs)


@pytest.mark.parametrize("runs", SIZES)
def test_without_an_effect_each_reading_finds_one_in_one_of_twenty(runs):
    told = simulated(np.random.default_rng(1), runs)

    wrong = {name: float((found[4] < 0.05).mean()) for name, found in told.items()}
    assert {name: share for name, share in wrong.items() if not near(share, 0.05, runs)} == {}


@pytest.mark.parametrize("runs", SIZES)
def test_intervals_hold_the_truth_in_19_of_20_experiments(runs):
    lift = 1.4
    told = simulated(np.random.default_rng(2), runs, lift=lift)
    mean = PACE * (USUAL @ PRICES) / USUAL.sum()
    ordered = {own: 1 - 1 / (1 + own * PACE) for own in (1.0, lift)}
    truth = {
        "conversion": ordered[lift] - ordered[1.0], "order_days": (lift - 1) * PACE,
        "net_spend": (lift - 1) * mean, "spend_per_order": 0.0,
        "kept": 1 - (1 - ordered[lift]) / (1 - ordered[1.0]),
    }  # fmt: skip

    held = {
        name: ((found[1] <= truth[name]) & (truth[name] <= found[2])).mean()
        for name, found in told.items() if name in truth
    }  # fmt: skip
    doubt = 3 * np.sqrt(0.05 * 0.95 / runs) if runs < 10_000 else 0
    assert {n: s for n, s in held.items() if not 0.94 - doubt <= s <= 0.96 + doubt} == {}


@pytest.mark.parametrize("runs", SIZES)
def test_over_all_metrics_together_holm_is_wrong_in_one_of_twenty_at_most(runs):
    told = simulated(np.random.default_rng(3), runs)
    names = ["conversion", "order_days", "net_spend", "spend_per_order", "kept"]
    p_values = np.array([told[name][4] for name in names]).T

    wrong = np.mean([control_family_wise(row).found.any() for row in p_values])
    apart = np.random.default_rng(4).random((runs, 5))
    independent = np.mean([(judge(np.ones(5), row)[1] == "works").any() for row in apart])

    # Metrics that hang together leave Holm room to spare; of independent ones it uses all.
    assert wrong < 0.05 + 3.5 * np.sqrt(0.05 * 0.95 / runs)
    assert near(independent, 1 - (1 - 0.05 / 5) ** 5, runs)


@pytest.mark.parametrize("runs", SIZES)
def test_a_hundred_looks_are_wrong_in_one_of_twenty_at_most(runs):
    rng, looks = np.random.default_rng(5), 100
    for draw in (bernoulli_looks, normal_looks):
        means, variances, rows = draw(rng, runs, looks)
        effects, variance = means[0] - means[1], variances.sum(axis=0)
        fractions = fraction_of(information(2 * rows, variance), looks)
        with np.errstate(divide="ignore", invalid="ignore"):
            score = np.where(variance > 0, np.abs(effects) / np.sqrt(variance), 0.0)

        outside = (score > boundary(fractions)).any(axis=-1).mean()

        assert outside <= 0.05
        assert (score > 1.96).any(axis=-1).mean() > 0.3


@pytest.mark.parametrize("runs", SIZES)
def test_the_sequence_holds_a_true_effect_at_all_looks_together(runs):
    rng, looks, effect = np.random.default_rng(6), 100, 0.3
    means, variances, rows = normal_looks(rng, runs, looks)
    found, variance = means[0] + effect - means[1], variances.sum(axis=0)

    half = boundary(fraction_of(information(2 * rows, variance), looks)) * np.sqrt(variance)

    assert (np.abs(found - effect) <= half).all(axis=-1).mean() >= 0.95
    assert (found > half).any(axis=-1).mean() > 0.95  # and most runs may stop early


@pytest.mark.parametrize("runs", SIZES)
def test_beliefs_are_right_as_often_as_they_say(runs):
    rng = np.random.default_rng(7)
    spread = 0.15
    effects = rng.normal(0, spread, runs)
    told = []
    for start in range(0, runs, BLOCK):
        some = effects[start : start + BLOCK]
        first, second = (rng.normal(2, 1, (len(some), size)) for size in ROWS)
        one = read_mean(moments_of(first + some[:, np.newaxis]), moments_of(second)).plain
        told.append(np.array(normal_belief(one.estimate, one.standard_error, prior_sd=spread)))
    mean, lower, upper, better, _ = np.concatenate(told, axis=1)

    held = ((lower <= effects) & (effects <= upper)).mean()
    assert near(held, 0.95, runs)
    assert np.polyfit(mean, effects, 1)[0] == pytest.approx(1, abs=4 / np.sqrt(runs))
    sure = better > 0.9
    assert (effects[sure] > 0).mean() == pytest.approx(better[sure].mean(), abs=2 / np.sqrt(runs))


@pytest.mark.parametrize(
    "runs", [pytest.param(150, id="few"), pytest.param(10_000, id="all", marks=pytest.mark.trial)]
)
def test_beliefs_in_shares_are_right_as_often_as_they_say(runs):
    rng = np.random.default_rng(8)
    shares = rng.beta(2, 8, (runs, 2))
    counts = rng.binomial(ROWS, shares)
    found = [
        share_belief(treatment=(first, ROWS[0]), control=(second, ROWS[1]), prior=(2, 8))
        for first, second in counts
    ]

    apart = shares[:, 0] - shares[:, 1]
    held = np.mean([one.lower <= true <= one.upper for one, true in zip(found, apart, strict=True)])
    better = np.array([one.chance_better for one in found])
    assert near(held, 0.95, runs)
    assert (apart > 0).mean() == pytest.approx(better.mean(), abs=2 / np.sqrt(runs))


@pytest.mark.parametrize(
    "runs", [pytest.param(250, id="few"), pytest.param(10_000, id="all", marks=pytest.mark.trial)]
)
def test_cut_and_resampled_spend_err_in_one_of_twenty(runs):
    rng, wrong = np.random.default_rng(9), {"winsorised": 0, "bootstrap": 0}
    for _ in range(runs // BLOCK):
        arms = [customers(rng, BLOCK, size)["spend"] for size in ROWS]
        for treated, control in zip(*arms, strict=True):
            cut = winsorised_difference(treated, control).difference
            drawn = bootstrap_difference(treated, control, rng=rng, resamples=399)
            wrong["winsorised"] += cut.p_value < 0.05
            wrong["bootstrap"] += not drawn.lower <= 0 <= drawn.upper

    assert near(wrong["winsorised"] / runs, 0.05, runs)
    assert abs(wrong["bootstrap"] / runs - 0.05) < 0.01 + 3.5 * np.sqrt(0.05 * 0.95 / runs)


def bernoulli_looks(rng, runs, looks, *, each=40, chance=0.1):
    """Means and squared errors of either arm, look by look, and units of one arm."""
    rows = each * np.arange(1, looks + 1)
    shares = rng.binomial(each, chance, (2, runs, looks)).cumsum(axis=-1) / rows
    return shares, shares * (1 - shares) / (rows - 1), rows


def normal_looks(rng, runs, looks, *, each=10):
    """The same for a metric of mean 1 and standard deviation 1; sums and squares are exact."""
    rows = each * np.arange(1, looks + 1)
    sums = rng.normal(each, np.sqrt(each), (2, runs, looks))
    squares = rng.chisquare(each - 1, (2, runs, looks)) + sums**2 / each
    sums, squares = sums.cumsum(axis=-1), squares.cumsum(axis=-1)
    return sums / rows, (squares / rows - (sums / rows) ** 2) / (rows - 1), rows


def fraction_of(known, looks):
    """Information at each look as a share of the planned, run by run."""
    elapsed = np.arange(1, looks + 1)
    return np.array([planned_fraction(one, elapsed, looks) for one in known])
