"""The demo's raw exports as the tables that chapter 09 reads, with as little code as will do.

A customer is an e-mail address. What the chapters 02 and 06 make of the exports is made here
straight from them, so that scores can be measured apart from the intake. No truth is read.
"""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from benchmarks.demo_features import read_all
from helpers import value

AHEAD = (30, 91, 182, 365)


def read_company(raw: Path) -> dict[str, pd.DataFrame]:
    """Return the demo's tables as `demo_features.read_all` does, with tickets and members."""
    tables = read_all(raw)
    owner = tables["people"].set_index("customer")["email"]
    tables["visits"] = tables["visits"].assign(email=tables["visits"]["customer"].map(owner))
    return tables | {"tickets": _tickets(raw), "members": _members(raw)}


def order_days(tables: dict[str, pd.DataFrame], day: pd.Timestamp) -> pd.DataFrame:
    """Return the days with an order, taken back or not, as `demo_difficulty` counts them.

    What is taken back of the last weeks' orders is not known yet: an outcome that left such
    orders out would change with the day on which it is asked.
    """
    lines = tables["lines"]
    known = lines[lines["day"].le(day)]
    by = known.rename(columns={"email": "customer_id", "day": "event_day"})
    return by.groupby(["customer_id", "event_day"])["amount"].sum().rename("spend").reset_index()


def features(tables: dict[str, pd.DataFrame], days: Iterable[pd.Timestamp]) -> pd.DataFrame:
    """Return the columns of table `features` that tell who leaves, for several snapshot days."""
    return pd.concat([_features_on(tables, day) for day in days], ignore_index=True)


def outlook(
    order_days: pd.DataFrame, days: Iterable[pd.Timestamp], *, ahead: tuple[int, ...] = AHEAD
) -> pd.DataFrame:  # fmt: skip
    """Return the table `purchase_outlook` by BG/NBD, fitted anew on each snapshot day."""
    parts = []
    for day in days:
        known = value.histories(order_days, day.date())
        model = value.fit("bgnbd", known)
        own = {
            f"expected_{n}": value.expected_purchases(model, known, n / 7).to_numpy() for n in ahead
        }  # fmt: skip
        parts.append(pd.DataFrame({"customer_id": known.index, "snapshot_day": day, **own}))
    return pd.concat(parts, ignore_index=True)


def _tickets(raw: Path) -> pd.DataFrame:
    rows = pd.concat(
        [pd.read_csv(path, dtype=str) for path in sorted(raw.glob("*/service_tickets.csv"))]
    ).drop_duplicates("ticket_id", keep="last")
    return pd.DataFrame({
        "email": rows["requester_email"].str.lower(),
        "day": pd.to_datetime(rows["opened_at"].str[:10], errors="coerce"),
        "satisfaction": pd.to_numeric(rows["satisfaction"], errors="coerce"),
    }).dropna(subset=["email", "day"])  # fmt: skip


def _members(raw: Path) -> pd.DataFrame:
    rows = pd.concat(
        [pd.read_csv(path, dtype=str) for path in sorted(raw.glob("*/loyalty_members.csv"))]
    ).drop_duplicates("Member No", keep="last")
    joined = pd.to_datetime(rows["Joined"], errors="coerce")
    members = pd.DataFrame({"email": rows["E-mail"].str.lower(), "day": joined})
    return members.dropna().drop_duplicates("email")


def _features_on(tables: dict[str, pd.DataFrame], day: pd.Timestamp) -> pd.DataFrame:
    known = {name: frame[frame["day"] <= day] for name, frame in tables.items() if "day" in frame}
    parts = [_bought(known["lines"], day), _visited(known["visits"], day), _mailed(known["mail"])]
    by = known["tickets"].groupby("email")
    parts.append(pd.DataFrame({"tickets": by.size(), "satisfaction": by["satisfaction"].mean()}))
    parts.append(known["members"].groupby("email").size().rename("memberships").to_frame())
    table = parts[0].join(parts[1:]).rename_axis("customer_id").reset_index()
    tenure = (day - table["first_order_day"]).dt.days
    return table.assign(snapshot_day=day, tenure_days=tenure)


def _bought(lines: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    lately = lines[lines["day"] > day - pd.Timedelta(days=365)]
    by, recent = lines.groupby("email"), lately.groupby("email")
    last = by["day"].max()
    table = pd.DataFrame({
        "first_order_day": by["day"].min(), "last_order_day": last,
        "recency_days": (day - last).dt.days, "orders": by["order"].nunique(),
        "order_days": by["day"].nunique(), "pieces": by.size(),
        "products": by["category"].nunique(), "net_amount": by["amount"].sum(),
    })  # fmt: skip
    table["orders_365"] = recent["order"].nunique().reindex(table.index, fill_value=0)
    table["net_amount_365"] = recent["amount"].sum().reindex(table.index, fill_value=0.0)
    table["returned_share"] = by["refunded"].mean()
    table["discounted_share"] = (lines["on_offer"] | lines["code"]).groupby(lines["email"]).mean()
    return table


def _visited(events: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    starts = events[events["event"].eq("session_start")]
    lately = starts[starts["day"] > day - pd.Timedelta(days=365)]
    return pd.DataFrame({
        "visits": starts.groupby("email").size(), "visits_365": lately.groupby("email").size(),
        "last_visit_day": starts.groupby("email")["day"].max(),
    })  # fmt: skip


def _mailed(mail: pd.DataFrame) -> pd.DataFrame:
    issue = mail["Timestamp"].str[:7] + mail["topic"]
    each = mail.assign(issue=issue).drop_duplicates(["email", "action", "issue"])
    counted = each.groupby(["email", "action"]).size().unstack()
    named = {"opens": "mails_opened", "clicks": "mails_clicked"}
    counted = counted.reindex(columns=list(named)).rename(columns=named)
    return counted.assign(last_mail_day=pd.to_datetime(mail.groupby("email")["day"].max()))
