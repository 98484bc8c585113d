"""What the sales staff keep in Zoho CRM: contacts, their deals, and leads."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from helpers.demo import company, products, text
from helpers.demo.delivered import dates, panel, write_csv
from helpers.demo.history import History
from helpers.demo.leads import Leads
from helpers.demo.people import People
from helpers.demo.retyping import retyped
from helpers.demo.streams import happens, stream

CONTACTS = (
    "Record Id,Contact Owner,First Name,Last Name,Account Name,Account Name.id,Email,Phone,Mobile,"
    "Mailing Street,Mailing City,Mailing State,Mailing Zip,Description"
).split(",")
DEALS = (
    "Record Id,Deal Name,Account Name,Account Name.id,Contact Name,Stage,Closing Date,Amount,"
    "Lead Source,Description,Type"
).split(",")
LEADS = (
    "Record Id,Lead Owner,Company,First Name,Last Name,Email,Phone,Lead Source,Lead Status,"
    "City,Created Time,Interest"
).split(",")
KEPT, TWICE = 0.3, 0.04  # share of customers that are contacts; of those, entered twice
DEAL_FROM_CENTS, DEALS_KEPT = 150_000, 0.5  # large orders that went through the sales staff
OWNERS = ("Sales Desk North", "Sales Desk South", "Key Accounts")
SOURCES = ("Trade Fair", "Store Visit", "Web Form", "Referral", "Online Shop")
OPEN_STAGES = ("Qualification", "Proposal", "Negotiation")
FIRST_RECORD = 3_652_397_000_000_100_000


class Contacts(NamedTuple):
    """The CRM's contacts, one element per record.

    Attributes
    ----------
    customer : numpy.ndarray of int
        Position of the customer whom the record is about; some are there twice.
    day : numpy.ndarray of int
        Day on which the record was entered.
    people : People
        The person as typed there.
    """

    customer: np.ndarray
    day: np.ndarray
    people: People

    @property
    def record_id(self) -> text.Text:
        """The CRM's own id of each record."""
        return _record_ids(np.arange(len(self.customer)))


def simulate_contacts(history: History) -> Contacts:
    """Return the contacts of a company."""
    rng, customers = stream(history.seed, "contacts"), history.customers
    count = len(customers.kind)
    who = np.flatnonzero(panel(count, history.seed) & happens(rng, KEPT, count))
    again = who[happens(rng, TWICE, len(who))]
    customer = np.concatenate([who, again])
    day = np.minimum(customers.join_day[customer] + rng.integers(0, 60, len(customer)),
                     company.DAYS - 1)  # fmt: skip
    order = np.lexsort((customer, day))
    customer, day = customer[order], day[order]
    person = history.people.take(pa.array(customer))
    return Contacts(customer, day, retyped(person, customers.chinese[customer], rng))


def write_crm(
    history: History, contacts: Contacts, leads: Leads, delivery: company.Delivery, folder: Path
) -> None:
    """Write what stood in the CRM when a delivery's data end."""
    day = company.day_number(delivery.data_through)
    known = np.flatnonzero(contacts.day <= day)
    write_csv(folder / "zoho_contacts.csv", _contact_cells(contacts, known))
    write_csv(folder / "zoho_deals.csv", _deal_cells(history, contacts, delivery))
    came = np.flatnonzero(leads.crowd.join_day <= day)
    write_csv(folder / "zoho_leads.csv", _lead_cells(leads, came))


def lead_ids(leads: Leads) -> text.Text:
    """Return the CRM's own id of each lead."""
    return _record_ids(500_000 + np.arange(len(leads.interest)))


def _record_ids(number: np.ndarray) -> text.Text:
    return text.join("zcrm_", text.number(FIRST_RECORD + 1_001 * number.astype(np.int64)))


def _contact_cells(contacts: Contacts, known: np.ndarray) -> dict[str, text.Text]:
    person = contacts.people.take(pa.array(known))
    empty = text.lookup([""], np.zeros(len(known), dtype=np.int8))
    return dict.fromkeys(CONTACTS, empty) | {
        "Record Id": contacts.record_id.take(pa.array(known)),
        "Contact Owner": text.lookup(OWNERS, known % 3),
        "First Name": person.first_name,
        "Last Name": person.last_name,
        "Email": person.email,
        "Mobile": person.phone,
        "Mailing Street": person.street,
        "Mailing City": person.city,
        "Mailing State": person.province_name,
        "Mailing Zip": person.zip_code,
        "Description": text.lookup(["", "", "", "Met at the fair", "Asked for a quote"], known % 5),
    }


def _deals(history: History, contacts: Contacts, delivery) -> tuple[np.ndarray, np.ndarray]:
    """Return which large orders are deals, and whether each is won (0), lost (1) or open (2).

    A lost or open deal bears the day and amount of an order that came without the sales staff.
    """
    orders, rng = history.orders, stream(history.seed, "deals")
    ours = np.isin(orders.customer, contacts.customer) & (orders.total >= DEAL_FROM_CENTS)
    order = np.flatnonzero(ours & happens(rng, DEALS_KEPT, len(ours)))
    outcome = rng.choice(3, len(order), p=(0.6, 0.28, 0.12))
    known = history.known_to(delivery)[order]
    return order[known], outcome[known]


def _deal_cells(history: History, contacts: Contacts, delivery) -> dict[str, text.Text]:
    """Return the deals' cells."""
    orders = history.orders
    order, outcome = _deals(history, contacts, delivery)
    first = dict(zip(contacts.customer[::-1], range(len(contacts.customer))[::-1], strict=True))
    record = np.array([first[who] for who in orders.customer[order]], dtype=np.int64)
    stage = text.lookup(OPEN_STAGES, order % 3)
    stage = text.choose(outcome == 0, "Closed Won", text.choose(outcome == 1, "Closed Lost", stage))
    product = text.lookup(
        products.column("english").tolist(), history.lines.product[orders.first_line[order]]
    )
    empty = text.lookup([""], np.zeros(len(order), dtype=np.int8))
    names = text.join(contacts.people.first_name, " ", contacts.people.last_name)
    return dict.fromkeys(DEALS, empty) | {
        "Record Id": _record_ids(800_000 + order),
        "Deal Name": text.join(product, " ", text.number(order)),
        "Contact Name": names.take(pa.array(record)),
        "Stage": stage,
        "Closing Date": dates(orders.day[order], "%b %d, %Y"),
        "Amount": text.join(text.choose(orders.overseas[order], "$", "¥"),
                            _with_commas(orders.total[order])),
        "Lead Source": text.lookup(SOURCES, record % len(SOURCES)),
        "Type": text.choose(orders.customer[order] % 2 == 0, "Existing Business", "New Business"),
    }  # fmt: skip


def _with_commas(cents: np.ndarray) -> text.Text:
    return pa.array([f"{amount / 100:,.2f}" for amount in cents.tolist()], pa.string())


def _lead_cells(leads: Leads, came: np.ndarray) -> dict[str, text.Text]:
    person = leads.people.take(pa.array(came))
    status = ("Not Contacted", "Attempted to Contact", "Contacted", "Junk Lead")
    return dict(zip(LEADS, (
        lead_ids(leads).take(pa.array(came)),
        text.lookup(OWNERS, came % 3),
        text.lookup([""], came * 0),
        person.first_name,
        person.last_name,
        person.email,
        person.phone,
        text.lookup(SOURCES, came % 4),
        text.lookup(status, came % 4),
        person.city,
        dates(leads.crowd.join_day[came]),
        text.lookup(products.CATEGORIES, leads.interest[came]),
    ), strict=True))  # fmt: skip
