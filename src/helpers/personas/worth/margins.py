"""The table `customer_margin`: what each customer brought and cost within a year."""

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.personas.worth.sales import Sales

COVERED = 0.8  # share of pieces whose cost is known, below which no margin is told
COSTS = ["goods", "parcels", "returns", "payment", "service"]
COUNTS = ["orders", "with_discount", "with_return"]
MONEY = ["revenue", "paid", "discounts", "cost"]


def customer_margin(
    sales: Sales, customers: pd.Index, *, half: int | None = None
) -> pd.DataFrame:
    """Return what customers brought and cost within a sales.

    Revenue is net sales. Goods that came back cost what is lost of them; a parcel is sent
    for each order that was made at no till; payment is a share of what was first paid.

    Parameters
    ----------
    sales : Sales
        As from `read_sales`.
    customers : Index
        Who is wanted, sorted; who did not order has noughts.
    half : int, optional
        Half of each customer's record, by days, that alone counts; by default both do.

    Returns
    -------
    DataFrame
        The table `customer_margin`.
    """
    told = sales.tickets if half is None else sales.tickets[sales.tickets["half"].eq(half)]
    frame = _sums(sales, half).reindex(customers).fillna(0.0)
    frame["tickets"] = told.groupby("customer_id")["tickets"].sum().reindex(customers).fillna(0)
    frame["service"] = frame["tickets"] * sales.rates.ticket
    frame[["discounts", "revenue", *COSTS]] = frame[["discounts", "revenue", *COSTS]].round(2)
    margin = frame["revenue"] - frame[COSTS].sum(axis=1)
    pieces, costed = frame["pieces"].sum(), frame["costed"].sum()
    known = pieces > 0 and costed >= COVERED * pieces
    frame["margin"] = margin.round(2) if known else float("nan")
    whole = frame.astype(dict.fromkeys([*COUNTS, "tickets"], "int64"))
    return whole.drop(columns=["pieces", "costed"]).rename_axis("customer_id").reset_index()


def _sums(sales: Sales, half: int | None) -> pd.DataFrame:
    """Return for each customer how many orders there were, their money, and what they cost."""
    orders, rates = _whole_orders(sales.orders, half), sales.rates
    abroad = (orders.country != sales.country) if sales.country else ibis.literal(False)
    parcel = ibis.ifelse(abroad.fill_null(False), rates.parcel_abroad, rates.parcel)
    told = orders.mutate(
        goods=orders.cost * (1 - rates.recovered * orders.back),
        parcels=ibis.ifelse(orders.at_till, 0.0, parcel),
        returns=(orders.back > 0).cast("float64") * rates.returned,
        payment=orders.paid * rates.payment,
    )
    by = told.group_by("customer_id")
    # Decimals add up to the same in any order; as floats they come to pandas at once.
    sums = by.agg(
        orders=told.count(), with_discount=told.discounted.sum(), with_return=(told.back > 0).sum(),
        **{name: told[name].cast("decimal(18, 6)").sum().cast("float64")
           for name in ("discounts", "revenue", *COSTS[:-1])},
        pieces=told.pieces.sum(), costed=told.costed.sum(),
    ).to_pandas()  # fmt: skip
    return sums.set_index("customer_id").astype(float)


def _whole_orders(parts: Table, half: int | None) -> Table:
    """Return one row per order, or of the part of it that lies in one half of a record."""
    orders = _put_together(parts) if half is None else parts.filter(parts.half == half)
    orders = orders.mutate(**{name: orders[name].cast("float64") for name in MONEY})
    whole = orders.paid > 0
    back = ibis.ifelse(whole, 1 - orders.revenue / ibis.ifelse(whole, orders.paid, 1.0), 0.0)
    return orders.mutate(
        back=ibis.ifelse(back > 1e-6, back, 0.0),
        discounted=(orders.discounts > 0) | orders.with_code,
    )


def _put_together(parts: Table) -> Table:
    by = parts.group_by("customer_id", "order_id")
    return by.agg(
        **{name: parts[name].sum() for name in (*MONEY, "pieces", "costed")},
        **{name: parts[name].max() for name in ("country", "at_till", "with_code")},
    )
