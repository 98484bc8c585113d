"""Who is in scope: the conditions by which a run narrows its customers."""

from datetime import date

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.single_view.provinces import standard_provinces
from helpers.workspace import UsageError


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
        Order lines by person, as known on the as-of day.
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
    named = pd.Series([place.strip() for place in regions.split(",") if place.strip()], dtype="str")
    places = set(pd.concat([named, standard_provinces(named)]).str.casefold())
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
