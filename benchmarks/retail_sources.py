"""Online Retail II as the tables that chapter 09 reads, with as little code as will do.

Cleaned as the reference figures were measured: the second copy of the days that two sheets
hold is dropped, lines without a customer, a price above zero or a code of five digits too;
cancellations are set against the latest earlier purchase of the same customer and product,
by what was known on the day. An order is a customer's calendar day. Chen (2012), CC BY 4.0.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd

TWICE_FROM = pd.Timestamp("2010-12-01")  # on which the second sheet begins


def read_lines(path: Path) -> pd.DataFrame:
    """Return one row per line of goods, oldest first: customer, product, quantity, price, day."""
    raw = pd.read_csv(path, dtype={"Customer ID": str, "StockCode": str, "Invoice": str})
    at = pd.to_datetime(raw["InvoiceDate"])
    # The file goes back in time once: there the second sheet begins.
    second = int(np.flatnonzero(at.diff().dt.days.lt(-3))[0])
    copy = (np.arange(len(raw)) < second) & at.ge(TWICE_FROM).to_numpy()
    sound = raw["Customer ID"].notna() & raw["StockCode"].str.match(r"^\d{5}") & raw["Price"].gt(0)
    lines = pd.DataFrame({
        "customer_id": raw["Customer ID"].str.removesuffix(".0"), "product": raw["StockCode"],
        "quantity": raw["Quantity"], "price": raw["Price"], "at": at, "day": at.dt.normalize(),
    })  # fmt: skip
    kept = lines[sound & ~copy].sort_values("at", kind="stable")
    return kept.reset_index(drop=True)


def order_days(lines: pd.DataFrame, before: pd.Timestamp) -> pd.DataFrame:
    """Return the days with an order that was kept, as known before a day."""
    known = netted(lines[lines["day"].lt(before)])
    known = known.assign(spend=known["quantity"] * known["price"])
    by = known.rename(columns={"day": "event_day"}).groupby(["customer_id", "event_day"])
    days = by["spend"].sum().reset_index()
    return days.astype({"event_day": "datetime64[us]"})


def netted(lines: pd.DataFrame) -> pd.DataFrame:
    """Return purchases with what is left of them, last in first out."""
    quantity = lines["quantity"].to_numpy().copy()
    bought = defaultdict(list)
    keys = zip(lines["customer_id"], lines["product"], strict=True)
    for place, key in enumerate(keys):
        if quantity[place] > 0:
            bought[key].append(place)
            continue
        back = -quantity[place]
        while back and bought[key]:
            last = bought[key][-1]
            taken = min(back, quantity[last])
            quantity[last] -= taken
            back -= taken
            if not quantity[last]:
                bought[key].pop()
    left = lines.assign(quantity=quantity)
    return left[left["quantity"].gt(0)]


def features(days: pd.DataFrame, snapshots: list[pd.Timestamp]) -> pd.DataFrame:
    """Return the columns of table `features` that orders tell, for several snapshot days."""
    return pd.concat([_features_on(days, day) for day in snapshots], ignore_index=True)


def _features_on(days: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    known = days[days["event_day"].le(day)]
    by = known.groupby("customer_id")
    lately = known[known["event_day"].gt(day - pd.Timedelta(days=365))].groupby("customer_id")
    first, last = by["event_day"].min(), by["event_day"].max()
    table = pd.DataFrame({
        "first_order_day": first, "recency_days": (day - last).dt.days,
        "tenure_days": (day - first).dt.days, "order_days": by.size(),
        "net_amount": by["spend"].sum(),
    })  # fmt: skip
    table["orders_365"] = lately.size().reindex(table.index, fill_value=0)
    table["net_amount_365"] = lately["spend"].sum().reindex(table.index, fill_value=0.0)
    return table.assign(snapshot_day=day).rename_axis("customer_id").reset_index()
