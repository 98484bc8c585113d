import numpy as np
import pytest

from helpers.demo import company
from helpers.demo.campaigns import CAMPAIGNS, EFFECT_DAYS


def test_only_those_who_agreed_to_the_channel_are_in_a_target(large):
    for mailing in large.mailings:
        sent = company.day_number(mailing.campaign.sent)
        able = large.customers.consents(mailing.campaign.channel, sent)

        assert able[mailing.customer].all()
        assert (large.customers.join_day[mailing.customer] < sent).all()


def test_a_part_of_each_target_is_held_out_by_chance(large):
    for mailing in large.mailings:
        error = 0.5 / np.sqrt(len(mailing.customer))

        held_out = 1 - mailing.contacted.mean()

        assert held_out == pytest.approx(mailing.campaign.holdout, abs=4 * error)


def test_there_are_campaigns_that_work_that_do_nothing_and_that_harm():
    effects = [np.mean(campaign.factors) for campaign in CAMPAIGNS]

    assert max(effects) > 1.2 and min(effects) < 1 and 1 in effects
    names = [campaign.name for campaign in CAMPAIGNS]
    assert len(set(names)) == len(names)
    last = max(company.day_number(campaign.sent) for campaign in CAMPAIGNS)
    assert last + EFFECT_DAYS < company.DAYS
