"""How well chapter 09 finds what drives leaving: the demo's planted drivers, on unseen seeds.

Four circumstances change the hazard of leaving: a complaint (times 3), membership (0.55), a
place to which parcels take longer (1.5) and having agreed to e-mail when registering (0.8).
Everything else that is tested has no effect of its own: tickets about refunds and questions,
living abroad, agreeing to text messages, the language of the name. Printed are per seed what is
called a driver, and over all seeds how often each planted driver is found (with the right sign)
and the share of false ones: mean over seeds of false / all called, and all false / all called.

The rows are made straight from the raw exports with as little code as will do, by e-mail, apart
from the intake; the statistics are the chapter's. Run as
``python -m benchmarks churn_drivers [seed ...]``; it writes into a temporary folder only.
"""

import os
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.demo_features import _sound_rows, read_lines

UNSEEN = range(20262101, 20262121)
QUARTERS = pd.date_range("2023-12-31", "2026-09-30", freq="QE")
# Planted: the circumstance, and whether it raises the odds of leaving.
PLANTED = {"ticket:complaint": True, "member": False, "parcel_days": True, "agreed:email": False}
ASKED = 0.10


def order_days(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the customers, days and amounts of orders, sorted."""
    days = lines.groupby(["email", "day"], as_index=False)["amount"].sum()
    return days.set_axis(["customer_id", "event_day", "spend"], axis="columns")


def happenings(raw: Path) -> pd.DataFrame:
    """Return on which days customers joined, or wrote each kind of ticket."""
    members = _every(raw, "loyalty_members.csv")[["E-mail", "Joined"]].assign(what="member")
    tickets = _every(raw, "service_tickets.csv")
    about = tickets[["requester_email", "opened_at"]].assign(what="ticket:" + tickets["subject"])
    names = ["customer_id", "event_day", "what"]
    every = pd.concat([members.set_axis(names, axis=1), about.set_axis(names, axis=1)])
    day = pd.to_datetime(every["event_day"].str[:10], errors="coerce")
    who = every["customer_id"].str.strip().str.lower()
    found = pd.DataFrame({"customer_id": who, "what": every["what"], "event_day": day})
    return found.dropna().astype({"event_day": "datetime64[us]"})


def known_of(rows: pd.DataFrame, raw: Path, happened: pd.DataFrame) -> pd.DataFrame:
    """Return the circumstances of each row, those without any effect among them."""
    from helpers.churn.circumstances import agreed, placed, since

    lists = [_every(raw, f"mailchimp/{kind}_members_export.csv")
             for kind in ("subscribed", "unsubscribed", "cleaned")]  # fmt: skip
    words = pd.concat(lists)[["Email Address", "OPTIN_TIME"]]
    consents = pd.DataFrame({
        "person_id": words["Email Address"].str.strip().str.lower(), "channel": "email",
        "state": "granted", "day": pd.to_datetime(words["OPTIN_TIME"].str[:10], errors="coerce"),
    }).dropna()  # fmt: skip
    shop = _every(raw, "customers_export.csv").drop_duplicates("Email", keep="last")
    shop = shop.assign(customer_id=shop["Email"].str.strip().str.lower())
    people = pd.DataFrame({
        "customer_id": shop["customer_id"], "province": shop["Default Address Province Code"],
        "country": shop["Default Address Country Code"],
    }).drop_duplicates("customer_id").replace("", np.nan)  # fmt: skip
    figures = _every(raw, "regions.csv").rename(columns={"province_code": "region"})
    figures = figures.assign(name="parcel_days", value=figures["parcel_days"].astype(float),
                             delivery="")  # fmt: skip
    own = shop.drop_duplicates("customer_id").set_index("customer_id")
    told = pd.DataFrame({
        "agreed:sms": own["Accepts SMS Marketing"].eq("yes"),
        "chinese_name": own["First Name"].str.contains(r"[^\x00-\x7F]", na=False),
    })  # fmt: skip
    told = told.reindex(rows["customer_id"]).eq(True).astype(float).set_axis(rows.index)
    whose = pd.Series(consents["person_id"].unique(), consents["person_id"].unique())
    parts = [since(rows, happened), agreed(rows, consents, whose), placed(rows, people, figures)]
    return pd.concat([*parts, told], axis="columns")


def called(raw: Path) -> pd.DataFrame:
    """Return what the chapter calls drivers of a company that was written to disk."""
    from helpers.churn.circumstances import last_sign
    from helpers.churn.drivers import DRIVER_DAYS, habits, judged_drivers, past_rows

    ends = [end.date() for end in QUARTERS]
    lines = read_lines(raw)
    rows = past_rows(order_days(lines), ends, DRIVER_DAYS)
    happened = happenings(raw)
    orders = lines.drop_duplicates("order").rename(
        columns={"email": "customer_id", "day": "event_day", "code": "with_code"}
    )
    signs = pd.concat([happened, orders], ignore_index=True)
    rows = rows.assign(last_sign=last_sign(rows, signs)).join(habits(rows, orders))
    return judged_drivers(rows, known_of(rows, raw, happened), DRIVER_DAYS)


def verdict(table: pd.DataFrame) -> tuple[set[str], set[str]]:
    """Return the planted drivers that were found, and what was wrongly called one."""
    named = table[table["is_driver"]].set_index("circumstance")["odds"].gt(1)
    right = {name for name, raises in named.items() if PLANTED.get(name) is bool(raises)}
    return right, set(named.index) - right


def main(*seeds: str) -> None:
    """Print for each seed what was called, and over all how often and how wrongly."""
    from helpers.demo import write_demo
    from helpers.workspace import paths

    found, shares, false = [], [], 0
    for seed in [int(text) for text in seeds or UNSEEN]:
        with tempfile.TemporaryDirectory() as root:
            os.environ[paths.ROOT_VARIABLE] = root
            write_demo(seed=seed)
            table = called(paths.raw("demo"))
        right, wrong = verdict(table)
        found.append(right)
        shares.append(len(wrong) / max(len(right) + len(wrong), 1))
        false += len(wrong)
        told = ", ".join(f"{row.circumstance} {row.odds:.2f} ({row.adjusted_p:.3f})"
                         for row in table.itertuples())  # fmt: skip
        print(f"seed {seed}: found {len(right)} of 4, false {sorted(wrong)}; {told}", flush=True)
    for name in PLANTED:
        print(f"{name}: found in {sum(name in right for right in found)} of {len(found)}")
    every = false + sum(len(right) for right in found)
    print(f"false of those called: mean over seeds {np.mean(shares):.3f}, "
          f"all together {false / max(every, 1):.3f} (asked: at most {ASKED})")  # fmt: skip


def _every(raw: Path, name: str) -> pd.DataFrame:
    """Return the readable rows of a file in all deliveries, the oldest first."""
    return pd.concat([_sound_rows(path) for path in sorted(raw.glob(f"*/{name}"))])
