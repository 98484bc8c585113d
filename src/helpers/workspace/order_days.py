"""The days on which customers ordered: what recency, rhythm, value and churn are made of."""

import pandas as pd
from ibis.expr.types import Table


def order_days(lines: Table) -> pd.DataFrame:
    """Return one row per customer and day with an order that was not wholly taken back.

    Parameters
    ----------
    lines : Table
        `order_lines` as known on a day.

    Returns
    -------
    DataFrame
        `customer_id`, `event_day`, `spend` (company currency, net), sorted.
    """
    kept = lines.filter(lines.net_quantity > 0, lines.customer_id.notnull())
    days = kept.group_by("customer_id", "event_day").agg(
        spend=kept.net_amount.sum().cast("float64")
    )
    frame = days.order_by("customer_id", "event_day").to_pandas()
    return frame.astype({"event_day": "datetime64[us]"})
