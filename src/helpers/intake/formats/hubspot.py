"""HubSpot's object exports: contacts, companies and deals.

Associated ids stand in one cell, parted by ``;``. The first one counts as the record's own;
the whole cell is kept as an attribute.
"""

from helpers.intake.format import laid_out
from helpers.intake.layout import YEAR_FIRST, Layout

FURTHER_IDS = r"\s*;.*$"
ID, CREATED = ("Record ID", "Record ID - Contact", "Contact ID", "Company ID", "Deal ID"), (
    "Create Date", "Create date",
)  # fmt: skip
COMPANY = ("Associated Company IDs", "Associated Company IDs (Primary)", "Primary Company ID")
CONTACT = ("Associated Contact IDs",)
LEFT_OUT = frozenset(("Contact owner", "Company owner", "Deal owner", "Last Modified Date"))
DAYS = {name: YEAR_FIRST for name in ("created_day", "closing_day", "last_contact_day")}

CONTACTS = Layout(
    "contacts",
    {
        "contact_id": ID, "account_id": COMPANY, "given_name": ("First Name",),
        "family_name": ("Last Name",), "email": ("Email",),
        "phone": ("Mobile Phone Number", "Phone Number"), "address": ("Street Address",),
        "postcode": ("Postal Code",), "city": ("City",), "province": ("State/Region",),
        "country": ("Country/Region", "Country"), "created_day": CREATED,
        "source": ("Lead Source", "Original Source", "Original Traffic Source"),
        "accepts_email": ("Unsubscribed from all email",), "birth_day": ("Date of birth",),
        "gender": ("Gender",), "salutation": ("Salutation",),
        "language": ("Preferred language",),
    },
    record=("contact_id",), numbers="hubspot", constants={"kind": "contact"},
    # Who has not refused has not agreed by that: only a refusal is known.
    words={"accepts_email": {"yes": "no", "true": "no", "*": ""}},
    date_formats=DAYS, strip={"account_id": FURTHER_IDS}, left_out=LEFT_OUT,
    also_kept=frozenset(COMPANY),
)  # fmt: skip
COMPANIES = Layout(
    "accounts",
    {
        "account_id": ID, "name": ("Company name", "Name"), "phone": ("Phone Number",),
        "website": ("Website URL", "Company Domain Name"), "industry": ("Industry",),
        "account_type": ("Type",), "employees": ("Number of Employees",),
        "annual_revenue": ("Annual Revenue",), "status": ("Lifecycle Stage",),
        "source": ("Original Source", "Original Traffic Source"), "created_day": CREATED,
        "last_contact_day": ("Last Activity Date", "Last Contacted"),
        "address": ("Street Address",), "postcode": ("Postal Code",), "city": ("City",),
        "province": ("State/Region",), "country": ("Country/Region", "Country"),
    },
    record=("account_id",), numbers="hubspot", date_formats=DAYS, decimal=".",
    left_out=LEFT_OUT,
)  # fmt: skip
DEALS = Layout(
    "deals",
    {
        "deal_id": ID, "name": ("Deal Name",), "account_id": COMPANY, "contact_id": CONTACT,
        "stage": ("Deal Stage",), "is_won": ("Deal Stage",), "closing_day": ("Close Date",),
        "created_day": CREATED, "amount": ("Amount",), "currency": ("Currency",),
        "probability": ("Deal probability",), "deal_type": ("Deal Type",),
        "source": ("Original Source", "Original Traffic Source"),
    },
    record=("deal_id",), numbers="hubspot", date_formats=DAYS, decimal=".",
    words={"is_won": {"closed won": "yes", "closedwon": "yes", "closed lost": "no",
                      "closedlost": "no", "*": ""}},
    strip={"account_id": FURTHER_IDS, "contact_id": FURTHER_IDS,
           "is_won": r"\s*\([^)]*\)$"},  # the pipeline behind the stage
    left_out=LEFT_OUT, also_kept=frozenset((*COMPANY, *CONTACT)),
)  # fmt: skip

FORMATS = (
    laid_out(
        "hubspot-contacts",
        (frozenset(("Record ID", "First Name", "Last Name", "Email", "Lifecycle Stage")),
         frozenset(("Record ID", "First Name", "Last Name", "Email", "Create Date"))),
        CONTACTS,
    ),
    laid_out(
        "hubspot-companies",
        (frozenset(("Record ID", "Company name")),
         frozenset(("Record ID", "Name", "Company Domain Name"))),
        COMPANIES,
    ),
    laid_out("hubspot-deals", (frozenset(("Record ID", "Deal Name", "Deal Stage")),), DEALS),
)  # fmt: skip
