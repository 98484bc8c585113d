from helpers.workspace import privacy

from .conftest import rejected, told


def test_a_campaign_is_told_with_its_day_and_cost(deliver, take_in):
    campaigns = take_in(deliver("campaigns.csv")).campaigns.sort_values("line")

    assert told(campaigns, "campaign", "title", "channel", "event_day", "cost_per_contact") == [
        ("C01", "New year, new trails", "email", "2026-01-04", 0.05),
        ("C02", "Spring layers", None, "2026-04-04", None),
    ]


def test_arms_are_told_in_one_language_and_known_with_the_delivery(deliver, take_in):
    tables = take_in(deliver("campaign-contacts.csv"))

    assert told(tables.campaign_history.sort_values("line"), "contact_id", "arm",
                "event_day") == [
        (privacy.pseudonym("contact", "7100000004099"), "contacted", "2026-07-06"),
        (privacy.pseudonym("contact", "0042"), "held out", "2026-07-06"),
    ]  # fmt: skip
    assert rejected(tables) == [(4, "empty_needed_cell", "customer_id")]
