import numpy as np
import pandas as pd
import pytest
from drivers.media.planted_series import STRAIGHT

from helpers.drivers.media import baseline
from helpers.drivers.media.learning import described_by, learn


def test_planted_carry_over_and_effects_lie_within_their_intervals(learned):
    ends = np.quantile(learned.draws.carry_over, [0.025, 0.975], axis=0)

    assert (ends[0] <= [0.6, 0.2, 0.4]).all()
    assert (ends[1] >= [0.6, 0.2, 0.4]).all()
    assert learned.draws.effect[:, 0].mean() > 3 * learned.draws.effect[:, 2].mean()


def test_the_same_seed_draws_the_same(company, learned):
    again = learn(company, STRAIGHT, rng=np.random.default_rng(1), draws=800)

    assert (again.draws.cell == learned.draws.cell).all()
    assert (again.draws.effect == learned.draws.effect).all()


def test_money_of_another_currency_changes_no_draw(company):
    few = {"rng": np.random.default_rng(4), "draws": 50}
    dearer = company._replace(spend=7.0 * company.spend)

    one = learn(company, STRAIGHT, **few).draws
    other = learn(dearer, STRAIGHT, **few | {"rng": np.random.default_rng(4)}).draws

    assert (one.cell == other.cell).all()
    assert one.effect == pytest.approx(other.effect, rel=1e-6)


def test_a_season_that_newcomers_follow_less_is_stretched(company):
    share = pd.Series(np.linspace(0.5, 0.1, len(company.sales)), company.sales.index)

    plain = described_by(company, STRAIGHT).columns.shape[1]
    stretched = described_by(company._replace(newcomers=share), STRAIGHT).columns.shape[1]

    assert stretched == plain + 2


def test_sales_expected_add_up_to_sales(learned):
    assert learned.expected.sum() == pytest.approx(learned.series.sales.sum(), rel=0.001)
    assert 1 <= learned.dispersion < 3


def test_what_was_missed_on_weeks_not_seen_widens_intervals_and_not_the_ranking(company, learned):
    doubted = learn(
        company, STRAIGHT, rng=np.random.default_rng(1), draws=800,
        held_out=2 * learned.dispersion,
    )  # fmt: skip

    assert doubted.draws.effect[:, 0].std() > learned.draws.effect[:, 0].std()
    assert doubted.pooled.effect.mean(axis=0) == pytest.approx(
        learned.pooled.effect.mean(axis=0), abs=0.05
    )


def test_chance_alone_is_given_to_no_channel(company):
    rng = np.random.default_rng(9)
    sales = pd.Series(rng.poisson(150, len(company.sales)).astype(float), company.sales.index)

    found = learn(company._replace(sales=sales), STRAIGHT, rng=rng, draws=300)

    assert found.draws.effect.mean(axis=0).max() < 0.1
    assert baseline.log_expected(company) == pytest.approx(0)
