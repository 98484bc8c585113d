"""The newsletter's audience and its readers' activity, as Mailchimp exports them."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from helpers.demo import company, text
from helpers.demo.delivered import csv_bytes, moments, panel, write_archive, write_csv
from helpers.demo.history import History
from helpers.demo.newsletters import Issue, bounced

HEADER = (
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,"
    "LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
).split(",")
UNSUBSCRIBED = (
    "UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER"
).split(",")
REASONS = ("NORMAL", "NORMAL", "INAPPROPRIATE", "SPAM")
FIRST_LEID = 40_000_001


def write_mail(
    history: History, issues: list[Issue], delivery: company.Delivery, folder: Path
) -> None:
    """Write a delivery's audience as it stands, and the activity that is new."""
    for status, chosen in audience(history, delivery).items():
        columns = _members(history, chosen, delivery, status)
        write_csv(folder / "mailchimp" / f"{status}_members_export.csv", columns)
    first, last = company.window(delivery)
    members = {}
    for issue in issues:
        if first <= issue.day <= last:
            for action in ("opens", "clicks"):
                name = f"granular_activity/{action}/{issue.name}_{_slug(issue.title)}.csv"
                members[name] = csv_bytes(_activity(history, issue, action))
    write_archive(folder / "mailchimp" / "granular_activity.zip", members)


def audience(history: History, delivery: company.Delivery) -> dict[str, np.ndarray]:
    """Return the positions of the customers in each part of the audience.

    Who never agreed is not in it; who changed their mind is unsubscribed, and whose
    address is dead is cleaned.
    """
    customers, day = history.customers, company.day_number(delivery.data_through)
    able = panel(len(customers.kind), history.seed) & text.filled(history.people.email)
    able &= customers.join_day <= day
    once = customers.email_opt_in | (customers.email_change_day <= day)
    dead, agrees = bounced(history) <= day, customers.consents("email", day)
    return {
        "subscribed": np.flatnonzero(able & once & agrees & ~dead),
        "unsubscribed": np.flatnonzero(able & once & ~agrees & ~dead),
        "cleaned": np.flatnonzero(able & once & dead),
    }


def _members(history: History, chosen: np.ndarray, delivery, status: str) -> dict[str, text.Text]:
    customers, person = history.customers.take(chosen), history.people.take(pa.array(chosen))
    since = np.where(customers.email_opt_in, customers.join_day, customers.email_change_day)
    joined = moments(since, 36_000 + chosen % 36_000)
    left = moments(customers.email_change_day, 30_000 + chosen % 50_000)
    home = text.choose(customers.overseas, "America/Los_Angeles", company.TIME_ZONE)
    member = customers.member_day <= company.day_number(delivery.data_through)
    empty = text.lookup([""], np.zeros(len(chosen), dtype=np.int8))
    columns = dict.fromkeys(HEADER, empty) | {
        "Email Address": person.email,
        "First Name": person.first_name,
        "Last Name": person.last_name,
        "MEMBER_RATING": text.number(2 + chosen % 3),
        "OPTIN_TIME": joined,
        "CONFIRM_TIME": joined,
        "TIMEZONE": home,
        "CC": person.country,
        "REGION": person.province_code,
        "LAST_CHANGED": left if status == "unsubscribed" else joined,
        "LEID": text.number(FIRST_LEID + 3 * chosen),
        "EUID": text.join("e", text.number((chosen * 2_654_435_761) % 10**10, width=10)),
        "TAGS": text.choose(member, '"Club","Customer"', '"Customer"'),
    }
    if status == "unsubscribed":
        columns |= dict.fromkeys(UNSUBSCRIBED, empty)
        columns |= {"UNSUB_TIME": left, "UNSUB_REASON": text.lookup(REASONS, chosen % 4)}
    return columns


def _activity(history: History, issue: Issue, action: str) -> dict[str, text.Text]:
    done = issue.opened if action == "opens" else issue.clicked
    who, second = issue.sent[done], issue.second[done] + 9 * 3600 + 40 * (action == "clicks")
    by_time = np.lexsort((who, second))
    who, second = who[by_time], second[by_time]
    day = np.minimum(issue.day + second // 86_400, company.DAYS - 1)
    columns = {
        "Timestamp": moments(day, second % 86_400),
        "Email": history.people.email.take(pa.array(who)),
    }
    if action == "clicks":
        columns["URL"] = pa.repeat(f"https://shop.example.com/{_slug(issue.title)}", len(who))
    return columns


def _slug(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


