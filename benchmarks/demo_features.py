"""What the oracle knows of each customer: features that any chapter can compute from the exports.

The exports are read here with as little code as will do, apart from the intake, so
that the benchmark does not lean on what it is to judge. No truth is read.
"""

import csv
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.json

CATEGORIES = ("FTW", "CLO", "PCK", "FIT", "NUT", "ACC")
WEB_CATEGORIES = ("footwear", "clothing", "packs_tents", "fitness", "nutrition", "accessories")
DAY_PARTS = (0, 6, 11, 14, 18, 24)
MAIL_TOPICS = ("mountain", "training", "offers", "gifts", "stories")


def read_lines(raw: Path) -> pd.DataFrame:
    """Return one row per line of goods that can be read, the newest delivery's where two tell."""
    frames = []
    for path in sorted(raw.glob("*/orders_export.csv")):
        frame = _sound_rows(path)
        order_level = ["Email", "Created at", "Source", "Discount Code", "Tags"]
        head = frame["Created at"].ne("")
        frame[order_level] = frame[order_level].where(head).groupby(head.cumsum()).ffill()
        frames.append(frame.assign(block=head.cumsum(), delivery=path.parent.name))
    lines = pd.concat(frames)
    newest = lines.groupby("Name")["delivery"].transform("max")
    first = lines.groupby(["Name", "delivery"])["block"].transform("min")
    lines = lines[lines["delivery"].eq(newest) & lines["block"].eq(first)]
    return _typed(lines[lines["Lineitem sku"].str.match("NB-|$") & lines["Tags"].ne("test")])


