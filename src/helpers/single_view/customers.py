"""The table `customers`: one row per person, household or account, and what is known of it."""

from datetime import date

import pandas as pd
from ibis.expr.types import Table

from helpers.single_view.records import LEAD, ORDERS, SUBSCRIBER

PLACES = ["country", "province", "city"]
WINNING = (LEAD, SUBSCRIBER)  # lists of people who may become customers
AGREES = {"granted": True, "refused": False, "withdrawn": False}


def customers(
    details: pd.DataFrame, consents: pd.DataFrame, since: pd.Series, lines: Table, as_of: date,
    *, homes: pd.DataFrame, who: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Return one row per customer, tests left out.

    Where no orders were received, who has ordered is not known: leads and subscribers are
    prospects there, and everybody else is a customer.

    A household or an account has the details of the person of whom the most is known,
    and agrees to e-mail where one of its people does.

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
        Order lines by customer, as known on the as-of day.
    as_of : date
        The as-of day.
    homes : DataFrame
        The table `households`, whose `unit_id` is the customer of each person.
    who : DataFrame
        The table `identities`: `customer_id` and `source` of each record.

    Returns
    -------
    DataFrame
        The table `customers`, everybody in scope.
    """
    customer = homes.set_index("person_id")["unit_id"]
    both = _fullest(details, customer).merge(
        _ordered(lines), on="customer_id", how="left", indicator="known_from"
    )
    since = since.groupby(since.index.map(customer)).min()
    later = since.reindex(both["customer_id"]).gt(pd.Timestamp(as_of)).to_numpy()
    both = both[~(later & both["known_from"].eq("left_only"))].reset_index(drop=True)
    both["country"] = both["country"].fillna(both["ship_country"])
    return pd.DataFrame({
        "customer_id": both["customer_id"],
        "is_prospect": _is_prospect(both, lines, who),
        "first_order_day": both["first_order_day"], "last_order_day": both["last_order_day"],
        **{place: both[place] for place in PLACES},
        "accepts_email": both["customer_id"].map(_agreed(consents, customer)).astype("boolean"),
        "completeness": _completeness(both, with_lists=len(since) > 0),
        "in_scope": True,
    })  # fmt: skip


def _is_prospect(both: pd.DataFrame, lines: Table, who: pd.DataFrame) -> pd.Series:
    """Return who has never ordered; without any orders, who stands on lists of such people only."""
    if int(lines.count().to_pandas()):
        return both["known_from"].eq("left_only")
    listed = who.loc[~who["source"].isin(WINNING), "customer_id"]
    return ~both["customer_id"].isin(listed)


def _fullest(details: pd.DataFrame, customer: pd.Series) -> pd.DataFrame:
    """Return, of each customer, the details of the person of whom the most is known."""
    told = details.assign(customer_id=details["person_id"].map(customer).astype("str"),
                          known=details.notna().sum(axis="columns"))  # fmt: skip
    order = told.sort_values(["customer_id", "known", "person_id"], ascending=[True, False, True])
    return order.drop_duplicates("customer_id", ignore_index=True)


def _ordered(lines: Table) -> pd.DataFrame:
    """Return, of each customer who ever ordered, first and last day and the newest country."""
    sales = lines.filter(lines.kind == "sale", lines.customer_id.notnull())
    kept = sales.net_quantity > 0
    return sales.group_by("customer_id").agg(
        first_order_day=sales.event_day.min(where=kept),
        last_order_day=sales.event_day.max(where=kept),
        ship_country=sales.country.argmax(sales.ordered_at),
    ).to_pandas().astype({"customer_id": "str"})  # fmt: skip


def _agreed(consents: pd.DataFrame, customer: pd.Series) -> pd.Series:
    """Return, of each customer, whether one of its people agrees to be written to by e-mail."""
    word = consents[consents["channel"].eq("email")].drop_duplicates("person_id")
    agrees = word["newest_state"].map(AGREES).astype("boolean")
    return agrees.groupby(word["person_id"].map(customer)).max()


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


def head_key(lines: Table) -> str:
    """Return the key of the sentence on the number of customers: who ordered may not be known."""
    known = int(lines.count().to_pandas())
    return "single_view.customers" if known else "single_view.customers_without_orders"


def head_count(people: pd.DataFrame, lines: Table) -> dict[str, int]:
    """Return the number of customers and prospects, and of `buyers` where orders are known."""
    prospects = int(people["is_prospect"].sum())
    told = {"customers": len(people), "prospects": prospects}
    buyers = {"buyers": len(people) - prospects}
    return told | buyers if head_key(lines) == "single_view.customers" else told


def scope_count(people: pd.DataFrame) -> dict[str, int]:
    """Return the number of customers in scope, and of all."""
    return {"customers": int(people["in_scope"].sum()), "everybody": len(people)}
