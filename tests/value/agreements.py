"""Contracts whose customers differ in how easily they leave, and counts that can be checked."""

import numpy as np
import pandas as pd

LAST_DAY = pd.Timestamp("2026-09-30")
MONTH = 365.25 / 12
PLANTED = {"monthly": (0.9, 6.0), "yearly": (0.8, 20.0)}  # alpha and beta of each plan


def renewing(n=3_000, *, seed=1, alike=None):
    """Return subscriptions with days, two plans whose renewals are shifted-beta-geometric.

    With `alike` everybody renews with that chance each month.
    """
    rng = np.random.default_rng(seed)
    plan = rng.choice(list(PLANTED), n)
    alpha, beta = np.array([PLANTED[name] for name in plan]).T
    leaves = rng.beta(alpha, beta) if alike is None else np.full(n, 1 - alike)
    months = rng.geometric(np.clip(leaves, 1e-6, 1)) - 0.5
    start = LAST_DAY - pd.to_timedelta(rng.integers(1, 1_400, n), unit="D")
    end = pd.Series(start + pd.to_timedelta((np.minimum(months, 900) * MONTH).astype(int), "D"))
    number = [f"c{place:05d}" for place in range(n)]
    return pd.DataFrame({
        "subscription_id": number, "contact_id": number, "customer_id": number,
        "event_day": start, "started_day": start, "ended_day": end.where(end <= LAST_DAY),
        "has_ended": end <= LAST_DAY, "tenure_months": np.nan, "plan": plan,
        "monthly_amount": np.where(plan == "monthly", 30.0, 20.0),
    })  # fmt: skip


def as_known(subscriptions, day):
    """Return subscriptions as a list of some day would tell them."""
    begun = subscriptions[subscriptions["event_day"] <= pd.Timestamp(day)]
    over = begun["ended_day"] <= pd.Timestamp(day)
    return begun.assign(ended_day=begun["ended_day"].where(over), has_ended=over)


def lasting(*rows):
    """Return rows as of `contracts_on`: plan, months before, months, whether it ended."""
    told = pd.DataFrame(rows, columns=["plan", "from_month", "months", "ended"])
    number = [f"s{place}" for place in range(len(told))]
    return told.assign(subscription_id=number, customer_id=number, monthly_amount=10.0,
                       runs=~told["ended"].astype(bool))  # fmt: skip