def _sound_rows(path: Path) -> pd.DataFrame:
    """Return a CSV file's rows as text, without those that have too few or too many cells."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return pd.DataFrame([row for row in rows if len(row) == len(header)], columns=header)


def _typed(lines: pd.DataFrame) -> pd.DataFrame:
    amount = pd.to_numeric(lines["Lineitem price"], errors="coerce")
    list_price = pd.to_numeric(lines["Lineitem compare at price"], errors="coerce").fillna(amount)
    stamp = lines["Created at"].str.replace("/", "-").str.replace("T", " ")
    typed = pd.DataFrame({
        "email": lines["Email"].str.strip().str.lower(),
        "order": lines["Name"],
        "day": pd.to_datetime(stamp.str[:10], errors="coerce", format="%Y-%m-%d"),
        "hour": pd.to_numeric(stamp.str[11:13], errors="coerce"),
        "channel": lines["Source"],
        "code": lines["Discount Code"].ne(""),
        "category": lines["Lineitem sku"].str[3:6],
        "list_price": list_price,
        "on_offer": amount.lt(list_price),
        "amount": amount * pd.to_numeric(lines["Lineitem quantity"]),
        "abroad": lines["Currency"].replace("", np.nan).ffill().eq("USD"),
        "refunded": pd.to_numeric(lines["Refunded Amount"], errors="coerce").fillna(0).gt(0),
    })  # fmt: skip
    typed["list_price"] *= np.where(typed["abroad"], 7.15, 1)
    typed["amount"] *= np.where(typed["abroad"], 7.15, 1)
    return typed.dropna(subset=["day", "amount"]).query("email != ''")


def read_visits(raw: Path) -> pd.DataFrame:
    """Return one row per event of a visitor whose device was ever seen logged in."""
    tables = [
        pyarrow.json.read_json(path) for path in sorted(raw.glob("*/ga4_events_*.json.gz"))
    ]  # fmt: skip
    events = pd.concat([_flat(table) for table in tables], ignore_index=True)
    owner = events.dropna(subset=["user"]).drop_duplicates("device_id").set_index("device_id")
    events["customer"] = events["device_id"].map(owner["user"])
    return events.dropna(subset=["customer"])


def _flat(table) -> pd.DataFrame:
    items = table["items"].combine_chunks()
    category = pd.Series(None, index=range(len(table)), dtype="object")
    filled = np.flatnonzero(items.is_valid().to_numpy(zero_copy_only=False))
    category.iloc[filled] = items.flatten().field("item_category").to_pylist()
    column = {name: table[name].to_pandas() for name in ("event_name", "user_id", "user_pseudo_id")}
    seconds = pd.to_numeric(table["event_timestamp"].to_pandas()) // 1_000_000
    at = pd.to_datetime(seconds, unit="s") + pd.Timedelta(hours=8)
    return pd.DataFrame({
        "event": column["event_name"], "user": column["user_id"],
        "device_id": column["user_pseudo_id"], "category": category, "day": at.dt.normalize(),
        "hour": at.dt.hour, "app": table["platform"].to_pandas().ne("WEB"),
        "device": [item["category"] for item in table["device"].to_pylist()],
        "source": [item["source"] for item in table["traffic_source"].to_pylist()],
    })  # fmt: skip


def read_mail(raw: Path) -> pd.DataFrame:
    """Return one row per opening or click of a newsletter."""
    frames = []
    for path in sorted(raw.glob("*/mailchimp/granular_activity.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                frame = pd.read_csv(BytesIO(archive.read(name)), dtype=str)
                _, action, issue = name.split("/")
                topic = issue.removesuffix(".csv").rsplit("-", 1)[-1]
                frames.append(frame.assign(action=action, topic=topic))
    if not frames:
        # A company may have no mailing tool.
        empty = pd.DataFrame(columns=["Timestamp", "email", "action", "topic"], dtype=str)
        return empty.assign(day=pd.to_datetime(empty["Timestamp"]))
    mail = pd.concat(frames, ignore_index=True).rename(columns={"Email": "email"})
    return mail.assign(day=pd.to_datetime(mail["Timestamp"].str[:10]))


def read_people(raw: Path) -> pd.DataFrame:
    """Return one row per customer of the newest customer export: id and e-mail."""
    people = _sound_rows(sorted(raw.glob("*/customers_export.csv"))[-1])
    return pd.DataFrame({
        "customer": people["Customer ID"].str.lstrip("'"), "email": people["Email"].str.lower(),
        "remote": people["Default Address Province Code"].isin(["SN", "CQ", "YN", "LN", "NM"]),
        "mail": people["Accepts Email Marketing"].eq("yes"),
    }).query("email != ''").drop_duplicates("email")  # fmt: skip


def read_all(raw: Path) -> dict[str, pd.DataFrame]:
    """Return all that the features are made from, by name."""
    return {
        "lines": read_lines(raw), "visits": read_visits(raw), "mail": read_mail(raw),
        "people": read_people(raw),
    }  # fmt: skip


def features(tables: dict[str, pd.DataFrame], day: pd.Timestamp) -> pd.DataFrame:
    """Return one row per buyer known on a day, from what had happened by then; index e-mail.

    The set, one group of columns after the other: amounts and rhythm of orders;
    shares of lines by category; price level and lines on offer; share of orders by
    channel, with a code, refunded, by time of day and by season; visits (number,
    recency, categories seen, devices, sources, time of day, carts); mail (openings
    and clicks, by topic, recency). A share counts one line of the average customer
    as known beforehand, so that light buyers are not all or nothing.
    """
    lines = tables["lines"]
    known = {name: frame[frame["day"] <= day] for name, frame in tables.items() if "day" in frame}
    parts = [_orders(known["lines"], day), _baskets(known["lines"])]
    owner = tables["people"].set_index("customer")["email"]
    visits = known["visits"].assign(email=known["visits"]["customer"].map(owner))
    parts += [_visits(visits, day), _mail(known["mail"], day)]
    table = pd.concat(parts, axis="columns")
    place = tables["people"].set_index("email")[["remote", "mail"]].astype(float)
    buyers = lines.loc[lines["day"] <= day, "email"].unique()
    return table.join(place).reindex(pd.Index(buyers, name="email"))


def _orders(lines: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    orders = _by_order(lines)
    by = orders.groupby("email")
    first, last = by["day"].first(), by["day"].last()
    recent = orders[orders["day"] > day - pd.Timedelta(days=365)].groupby("email").size()
    quarter = orders[orders["day"] > day - pd.Timedelta(days=91)].groupby("email").size()
    table = pd.DataFrame({
        "recency": (day - last).dt.days, "age": (day - first).dt.days, "orders": by.size(),
        "spend": by["amount"].mean(), "size": by["size"].mean(),
    })  # fmt: skip
    table["recent"] = recent.reindex(table.index, fill_value=0)
    table["quarter"] = quarter.reindex(table.index, fill_value=0)
    table["rate"] = (table["orders"] - 1) / (table["age"] + 90)
    table["waiting"] = table["recency"] * (table["orders"] + 0.5) / (table["age"] + 90)
    month = orders["day"].dt.month
    part = pd.cut(orders["hour"], DAY_PARTS, right=False, labels=False)
    season = pd.cut(month, (0, 2, 5, 8, 10, 12), labels=False)
    flags = pd.DataFrame({"code": orders["code"], "refunded": orders["refunded"]})
    marks = [_dummies(part, "part"), _dummies(season, "season"), flags]
    marks.append(_dummies(orders["channel"], "channel"))
    return table.join(_shares(pd.concat(marks, axis="columns"), orders["email"], weight=1.0))


def _by_order(lines: pd.DataFrame) -> pd.DataFrame:
    """Return one row per order, oldest first."""
    orders = lines.groupby("order").agg(
        email=("email", "first"), day=("day", "first"), amount=("amount", "sum"),
        size=("amount", "size"), hour=("hour", "first"), channel=("channel", "first"),
        code=("code", "first"), refunded=("refunded", "max"),
    )  # fmt: skip
    return orders.sort_values("day")


def _baskets(lines: pd.DataFrame) -> pd.DataFrame:
    marks = _dummies(lines["category"], "category")
    marks["on_offer"] = lines["on_offer"]
    table = _shares(marks, lines["email"], weight=1.0)
    within = np.log(lines["list_price"]) - np.log(lines["list_price"]).groupby(
        lines["category"]
    ).transform("mean")
    price = within.groupby(lines["email"])
    table["price_level"] = price.sum() / (price.size() + 1)
    return table


def _visits(events: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    starts = events[events["event"].eq("session_start")]
    views = events[events["event"].eq("view_item")]
    table = _shares(_dummies(views["category"], "seen"), views["email"], weight=1.0)
    part = pd.cut(starts["hour"], DAY_PARTS, right=False, labels=False)
    marks = [_dummies(part, "visit_part"), _dummies(starts["device"], "device")]
    marks += [_dummies(starts["source"], "source"), starts[["app"]]]
    table = table.join(_shares(pd.concat(marks, axis="columns"), starts["email"], weight=1.0))
    by = starts.groupby("email")
    table["visits"] = by.size()
    table["visit_recency"] = (day - by["day"].max()).dt.days
    recent = starts[starts["day"] > day - pd.Timedelta(days=91)]
    table["visits_recent"] = recent.groupby("email").size()
    carts = events[events["event"].eq("add_to_cart")].groupby("email").size()
    table["carts"] = carts.reindex(table.index, fill_value=0) / table["visits"]
    return table


def _mail(mail: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    opens = mail[mail["action"].eq("opens")]
    table = pd.DataFrame({
        f"opens_{topic}": opens[opens["topic"].eq(topic)].groupby("email").size()
        for topic in MAIL_TOPICS
    }).fillna(0)  # fmt: skip
    table["opens"] = opens.groupby("email").size()
    clicks = mail[mail["action"].eq("clicks")].groupby("email").size()
    table["clicks"] = clicks.reindex(table.index, fill_value=0)
    table["open_recency"] = (day - opens.groupby("email")["day"].max()).dt.days
    return table


def _dummies(values: pd.Series, name: str) -> pd.DataFrame:
    return pd.get_dummies(values, prefix=name, dtype=float)


def _shares(marks: pd.DataFrame, email: pd.Series, *, weight: float) -> pd.DataFrame:
    """Return each customer's share of each mark, shrunken to the mean by so many cases."""
    marks = marks.astype(float)
    by = marks.groupby(email)
    return (by.sum() + weight * marks.mean()).div(by.size() + weight, axis="index")


def matrix(table: pd.DataFrame) -> np.ndarray:
    """Return features for a classifier: logarithms of amounts, and flags of what is unknown."""
    amounts = table.max() > 1.5
    values = table.astype(float)
    values.loc[:, amounts] = np.log1p(values.loc[:, amounts].clip(lower=0))
    unknown = values.isna()[[name for name in values if values[name].isna().any()]]
    unknown = unknown.T.drop_duplicates().T.astype(float)
    return np.hstack([values.fillna(values.mean()).fillna(0), unknown])
