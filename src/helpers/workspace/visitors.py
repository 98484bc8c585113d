"""Events on the website and in the app: whose a visitor's are, and to which visit each belongs."""

import ibis
from ibis.expr.types import Table


def with_owners(events: Table, person: str) -> Table:
    """Return events with the person of their visitor, and their `visit`.

    A visitor who was ever seen logged in is that person, before and after; where two used
    one device, the one seen more often, the first by id. An event without a visit's number
    belongs to its visitor's visit of the day.

    Parameters
    ----------
    events : Table
        With `visitor_id`, `session`, `event_day` and the person's column.
    person : str
        The column that says who was logged in; missing where nobody was.
    """
    named = events.filter(events[person].notnull(), events.visitor_id.notnull())
    counted = named.group_by("visitor_id", person).agg(times=named.count())
    best = ibis.row_number().over(
        group_by="visitor_id", order_by=[counted.times.desc(), counted[person]]
    )
    owner = counted.mutate(place=best)
    owner = owner.filter(owner.place == 0).select("visitor_id", owner=owner[person])
    joined = events.left_join(owner, "visitor_id").drop("visitor_id_right")
    return joined.mutate(**{
        person: ibis.coalesce(joined[person], joined.owner),
        "visit": ibis.coalesce(joined.visitor_id, "")
        + "|" + ibis.coalesce(joined.session, joined.event_day.cast("string")),
    }).drop("owner")  # fmt: skip


def of_customers(events: Table, contacts: Table) -> Table:
    """Return events whose customer is known, each with its customer and its visit.

    Who did not agree to be measured is left out.

    Parameters
    ----------
    events : Table
        The table `events`.
    contacts : Table
        The table `contacts`, by customer.
    """
    agreed = events.consented if "consented" in events.columns else ibis.null("boolean")
    joined = with_owners(events.filter(agreed.fill_null(True)), "contact_id")
    people = contacts.select("contact_id", "customer_id").distinct()
    return joined.inner_join(people, "contact_id")


def visits_of(events: Table) -> Table:
    """Return one row per visit of a customer: when it began, on what, and where it came from.

    Parameters
    ----------
    events : Table
        As from `of_customers`.

    Returns
    -------
    Table
        `customer_id`, `visit`, `event_day`, `at` (its first event), `platform`, `device` and
        `origin` (each the first by name that its events tell).
    """
    by = events.group_by("customer_id", "visit")
    return by.agg(
        event_day=events.event_day.min(), at=events.occurred_at.min(),
        platform=events.platform.min(), device=events.device.min(), origin=events.source.min(),
    )  # fmt: skip
