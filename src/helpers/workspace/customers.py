"""Tables by customer: the sources' numbers of customers replaced by the customers behind them."""

import ibis
from ibis.expr.types import Table


def by_customer(table: Table, identities: Table) -> Table:
    """Return a table whose `customer_id` is the customer: a person, a household or an account.

    A row that names a contact belongs to that contact's customer, or, where no list knows
    the contact, to the one whose orders carry its number; any other to the one who owns
    the number that it carries, or whose contact goes by it at its source. A number that is
    nobody's stays as it is, so that no row is lost; a table that names contacts alone gets
    a `customer_id`.

    Parameters
    ----------
    table : Table
        A table with `customer_id`, `contact_id` or both.
    identities : Table
        The table `identities`.

    Raises
    ------
    ValueError
        If the table names nobody.
    """
    named = {"contact_id", "customer_id"} & set(table.columns)
    if not named:
        raise ValueError("a table without customer_id and contact_id cannot be read by customer")
    found, whose = table, []
    if "contact_id" in named:
        contacts = _contacts(identities)
        found = found.left_join(contacts, found.contact_id == contacts.own_contact)
        whose.append("of_contact")
    if "customer_id" in named:
        numbers = _numbers(identities)
        found = found.left_join(numbers, found.customer_id == numbers.own_number)
        whose += ["of_number", "customer_id"]
    customer = ibis.coalesce(*(found[name] for name in whose))
    columns = dict.fromkeys([*table.columns, "customer_id"])
    return found.mutate(customer_id=customer).select(*columns)


def _contacts(identities: Table) -> Table:
    """Return the customer of each contact, and of each number that orders alone carry."""
    known = identities.filter(identities.contact_id.notnull())
    known = known.select(own_contact="contact_id", of_contact="customer_id")
    alone = identities.filter(
        identities.owns_number, identities.source_customer_id.notin(known.own_contact)
    )
    told = alone.select(own_contact="source_customer_id", of_contact="customer_id")
    return ibis.union(known, told)


def _numbers(identities: Table) -> Table:
    """Return the customer of each number at a source, and of each contact's own number."""
    owned = identities.filter(identities.owns_number)
    own = identities.filter(
        identities.contact_id.notnull(),
        identities.contact_id.notin(owned.select("source_customer_id").source_customer_id),
    )
    return ibis.union(
        owned.select(own_number="source_customer_id", of_number="customer_id"),
        own.select(own_number="contact_id", of_number="customer_id"),
    )
