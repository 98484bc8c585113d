"""Orders that fell away whole: cancelled, voided or expired."""

import pandas as pd

VOID = ("voided", "expired")
FOUND = ["order_id", "line_number", "event_day", "rule", "cause", "units", "amount"]


def whole_orders(newest: pd.DataFrame, told: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
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
    return hit.assign(cause=hit["order_id"], units=hit["quantity"])[FOUND]
