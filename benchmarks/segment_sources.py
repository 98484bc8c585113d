"""The demo's raw exports as the tables that chapter 05 counts, with as little code as will do.

The chapter reads canonical tables; here they are made straight from the exports, so
that recovery can be measured apart from the intake. No truth is read.
"""

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.demo_features import CATEGORIES, WEB_CATEGORIES
from helpers.single_view.sources import Sources
from helpers.workspace import engine

ZONE, AHEAD = "Asia/Shanghai", pd.Timedelta(hours=8)


def demo_sources(tables: dict[str, pd.DataFrame], day: pd.Timestamp) -> Sources:
    """Return the sources as known on a day; a customer is an e-mail address.

    Parameters
    ----------
    tables : dict of str to DataFrame
        As from `demo_features.read_all`.
    """
    people = tables["people"].rename(columns={"customer": "contact_id", "email": "customer_id"})
    frames = (
        _lines(_until(tables["lines"], day)), _orders(_until(tables["lines"], day)),
        _events(_until(tables["visits"], day)), _mail(_until(tables["mail"], day)),
        people[["contact_id", "customer_id"]],
    )  # fmt: skip
    backend = engine.connection()
    names = (f"recovery_{place}" for place in range(len(frames)))
    made = [
        backend.create_table(name, ibis.memtable(frame), overwrite=True, temp=True)
        for name, frame in zip(names, frames, strict=True)
    ]  # fmt: skip
    return Sources(*made, ZONE)


def _until(frame: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return frame[frame["day"] <= day]


def _moment(day: pd.Series, hour: pd.Series) -> pd.Series:
    at = day + pd.to_timedelta(hour.fillna(12), unit="h") - AHEAD
    return at.dt.tz_localize("UTC").astype("datetime64[us, UTC]")


def _date(day: pd.Series) -> pd.Series:
    return day.astype(pd.ArrowDtype(pa.date32()))


def _lines(lines: pd.DataFrame) -> pd.DataFrame:
    paid = lines["list_price"] * np.where(lines["on_offer"], 0.9, 1)
    seen_as = dict(zip(CATEGORIES, WEB_CATEGORIES, strict=True))
    return pd.DataFrame({
        "order_id": lines["order"], "customer_id": lines["email"],
        "event_day": _date(lines["day"]), "ordered_at": _moment(lines["day"], lines["hour"]),
        "product_id": lines["category"], "category": lines["category"].map(seen_as).astype("str"),
        "kind": "sale", "quantity": 1, "net_quantity": 1, "unit_price": paid,
        "list_price": lines["list_price"], "amount": 1.0,
        "net_amount": np.where(lines["refunded"], 0.0, 1.0),
    })  # fmt: skip


def _orders(lines: pd.DataFrame) -> pd.DataFrame:
    orders = lines.groupby("order").agg(channel=("channel", "first"), with_code=("code", "first"))
    return orders.rename_axis("order_id").reset_index().astype({"with_code": bool})


def _events(events: pd.DataFrame) -> pd.DataFrame:
    events = events.sort_values(["device_id", "day", "hour"], kind="stable")
    visit = events["event"].eq("session_start").groupby(events["device_id"]).cumsum()
    # Each product seen counts once; the exports are read without the products' codes.
    seen = events["category"].where(events["event"].eq("view_item"))
    return pd.DataFrame({
        "event": events["event"], "event_day": _date(events["day"]),
        "occurred_at": _moment(events["day"], events["hour"]), "visitor_id": events["device_id"],
        "contact_id": events["user"], "session": visit.astype("str"),
        "platform": np.where(events["app"], "app", "web"), "device": events["device"],
        "source": events["source"], "product_id": np.arange(len(events)).astype("str"),
        "category": seen, "order_id": None,
    }).astype({"order_id": "str", "category": "str"})  # fmt: skip


def _mail(mail: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "customer_id": mail["email"], "event_day": _date(mail["day"]),
        "action": mail["action"].str.removesuffix("s"),
        "campaign": mail["Timestamp"].str[:7] + " " + mail["topic"],
    }).astype({"customer_id": "str", "action": "str", "campaign": "str"})  # fmt: skip
