"""The columns of a row that are worked out of who it is about: pseudonyms, details, quality."""

import pandas as pd

from helpers.intake import moments, people, values
from helpers.intake.cells import Cells
from helpers.intake.layout import YEAR_FIRST
from helpers.workspace import contracts, privacy
from helpers.workspace.contracts import Contract

# Personal values stand in a table of their own, beside the one that they belong to.
COMPANIONS = {
    "contacts": "contact_details", "leads": "contact_details", "memberships": "contact_details",
    "accounts": "account_details", "deals": "deal_details",
}  # fmt: skip

SAID = ("gender", "salutation", "language")  # taken over as they are told


def is_of_person(name: str, table: str) -> bool:
    """Return whether a column is worked out of a person's name, e-mail, phone or address."""
    detail = COMPANIONS.get(table) == "contact_details" and name in (
        contracts.load("contact_details").columns.keys() - {"contact_id"}
    )
    return name in ("customer_id", "is_test") or name.endswith("_quality") or detail


def columns(contract: Contract, cells: Cells, rows: dict) -> dict[str, pd.Series]:
    """Return what is known of the person: the customer's pseudonym, and the details."""
    email, email_quality = people.standard_emails(cells("email"))
    country = cells.context.source.country
    phone, phone_quality = people.standard_phones(cells("phone"), country)
    found = {}
    if "customer_id" in contract.columns:
        customer = privacy.pseudonyms("email", email)
        customer = customer.where(customer.notna(), privacy.pseudonyms("phone", phone))
        if cells.layout.by_number and "contact_id" in rows:
            # A list without numbers, or a row without one, names people as other tables do.
            number = rows["contact_id"]
            customer = number.where(number.notna(), customer)
        if not contract.columns["customer_id"].missing:
            # A subscription that names nobody has a customer of its own.
            own = "subscription_id" if contract.name == "subscriptions" else "contact_id"
            customer = customer.where(customer.notna(), rows[own])
        found["customer_id"] = customer
    if COMPANIONS.get(contract.name) == "contact_details":
        found |= _details(cells, email, phone)
    if "email_quality" in contract.columns:
        named = found["name"].notna().map({True: "good", False: "missing"})
        found |= {"name_quality": named, "email_quality": email_quality,
                  "phone_quality": phone_quality, "is_test": False}  # fmt: skip
    return found


def _details(cells: Cells, email: pd.Series, phone: pd.Series) -> dict[str, pd.Series]:
    given = cells("given_name").where(cells("given_name").ne(""), cells("name"))
    received = (given + " " + cells("family_name")).str.strip()
    return {
        "name_received": values.or_missing(received),
        "name": people.standard_names(given, cells("family_name")),
        "email_received": values.or_missing(cells("email")), "email": email,
        "phone_received": values.or_missing(cells("phone")), "phone": phone,
        "address_received": values.or_missing(cells("address")),
        "address": people.standard_addresses([cells("address"), cells("postcode")]),
        "birth_day_received": values.or_missing(cells("birth_day")),
        "birth_day": _birth_days(cells),
        **{name: values.or_missing(people.plain(cells(name))) for name in SAID},
    }  # fmt: skip


def _birth_days(cells: Cells) -> pd.Series:
    """Return days of birth; one that cannot be read is missing, and its row stays.

    What is not declared is read where the year stands first, which leaves no doubt.
    """
    header = cells.header("birth_day") or ""
    declared = cells.context.declared.date_format.get(header)
    formats = declared or cells.layout.date_formats.get("birth_day") or YEAR_FIRST
    return moments.read_moments(cells("birth_day"), list(formats), cells.context.time_zone).day
