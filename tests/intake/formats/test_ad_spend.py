from .conftest import rejected, told


def test_spend_is_told_by_day_and_channel(deliver, take_in):
    tables = take_in(deliver("ad-spend.csv"))

    assert told(tables.ad_spend.sort_values("line"), "event_day", "channel", "campaign", "spend",
                "impressions", "clicks") == [
        ("2026-05-01", "social_feed", "", 1849.1, 43667, 524),
        ("2026-05-01", "search", "", 0.0, 0, 0),
    ]  # fmt: skip
    assert rejected(tables) == [(4, "impossible_amount", "spend_cny")]


def test_campaigns_of_one_day_and_channel_stand_beside_one_another(deliver, take_in):
    spend = take_in(deliver("ad-spend_campaigns.csv")).ad_spend.sort_values("line")

    assert told(spend, "event_day", "channel", "campaign", "spend", "clicks") == [
        ("2026-05-01", "百度", "春季", 100.5, 10), ("2026-05-01", "百度", "品牌", 20.0, 2)
    ]  # fmt: skip


def test_a_day_that_is_told_differently_later_is_a_new_version(acme, deliver, take_in):
    entries = deliver("ad-spend.csv"), deliver("ad-spend.csv", "2026-08-06")
    acme.write("2026-08-06/ad-spend.csv",
               "date,channel,spend_cny\n2026-05-01,social_feed,1900\n")  # fmt: skip

    spend = take_in(*entries).ad_spend.sort_values(["channel", "delivery"])

    assert told(spend, "channel", "spend") == [
        ("search", 0.0), ("social_feed", 1849.1), ("social_feed", 1900.0)
    ]  # fmt: skip
