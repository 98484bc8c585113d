"""Who lives together and who belongs to which account; and which of them is the customer."""

import re
import unicodedata

import pandas as pd

from helpers.single_view.inheritance import inherited
from helpers.single_view.names import COMPOUND_SURNAMES, HAN

MOST_PEOPLE = 12  # at one address under one family name; more are a dormitory, or a placeholder
HOUSEHOLD_TYPES = ("household", "family", "家庭")  # kinds of accounts that are households
DECLARED, SHARED, ALONE = "declared", "address_and_name", "alone"


def households(
    details: pd.DataFrame,
    accounts: pd.Series,
    *,
    previous: pd.DataFrame,
    unit: str = "person",
    declared: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the table `households`: everybody's household and account, and the customer.

    Who shares an address, a place and a family name lives together, unless more than
    `MOST_PEOPLE` do; who does not is a household of one. What is declared goes before; who
    shares an address and a name with members of one declared household alone belongs to it.

    Parameters
    ----------
    details : DataFrame
        The table `customer_details`.
    accounts : Series of str
        Each person's account, as from `accounts_of`.
    previous : DataFrame
        `households` of the period before, whose ids are inherited; may be empty.
    unit : {"person", "household", "account"}
        What a customer is; a person without an account is a customer of its own.
    declared : Series of str, optional
        Households by person, as from `declared_households`.

    Returns
    -------
    DataFrame
        One row per person: `person_id`, `household_id`, `account_id`, `unit_id`, `why`
        (``declared``, ``address_and_name`` or ``alone``).

    Raises
    ------
    ValueError
        If a person stands in two rows.
    """
    if details["person_id"].duplicated().any():
        raise ValueError("customer_details: a person_id stands in two rows")
    told = details.set_index("person_id").sort_index()
    shared = shared_homes(told)
    own = pd.Series(dtype="str") if declared is None else declared.astype("str")
    named = own.reindex(told.index)
    named = named.fillna(_of_neighbours(shared, named))
    group = ("d " + named).fillna("s " + shared).fillna("a " + told.index.to_series())
    before = previous.set_index("person_id")["household_id"]
    account = accounts.reindex(told.index).astype("str")
    found = pd.DataFrame({
        "household_id": inherited(group, before, kind="household"), "account_id": account,
        "why": pd.Series(ALONE, index=told.index).mask(shared.notna(), SHARED)
        .mask(named.notna(), DECLARED).astype("str"),
    })  # fmt: skip
    person = found.index.to_series()
    units = {"person": person, "household": found["household_id"],
             "account": account.fillna(person)}  # fmt: skip
    found.insert(2, "unit_id", units[unit].astype("str"))
    return found.reset_index()


def shared_homes(details: pd.DataFrame) -> pd.Series:
    """Return, by person, the place, address and family name shared with others, else missing."""
    surname = details["name"].map(family_name, na_action="ignore").astype("str")
    street = details["address"].map(_plain, na_action="ignore").astype("str")
    street = street.where(street.str.contains(r"\d", regex=True).fillna(False).astype(bool))
    city = details["city"].map(_plain, na_action="ignore").astype("str").fillna("")
    home = surname + "|" + street + "|" + city
    home = home.where(surname.notna() & street.notna())
    people = home.groupby(home).transform("size")
    return home.where(people.between(2, MOST_PEOPLE)).astype("str")


def family_name(name: str) -> str | None:
    """Return the family name of a standardised name as it is compared.

    Examples
    --------
    >>> family_name("Ana María DÍAZ"), family_name("欧阳若曦"), family_name("王小明")
    ('diaz', '欧阳', '王')
    """
    if HAN.search(name):
        return name[:2] if name.startswith(COMPOUND_SURNAMES) and len(name) > 2 else name[:1]
    words = _plain(name).split()
    return words[-1] if len(words) > 1 else None  # of one word nobody knows which name it is


def _plain(text: str) -> str:
    """Return a text in small letters without accents, its words with one space between."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", letters))


def _of_neighbours(shared: pd.Series, named: pd.Series) -> pd.Series:
    """Return the declared household of those who share a home with members of no other."""
    known = named.groupby(shared).agg(["nunique", "first"])
    return shared.map(known.loc[known["nunique"].eq(1), "first"])


def accounts_of(contacts: pd.DataFrame, identities: pd.DataFrame) -> pd.Series:
    """Return each person's account: the one of most records, then the newest, then by id.

    Parameters
    ----------
    contacts : DataFrame
        `contact_id`, `account_id`, `event_day`, one row per record as known on the as-of day.
    identities : DataFrame
        `contact_id`, `person_id`.
    """
    of_account = contacts.dropna(subset="account_id")
    known = of_account.merge(identities.dropna(subset="contact_id"), on="contact_id")
    counted = known.groupby(["person_id", "account_id"]).agg(
        records=("contact_id", "size"), day=("event_day", "max")
    ).reset_index()  # fmt: skip
    order = counted.sort_values(
        ["person_id", "records", "day", "account_id"], ascending=[True, False, False, True]
    )
    return order.drop_duplicates("person_id").set_index("person_id")["account_id"].astype("str")


def declared_households(accounts: pd.DataFrame, account_of: pd.Series) -> pd.Series:
    """Return, by person, the account that its source calls a household.

    Parameters
    ----------
    accounts : DataFrame
        The table `accounts`, as known on the as-of day.
    account_of : Series of str
        As from `accounts_of`.
    """
    kind = accounts["account_type"].astype("str").str.strip().str.casefold()
    homes = accounts.loc[kind.isin(HOUSEHOLD_TYPES), "account_id"]
    return account_of[account_of.isin(homes)]


def crowded_homes(details: pd.DataFrame) -> dict[str, int]:
    """Return how many people share an address that too many share to be one household."""
    street = details["address"].map(_plain, na_action="ignore").astype("str")
    people = street.groupby(street).transform("size")
    crowded = people.gt(MOST_PEOPLE)
    return {"people": int(crowded.sum()), "addresses": int(street[crowded].nunique()),
            "most": MOST_PEOPLE}  # fmt: skip


def household_sizes(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many people live in households of each size.

    Returns
    -------
    DataFrame
        `size` (of the household, in people; 5 stands for five and more), `people` who live in
        households of that size.
    """
    members = table.groupby("household_id").size()
    people = members.groupby(members.clip(upper=5)).sum()
    return people.rename("people").rename_axis("size").reset_index()


def unit_count(table: pd.DataFrame) -> dict[str, int]:
    """Return how many people, households, accounts and customers there are."""
    return {
        "people": len(table), "households": table["household_id"].nunique(),
        "accounts": table["account_id"].nunique(), "customers": table["unit_id"].nunique(),
    }  # fmt: skip
