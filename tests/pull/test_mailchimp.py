from datetime import date, timedelta

import pytest
from system import START

from helpers.pull.answers import SourceUnavailable

LATER = date(2026, 10, 6)


def act(minutes, action="open"):
    return {"action": action, "timestamp": (START + timedelta(minutes=minutes)).isoformat()}


@pytest.fixture
def mailed(source, declare):
    """Two campaigns; in the first one of four recipients opened, the second is still unread."""
    made = source("mailchimp", records=0)
    made.system.objects = ["email_activity"]
    made.system.campaigns = ["spring", "autumn"]
    made.system.activity = {
        "spring": {"e1": [act(1), act(9, "click")], "e2": [], "e3": [], "e4": []},
        "autumn": {"e1": [], "e2": []},
    }
    declare(made.system.toml())
    return made


def told(made, folder):
    return {(r["campaign_id"], r["email_id"]): [a["action"] for a in r["activity"]]
            for r in made.delivered("mailchimp_email_activity", folder)}  # fmt: skip


def test_every_recipient_of_every_campaign_is_delivered_once(mailed):
    mailed.pull()

    assert told(mailed, "2026-10-05") == {
        ("spring", "e1"): ["open", "click"], ("spring", "e2"): [], ("spring", "e3"): [],
        ("spring", "e4"): [], ("autumn", "e1"): [], ("autumn", "e2"): [],
    }  # fmt: skip


def test_a_second_pull_right_after_takes_nothing(mailed):
    mailed.pull()

    assert mailed.pull(LATER).records == {}


def test_each_campaign_goes_on_from_its_own_last_activity(mailed):
    mailed.pull()
    mailed.system.activity["spring"]["e1"].append(act(30))
    mailed.system.activity["autumn"]["e2"].append(act(2))

    mailed.pull(LATER)

    assert told(mailed, "2026-10-06") == {
        ("spring", "e1"): ["click", "open"], ("autumn", "e2"): ["open"],
    }  # fmt: skip


def test_an_activity_beside_one_that_was_delivered_is_new(mailed):
    mailed.pull()
    mailed.system.activity["spring"]["e1"].append(act(9, "open"))

    mailed.pull(LATER)

    assert told(mailed, "2026-10-06") == {("spring", "e1"): ["click", "open"]}


def test_a_recipient_that_goes_away_while_pages_are_turned_costs_no_other(mailed):
    mailed.system.after_page = lambda: setattr(mailed.system, "after_page", leave)

    def leave():
        del mailed.system.activity["spring"]["e1"]

    mailed.pull()

    assert {("spring", "e2"), ("spring", "e3"), ("spring", "e4")} <= set(told(mailed, "2026-10-05"))


def test_a_list_that_never_comes_whole_is_given_up(mailed, monkeypatch):
    def reversed_each_time(asked, steady=mailed.system._acts):
        return steady(asked)[:: (-1) ** len(mailed.served.asked)]

    monkeypatch.setattr(mailed.system, "_acts", reversed_each_time)

    with pytest.raises(SourceUnavailable, match="mailchimp: emails changed each time"):
        mailed.pull()
