"""The customers as the shop system exports them."""

from pathlib import Path

import numpy as np

from helpers.demo import company, text
from helpers.demo.dirt import CUSTOMER_DAMAGES, RATES
from helpers.demo.history import History
from helpers.demo.rows import REJECTED, Records, Rows, plan_rows
from helpers.demo.sheet import Cells, write_sheet
from helpers.demo.streams import happens, stream

FILE_NAME = "customers_export.csv"
HEADER = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
    "Default Address Address1,Default Address Address2,Default Address City,"
    "Default Address Province Code,Default Address Country Code,Default Address Zip,"
    "Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,"
    "Tags"
).split(",")
VIP_FROM_CENTS = 1_000_000


def plan_customers(
    history: History, delivery: company.Delivery, earlier: list[tuple[company.Delivery, Rows]]
) -> Rows:
    """Return the rows of a delivery's customers.

    Parameters
    ----------
    history : History
    delivery : company.Delivery
    earlier : list of (company.Delivery, Rows)
        The deliveries before it, with their rows.
    """
    joined = history.customers.join_day
    count = len(joined)
    known = np.zeros(count, dtype=bool)
    for other, rows in earlier:
        read = np.zeros(count, dtype=bool)
        read[rows.record[rows.outcome != REJECTED]] = True
        known |= read & _unchanged(history, other, delivery)
    none, one = np.zeros(count, dtype=bool), np.ones(count, dtype=np.int16)
    included = joined <= company.day_number(delivery.data_through)
    return plan_rows(
        Records(included, known, none, np.arange(count), one),
        CUSTOMER_DAMAGES,
        repeated=RATES.customer_repeated,
        rng=stream(history.seed, f"customer_rows {delivery.folder}"),
    )


def write_customers(history: History, delivery: company.Delivery, rows: Rows, path: Path) -> None:
    """Write a delivery's customers, in the order of registration."""
    orders, spent = history.spending(delivery)
    flaws = customer_flaws(history)
    write_sheet(
        path,
        HEADER,
        rows,
        CUSTOMER_DAMAGES,
        record_cells=lambda customer: {},
        line_cells=lambda _, customer: {
            **_person_cells(history, flaws, customer),
            **_consent_cells(history, delivery, customer),
            "Total Spent": text.money(spent[customer]),
            "Total Orders": text.number(orders[customer]),
            "Tax Exempt": "no",
            "Tags": text.choose(spent[customer] >= VIP_FROM_CENTS, "VIP", ""),
        },
    )


def customer_flaws(history: History) -> dict[str, np.ndarray]:
    """Return which customers have which flaw that can be read past, by the flaw's name."""
    rng, count = stream(history.seed, "customer_flaws"), len(history.customers.kind)
    return {
        "email-missing": ~text.filled(history.people.email),
        "email-in-capitals": happens(rng, RATES.email_in_capitals, count),
        "city-missing": happens(rng, RATES.customer_without_city, count),
    }


def _unchanged(history: History, before: company.Delivery, after: company.Delivery) -> np.ndarray:
    """Return which customers' rows look the same in two deliveries."""
    then, now = (company.day_number(delivery.data_through) for delivery in (before, after))
    spending = zip(history.spending(before), history.spending(after), strict=True)
    same = [old == new for old, new in spending]
    for channel in ("email", "sms"):
        consents = history.customers.consents
        same.append(consents(channel, then) == consents(channel, now))
    return np.all(same, axis=0)


def _person_cells(history: History, flaws: dict[str, np.ndarray], customer: np.ndarray) -> Cells:
    person = history.people.take(customer)
    flaws = {name: flaw[customer] for name, flaw in flaws.items()}
    phone = text.join("'", person.phone)
    email = text.choose(flaws["email-in-capitals"], text.upper(person.email), person.email)
    return {
        "Customer ID": text.join("'", person.customer_id),
        "First Name": person.first_name,
        "Last Name": person.last_name,
        "Email": email,
        "Default Address Address1": text.quoted(person.street),
        "Default Address City": text.choose(flaws["city-missing"], "", person.city),
        "Default Address Province Code": person.province_code,
        "Default Address Country Code": person.country,
        "Default Address Zip": text.join("'", person.zip_code),
        "Default Address Phone": phone,
        "Phone": phone,
    }


def _consent_cells(history: History, delivery: company.Delivery, customer: np.ndarray) -> Cells:
    day = company.day_number(delivery.data_through)
    return {
        f"Accepts {name} Marketing": text.yes_no(history.customers.consents(channel, day)[customer])
        for name, channel in {"Email": "email", "SMS": "sms"}.items()
    }
