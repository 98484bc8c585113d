"""The category of what was sold, where order lines do not tell it themselves."""

import ibis
from ibis.expr.types import Table


def with_categories(lines: Table, events: Table) -> Table:
    """Return order lines whose missing `category` is the one visitors see the product under.

    The one seen most often, the first by name where two are seen as often.

    Parameters
    ----------
    lines : Table
        With `product_id` and `category`.
    events : Table
        With `product_id` and `category`; may be without rows.
    """
    joined = lines.left_join(_seen(events), "product_id")
    category = ibis.coalesce(joined.category, joined.seen_category)
    return joined.mutate(category=category).drop("product_id_right", "seen_category")


def _seen(events: Table) -> Table:
    known = events.filter(events.product_id.notnull(), events.category.notnull())
    counted = known.group_by("product_id", "category").agg(times=known.count())
    best = ibis.row_number().over(
        group_by="product_id", order_by=[counted.times.desc(), counted.category]
    )
    ranked = counted.mutate(place=best)
    return ranked.filter(ranked.place == 0).select("product_id", seen_category=ranked.category)
