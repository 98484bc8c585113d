import numpy as np

from helpers.demo import company, groups, habits
from helpers.demo.newsletters import bounced


def test_issues_go_only_to_those_who_agree_on_that_day(traces, history):
    for issue in traces.issues:
        assert history.customers.consents("email", issue.day)[issue.sent].all()
        assert (history.customers.join_day[issue.sent] < issue.day).all()


def test_who_clicked_had_opened(traces):
    for issue in traces.issues:
        assert issue.opened[issue.clicked].all()


def test_there_is_one_newsletter_a_month_and_each_mailed_campaign(traces, history):
    names = [issue.name for issue in traces.issues]
    mailed = [item.campaign.name for item in history.mailings if item.campaign.channel == "email"]

    assert len(names) == len(set(names)) == 36 + len(mailed)
    assert [issue.day for issue in traces.issues] == sorted(issue.day for issue in traces.issues)


def test_a_campaign_reaches_nobody_of_its_holdout(traces, history):
    sent = {issue.name: issue.sent for issue in traces.issues}
    for mailing in history.mailings:
        held = mailing.customer[~mailing.contacted]

        assert not np.isin(sent.get(mailing.campaign.name, []), held).any()


def test_offers_are_opened_by_bargain_hunters_more_than_by_others(traces, history):
    offers = [issue for issue in traces.issues if issue.topic == habits.TOPICS.index("offers")]
    opened = np.concatenate([issue.opened for issue in offers])
    kind = np.concatenate([history.customers.kind[issue.sent] for issue in offers])
    hunting = kind == groups.NAMES.index(groups.COSTLY)

    assert opened[hunting].mean() > 1.8 * opened[~hunting].mean()


def test_few_addresses_die_and_none_on_its_first_day(history):
    day = bounced(history)

    assert 0 < (day < company.NEVER).mean() < 0.04
    assert (day > history.customers.join_day).all()
