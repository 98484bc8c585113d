import datetime

import pandas as pd
import pytest

from helpers.workspace import InputError, privacy

HEADER = "no,who,mail,start,end,left,months,kind,fee,colour\n"
DATED = """
[[files]]
path = "plans.csv"
format = "csv"
table = "subscriptions"
encoding = "utf-8"
decimal = "."
received = 2026-10-05
data_through = 2026-09-30
date_format = { start = "%Y-%m-%d", end = "%Y-%m-%d" }
columns = { subscription_id = "no", contact_id = "who", email = "mail", event_day = "start", ended_day = "end", plan = "kind", monthly_amount = "fee" }
"""  # noqa: E501
UNDATED = """
[[files]]
path = "plans.csv"
format = "csv"
table = "subscriptions"
encoding = "utf-8"
decimal = "."
received = 2026-10-05
data_through = 2026-09-30
columns = { subscription_id = "no", contact_id = "no", tenure_months = "months", has_ended = "left", plan = "kind", monthly_amount = "fee" }
"""  # noqa: E501


def by_kind(tables):
    return tables.subscriptions.set_index("plan")


def test_who_has_no_day_of_ending_still_subscribes_and_an_agreed_end_is_yet_to_come(acme):
    acme.write("plans.csv", HEADER + "a,c1,,2026-01-05,2026-03-01,,,gone,9.90,\n"
               "b,c2,,2026-01-05,,,,runs,9.90,\nc,c3,,2026-01-05,2026-12-31,,,agreed,9.90,\n")

    found = by_kind(acme.take_in(DATED))

    assert found["has_ended"].to_dict() == {"gone": True, "runs": False, "agreed": False}
    assert found.loc["agreed", "ended_day"] == datetime.date(2026, 12, 31)
    assert (found["started_day"] == found["event_day"]).all()
    assert str(found.loc["runs", "monthly_amount"]) == "9.9000"


def test_a_subscription_that_ends_before_it_begins_is_rejected(acme):
    acme.write("plans.csv", HEADER + "a,c1,,2026-01-05,2025-12-31,,,odd,9.90,\n"
               "b,c2,,2026-01-05,2026-01-05,,,same day,9.90,\n")  # fmt: skip

    tables = acme.take_in(DATED)

    assert tables.rejected[["line", "rule", "column"]].to_numpy().tolist() == [
        [2, "ended_before_start", "end"]
    ]
    assert tables.subscriptions["plan"].tolist() == ["same day"]


def test_a_subscriber_is_who_the_number_says_else_whose_mailbox_it_is_else_one_of_its_own(acme):
    acme.write("plans.csv", HEADER + "a,c1,x@b.cn,2026-01-05,,,,number,,\n"
               "b,,x@b.cn,2026-01-05,,,,mailbox,,\nc,,,2026-01-05,,,,nobody,,\n")  # fmt: skip

    found = by_kind(acme.take_in(DATED))
    customer = found["customer_id"]

    assert customer["number"] == privacy.pseudonym("contact", "c1")
    assert customer["mailbox"] == privacy.pseudonyms("email", pd.Series(["x@b.cn"]))[0]
    assert customer["nobody"] == found.loc["nobody", "subscription_id"]


def test_without_days_the_months_and_the_flag_are_kept_and_no_start_is_made_up(acme):
    acme.write("plans.csv", HEADER + "a,,,,,Yes,7,monthly,29.85,red\nb,,,,,No,0,yearly,5,blue\n")

    tables = acme.take_in(UNDATED)
    found = by_kind(tables)

    assert found["tenure_months"].to_dict() == {"monthly": 7.0, "yearly": 0.0}
    assert found["has_ended"].to_dict() == {"monthly": True, "yearly": False}
    assert found["started_day"].isna().all() and found["ended_day"].isna().all()
    assert set(found["event_day"]) == {datetime.date(2026, 9, 30)}
    assert sorted(tables.attributes.query("name == 'colour'")["value"]) == ["blue", "red"]


def test_what_a_later_delivery_tells_otherwise_is_a_version(acme):
    acme.write("plans.csv", HEADER + "a,c1,,2026-01-05,,,,monthly,9.90,\n")
    acme.write("later.csv", HEADER + "a,c1,,2026-01-05,2026-10-20,,,yearly,9.90,\n")
    later = DATED.replace("plans.csv", "later.csv").replace("received = 2026-10-05",
                                                           "received = 2027-01-05")  # fmt: skip
    later = later.replace("data_through = 2026-09-30", "data_through = 2026-12-31")

    rows = acme.take_in(DATED, later).subscriptions.sort_values("delivery")

    assert rows["plan"].tolist() == ["monthly", "yearly"]
    assert rows["has_ended"].tolist() == [False, True]


def test_the_start_is_mapped_as_the_day_of_the_row(acme):
    acme.write("plans.csv", HEADER)

    with pytest.raises(InputError, match="maps 'started_day', which subscriptions does not have"):
        acme.take_in(DATED.replace("event_day", "started_day"))
