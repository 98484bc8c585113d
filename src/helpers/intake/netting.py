"""What was taken back of each order line, and from which day that was known.

Canonical order lines are as sold. Three rules take some of them back, each as
rows of `reversals` dated with the day on which it became known, so that any
as-of day reads only what was known then:

* *order_cancelled*, *order_void*: the whole order, from its cancellation day, or
  from the first delivery that calls it voided or expired;
* *refund*: money paid back on an order, shared out over its sales in proportion
  to their amount, from the first delivery that tells of it;
* *cancellation_line*: a line that takes pieces back, matched with the latest
  earlier purchase of the same customer and product, last in, first out.
"""

from collections import defaultdict

import pandas as pd

from helpers.intake import values

COLUMNS = ["order_id", "line_number", "delivery", "event_day", "rule", "cause", "units", "amount"]
VOID = ("voided", "expired")


def reversals(orders: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return every reversal, worked out anew for each delivery from what it makes known.

    Parameters
    ----------
    orders, lines : DataFrame
        All versions of the canonical orders and order lines, money in ticks.
    """
    found = [_as_known(orders, lines, delivery) for delivery in sorted(lines["delivery"].unique())]
    every = pd.concat(found, ignore_index=True)
    keys = [name for name in COLUMNS if name not in ("units", "amount")]
    return every.groupby(keys, as_index=False)[["units", "amount"]].sum()


def newest(rows: pd.DataFrame, delivery: pd.Timestamp) -> pd.DataFrame:
    """Return each order's newest version among the deliveries up to one."""
    known = rows[rows["delivery"] <= delivery]
    return known[known["delivery"].eq(known.groupby("order_id")["delivery"].transform("max"))]


def _as_known(orders: pd.DataFrame, lines: pd.DataFrame, delivery: pd.Timestamp) -> pd.DataFrame:
    view = newest(lines, delivery)
    sales = view.loc[view["kind"].eq("sale"), ["order_id", "line_number", "quantity", "amount"]]
    told = orders[orders["delivery"] <= delivery].sort_values(["order_id", "delivery"])
    found = [_whole_orders(newest(orders, delivery), told, sales), _refunds(told, sales)]
    found.append(_cancellation_lines(view))
    return pd.concat(found, ignore_index=True).assign(delivery=delivery)[COLUMNS]


def _whole_orders(orders: pd.DataFrame, told: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """Return the reversal of every sale of the orders that are cancelled or void."""
    void = told[told["status"].isin(VOID)].groupby("order_id")["known_through"].min()
    cancelled = orders.set_index("order_id")["cancelled_day"].dropna()
    since = pd.concat([
        pd.DataFrame({"event_day": cancelled, "rule": "order_cancelled"}),
        pd.DataFrame({"event_day": void.drop(cancelled.index, errors="ignore"),
                      "rule": "order_void"}),
    ])  # fmt: skip
    hit = sales.merge(since, left_on="order_id", right_index=True)
    return hit.assign(cause=hit["order_id"], units=hit["quantity"])[
        [name for name in COLUMNS if name != "delivery"]
    ]


def _refunds(told: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """Return the refunds of each order, as they rose from delivery to delivery."""
    before = told.groupby("order_id")["refunded"].shift(fill_value=0)
    rises = told.assign(rise=(told["refunded"] - before).clip(lower=0))
    rises = rises.loc[rises["rise"].gt(0), ["order_id", "known_through", "rise"]]
    hit = sales.merge(rises.rename(columns={"known_through": "event_day"}), on="order_id")
    hit = hit.sort_values(["order_id", "event_day", "line_number"], ignore_index=True)
    event = hit.groupby(["order_id", "event_day"], sort=False).ngroup()
    goods = hit["amount"].groupby(event).transform("sum")
    paid_back = hit["rise"].where(hit["rise"] < goods, goods)
    share = values.share_out(paid_back, hit["amount"], event) if len(hit) else hit["rise"]
    return hit.assign(rule="refund", cause=hit["order_id"], units=0, amount=share)[
        [name for name in COLUMNS if name != "delivery"]
    ]


def _cancellation_lines(view: pd.DataFrame) -> pd.DataFrame:
    """Return the pieces that cancellation lines take back, last in, first out."""
    takes = view["kind"].eq("cancellation")
    both = view[takes | view["kind"].eq("sale")].dropna(subset=["customer_id", "product_id"])
    pair = both.groupby(["customer_id", "product_id"], sort=False).ngroup()
    both = both.assign(pair=pair, takes=takes[both.index])
    both = both[both.groupby("pair")["takes"].transform("any")]
    both = both.sort_values(["ordered_at", "takes", "order_id", "line_number"])
    bought, found = defaultdict(list), []
    columns = ["pair", "takes", "quantity", "order_id", "line_number", "event_day", "amount"]
    for pair, taking, quantity, order_id, number, day, amount in both[columns].itertuples(
        index=False, name=None
    ):
        if not taking:
            bought[pair].append([quantity, quantity, order_id, number, amount])
            continue
        for taken in _last_in_first_out(bought[pair], -quantity):
            found.append((*taken, day, order_id))
    frame = pd.DataFrame(
        found, columns=["order_id", "line_number", "units", "amount", "event_day", "cause"]
    )
    return frame.assign(rule="cancellation_line")


def _last_in_first_out(bought: list[list], pieces: int):
    """Take pieces from the end of a pile; yield (order, line, pieces, amount) for each."""
    while pieces > 0 and bought:
        left, whole, order_id, number, amount = bought[-1]
        taken = min(left, pieces)
        pieces -= taken
        bought[-1][0] -= taken
        # Differences of rounded totals, so that a line taken back whole is taken back exactly.
        now, then = round(amount * (left - taken) / whole), round(amount * left / whole)
        yield order_id, number, taken, then - now
        if taken == left:
            bought.pop()
