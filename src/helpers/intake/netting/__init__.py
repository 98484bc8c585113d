"""What was taken back of each order line, and from which day that was known.

Canonical order lines are as sold. Four rules take some of them back, each as
rows of `reversals` dated with the day on which it became known, so that any
as-of day reads only what was known then:

* *order_cancelled*, *order_void*: the whole order, from its cancellation day, or
  from the first delivery that calls it voided or expired;
* *refund*: money paid back on an order, shared out over its sales in proportion
  to their amount, from its own day where the newest delivery of the order tells it, else
  from the first delivery that tells of it;
* *cancellation_line*: a line that takes pieces back, matched with the latest
  earlier purchase of the same customer and product, last in, first out;
* *deposit_settled*: what a customer had paid in advance, from the day of the order in which
  it is deducted: that order counts in full, and the deposit no longer beside it.

An exchange needs no rule of its own: goods that go back are a refund or a line that takes
back, goods that go out are a sale, on the same order or on another.
"""

import numpy as np
import pandas as pd

from helpers.intake.coded import plain_frame
from helpers.intake.netting.matching import cancellation_lines, piles, settled_deposits
from helpers.intake.netting.paying_back import refunds
from helpers.intake.netting.voiding import VOID, whole_orders

COLUMNS = ["order_id", "line_number", "delivery", "event_day", "rule", "cause", "units", "amount"]
ORDER_COLUMNS = ["order_id", "delivery", "known_through", "status", "cancelled_day", "refunded"]
LINE_COLUMNS = [
    "order_id", "line_number", "delivery", "kind", "quantity", "amount", "customer_id",
    "product_id", "event_day", "ordered_at", "is_deposit",
]  # fmt: skip
DATED = ["order_id", "delivery", "event_day", "amount"]


def reversals(
    orders: pd.DataFrame, lines: pd.DataFrame, paid_back: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return every reversal, worked out anew for each delivery from what it makes known.

    Parameters
    ----------
    orders, lines : DataFrame
        All versions of the canonical orders and order lines, money in ticks.
    paid_back : DataFrame, optional
        Refunds that are told with their days: `order_id`, `delivery`, `event_day`, `amount`.
    """
    if paid_back is None:
        paid_back = lines.iloc[:0].reindex(columns=DATED)
    lines = _that_move(lines)
    days = sorted(orders["delivery"].unique())
    told = orders.reindex(columns=ORDER_COLUMNS).astype({"cancelled_day": "datetime64[us]"})
    orders, lines = _touched(told, lines, paid_back)
    orders = orders.sort_values(["order_id", "delivery"])
    found = [_as_known(orders, lines, paid_back, day) for day in days]
    every = pd.concat(found, ignore_index=True)
    keys = [name for name in COLUMNS if name not in ("units", "amount")]
    return every.groupby(keys, as_index=False)[["units", "amount"]].sum()


def _that_move(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that sell or take back, `is_deposit` known of each."""
    moves = lines["kind"].isin(["sale", "cancellation"])
    if "is_deposit" not in lines:
        return lines.assign(is_deposit=False).loc[moves, LINE_COLUMNS]
    deposit = lines["is_deposit"].eq(True).fillna(False).astype(bool)
    moves |= deposit & lines["amount"].lt(0)
    return lines.assign(is_deposit=deposit).loc[moves, LINE_COLUMNS]


def _touched(
    orders: pd.DataFrame, lines: pd.DataFrame, paid_back: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the orders and lines of which something may have been taken back, as plain text.

    Most orders stand as they were placed; looking at the others alone changes nothing.
    """
    told_back = orders["refunded"].gt(0) | orders["cancelled_day"].notna()
    told_back |= orders["status"].isin(VOID) | orders["order_id"].isin(paid_back["order_id"])
    takes = lines["kind"].eq("cancellation") | lines["is_deposit"] & lines["amount"].lt(0)
    pile = piles(lines) if takes.any() else np.full(len(lines), -1)
    met = np.isin(pile, pile[takes & (pile >= 0)])
    stays = lines["order_id"].isin(orders.loc[told_back, "order_id"]).to_numpy() | met
    lines = lines[stays].assign(pile=pile[stays])
    orders = orders[told_back | orders["order_id"].isin(lines["order_id"])]
    return plain_frame(orders), plain_frame(lines)


def _as_known(
    orders: pd.DataFrame, lines: pd.DataFrame, paid_back: pd.DataFrame, delivery: pd.Timestamp
) -> pd.DataFrame:
    told = orders[orders["delivery"] <= delivery]
    newest = told.drop_duplicates("order_id", keep="last")
    view = lines.merge(newest[["order_id", "delivery"]], on=["order_id", "delivery"])
    sales = view.loc[view["kind"].eq("sale"), ["order_id", "line_number", "quantity", "amount"]]
    dated = paid_back.merge(newest[["order_id", "delivery"]], on=["order_id", "delivery"])
    found = [whole_orders(newest, told, sales), refunds(told, sales, dated),
             cancellation_lines(view), settled_deposits(view)]  # fmt: skip
    return pd.concat(found, ignore_index=True).assign(delivery=delivery)[COLUMNS]
