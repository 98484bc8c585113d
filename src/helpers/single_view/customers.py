"""The table `customers`: one row per person, with what the sources know of it."""

from datetime import date

import pandas as pd
from ibis.expr.types import Table

from helpers.single_view.records import ORDERS

PLACES = ["country", "province", "city"]
AGREES = {"granted": True, "refused": False, "withdrawn": False}


def customers(
    details: pd.DataFrame, consents: pd.DataFrame, since: pd.Series, lines: Table, as_of: date
) -> pd.DataFrame:
    """Return one row per person, tests left out.

    A list of people has no dates of its own: one that knows beyond the as-of day
    describes those who have ordered, and tells of no prospects, because who was known on
    the day cannot be told from who came later.

    Parameters
    ----------
    details : DataFrame
        The table `customer_details`: everybody.
    consents : DataFrame
        The table `consents`.
    since : Series
        The first day up to which a list knows each person, as from `known_since`.
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
    ordered = sales.group_by(person_id="customer_id").agg(
        first_order_day=sales.event_day.min(where=kept),
        last_order_day=sales.event_day.max(where=kept),
        ship_country=sales.country.argmax(sales.ordered_at),
    ).to_pandas().astype({"person_id": "str"})  # fmt: skip
    both = details.merge(ordered, on="person_id", how="left", indicator="known_from")
    later = since.reindex(both["person_id"]).gt(pd.Timestamp(as_of)).to_numpy()
    both = both[~(later & both["known_from"].eq("left_only"))].reset_index(drop=True)
    both["country"] = both["country"].fillna(both["ship_country"])
    word = consents[consents["channel"].eq("email")].drop_duplicates("person_id")
    agrees = word.set_index("person_id")["newest_state"].map(AGREES)
    return pd.DataFrame({
        "customer_id": both["person_id"],
        "is_prospect": both["known_from"].eq("left_only"),
        "first_order_day": both["first_order_day"], "last_order_day": both["last_order_day"],
        **{place: both[place] for place in PLACES},
        "accepts_email": both["person_id"].map(agrees).astype("boolean"),
        "completeness": _completeness(both, with_lists=len(since) > 0),
        "in_scope": True,
    })  # fmt: skip


def known_since(records: pd.DataFrame, person_id: pd.Series) -> pd.Series:
    """Return the first day up to which a list knows each person who stands on one.

    Parameters
    ----------
    records : DataFrame
        As from `gather`.
    person_id : Series
        The person of each record, by record id.
    """
    listed = records[records["source"].ne(ORDERS)]
    person = listed["record_id"].map(person_id).astype("str").rename("person_id")
    return listed["event_day"].groupby(person).min()


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
