"""The records to be linked: every list of people that the company keeps, one row per record."""

import pandas as pd

from helpers.workspace import Desk

# What the source of a record is where its table has no kinds of its own.
MEMBER, LEAD, SUBSCRIBER, ORDERS = "member", "lead", "subscriber", "orders"
# Whose word counts first, where several records tell of one thing.
SOURCES = ("customer", "client", MEMBER, "contact", SUBSCRIBER, LEAD, ORDERS)
KNOWN = ["contact_id", "source", "customer_id", "event_day", "country", "province", "city",
         "accepts_email"]  # fmt: skip
DETAILS = ["name", "email", "phone", "address"]


def gather(desk: Desk) -> pd.DataFrame:
    """Return every record of a person that the company has, as known on the as-of day."""
    contacts, details, leads, members = (
        desk.read(name).to_pandas()
        for name in ("contacts?", "contact_details?", "leads?", "memberships?")
    )
    return contact_records(
        contacts, details, leads=leads, memberships=members, numbers=order_numbers(desk)
    )


def order_numbers(desk: Desk) -> pd.Series:
    """Return the customers' numbers that sales and subscriptions carry, sorted."""
    lines, running = desk.read("order_lines?"), desk.read("subscriptions?")
    sales = lines.filter(lines.kind == "sale", lines.customer_id.notnull())
    agreed = running.filter(running.customer_id.notnull())
    numbers = sales.select("customer_id").union(agreed.select("customer_id"), distinct=True)
    return numbers.order_by("customer_id").to_pandas()["customer_id"]


def contact_records(
    contacts: pd.DataFrame,
    details: pd.DataFrame,
    *,
    leads: pd.DataFrame | None = None,
    memberships: pd.DataFrame | None = None,
    numbers: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the contact details of every record of a person, as `link_records` takes them.

    Records that their source marks as tests are left out. A list that knows no city still
    has its records; one that stands on two lists under one number is taken once.

    Parameters
    ----------
    contacts, leads, memberships : DataFrame
        Canonical tables as known on the as-of day, one row per `contact_id`.
    details : DataFrame
        The private table `contact_details`, as known on the same day.
    numbers : Series of str, optional
        The customers' numbers that orders and subscriptions carry: each that no contact has,
        nor is known by at its source, is a record of its own, of which nothing else is known.

    Returns
    -------
    DataFrame
        One row per record: `record_id` (the contact's id, else the number), `contact_id`,
        `source`, `customer_id` (the number that orders and events of it carry),
        `event_day` (up to which it is known), `country`, `province`, `city`,
        `accepts_email`, `name`, `email`, `phone`, `address`. It holds personal values: for
        private tables alone.
    """
    real = contacts[~contacts["is_test"].astype(bool)]
    lists = [real.assign(source=real["kind"])]  # their own `source` says how they were won
    for table, source in ((leads, LEAD), (memberships, MEMBER)):
        if table is not None:
            lists.append(table.assign(source=source))
    known = pd.concat([table.reindex(columns=KNOWN).astype(object) for table in lists])
    known = known.drop_duplicates("contact_id").assign(record_id=lambda told: told["contact_id"])
    if numbers is not None:
        alone = numbers[~numbers.isin(known["customer_id"]) & ~numbers.isin(known["contact_id"])]
        only = pd.DataFrame({"record_id": alone, "customer_id": alone, "source": ORDERS})
        known = pd.concat([known, only.astype(object)])
    person = details[["contact_id", *DETAILS]]
    joined = known.merge(person, on="contact_id", how="left", validate="many_to_one")
    text = [name for name in joined if name not in ("event_day", "accepts_email")]
    joined = joined.astype(dict.fromkeys(text, "str")).astype({"accepts_email": "boolean"})
    joined["event_day"] = pd.to_datetime(joined["event_day"])
    return joined.sort_values("record_id", ignore_index=True)


def holders(records: pd.DataFrame) -> pd.Series:
    """Return the record that each number of a customer belongs to, by number.

    Where several records carry one number, as a family that shares an e-mail, the list
    that comes first in `SOURCES` has it, and of one list the first record by id.
    """
    place = records["source"].map({source: place for place, source in enumerate(SOURCES)})
    first = records.assign(place=place).sort_values(["place", "record_id"])
    first = first.drop_duplicates("customer_id")
    return first.set_index("customer_id")["record_id"].sort_index()


def standing_for(records: pd.DataFrame) -> pd.Series:
    """Return the record that each id stands for: its own, or that which holds it as a number."""
    own = records.set_index("record_id", drop=False)["record_id"]
    held = holders(records)
    return pd.concat([own, held[~held.index.isin(own.index)]]).rename("record_id")
