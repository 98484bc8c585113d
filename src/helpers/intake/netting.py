"""What was taken back of each order line, and from which day that was known.

Canonical order lines are as sold. Three rules take some of them back, each as
rows of `reversals` dated with the day on which it became known, so that any
as-of day reads only what was known then:

* *order_cancelled*, *order_void*: the whole order, from its cancellation day, or
  from the first delivery that calls it voided or expired;
* *refund*: money paid back on an order, shared out over its sales in proportion
  to their amount, from its own day where the newest delivery of the order tells it, else
  from the first delivery that tells of it;
* *cancellation_line*: a line that takes pieces back, matched with the latest
  earlier purchase of the same customer and product, last in, first out.
"""

from collections import defaultdict

import numpy as np
import pandas as pd

from helpers.intake import values
from helpers.intake.coded import coded, plain_frame

COLUMNS = ["order_id", "line_number", "delivery", "event_day", "rule", "cause", "units", "amount"]
ORDER_COLUMNS = ["order_id", "delivery", "known_through", "status", "cancelled_day", "refunded"]
LINE_COLUMNS = [
    "order_id", "line_number", "delivery", "kind", "quantity", "amount", "customer_id",
    "product_id", "event_day", "ordered_at",
]  # fmt: skip
DATED = ["order_id", "delivery", "event_day", "amount"]
VOID = ("voided", "expired")


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
    lines = lines.loc[lines["kind"].isin(["sale", "cancellation"]), LINE_COLUMNS]
    days = sorted(orders["delivery"].unique())
    told = orders.reindex(columns=ORDER_COLUMNS).astype({"cancelled_day": "datetime64[us]"})
    orders, lines = _touched(told, lines, paid_back)
    orders = orders.sort_values(["order_id", "delivery"])
    found = [_as_known(orders, lines, paid_back, day) for day in days]
    every = pd.concat(found, ignore_index=True)
    keys = [name for name in COLUMNS if name not in ("units", "amount")]
    return every.groupby(keys, as_index=False)[["units", "amount"]].sum()


