"""A company with subscriptions, simulated: plans and prices whose hazards are known."""

import numpy as np
import pandas as pd

MONTHLY, RATIO_YEARLY, RATIO_PAPER, RATIO_FIRST = 0.08, 0.3, 2.0, 2.0
FIRST_DAY, LAST_DAY = pd.Timestamp("2023-01-01"), pd.Timestamp("2026-09-30")
MONTH = 365.25 / 12


def planted(n=3_000, *, seed=1):
    """Return subscriptions with days: a hazard of MONTHLY, twice that in the first three months.

    Yearly plans have RATIO_YEARLY of it, who gets paper bills RATIO_PAPER; the colour and the
    price say nothing.
    """
    rng = np.random.default_rng(seed)
    yearly, paper = rng.random(n) < 0.4, rng.random(n) < 0.5
    rate = MONTHLY * np.where(yearly, RATIO_YEARLY, 1) * np.where(paper, RATIO_PAPER, 1)
    hazard = rng.exponential(1, n)  # cumulative, by which it ends
    early = 3 * rate * RATIO_FIRST
    months = np.where(hazard < early, hazard / (rate * RATIO_FIRST), 3 + (hazard - early) / rate)
    days = (LAST_DAY - FIRST_DAY).days
    start = FIRST_DAY + pd.to_timedelta(rng.integers(0, days, n), unit="D")
    end = pd.Series(start + pd.to_timedelta(np.floor(months * MONTH).astype(int), unit="D"))
    number = [f"c{place:05d}" for place in range(n)]
    return pd.DataFrame({
        "subscription_id": number, "contact_id": number, "customer_id": number,
        "event_day": start, "started_day": start, "ended_day": end.where(end <= LAST_DAY),
        "has_ended": end <= LAST_DAY, "tenure_months": np.nan,
        "plan": np.where(yearly, "yearly", "monthly"),
        "monthly_amount": rng.choice([10.0, 20.0, 40.0], n),
        "paper": paper, "colour": rng.choice(["red", "blue"], n), "rate": rate,
    })  # fmt: skip


def as_known(subscriptions, day):
    """Return subscriptions as a list of some day would tell them."""
    begun = subscriptions[subscriptions["event_day"] <= pd.Timestamp(day)]
    over = begun["ended_day"] <= pd.Timestamp(day)
    return begun.assign(ended_day=begun["ended_day"].where(over), has_ended=over)


def drawn(n=600, seed=1):
    """Contracts that end by plan, and by the log of their months."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({
        "months": rng.integers(0, 60, n).astype(float), "plan": rng.choice(["a", "b", "c"], n),
        "monthly_amount": rng.uniform(5, 90, n), "flag": rng.integers(0, 2, n).astype(float),
    })  # fmt: skip
    odds = 1 - 1.0 * np.log1p(frame["months"]) + 1.5 * frame["plan"].eq("a") + frame["flag"]
    return frame, rng.random(n) < 1 / (1 + np.exp(-odds)), 1 / (1 + np.exp(-odds))
