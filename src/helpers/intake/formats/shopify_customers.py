"""Shopify's customers: the export, its old and its new header, and the objects of its API.

Of the API's objects these are read: number, names, e-mail, phone, default address, tags, when
the customer was entered, and the consents to marketing with the day of a refusal. Not read are
the further addresses, notes, sums of orders, the state of the account and taxes.
"""

from pathlib import Path

import pandas as pd

from helpers.intake import moments, people, values
from helpers.intake.format import Format, is_json, open_export_or_answers
from helpers.intake.order_rows import is_test
from helpers.intake.reading import FileContext, Judge, Reading, content_hash
from helpers.intake.shopify_answers import MOMENTS, first_filled
from helpers.intake.text_table import TextTable
from helpers.workspace import privacy

CUSTOMER_COLUMNS = ("First Name", "Last Name", "Email", "Accepts Email Marketing", "Phone", "Tags")
# Each column of the export, and the names that its value has in an answer, the first filled one.
ANSWERED = {
    "Customer ID": ("id",), "First Name": ("first_name",), "Last Name": ("last_name",),
    "Email": ("email",), "Phone": ("phone",), "Tags": ("tags",),
    "Accepts Email Marketing": ("email_marketing_consent.state", "accepts_marketing"),
    "Accepts SMS Marketing": ("sms_marketing_consent.state",),
    "Default Address Address1": ("default_address.address1",),
    "Default Address Address2": ("default_address.address2",),
    "Default Address City": ("default_address.city",),
    "Default Address Zip": ("default_address.zip",),
    "Default Address Province Code": ("default_address.province_code",),
    "Default Address Country Code": ("default_address.country_code",),
    "Default Address Phone": ("default_address.phone",),
}  # fmt: skip
REFUSED_AT = "email_marketing_consent.consent_updated_at"
CONSENT = {"subscribed": "yes", "true": "yes", "not_subscribed": "no", "unsubscribed": "no",
           "false": "no", "pending": "no"}  # fmt: skip


def read(text: TextTable, context: FileContext) -> Reading:
    """Return the rows of an export, or of the API's answers, one per contact."""
    if not is_json(Path(context.name), context.declared):
        return read_customers(text, context)
    frame = text.frame
    told = pd.DataFrame({name: first_filled(frame, names) for name, names in ANSWERED.items()})
    for name in ("Accepts Email Marketing", "Accepts SMS Marketing"):
        told[name] = told[name].map(CONSENT).fillna("").astype("str")
    state = first_filled(frame, ("email_marketing_consent.state",))
    refused = first_filled(frame, (REFUSED_AT,)).where(state.eq("unsubscribed"), "")
    days = {"created_at": first_filled(frame, ("created_at",)), REFUSED_AT: refused}
    reading = read_customers(TextTable(told.assign(**days), text.rejects), context)
    rejects = reading.rejects
    rejects.columns[:] = [ANSWERED.get(column, (column,))[0] for column in rejects.columns]
    for name, day in (("created_at", "created_day"), (REFUSED_AT, "opted_out_day")):
        reading = _with_day(reading, days[name], name, day)
    return reading


def _with_day(reading: Reading, texts: pd.Series, name: str, day: str) -> Reading:
    """Return a reading with a column of days; a row with an impossible one is rejected."""
    rows, texts = reading.rows, texts[reading.rows.index]
    rows = rows.assign(**{day: moments.read_moments(texts, MOMENTS, "UTC").day})
    impossible = texts.ne("") & rows[day].isna()
    reading.reject(rows.loc[impossible, "line"], "impossible_date", name)
    return reading._replace(rows=rows[~impossible])


def needed(context: FileContext) -> tuple[str, ...]:
    """Return the columns without which a file is refused."""
    return ("id",) if is_json(Path(context.name), context.declared) else CUSTOMER_COLUMNS


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
        frozenset(("id", "first_name", "last_name", "email", "verified_email", "tax_exempt")),
    ),
    needs=needed,
    read=read,
    open_file=open_export_or_answers,
)  # fmt: skip