def _touched(
    orders: pd.DataFrame, lines: pd.DataFrame, paid_back: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the orders and lines of which something may have been taken back, as plain text.

    Most orders stand as they were placed; looking at the others alone changes nothing.
    """
    told_back = orders["refunded"].gt(0) | orders["cancelled_day"].notna()
    told_back |= orders["status"].isin(VOID) | orders["order_id"].isin(paid_back["order_id"])
    who, what = coded(lines["customer_id"]), coded(lines["product_id"])
    pair = who.codes.astype("int64") * len(what.texts) + what.codes
    known = (who.codes >= 0) & (what.codes >= 0)
    taking = lines["kind"].eq("cancellation").to_numpy() & known
    met = known & np.isin(pair, pair[taking])
    lines = lines[lines["order_id"].isin(orders.loc[told_back, "order_id"]) | met]
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
    refunds = _refunds(told, sales, dated)
    found = [_whole_orders(newest, told, sales), refunds, _cancellation_lines(view)]
    return pd.concat(found, ignore_index=True).assign(delivery=delivery)[COLUMNS]


def _whole_orders(newest: pd.DataFrame, told: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """Return the reversal of every sale of the orders that are cancelled or void."""
    void = told[told["status"].isin(VOID)].groupby("order_id")["known_through"].min()
    void = void[void.index.isin(newest.loc[newest["status"].isin(VOID), "order_id"])]
    cancelled = newest.set_index("order_id")["cancelled_day"].dropna()
    since = pd.concat([
        pd.DataFrame({"event_day": cancelled, "rule": "order_cancelled"}),
        pd.DataFrame({"event_day": void.drop(cancelled.index, errors="ignore"),
                      "rule": "order_void"}),
    ])  # fmt: skip
    hit = sales.merge(since, left_on="order_id", right_index=True)
    return hit.assign(cause=hit["order_id"], units=hit["quantity"])[
        [name for name in COLUMNS if name != "delivery"]
    ]


def _refunds(told: pd.DataFrame, sales: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """Return the refunds of each order, on their own days or as deliveries told of them.

    They add up to what the newest delivery tells, and to no more than the goods.
    """
    goods = sales.groupby("order_id")["amount"].sum().clip(lower=0)
    risen = _risen(told, goods)
    risen = risen[~risen["order_id"].isin(dated["order_id"])]
    rises = pd.concat([risen, _on_their_days(dated, goods)]) if len(dated) else risen
    hit = sales.merge(rises, on="order_id")
    hit = hit.sort_values(["order_id", "event_day", "line_number"], ignore_index=True)
    event = hit.groupby(["order_id", "event_day"], sort=False).ngroup()
    share = values.share_out(hit["rise"], hit["amount"], event)
    return hit.assign(rule="refund", cause=hit["order_id"], units=0, amount=share)[
        [name for name in COLUMNS if name != "delivery"]
    ]


def _risen(told: pd.DataFrame, goods: pd.Series) -> pd.DataFrame:
    """Return by how much refunds rose from delivery to delivery.

    One that a later delivery takes back never counts.
    """
    most = told["order_id"].map(goods).fillna(0)
    lasting = told["refunded"][::-1].groupby(told["order_id"][::-1]).cummin()[::-1]
    paid_back = lasting.where(lasting < most, most).astype("int64")
    rise = paid_back - paid_back.groupby(told["order_id"]).shift(fill_value=0)
    found = told.assign(rise=rise).loc[rise.gt(0), ["order_id", "known_through", "rise"]]
    return found.rename(columns={"known_through": "event_day"})


def _on_their_days(dated: pd.DataFrame, goods: pd.Series) -> pd.DataFrame:
    """Return what was paid back on each day, until the goods are paid back."""
    days = dated.groupby(["order_id", "event_day"], as_index=False)["amount"].sum()
    most = days["order_id"].map(goods).fillna(0).astype("int64")
    paid_back = days.groupby("order_id")["amount"].cumsum().astype("int64").clip(upper=most)
    rise = paid_back - paid_back.groupby(days["order_id"]).shift(fill_value=0)
    return days.assign(rise=rise).loc[rise.gt(0), ["order_id", "event_day", "rise"]]


def _cancellation_lines(view: pd.DataFrame) -> pd.DataFrame:
    """Return the pieces that cancellation lines take back, last in, first out."""
    who = ["customer_id", "product_id"]
    taking = view.loc[view["kind"].eq("cancellation"), who].dropna().drop_duplicates()
    both = view.merge(taking.assign(pair=range(len(taking))), on=who)
    both = both.assign(takes=both["kind"].eq("cancellation"))
    # By business day first, so that what is known of a day never depends on the next.
    both = both.sort_values(["event_day", "ordered_at", "takes", "order_id", "line_number"])
    bought, found = defaultdict(list), []
    told = [both[name].tolist() for name in ("pair", "takes", "quantity", "amount")]
    for row, (pair, taking, quantity, amount) in enumerate(zip(*told, strict=True)):
        if not taking:
            bought[pair].append([quantity, quantity, amount, row])
            continue
        found += [(*taken, row) for taken in _last_in_first_out(bought[pair], -quantity)]
    sale, units, amount, by = np.array(found, dtype="int64").reshape(-1, 4).T
    back = both[["order_id", "line_number"]].take(sale).reset_index(drop=True)
    cause = both[["order_id", "event_day"]].take(by).reset_index(drop=True)
    return back.assign(units=units, amount=amount, event_day=cause["event_day"],
                       cause=cause["order_id"], rule="cancellation_line")  # fmt: skip


def _last_in_first_out(bought: list[list], pieces: int):
    """Take pieces from the end of a pile; yield (row of the sale, pieces, amount) for each."""
    while pieces > 0 and bought:
        left, whole, amount, row = bought[-1]
        taken = min(left, pieces)
        pieces -= taken
        bought[-1][0] -= taken
        # Differences of rounded totals, so that a line taken back whole is taken back exactly.
        now, then = round(amount * (left - taken) / whole), round(amount * left / whole)
        yield row, taken, then - now
        if taken == left:
            bought.pop()
