"""What was planted stands in the orders: counts against what the truth expects of them."""

import numpy as np
import pytest
import statsmodels.api as sm

from helpers.demo import advertising, company, groups, market
from helpers.demo.demand import after_festivals, row_of
from helpers.demo.purchases import simulate_purchases


@pytest.fixture(scope="module")
def repeats(large):
    """Purchases after the first of each customer without interventions, by kind and day."""
    customers = large.customers
    customer, day = simulate_purchases(customers, large.demand, (), large.seed)
    later = day > customers.first_order_day[customer]
    counts = np.zeros((len(groups.KINDS), company.DAYS))
    np.add.at(counts, (customers.kind[customer[later]], day[later]), 1)
    return counts


@pytest.fixture(scope="module")
def expected(large):
    """The same, as the planted parameters expect it, put together anew."""
    customers, shop = large.customers, large.demand.market
    prices = market.relative_demand(market.demand_weights(shop))[:, :, np.arange(company.DAYS) // 7]
    steady = groups.pace() * after_festivals() * advertising.lift(large.demand.spend)
    pace = (steady[:, None] * prices).reshape(-1, company.DAYS)
    buyers = np.flatnonzero(customers.first_order_day < company.DAYS)
    alive = np.zeros((len(pace), company.DAYS + 1))
    row = row_of(customers.kind[buyers], customers.region[buyers])
    rate = customers.orders_per_year[buyers]
    last = np.minimum(customers.leave_day[buyers], company.DAYS - 1)
    np.add.at(alive, (row, customers.first_order_day[buyers] + 1), rate)
    np.add.at(alive, (row, last + 1), -rate)
    by_row = np.cumsum(alive, axis=1)[:, :-1] * pace / 365.25
    return by_row.reshape(len(groups.KINDS), -1, company.DAYS).sum(axis=1)


def test_repeat_orders_have_their_expected_number(repeats, expected):
    total, mean = repeats.sum(axis=1), expected.sum(axis=1)

    # A Poisson count: within four standard deviations of its mean.
    assert (abs(total - mean) < 4 * np.sqrt(mean)).all()


def test_interventions_add_some_orders_in_all(large, repeats):
    first = large.customers.first_order_day < company.DAYS

    assert 1.02 < (len(large.orders.day) - first.sum()) / repeats.sum() < 1.12


def test_orders_follow_the_lift_of_advertising_in_full(large, repeats, expected):
    lift = advertising.lift(large.demand.spend)
    design = np.column_stack([np.log(lift).ravel(), np.ones(lift.size)])
    offset = np.log(np.maximum(expected / lift, 1e-9)).ravel()
    busy = expected.ravel() > 0.5

    model = sm.GLM(repeats.ravel()[busy], design[busy], sm.families.Poisson(), offset=offset[busy])
    fit = model.fit()

    assert fit.params[0] == pytest.approx(1, abs=4 * fit.bse[0])
    assert fit.bse[0] < 0.1


def test_cheaper_weeks_bring_more_orders_in_all(large, repeats, expected):
    prices = market.relative_demand(market.demand_weights(large.demand.market)).mean(axis=1)
    moved = np.log(prices[:, np.arange(company.DAYS) // 7])
    design = np.column_stack([moved.ravel(), np.ones(moved.size)])
    offset = np.log(np.maximum(expected * np.exp(-moved), 1e-9)).ravel()
    busy = expected.ravel() > 0.5

    model = sm.GLM(repeats.ravel()[busy], design[busy], sm.families.Poisson(), offset=offset[busy])
    fit = model.fit()

    assert fit.params[0] == pytest.approx(1, abs=4 * fit.bse[0])
    assert fit.bse[0] < 0.15


def test_each_channel_has_its_planted_share_in_the_orders(large, repeats, expected):
    """Least squares of the relative count on each channel's effect gives one for each."""
    effects, lift = advertising.effects(large.demand.spend), advertising.lift(large.demand.spend)
    reach = np.array([channel.reach for channel in advertising.CHANNELS])
    base = expected / lift
    parts = [base * reach[c][:, None] * effects[:, c] for c in range(len(reach))]
    design = np.column_stack([part.ravel() for part in (*parts, base)])
    weight = 1 / np.maximum(expected.ravel(), 0.1)

    fit = sm.WLS(repeats.ravel(), design, weights=weight).fit()

    strong = [c for c, item in enumerate(advertising.CHANNELS) if item.largest_lift > 0.2]
    assert (abs(fit.params[strong] - 1) < 4 * fit.bse[strong]).all()


def test_no_customer_buys_before_joining_or_after_leaving(large):
    orders, customers = large.orders, large.customers

    assert (orders.day >= customers.first_order_day[orders.customer]).all()
    assert (orders.day <= customers.leave_day[orders.customer]).all()


def rate_ratio(large, intervention, control):
    """Return orders per head of the treated over those of the others, and its standard error."""
    orders = large.orders
    later = orders.day > large.customers.first_order_day[orders.customer]
    inside = (orders.day >= intervention.first_day) & (orders.day <= intervention.last_day) & later
    counts = np.bincount(orders.customer[inside], minlength=len(large.customers.kind))
    treated, others = counts[intervention.customer], counts[control]
    ratio = treated.mean() / others.mean()
    spread = [part.var() / len(part) / part.mean() ** 2 for part in (treated, others)]
    return ratio, ratio * np.sqrt(sum(spread))


@pytest.mark.parametrize("number", range(4))
def test_each_experiment_has_its_effect_in_the_orders(large, number):
    trial = large.trials[number]
    change = trial.intervention(large.customers)
    kind = large.customers.kind

    for name, factor in zip(groups.NAMES, trial.experiment.factors, strict=True):
        member = kind == groups.NAMES.index(name)
        treated = member[change.customer]
        part = change._replace(customer=change.customer[treated], factor=change.factor[treated])
        control = trial.customer[~trial.treated & member[trial.customer]]
        ratio, error = rate_ratio(large, part, control)

        # Campaigns that fell into the same days add their own orders to both arms.
        assert abs(ratio - factor) < 4 * error + 0.1 * abs(factor - 1), name


def test_campaigns_have_their_effects_against_their_holdouts(large):
    for mailing in large.mailings:
        change = mailing.intervention(large.customers)

        ratio, error = rate_ratio(large, change, mailing.customer[~mailing.contacted])

        weight = large.customers.orders_per_year[change.customer]
        factors = np.broadcast_to(mailing.campaign.factors, len(groups.KINDS))
        planted = np.average(factors[large.customers.kind[change.customer]], weights=weight)
        # Who has left already does not answer, and kinds differ in that.
        assert abs(ratio - planted) < 4 * error + 0.25 * abs(planted - 1), mailing.campaign.name
        assert error < 0.2
