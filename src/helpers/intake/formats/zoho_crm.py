"""Zoho CRM: contacts, leads, accounts, deals and notes as exported, and records of its API.

Ids stand with or without ``zcrm_`` before them, in the API always without: one record is the
same either way. In exports dates and amounts follow the locale of whoever exports, so that
source.toml says how they are written; the API writes the year first and a decimal point. A
deal that is closed and won is a purchase.

Of the API's records the owner, who changed them and when, and tags are left out; any other
field, subforms and lists included, is an attribute. One in the recycle bin is no longer there.
"""

from helpers.intake.format import laid_out
from helpers.intake.layout import YEAR_FIRST, Layout

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
        "accepts_email": ("Email Opt Out",), "birth_day": ("Date of Birth",),
        "salutation": ("Salutation",),
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
# What the API tells beside what each screen exports, and what of its fields is not kept.
SAID_OF_ALL = {"is_deleted": ("Record_Status__s",)}
DATES = dict.fromkeys(("created_day", "closing_day", "opted_out_day"), YEAR_FIRST)
BY_API_LEFT_OUT = frozenset(
    f"{who}{part}" for who in ("Owner", "Created_By", "Modified_By")
    for part in ("", ".id", ".name", ".email")
) | {"Modified_Time", "Tag", "Layout.id", "Layout.name", "Layout.display_label",
     "$currency_symbol"}  # fmt: skip


def by_api(layout: Layout, **further: tuple[str, ...]) -> Layout:
    """Return where the same values stand in the API's records: spaces are underscores there."""
    spelled = {
        name: tuple(header.replace(" ", "_") for header in headers)
        for name, headers in layout.columns.items()
    }
    for name, headers in further.items():
        spelled[name] = (*headers, *spelled.get(name, ()))
    return layout._replace(
        columns={**spelled, **SAID_OF_ALL},
        words={**layout.words, "is_deleted": {"trash": "yes", "*": ""}},
        date_formats=DATES, decimal=".", left_out=BY_API_LEFT_OUT,
    )  # fmt: skip


FORMATS = (
    laid_out(
        "zoho-contacts",
        (frozenset(("Record Id", "First Name", "Last Name", "Email", "Mailing City")),
         frozenset(("Record Id", "Contact Owner", "Last Name", "Email")),
         frozenset(("id", "First_Name", "Last_Name", "Email", "Mailing_City"))),
        CONTACTS,
        answers=by_api(CONTACTS, opted_out_day=("Unsubscribed_Time",)),
    ),
    laid_out(
        "zoho-leads",
        (frozenset(("Record Id", "Lead Owner", "Last Name", "Lead Status")),
         frozenset(("Record Id", "Company", "Last Name", "Lead Source", "Lead Status")),
         frozenset(("id", "Company", "Last_Name", "Lead_Source", "Lead_Status"))),
        LEADS,
        answers=by_api(LEADS),
    ),
    laid_out(
        "zoho-accounts",
        (frozenset(("Record Id", "Account Name", "Billing City")),
         frozenset(("Record Id", "Account Owner", "Account Name")),
         frozenset(("id", "Account_Name", "Account_Type", "Billing_City"))),
        ACCOUNTS,
        answers=by_api(ACCOUNTS),
    ),
    laid_out(
        "zoho-deals",
        (frozenset(("Record Id", "Deal Name", "Stage", "Closing Date")),
         frozenset(("id", "Deal_Name", "Stage", "Closing_Date"))),
        DEALS,
        answers=by_api(DEALS, account_name=("Account_Name.name",),
                       contact_name=("Contact_Name.name",)),
    ),
    laid_out("zoho-notes", (frozenset(("Note Title", "Note Content")),), NOTES),
)  # fmt: skip
