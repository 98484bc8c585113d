"""One row per customer as the sources know them, and who is in scope."""

from datetime import date

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import UsageError, privacy


def customers(lines: Table, contacts: Table, as_of: date) -> pd.DataFrame:
    """Return one row per customer as the sources know them, tests left out.

    A list of contacts has no dates of its own: one that knows beyond the as-of
    day describes those who have ordered, and tells of no prospects, because who
    was known on the day cannot be told from who came later.

    Parameters
    ----------
    lines, contacts : Table
        Canonical tables as known on the as-of day.
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
    ).to_pandas()  # fmt: skip
    people = _one_per_customer(_list_of_customers(contacts))
    both = people.merge(ordered, on="customer_id", how="outer", indicator="known_from")
    later = pd.to_datetime(both["event_day"]) > pd.Timestamp(as_of)
    both = both[~(later & both["known_from"].eq("left_only"))].reset_index(drop=True)
    both["country"] = both["country"].fillna(both["ship_country"])
    return pd.DataFrame({
        "customer_id": both["customer_id"],
        "is_prospect": both["known_from"].eq("left_only"),
        "first_order_day": both["first_order_day"], "last_order_day": both["last_order_day"],
        "country": both["country"], "province": both["province"], "city": both["city"],
        "accepts_email": both["accepts_email"].astype("boolean"),
        "completeness": _completeness(both, with_contacts=len(people) > 0),
        "in_scope": True,
    })  # fmt: skip


def _list_of_customers(contacts: Table) -> pd.DataFrame:
    """Return the shop's customers; where it has no list, whoever the other lists tell of.

    Other lists know the same people by other names: until the single view has
    joined them, they would be counted twice.
    """
    people = contacts.filter(~contacts.is_test).to_pandas()
    shop = people["kind"].eq("customer")
    return people[shop] if shop.any() else people


def _one_per_customer(people: pd.DataFrame) -> pd.DataFrame:
    """Return the newest contact of each customer; of several, one recorded no outweighs any yes."""
    newest = people["event_day"].eq(people.groupby("customer_id")["event_day"].transform("max"))
    told = people[newest].sort_values("contact_id")
    agreed = told["accepts_email"].astype("boolean").groupby(told["customer_id"]).min()
    one = told.drop_duplicates("customer_id", keep="last")
    return one.assign(accepts_email=one["customer_id"].map(agreed).astype("boolean"))


def why_no_prospects(contacts: Table, as_of: date) -> str | None:
    """Return the key of the reason why prospects are not known, or None where they are."""
    days = contacts.event_day.max().to_pandas()
    if pd.isna(days):
        return "cleaning.prospects_unlisted"
    return "cleaning.prospects_later" if pd.Timestamp(days) > pd.Timestamp(as_of) else None


def _completeness(both: pd.DataFrame, *, with_contacts: bool) -> pd.Series:
    """Return the share of expected fields that are known; without contacts only the country is."""
    known = both[["country"]].notna()
    if with_contacts:
        known["city"] = both["city"].notna()
        for field in ("name", "email", "phone"):
            known[field] = both[f"{field}_quality"].eq("good")
    return known.mean(axis="columns")


def head_count(people: pd.DataFrame) -> dict[str, int]:
    """Return the number of customers, of those who ever ordered, and of those who never did."""
    prospects = int(people["is_prospect"].sum())
    return {"customers": len(people), "buyers": len(people) - prospects, "prospects": prospects}


def scope_count(people: pd.DataFrame) -> dict[str, int]:
    """Return the number of customers in scope, and of all."""
    return {"customers": int(people["in_scope"].sum()), "everybody": len(people)}


def standardised_examples(
    details: Table, *, examples: int = 3, smallest: int = 10
) -> pd.DataFrame:
    """Return masked examples of fields before and after standardising.

    Returns
    -------
    DataFrame
        `field`, `received`, `standardised`, masked; without rows where there are
        fewer contacts than `smallest`.
    """
    found = []
    fields = ("name", "email", "phone", "address")
    for field in fields if details.count().to_pandas() >= smallest else ():
        changed = details.filter(
            details[field].notnull(), details[f"{field}_received"] != details[field]
        )
        some = changed.order_by("contact_id").limit(examples).to_pandas()
        found += [
            (field, privacy.mask(before), privacy.mask(after))
            for before, after in zip(some[f"{field}_received"], some[field], strict=True)
        ]
    return pd.DataFrame(found, columns=["field", "received", "standardised"])


def why_no_examples(examples: pd.DataFrame) -> str | None:
    """Return the key that says what to add where nothing was standardised."""
    return "cleaning.no_contacts" if examples.empty else None


def screen(
    people: pd.DataFrame,
    lines: Table,
    *,
    from_day: str = "",
    to_day: str = "",
    regions: str = "",
    keyword: str = "",
    completeness: float = 0.0,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return customers marked as in scope or not, and what each condition left.

    Parameters
    ----------
    people : DataFrame
        The table `customers`.
    lines : Table
        Order lines as known on the as-of day.
    from_day, to_day : str
        Keep who bought within these days (YYYY-MM-DD); empty for no bound.
    regions : str
        Keep who lives in one of these countries, provinces or cities, separated
        by commas; empty for everywhere.
    keyword : str
        Keep who bought a product with this word in its name; empty for any.
    completeness : float
        Keep whose record is at least this complete (proportion).

    Returns
    -------
    people : DataFrame
        With `in_scope` set.
    steps : DataFrame
        `condition`, `value`, `customers` left after it, in order; without rows
        where no condition was set.

    Raises
    ------
    UsageError
        If a day is misspelt, or nobody is left.
    """
    bought = _bought(lines, from_day, to_day, keyword) if from_day or to_day or keyword else None
    places = {place.strip().casefold() for place in regions.split(",") if place.strip()}
    lives = people[["country", "province", "city"]].apply(lambda c: c.str.casefold().isin(places))
    conditions = [
        ("bought", " ".join(filter(None, [from_day, to_day, keyword])),
         None if bought is None else people["customer_id"].isin(bought)),
        ("regions", regions, lives.any(axis="columns") if places else None),
        ("completeness", f"{completeness:g}",
         people["completeness"].ge(completeness) if completeness > 0 else None),
    ]  # fmt: skip
    scope, steps = pd.Series(True, index=people.index), []
    for condition, value, met in conditions:
        if met is not None:
            scope &= met
            steps.append((condition, value, int(scope.sum())))
    if steps and not scope.any():
        raise UsageError("the screening conditions leave no customer: loosen one of them")
    return people.assign(in_scope=scope), pd.DataFrame(
        steps, columns=["condition", "value", "customers"]
    )


def _bought(lines: Table, from_day: str, to_day: str, keyword: str) -> set[str]:
    sales = lines.filter(lines.net_quantity > 0)
    if from_day:
        sales = sales.filter(sales.event_day >= ibis.literal(_day("screen_from", from_day)))
    if to_day:
        sales = sales.filter(sales.event_day <= ibis.literal(_day("screen_to", to_day)))
    if keyword:
        sales = sales.filter(sales.product_name.lower().contains(keyword.lower()))
    return set(sales.select("customer_id").distinct().to_pandas()["customer_id"].dropna())


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{name}: {text!r} is not a day: write it like 2026-09-30") from None
