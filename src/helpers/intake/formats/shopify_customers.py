"""Shopify's customer export; the old and the new header are known."""

import pandas as pd

from helpers.intake import people, values
from helpers.intake.format import Format
from helpers.intake.formats.shopify_orders import is_test
from helpers.intake.reading import FileContext, Judge, Reading, content_hash
from helpers.intake.text_table import TextTable
from helpers.workspace import privacy

CUSTOMER_COLUMNS = ("First Name", "Last Name", "Email", "Accepts Email Marketing", "Phone", "Tags")


def read_customers(text: TextTable, context: FileContext) -> Reading:
    """Return a customer export's rows, one per contact; the old and the new header are known."""
    frame = text.frame
    judge = Judge(frame, text.rejects)
    email, email_quality = people.standard_emails(frame["Email"])
    own_phone = frame["Phone"].str.strip().ne("")
    phone_text = frame["Phone"].where(own_phone, _cell(frame, "Address Phone"))
    phone, phone_quality = people.standard_phones(phone_text, context.source.country)
    source_id = people.plain(_cell(frame, "Customer ID"))
    named = source_id.where(source_id.ne(""), email.where(email.notna(), phone))
    judge.forbid(named.isna() | named.eq(""), "contact_without_id", "Customer ID")

    contact_id = privacy.pseudonyms("contact", named)
    customer_id = privacy.pseudonyms("email", email)
    customer_id = customer_id.where(customer_id.notna(), privacy.pseudonyms("phone", phone))
    name = people.standard_names(frame["First Name"], frame["Last Name"])
    street = [_cell(frame, part) for part in ("Address1", "Address2", "Zip")]
    rows = pd.DataFrame({
        "record": contact_id, "content": content_hash(frame), "line": frame.index,
        "event_day": context.known_through, "kind": "customer",
        "contact_id": contact_id, "customer_id": customer_id.fillna(contact_id),
        "country": values.or_missing(_cell(frame, "Country Code")).str.upper(),
        "province": values.or_missing(_cell(frame, "Province Code")),
        "city": values.or_missing(people.plain(_cell(frame, "City"))),
        "accepts_email": values.read_flags(frame["Accepts Email Marketing"]),
        "accepts_sms": values.read_flags(_cell(frame, "Accepts SMS Marketing")),
        "name_quality": name.notna().map({True: "good", False: "missing"}),
        "email_quality": email_quality, "phone_quality": phone_quality,
        "is_test": is_test(frame["Tags"]),
        "name_received": values.or_missing(frame["First Name"] + " " + frame["Last Name"]),
        "name": name, "email_received": values.or_missing(frame["Email"]), "email": email,
        "phone_received": values.or_missing(phone_text), "phone": phone,
        "address_received": values.or_missing(street[0]),
        "address": people.standard_addresses(street),
    })[judge.stands].assign(head=True)  # fmt: skip
    judge.close()
    return Reading("contacts", rows, text.rejects, text.frame)


def _cell(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column under its old name, or its new one with `Default Address` before it."""
    for column in (name, f"Default Address {name}", name.replace("Address ", "Default Address ")):
        if column in frame:
            return frame[column]
    return pd.Series("", index=frame.index, dtype="str")


FORMAT = Format(
    name="shopify-customers",
    records="contacts",
    tell_tale=(
        frozenset(("Customer ID", "First Name", "Accepts Email Marketing",
                   "Default Address Address1", "Tags")),
        frozenset(("First Name", "Accepts Email Marketing", "Address1", "Total Spent",
                   "Total Orders")),
    ),
    needs=lambda context: CUSTOMER_COLUMNS,
    read=read_customers,
)  # fmt: skip
