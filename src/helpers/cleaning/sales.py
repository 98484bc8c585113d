"""What was sold, to whom, in which currency, and what was taken back."""

from datetime import date

import ibis
import pandas as pd
from ibis.expr.types import Table


def lines_by_kind(lines: Table) -> pd.DataFrame:
    """Return the order lines by kind: `kind`, `lines`, `amount` (company currency)."""
    found = lines.group_by("kind").agg(
        lines=ibis._.count(), amount=ibis._.amount.sum().cast("float64")
    )
    return found.order_by(ibis.desc("lines"), "kind").to_pandas()


def taken_back(lines: Table) -> pd.DataFrame:
    """Return what became of the sales: `step`, `lines`, `amount` (company currency)."""
    sales = lines.filter(lines.kind == "sale")
    whole = sales.net_quantity == 0
    part = ~whole & (sales.net_amount < sales.amount)
    one = sales.agg(
        sold_lines=sales.count(), sold=sales.amount.sum(), net=sales.net_amount.sum(),
        whole_lines=whole.sum(), whole=(sales.amount - sales.net_amount).sum(where=whole),
        part_lines=part.sum(), part=(sales.amount - sales.net_amount).sum(where=part),
    ).to_pandas().astype("float64").fillna(0).iloc[0]  # fmt: skip
    rows = [
        ("sold", one["sold_lines"], one["sold"]),
        ("taken_back_whole", one["whole_lines"], one["whole"]),
        ("taken_back_in_part", one["part_lines"], one["part"]),
        ("kept", one["sold_lines"] - one["whole_lines"], one["net"]),
    ]
    return pd.DataFrame(rows, columns=["step", "lines", "amount"]).astype({"lines": "int64"})


def net_share(netting: pd.DataFrame) -> dict[str, float]:
    """Return what was sold, what was kept, and its share (nan where nothing was sold)."""
    amount = netting.set_index("step")["amount"]
    share = amount["kept"] / amount["sold"] if amount["sold"] else float("nan")
    return {"sold": amount["sold"], "kept": amount["kept"], "share": share}


def unmatched_units(lines: Table, reversals: Table) -> int:
    """Return the pieces of cancellation lines for which no earlier purchase was found."""
    took = lines.filter(lines.kind == "cancellation").quantity.sum().fill_null(0).to_pandas()
    matched = reversals.filter(reversals.rule == "cancellation_line").units.sum().fill_null(0)
    return -int(took) - int(matched.to_pandas())


def sales_by_customer_known(lines: Table) -> pd.DataFrame:
    """Return net sales with and without a known customer: `known`, `orders`, `amount`, `share`."""
    sales = lines.filter(lines.net_quantity > 0)
    found = sales.group_by(known=sales.customer_id.notnull()).agg(
        orders=sales.order_id.nunique(), amount=sales.net_amount.sum().cast("float64")
    )
    frame = found.order_by(ibis.desc("known")).to_pandas()
    return frame.assign(share=frame["amount"] / frame["amount"].sum())


def unknown_customers(known: pd.DataFrame) -> dict[str, float]:
    """Return the share and amount of net sales without a known customer."""
    unknown = known[~known["known"]]
    return {"share": float(unknown["share"].sum()), "amount": float(unknown["amount"].sum())}


def amounts_by_currency(orders: Table) -> pd.DataFrame:
    """Return orders by the currency paid: `currency`, `orders`, `total` (company currency)."""
    found = orders.filter(~orders.is_test).group_by("currency").agg(
        orders=ibis._.count(), total=ibis._.total.sum().cast("float64")
    )
    return found.order_by(ibis.desc("orders"), "currency").to_pandas()


def exact_copies(lines: Table) -> dict[str, float]:
    """Return how many lines copy another of their order, and what they bring in net sales."""
    same = [c for c in lines.columns if c not in ("line", "line_number")]
    sales = lines.filter(lines.net_quantity > 0)
    extra = sales.group_by(same).agg(copies=ibis._.count() - 1).filter(ibis._.copies > 0)
    one = extra.agg(
        lines=extra.copies.sum(), amount=(extra.copies * extra.net_amount).sum().cast("float64")
    ).to_pandas().fillna(0).iloc[0]  # fmt: skip
    whole = float(sales.net_amount.sum().fill_null(0).to_pandas())
    return {"lines": int(one["lines"]), "amount": float(one["amount"]),
            "share": one["amount"] / whole if whole else float("nan")}  # fmt: skip


def why_refunds_unknown(orders: Table, as_of: date) -> str | None:
    """Return the key of the reason why what was taken back is not known, or None where it is.

    A refund without a day of its own counts from the delivery that tells of it;
    where that delivery knows beyond the as-of day, refunds look smaller than they were.
    """
    late = orders.filter(orders.refunded > 0, orders.known_through > ibis.literal(as_of))
    return "cleaning.refunds_later" if int(late.count().to_pandas()) else None


def last_sale(lines: Table, as_of: date) -> dict:
    """Return the day of the last known sale, and how many days before the as-of day it lies."""
    day = lines.filter(lines.kind == "sale").event_day.max().to_pandas()
    known = None if pd.isna(day) else pd.Timestamp(day).date()
    return {"day": known, "as_of": as_of, "days": (as_of - known).days if known else None}
