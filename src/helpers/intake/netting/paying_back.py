"""Money paid back on orders, shared out over their sales."""

import pandas as pd

from helpers.intake import values
from helpers.intake.netting.voiding import FOUND


def refunds(told: pd.DataFrame, sales: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
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
    return hit.assign(rule="refund", cause=hit["order_id"], units=0, amount=share)[FOUND]


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
