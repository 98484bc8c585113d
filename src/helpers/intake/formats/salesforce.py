"""Salesforce's object exports: contacts, accounts and opportunities, named as its API does.

An id of 18 characters is one of 15 and a checksum of three: both are the same record.
"""

import pandas as pd

from helpers.intake import values
from helpers.intake.format import laid_out
from helpers.intake.layout import YEAR_FIRST, Layout

# The checksum falls away; an id of nothing but zeros stands for none.
CHECKSUM = r"^0{15}(?:AAA)?$|(?<=^[A-Za-z0-9]{15})[A-Z0-5]{3}$"
LEFT_OUT = frozenset((
    "MasterRecordId", "OwnerId", "CreatedById", "LastModifiedById", "SystemModstamp", "PhotoUrl",
    "LastModifiedDate",
))  # fmt: skip
DAYS = {name: YEAR_FIRST for name in ("created_day", "last_contact_day", "closing_day")}
OUTCOME = "IsClosed, IsWon"  # worked out of the two
SHARED = {"created_day": ("CreatedDate",), "is_deleted": ("IsDeleted",)}

CONTACTS = Layout(
    "contacts",
    {
        **SHARED, "contact_id": ("Id",), "account_id": ("AccountId",),
        "given_name": ("FirstName",), "family_name": ("LastName",), "name": ("Name",),
        "email": ("Email",), "phone": ("MobilePhone", "Phone", "HomePhone", "OtherPhone"),
        "address": ("MailingStreet",), "postcode": ("MailingPostalCode",),
        "city": ("MailingCity",), "province": ("MailingState",), "country": ("MailingCountry",),
        "source": ("LeadSource",), "accepts_email": ("HasOptedOutOfEmail",),
        "accepts_phone": ("DoNotCall",), "birth_day": ("Birthdate",),
        "salutation": ("Salutation",), "gender": ("GenderIdentity",),
    },
    record=("contact_id",), numbers="salesforce", constants={"kind": "contact"},
    # Who has not refused has not agreed by that: only a refusal is known.
    words=dict.fromkeys(("accepts_email", "accepts_phone"), {"true": "no", "1": "no", "*": ""}),
    date_formats=DAYS, strip={"contact_id": CHECKSUM, "account_id": CHECKSUM},
    left_out=LEFT_OUT,
)  # fmt: skip
ACCOUNTS = Layout(
    "accounts",
    {
        **SHARED, "account_id": ("Id",), "name": ("Name",), "phone": ("Phone",),
        "website": ("Website",), "account_type": ("Type",), "industry": ("Industry",),
        "employees": ("NumberOfEmployees",), "annual_revenue": ("AnnualRevenue",),
        "currency": ("CurrencyIsoCode",),
        "source": ("AccountSource",), "last_contact_day": ("LastActivityDate",),
        "address": ("BillingStreet",), "postcode": ("BillingPostalCode",),
        "city": ("BillingCity",), "province": ("BillingState",), "country": ("BillingCountry",),
    },
    record=("account_id",), numbers="salesforce",
    date_formats=DAYS, decimal=".", strip={"account_id": CHECKSUM},
    left_out=LEFT_OUT | {"BillingAddress", "ShippingAddress"},
)  # fmt: skip
OPPORTUNITIES = Layout(
    "deals",
    {
        **SHARED, "deal_id": ("Id",), "name": ("Name",), "account_id": ("AccountId",),
        "contact_id": ("ContactId",), "stage": ("StageName",), "is_won": (OUTCOME, "StageName"),
        "closing_day": ("CloseDate",), "amount": ("Amount",),
        "currency": ("CurrencyIsoCode",), "probability": ("Probability",),
        "deal_type": ("Type",), "source": ("LeadSource",),
    },
    record=("deal_id",), numbers="salesforce",
    words={"is_won": {"true": "yes", "false": "no", "1": "yes", "0": "no",
                      "closed won": "yes", "closed lost": "no", "*": ""}},
    date_formats=DAYS, decimal=".", percents=frozenset(("probability",)),
    strip={"deal_id": CHECKSUM, "account_id": CHECKSUM, "contact_id": CHECKSUM},
    left_out=LEFT_OUT | {"IsClosed", "IsWon"},
)  # fmt: skip


def with_outcome(frame: pd.DataFrame) -> pd.DataFrame:
    """Return opportunities with whether each was won, empty while it is open.

    Stages are named as each company likes, so that `IsClosed` and `IsWon` count where they
    are exported, and the stage only where they are not.
    """
    if not {"IsClosed", "IsWon"} <= set(frame):
        return frame
    closed = values.read_flags(frame["IsClosed"]).fillna(False).astype(bool)
    told = frame["IsWon"].where(closed, "open")
    return frame.assign(**{OUTCOME: told})


FORMATS = (
    laid_out(
        "salesforce-contacts",
        (frozenset(("Id", "AccountId", "Email", "MailingCity", "CreatedDate")),
         frozenset(("Id", "LastName", "Email", "CreatedDate"))),
        CONTACTS,
    ),
    laid_out(
        "salesforce-accounts",
        (frozenset(("Id", "Name", "BillingCity", "CreatedDate")),
         frozenset(("Id", "Name", "Industry", "NumberOfEmployees"))),
        ACCOUNTS,
    ),
    laid_out(
        "salesforce-opportunities",
        (frozenset(("Id", "AccountId", "StageName", "CloseDate")),),
        OPPORTUNITIES,
        prepare=with_outcome,
    ),
)  # fmt: skip
