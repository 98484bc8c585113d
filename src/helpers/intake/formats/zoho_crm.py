"""Zoho CRM's module exports: contacts, leads, accounts, deals and notes.

Ids stand with or without ``zcrm_`` before them; dates and amounts follow the locale of
whoever exports, so that source.toml says how they are written. A deal that is closed and
won is a purchase.
"""

from helpers.intake.format import laid_out
from helpers.intake.layout import Layout

PREFIX = r"^zcrm_(?=\d+$)"
NO_NUMBER = rf"{PREFIX}|^(?!(?:zcrm_)?\d+$).*"  # a parent may be told by its name instead
USER = ("Contact Owner", "Lead Owner", "Account Owner", "Deal Owner", "Note Owner")
LEFT_OUT = frozenset((*USER, *(f"{name}.id" for name in USER), "Created By", "Created By.id",
                      "Modified By", "Modified By.id", "Tag"))  # fmt: skip
OUTCOME = {
    "closed won": "yes", "closed (won)": "yes", "已成交": "yes", "赢单": "yes",
    "closed lost": "no", "closed (lost)": "no", "closed lost to competition": "no",
    "closed-lost to competition": "no", "输单": "no", "未成交": "no", "*": "",
}  # fmt: skip
ID, CREATED = ("Record Id", "Id"), ("Created Time", "Created At")

CONTACTS = Layout(
    "contacts",
    {
        "contact_id": ID, "account_id": ("Account Name.id", "Account Id"),
        "given_name": ("First Name",), "family_name": ("Last Name",), "name": ("Full Name",),
        "email": ("Email", "Secondary Email"), "phone": ("Mobile", "Phone", "Home Phone"),
        "address": ("Mailing Street",), "postcode": ("Mailing Zip",),
        "city": ("Mailing City",), "province": ("Mailing State",),
        "country": ("Mailing Country",), "created_day": CREATED, "source": ("Lead Source",),
        "accepts_email": ("Email Opt Out",),
    },
    record=("contact_id",), numbers="zoho", constants={"kind": "contact"},
    strip={"contact_id": PREFIX, "account_id": PREFIX}, left_out=LEFT_OUT,
    # Who has not refused has not agreed by that: only a refusal is known.
    words={"accepts_email": {"true": "no", "yes": "no", "是": "no", "*": ""}},
)  # fmt: skip
LEADS = Layout(
    "leads",
    {
        "contact_id": ID, "given_name": ("First Name",), "family_name": ("Last Name",),
        "name": ("Full Name",), "email": ("Email",), "phone": ("Mobile", "Phone"),
        "address": ("Street",), "postcode": ("Zip Code",), "city": ("City",),
        "province": ("State",), "country": ("Country",), "created_day": CREATED,
        "status": ("Lead Status",), "source": ("Lead Source",), "interest": ("Interest",),
    },
    record=("contact_id",), numbers="zoho", strip={"contact_id": PREFIX}, left_out=LEFT_OUT,
)  # fmt: skip
ACCOUNTS = Layout(
    "accounts",
    {
        "account_id": ID, "name": ("Account Name",), "phone": ("Phone",),
        "website": ("Website",), "account_type": ("Account Type",), "industry": ("Industry",),
        "employees": ("Employees",), "annual_revenue": ("Annual Revenue",),
        "address": ("Billing Street",), "postcode": ("Billing Code",),
        "city": ("Billing City",), "province": ("Billing State",),
        "country": ("Billing Country",), "created_day": CREATED, "currency": ("Currency",),
    },
    record=("account_id",), numbers="zoho", strip={"account_id": PREFIX}, left_out=LEFT_OUT,
)  # fmt: skip
DEALS = Layout(
    "deals",
    {
        "deal_id": ID, "name": ("Deal Name", "Potential Name"),
        "account_id": ("Account Name.id", "Account Id"), "account_name": ("Account Name",),
        "contact_id": ("Contact Name.id", "Contact Id"), "contact_name": ("Contact Name",),
        "stage": ("Stage",), "is_won": ("Stage",), "closing_day": ("Closing Date",),
        "created_day": CREATED, "amount": ("Amount",), "currency": ("Currency",),
        "probability": ("Probability (%)", "Probability"), "deal_type": ("Type",),
        "source": ("Lead Source",),
    },
    record=("deal_id",), numbers="zoho", words={"is_won": OUTCOME},
    percents=frozenset(("probability",)),
    strip={"deal_id": PREFIX, "account_id": PREFIX, "contact_id": PREFIX}, left_out=LEFT_OUT,
)  # fmt: skip
NOTES = Layout(
    "interactions",
    {
        "interaction_id": ("Record Id", "Note Id", "Id"),
        "contact_id": ("Parent ID.id", "Parent Id", "Parent ID"), "occurred_at": CREATED,
        "subject": ("Note Title",), "text": ("Note Content",),
    },
    record=("interaction_id",), numbers="zoho", constants={"kind": "note"},
    strip={"interaction_id": PREFIX, "contact_id": NO_NUMBER}, left_out=LEFT_OUT,
)  # fmt: skip

FORMATS = (
    laid_out(
        "zoho-contacts",
        (frozenset(("Record Id", "First Name", "Last Name", "Email", "Mailing City")),
         frozenset(("Record Id", "Contact Owner", "Last Name", "Email"))),
        CONTACTS,
    ),
    laid_out(
        "zoho-leads",
        (frozenset(("Record Id", "Lead Owner", "Last Name", "Lead Status")),
         frozenset(("Record Id", "Company", "Last Name", "Lead Source", "Lead Status"))),
        LEADS,
    ),
    laid_out(
        "zoho-accounts",
        (frozenset(("Record Id", "Account Name", "Billing City")),
         frozenset(("Record Id", "Account Owner", "Account Name"))),
        ACCOUNTS,
    ),
    laid_out(
        "zoho-deals", (frozenset(("Record Id", "Deal Name", "Stage", "Closing Date")),), DEALS
    ),
    laid_out("zoho-notes", (frozenset(("Note Title", "Note Content")),), NOTES),
)  # fmt: skip
