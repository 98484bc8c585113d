"""The circumstances of customers: where they live, how they may be reached, what lists tell."""

import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.traits import WideTraits
from helpers.personas.profile.items import Item, choice_item, flag_item, number_item
from helpers.personas.profile.mapping import COLUMN, load_mapping, subject_of_words

LISTED = "column:"  # how the item of a trait begins
PLACES = ("country", "province", "city")
SOURCE = "traits"
AGREED = ["person_id", "channel", "newest_state"]  # of the table `consents`


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
    # By place among customers: numbers are many times faster to look up than ids.
    place = pd.Series(customers.get_indexer(whose), index=whose.index)
    told = enrichment.assign(place=enrichment["person_id"].map(place))
    subject, items = load_mapping().subjects["place"], []
    for name, own in told[told["place"].ge(0)].groupby("name"):
        mean = own.groupby("place")["value"].mean().reindex(range(len(customers)))
        values = mean.set_axis(customers)
        items.append(
            number_item(f"place:{name}", subject, "number", "enrichment", values, customers)
        )
    return items


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


def listed(traits: WideTraits, customers: pd.Index) -> list[Item]:
    """Return the traits of customers: columns of their lists that fit nowhere else.

    Numbers become means, flags and words shares. What may name somebody, or what nobody is
    to be sorted by, is no trait.

    Parameters
    ----------
    traits : WideTraits
        As from `wide_traits`.
    """
    items = []
    for column, kind in traits.types.items():
        subject = subject_of_words(str(column).replace("_", " "), otherwise=COLUMN)
        name, own = f"{LISTED}{column}", traits.frame[column]
        if kind == "number":
            items.append(number_item(name, subject, "number", SOURCE, own, customers))
        elif kind == "flag":
            items.append(flag_item(name, subject, SOURCE, own.to_frame("yes"), customers))
        else:
            items.append(choice_item(name, subject, SOURCE, own, customers))
    return items
