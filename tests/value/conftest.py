"""Histories to learn from: a real file with published figures, and planted customers."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.value import histories
from helpers.workspace import paths

CDNOW = paths.CODE.parent / "shared" / "data" / "cdnow" / "CDNOW_sample.txt"
END = date(1997, 9, 30)


@pytest.fixture(scope="session")
def cdnow_days():
    """Order days of CDNOW's sample: 2,357 customers from January 1997 to June 1998."""
    if not CDNOW.exists():
        pytest.skip("CDNOW_sample.txt is not at hand: it lies beside the project, not in it")
    names = ["master", "customer_id", "event_day", "cds", "spend"]
    rows = pd.read_csv(CDNOW, sep=r"\s+", header=None, names=names, dtype={"customer_id": str})
    rows["event_day"] = pd.to_datetime(rows["event_day"], format="%Y%m%d")
    return rows.groupby(["customer_id", "event_day"], as_index=False)["spend"].sum()


@pytest.fixture(scope="session")
def cdnow(cdnow_days):
    """Their histories at the end of September 1997, as in the published papers."""
    return histories(cdnow_days, END)


@pytest.fixture(scope="session")
def cdnow_later(cdnow_days, cdnow):
    """How many order days each of them had in the 39 weeks after."""
    later = cdnow_days[cdnow_days["event_day"].gt(pd.Timestamp(END))]
    return later.groupby("customer_id").size().reindex(cdnow.index, fill_value=0)


@pytest.fixture(scope="session")
def plant():
    """A function that draws customers of a known kind: histories and what they buy later."""

    def draw(kind, customers, seed, *, weeks=52, **parameters):
        rng = np.random.default_rng(seed)
        age = np.floor(rng.uniform(weeks / 2, weeks, customers) * 7) / 7
        rows = [
            _life(rng, kind, age[place], weeks, parameters) for place in range(customers)
        ]  # fmt: skip
        frame = pd.DataFrame(rows, columns=["frequency", "recency", "later"])
        recency = np.ceil(frame["recency"] * 7) / 7
        frame["recency"] = np.minimum(recency, age)
        frame["age"] = age
        return frame

    return draw


def _life(rng, kind, age, weeks, told):
    rate = rng.gamma(told["r"], 1 / told["alpha"])
    end = age + weeks
    if kind == "paretonbd":
        end = min(end, rng.exponential(1 / rng.gamma(told["s"], 1 / told["beta"])))
        bought = np.sort(rng.uniform(0, end, rng.poisson(rate * end)))
    else:
        chance = rng.beta(told["a"], told["b"])
        bought = np.cumsum(rng.exponential(1 / rate, rng.poisson(rate * end) + 30))
        last = rng.geometric(chance) - (kind == "mbgnbd")  # purchases until the customer stops
        bought = bought[:last]
        bought = bought[bought <= end]
    before = bought[bought <= age]
    return len(before), before[-1] if len(before) else 0.0, len(bought) - len(before)


SEASON = np.array([0.7, 0.6, 0.8, 0.9, 1.1, 1.2, 0.8, 0.7, 0.9, 1.1, 1.7, 1.5])  # January first


@pytest.fixture(scope="session")
def seasonal_shop():
    """A function that draws order days of a shop with a season and customers who stop.

    Customers come evenly; rates are gamma (1.2, 12 weeks); after each repeat order 8 % stop.
    """

    def draw(customers=1_500, seed=5, *, until="2026-06-30", index=SEASON):
        rng = np.random.default_rng(seed)
        days = pd.date_range("2024-01-01", until)
        clock = index[days.month - 1].cumsum() / 7
        rows = []
        for place in range(customers):
            came = rng.integers(0, len(days))
            rate, stays = rng.gamma(1.2, 1 / 12), rng.geometric(0.08)
            times = clock[came] + np.concatenate([[0], rng.exponential(1 / rate, stays).cumsum()])
            seen = np.searchsorted(clock, times - 1e-9)
            rows += [(f"c{place:05}", days[at]) for at in np.unique(seen[seen < len(days)])]
        frame = pd.DataFrame(rows, columns=["customer_id", "event_day"]).assign(spend=10.0)
        frame["event_day"] = frame["event_day"].astype("datetime64[us]")
        return frame.sort_values(["customer_id", "event_day"], ignore_index=True)

    return draw


@pytest.fixture(scope="session")
def shop_days(seasonal_shop):
    """Two and a half years of such a shop."""
    return seasonal_shop()
