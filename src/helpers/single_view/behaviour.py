"""What people did up to a day, counted table by table, each row given to the person it is of."""

from datetime import date, timedelta
from typing import NamedTuple

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import engine
from helpers.workspace.visitors import with_owners

WINDOW_DAYS = 365  # of the columns that end in _365


class Owners(NamedTuple):
    """Whose a row is: `customer_id` and `contact_id` as tables carry them, each with its person."""

    by_customer: Table
    by_contact: Table


def owners(identities: pd.DataFrame) -> Owners:
    """Return the customer of each pseudonym and of each contact: the person, or its unit.

    Parameters
    ----------
    identities : DataFrame
        `contact_id`, `source_customer_id`, `owns_number`, `customer_id`.

    Raises
    ------
    ValueError
        If a pseudonym is owned twice: what was done under it would be counted twice.
    """
    columns = ["contact_id", "source_customer_id", "owns_number", "customer_id"]
    identities = identities[columns].rename(columns={"customer_id": "person_id"})
    owned = identities[identities["owns_number"].astype(bool)]
    if owned["source_customer_id"].duplicated().any():
        raise ValueError("identities: a source_customer_id is owned by two records")
    contact = identities.dropna(subset="contact_id").drop_duplicates("contact_id")
    # Some orders carry the number by which their source knows a contact.
    own = contact[~contact["contact_id"].isin(owned["source_customer_id"])]
    customer = pd.concat([
        owned.rename(columns={"source_customer_id": "customer_id"}),
        own.rename(columns={"contact_id": "customer_id"}),
    ])  # fmt: skip
    return Owners(
        _table(customer[["customer_id", "person_id"]]), _table(contact[["contact_id", "person_id"]])
    )


def _table(frame: pd.DataFrame) -> Table:
    return engine.in_memory(frame.astype("str").reset_index(drop=True))


def bought(lines: Table, of: Owners, day: date) -> Table:
    """Return what people bought; an order counts as far as it was kept on the day.

    Returns
    -------
    Table
        `person_id`, `seen_day` (first order, kept or not), `first_order_day`, `last_order_day`,
        `orders`, `order_days`, `pieces`, `products`, `categories`, `net_amount`, `orders_365`,
        `net_amount_365`, `returned_share` and `discounted_share` (of lines bought).
    """
    sold = lines.filter(lines.kind == "sale", lines.event_day <= ibis.literal(day))
    sold = sold.inner_join(of.by_customer, "customer_id")
    kept = sold.net_quantity > 0
    lately = kept & _lately(sold, day)
    back = (sold.net_quantity < sold.quantity) | (sold.net_amount < sold.amount)
    lowered = (sold.discount > 0) | (sold.list_price > sold.unit_price).fill_null(False)
    return sold.group_by("person_id").agg(
        seen_day=sold.event_day.min(), first_order_day=sold.event_day.min(where=kept),
        last_order_day=sold.event_day.max(where=kept), orders=sold.order_id.nunique(where=kept),
        order_days=sold.event_day.nunique(where=kept), pieces=sold.net_quantity.sum(),
        products=sold.product_id.nunique(where=kept),
        categories=sold.category.nunique(where=kept),
        net_amount=_money(sold.net_amount.sum()),
        orders_365=sold.order_id.nunique(where=lately),
        net_amount_365=_money(sold.net_amount.sum(where=lately).fill_null(0)),
        returned_share=back.cast("float64").mean(),
        discounted_share=lowered.cast("float64").mean(),
    )  # fmt: skip


def _money(amount):
    """Return an exact sum as a number of cents' precision."""
    return amount.round(2).cast("float64")


def _lately(table: Table, day: date):
    return table.event_day > ibis.literal(day - timedelta(days=WINDOW_DAYS))


def visited(events: Table, of: Owners, day: date) -> Table:
    """Return people's visits to the website and the app: `visits`, `visits_365` and their days.

    Who did not agree to be measured is left out.
    """
    agreed = events.consented.fill_null(True)
    told = events.filter(agreed, events.event_day <= ibis.literal(day))
    told = told.left_join(of.by_contact, "contact_id").drop("contact_id_right")
    joined = with_owners(told, "person_id").filter(ibis._.person_id.notnull())
    return joined.group_by("person_id").agg(
        seen_day=joined.event_day.min(), last_visit_day=joined.event_day.max(),
        visits=joined.visit.nunique(), visits_365=joined.visit.nunique(where=_lately(joined, day)),
    )  # fmt: skip


def read_mail(mail: Table, of: Owners, day: date) -> Table:
    """Return what people did with newsletters, each newsletter counted once."""
    told = mail.filter(mail.event_day <= ibis.literal(day)).inner_join(
        of.by_customer, "customer_id"
    )
    return told.group_by("person_id").agg(
        seen_day=told.event_day.min(),
        mails_sent=told.campaign.nunique(where=told.action == "send"),
        mails_opened=told.campaign.nunique(where=told.action == "open"),
        mails_clicked=told.campaign.nunique(where=told.action == "click"),
        last_mail_day=told.event_day.max(where=told.action.isin(["open", "click"])),
    )


def asked(interactions: Table, of: Owners, day: date) -> Table:
    """Return people's tickets, other talks with the company, and how content they were."""
    told = interactions.filter(interactions.event_day <= ibis.literal(day))
    told = told.left_join(of.by_customer, "customer_id").drop("customer_id_right")
    contact = of.by_contact.rename(named="person_id")
    told = told.left_join(contact, "contact_id").drop("contact_id_right")
    told = told.mutate(person_id=ibis.coalesce(told.named, told.person_id))
    told = told.filter(told.person_id.notnull())
    ticket = told.kind == "ticket"
    return told.group_by("person_id").agg(
        seen_day=told.event_day.min(), tickets=ticket.sum(), talks=(~ticket).sum(),
        satisfaction=told.satisfaction.mean(),
    )  # fmt: skip


def rated(feedback: Table, of: Owners, day: date) -> Table:
    """Return people's reviews and posts, and the mean of their ratings."""
    told = feedback.filter(feedback.event_day <= ibis.literal(day))
    told = told.inner_join(of.by_customer, "customer_id")
    return told.group_by("person_id").agg(
        seen_day=told.event_day.min(), reviews=told.count(), rating=told.rating.mean()
    )


def enrolled(members: Table, of: Owners, day: date) -> Table:
    """Return who is a member of a loyalty programme: `memberships`, and since when."""
    told = members.filter(members.event_day <= ibis.literal(day))
    told = told.inner_join(of.by_contact, "contact_id")
    return told.group_by("person_id").agg(seen_day=told.event_day.min(), memberships=told.count())


def subscribed(subscriptions: Table, of: Owners, day: date) -> Table:
    """Return since when people have had a subscription: its first day, else the delivery's."""
    told = subscriptions.filter(subscriptions.event_day <= ibis.literal(day))
    told = told.inner_join(of.by_customer, "customer_id")
    return told.group_by("person_id").agg(seen_day=told.event_day.min())


def listed(people: Table, of: Owners, day: date) -> Table:
    """Return since when people stand on a list: the day of their entry, else of the delivery."""
    known = people.mutate(entered=ibis.coalesce(people.created_day, people.event_day))
    told = known.filter(known.entered <= ibis.literal(day)).inner_join(of.by_contact, "contact_id")
    return told.group_by("person_id").agg(seen_day=told.entered.min())
