"""A real experiment of 64,000 customers, read as other libraries read it.

Kevin Hillstrom's e-mail experiment (MineThatData, 2008): a mail for men, one for women, or none.
"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.proportion import confint_proportions_2indep

from helpers.experiments.heavy_tails import bootstrap_difference, plain_from
from helpers.experiments.moments import moments
from helpers.experiments.ratio_mismatch import ratio_mismatch
from helpers.experiments.readings import read_mean, read_share
from helpers.workspace import engine, paths

FILE = paths.CODE.parent / "shared" / "data" / "hillstrom" / "hillstrom.csv"
if not FILE.exists():
    pytest.skip(f"{FILE.name} is not at hand: it lies beside the project", allow_module_level=True)
# Absolute lifts against no mail, by Welch (tea-tasting), Wald and OLS with HC3 (statsmodels).
PUBLISHED = {
    ("men", "visit"): (0.07659, 0.06995, 0.08323),
    ("men", "conversion"): (0.00681, 0.00500, 0.00861),
    ("men", "spend"): (0.76983, 0.48514, 1.05451),
    ("women", "visit"): (0.04523, 0.03889, 0.05157),
    ("women", "conversion"): (0.00311, 0.00150, 0.00472),
    ("women", "spend"): (0.42441, 0.16896, 0.67987),
}
ARMS = {"Mens E-Mail": "men", "Womens E-Mail": "women", "No E-Mail": "none"}


@pytest.fixture(scope="module")
def customers():
    frame = pd.read_csv(FILE)
    return frame.assign(arm=frame["segment"].map(ARMS))


@pytest.fixture(scope="module")
def told(customers):
    columns = customers[["arm", "visit", "conversion", "spend", "history"]]
    pairs = [(name, "history") for name in ("visit", "conversion", "spend")]
    return moments(engine.in_memory(columns), pairs)


@pytest.mark.parametrize(("arm", "metric"), PUBLISHED)
def test_means_are_read_to_the_fourth_decimal_as_published(told, arm, metric):
    by = told[(metric, "history")]

    found = read_mean(by[arm], by["none"])

    assert found.plain[:3] == pytest.approx(PUBLISHED[(arm, metric)], abs=5e-5)


@pytest.mark.parametrize("arm", ["men", "women"])
@pytest.mark.parametrize("metric", ["visit", "conversion"])
def test_shares_are_read_as_statsmodels_reads_them_and_published_ones(told, customers, arm, metric):
    by = told[(metric, "history")]
    counts = customers.groupby("arm")[metric].agg(["sum", "size"])
    expected = confint_proportions_2indep(
        *counts.loc[arm], *counts.loc["none"], method="newcomb", compare="diff"
    )

    found = read_share(by[arm], by["none"])

    assert found.plain[1:3] == pytest.approx(expected)
    assert found.plain[:3] == pytest.approx(PUBLISHED[(arm, metric)], abs=1e-4)


def test_history_narrows_hardly_as_published_and_as_in_the_regression(told, customers):
    two = customers[customers["arm"].ne("women")]
    beside = np.column_stack([two["arm"].eq("men"), two["history"]]).astype(float)
    fitted = sm.OLS(two["spend"], sm.add_constant(beside)).fit(cov_type="HC3")
    by = told[("spend", "history")]

    found = read_mean(by["men"], by["none"])

    assert found.adjusted.estimate == pytest.approx(fitted.params.iloc[1], abs=1e-8)
    assert found.adjusted.standard_error == pytest.approx(fitted.bse.iloc[1], rel=1e-3)
    assert 0 <= 1 - found.adjusted.standard_error / found.plain.standard_error < 0.003


def test_the_split_is_sound_and_the_arms_are_large_enough_for_their_tail(customers):
    counts = customers["arm"].value_counts().to_numpy()
    spend = customers["spend"].to_numpy()

    assert ratio_mismatch(counts, [1 / 3] * 3) > 0.5
    assert 5_000 < plain_from(spend) < 21_000


def test_the_bootstrap_of_spend_agrees_with_the_published_interval(customers):
    by = {arm: own["spend"].to_numpy() for arm, own in customers.groupby("arm")}

    found = bootstrap_difference(
        by["men"], by["none"], rng=np.random.default_rng(1), resamples=4000
    )

    assert found == pytest.approx(PUBLISHED[("men", "spend")], abs=0.02)
