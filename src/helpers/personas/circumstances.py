"""The circumstances of customers: where they live, how they may be reached, what lists tell."""

import pandas as pd
from ibis.expr.types import Table

from helpers.personas.items import FEWEST, Item, choice_item, flag_item, number_item
from helpers.personas.mapping import COLUMN, load_mapping, subject_of_words

LISTED = "column:"  # how the item of a column of a customer list begins
PLACES = ("country", "province", "city")
YES_NO = ({"0", "1"}, {"true", "false"}, {"yes", "no"}, {"y", "n"}, {"是", "否"})
YES = ("1", "true", "yes", "y", "是")
MOST_VALUES = 50  # different words of a column, above which they are no choice
COVERED = 0.8  # share of a column's cells that must be common for it to be one


def placed(people: pd.DataFrame, customers: pd.Index) -> list[Item]:
    """Return where customers live, from the table `customers`."""
    subjects, own = load_mapping().subjects, people.set_index("customer_id")
    return [
        choice_item(name, subjects[name], "customers", own[name], customers) for name in PLACES
    ]


def surrounded(enrichment: pd.DataFrame, whose: pd.Series, customers: pd.Index) -> list[Item]:
    """Return what is told of the places where customers live: of the place, not of them.

    Parameters
    ----------
    enrichment : DataFrame
        The table `enrichment`.
    whose : Series of str
        The customer of each person, by person.
    """
    told = enrichment.assign(customer_id=enrichment["person_id"].map(whose))
    subject = load_mapping().subjects["place"]
    return [
        number_item(
            f"place:{name}", subject, "number", "enrichment",
            own.groupby("customer_id")["value"].mean(), customers,
        )
        for name, own in told.groupby("name")
    ]  # fmt: skip


def reachable(consents: pd.DataFrame, whose: pd.Series, customers: pd.Index) -> list[Item]:
    """Return by which channels customers agreed to be contacted: silence is no consent."""
    if consents.empty:
        return []
    told = consents.assign(
        customer_id=consents["person_id"].map(whose), yes=consents["newest_state"].eq("granted")
    )
    agreed = told.groupby(["customer_id", "channel"])["yes"].any().unstack(fill_value=False)
    subject = load_mapping().subjects["consent"]
    return [flag_item("consent", subject, "consents", agreed, customers)]


def in_tiers(memberships: Table, customers: pd.Index) -> list[Item]:
    """Return the tiers of members of a loyalty programme; of two memberships the newer counts."""
    told = memberships.select("customer_id", "tier", "event_day", "contact_id").to_pandas()
    told = told.dropna(subset=["tier"]).sort_values(["event_day", "contact_id"])
    if told.empty:
        return []
    newest = told.drop_duplicates("customer_id", keep="last").set_index("customer_id")["tier"]
    return [choice_item("tier", load_mapping().subjects["tier"], "memberships", newest, customers)]


def listed(attributes: Table, whose: pd.Series, customers: pd.Index) -> list[Item]:
    """Return columns of customer lists that fit nowhere else, as far as they are no free words.

    Flags become shares, numbers means, and words shares where few of them are common:
    a word that hardly anybody shares may name somebody and is never taken.

    Parameters
    ----------
    attributes : Table
        The table `attributes`, as known on the as-of day.
    whose : Series of str
        The customer of each contact, by contact.
    """
    cells = attributes.filter(attributes.records == "contacts")
    told = cells.select("record_id", "name", "value", "type").to_pandas().dropna(subset=["value"])
    told = told.assign(customer_id=told["record_id"].map(whose)).dropna(subset=["customer_id"])
    told = told[told["customer_id"].isin(customers)].sort_values(["name", "record_id"])
    items = []
    for name, own in told.groupby("name"):
        by_customer = own.drop_duplicates("customer_id").set_index("customer_id")
        items += _column(str(name), by_customer["value"], by_customer["type"], customers)
    return items


def _column(column: str, value: pd.Series, kind: pd.Series, customers: pd.Index) -> list[Item]:
    name, subject = f"{LISTED}{column}", subject_of_words(column, otherwise=COLUMN)
    plain = value.str.strip().str.casefold()
    if any(set(plain) <= pair for pair in YES_NO):
        yes = plain.isin(YES).to_frame("yes")
        return [flag_item(name, subject, "attributes", yes, customers)]
    if kind.isin(["number", "flag"]).all():
        number = pd.to_numeric(value, errors="coerce")
        return [number_item(name, subject, "number", "attributes", number, customers)]
    sizes = value.value_counts()
    common = sizes.index[sizes >= FEWEST]
    covered = sizes[common].sum() / max(len(value), 1)
    if kind.eq("day").any() or len(sizes) > MOST_VALUES or covered < COVERED:
        return []
    chosen = value.where(value.isin(common), "other")
    return [choice_item(name, subject, "attributes", chosen, customers)]
