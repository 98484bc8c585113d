"""The table `customers`: one row per person, with what the sources know of it."""

from datetime import date

import pandas as pd
from ibis.expr.types import Table

from helpers.single_view.records import ORDERS, SOURCES

PLACES = ["country", "province", "city"]


def customers(
    records: pd.DataFrame, person_id: pd.Series, lines: Table, as_of: date
) -> pd.DataFrame:
    """Return one row per person, tests left out.

    A list of people has no dates of its own: one that knows beyond the as-of day
    describes those who have ordered, and tells of no prospects, because who was known on
    the day cannot be told from who came later.

    Parameters
    ----------
    records : DataFrame
        As from `gather`.
    person_id : Series
        The person of each record, by record id.
    lines : Table
        Order lines by person, as known on the as-of day.
    as_of : date
        The as-of day.

    Returns
    -------
    DataFrame
        The table `customers`, everybody in scope.
    """
    sales = lines.filter(lines.kind == "sale", lines.customer_id.notnull())
    kept = sales.net_quantity > 0
    ordered = sales.group_by("customer_id").agg(
        first_order_day=sales.event_day.min(where=kept),
        last_order_day=sales.event_day.max(where=kept),
        ship_country=sales.country.argmax(sales.ordered_at),
    ).to_pandas().astype({"customer_id": "str"})  # fmt: skip
    listed = records[records["source"].ne(ORDERS)]
    who = listed["record_id"].map(person_id).astype("str")
    people = _one_per_person(listed.assign(customer_id=who))
    both = people.merge(ordered, on="customer_id", how="outer", indicator="known_from")
    later = both["event_day"] > pd.Timestamp(as_of)
    both = both[~(later & both["known_from"].eq("left_only"))].reset_index(drop=True)
    both["country"] = both["country"].fillna(both["ship_country"])
    return pd.DataFrame({
        "customer_id": both["customer_id"],
        "is_prospect": both["known_from"].eq("left_only"),
        "first_order_day": both["first_order_day"], "last_order_day": both["last_order_day"],
        **{place: both[place] for place in PLACES},
        "accepts_email": both["accepts_email"].astype("boolean"),
        "completeness": _completeness(both, with_lists=len(listed) > 0),
        "in_scope": True,
    })  # fmt: skip


def _one_per_person(records: pd.DataFrame) -> pd.DataFrame:
    """Return what each person's records know: the newest word that there is, field by field.

    Of equally new ones the list counts that comes first in `SOURCES`. One recorded no
    outweighs any yes. The day is the earliest on which a list knew the person.
    """
    place = records["source"].map({source: place for place, source in enumerate(SOURCES)})
    told = records.assign(place=place).sort_values(
        ["event_day", "place", "record_id"], ascending=[False, True, True]
    )
    by = told.groupby("customer_id")
    fields = [*PLACES, "name", "email", "phone"]
    people = by[fields].first()  # the first that is not missing
    people["accepts_email"] = by["accepts_email"].min()
    people["event_day"] = by["event_day"].min()
    return people.reset_index()


def why_no_prospects(records: pd.DataFrame, as_of: date) -> str | None:
    """Return the key of the reason why prospects are not known, or None where they are."""
    days = records["event_day"].dropna()
    if days.empty:
        return "single_view.prospects_unlisted"
    return "single_view.prospects_later" if days.min() > pd.Timestamp(as_of) else None


def _completeness(both: pd.DataFrame, *, with_lists: bool) -> pd.Series:
    """Return the share of expected fields that are known; without lists only the country is."""
    fields = ["country", "city", "name", "email", "phone"] if with_lists else ["country"]
    return both[fields].notna().mean(axis="columns")


def head_count(people: pd.DataFrame) -> dict[str, int]:
    """Return the number of customers, of those who ever ordered, and of those who never did."""
    prospects = int(people["is_prospect"].sum())
    return {"customers": len(people), "buyers": len(people) - prospects, "prospects": prospects}


def scope_count(people: pd.DataFrame) -> dict[str, int]:
    """Return the number of customers in scope, and of all."""
    return {"customers": int(people["in_scope"].sum()), "everybody": len(people)}
