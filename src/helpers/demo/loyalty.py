"""The loyalty programme's list of members."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from helpers.demo import company, text
from helpers.demo.delivered import dates, write_csv
from helpers.demo.history import History

TIERS, TIER_FROM_CENTS = ("Green", "Silver", "Gold"), (200_000, 600_000)


def write_members(history: History, delivery: company.Delivery, path: Path) -> None:
    """Write the members when a delivery's data end; who left the company is still listed."""
    day = company.day_number(delivery.data_through)
    who = np.flatnonzero(members(history, day))
    _, spent = history.spending(delivery)
    person = history.people.take(pa.array(who))
    tier = np.searchsorted(TIER_FROM_CENTS, spent[who], side="right")
    write_csv(path, {
        "Member No": member_numbers(who),
        "Name": person.full_name,
        "Phone": person.phone,
        "E-mail": person.email,
        "Joined": dates(history.customers.member_day[who]),
        "Tier": text.lookup(TIERS, tier),
        "Points": text.number(np.maximum(spent[who], 0) // 1000),
    })  # fmt: skip


def members(history: History, day: int) -> np.ndarray:
    """Return which customers had joined the programme by a day; none joins after leaving."""
    customers = history.customers
    joined = customers.member_day <= np.minimum(customers.leave_day, company.DAYS - 1)
    return joined & (customers.member_day <= day)


def member_numbers(customer: np.ndarray) -> text.Text:
    """Return the programme's own number of each customer."""
    return text.join("NB", text.number(88_000_000 + 13 * customer.astype(np.int64)))
