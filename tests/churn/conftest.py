"""A planted company whose customers order by chance at a pace of their own until they leave."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

AS_OF = date(2026, 6, 30)
START = pd.Timestamp("2023-07-01")
SNAPSHOTS = [day.date() for day in pd.date_range("2024-09-30", AS_OF, freq="QE")]
WINDOW = 91


class Shop(NamedTuple):
    """What the company knows, and what is true: pace (orders a day) and last day of each."""

    days: pd.DataFrame
    features: pd.DataFrame
    outlook: pd.DataFrame
    pace: pd.Series
    leaves: pd.Series

    def true_chance(self, customers, day: date, *, window_days: int = WINDOW) -> np.ndarray:
        """The chance of no order in the window, for who knows pace and last day."""
        start = pd.Timestamp(day)
        watched = (self.leaves.loc[customers] - start).dt.days.clip(0, window_days)
        return np.exp(-self.pace.loc[customers].to_numpy() * watched.to_numpy())


def planted_shop(seed: int = 7, *, customers: int = 900, trouble: float = 3.0) -> Shop:
    """A company in which who has had a ticket leaves `trouble` times as soon."""
    rng = np.random.default_rng(seed)
    names = pd.Index([f"c{number:04d}" for number in range(customers)], name="customer_id")
    pace = pd.Series(rng.gamma(2.0, 0.012, customers), index=names)
    first = START + pd.to_timedelta(rng.integers(0, 800, customers), unit="D")
    first = pd.Series(first, index=names)
    had_trouble = pd.Series(rng.random(customers) < 0.3, index=names)
    stay = rng.exponential(700, customers) / np.where(had_trouble, trouble, 1)
    leaves = first + pd.to_timedelta(stay.astype(int) + 1, unit="D")
    parts = []
    for name in names:
        gaps = rng.exponential(1 / pace[name], 200).cumsum()
        at = first[name] + pd.to_timedelta(np.r_[0, gaps].astype(int), unit="D")
        at = at[(at <= leaves[name]) & (at <= pd.Timestamp("2026-12-31"))].unique()
        parts.append(pd.DataFrame({"customer_id": name, "event_day": at, "spend": 20.0}))
    days = pd.concat(parts, ignore_index=True).astype({"event_day": "datetime64[us]"})
    features = planted_features(days, had_trouble)
    return Shop(days, features, planted_outlook(features), pace, leaves)


def planted_features(days: pd.DataFrame, had_trouble: pd.Series) -> pd.DataFrame:
    """The columns of the table `features` that a shop without visits and mail can fill."""
    parts = []
    for day in SNAPSHOTS:
        known = days[days["event_day"].le(pd.Timestamp(day))]
        recent = known[known["event_day"].gt(pd.Timestamp(day) - pd.Timedelta(days=365))]
        by = known.groupby("customer_id")
        table = pd.DataFrame({
            "first_order_day": by["event_day"].min(), "last_order_day": by["event_day"].max(),
            "orders": by.size(), "order_days": by.size(), "net_amount": by["spend"].sum(),
        })  # fmt: skip
        lately = recent.groupby("customer_id").size().reindex(table.index, fill_value=0)
        since = pd.Timestamp(day)
        table = table.assign(
            snapshot_day=since, recency_days=(since - table["last_order_day"]).dt.days,
            tenure_days=(since - table["first_order_day"]).dt.days, orders_365=lately,
            net_amount_365=20.0 * lately, tickets=had_trouble.reindex(table.index).astype(int),
        )  # fmt: skip
        parts.append(table.reset_index())
    return pd.concat(parts, ignore_index=True)


def planted_outlook(features: pd.DataFrame) -> pd.DataFrame:
    """Orders expected at the pace so far, of who is not silent for far too long."""
    pace = features["order_days"] / (features["tenure_days"] + 60)
    alive = np.exp(-((features["recency_days"] * pace) / 3) ** 2)
    told = features[["customer_id", "snapshot_day"]]
    return told.assign(**{f"expected_{n}": pace * alive * n for n in (30, 91, 182, 365)})


@pytest.fixture(scope="package")
def shop() -> Shop:
    """The planted company."""
    return planted_shop()


@pytest.fixture(scope="package")
def scored(shop):
    """The planted company's scores on the as-of day, by what is known then."""
    from helpers.churn import score

    known = shop.days[shop.days["event_day"].le(pd.Timestamp(AS_OF))]
    return score(shop.features, shop.outlook, known, as_of=AS_OF, window_days=WINDOW)


@pytest.fixture(scope="package")
def as_of() -> date:
    """The day on which the planted company is scored."""
    return AS_OF
