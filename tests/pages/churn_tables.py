"""What chapter 09 must show, worked out from written tables."""

import numpy as np
import pandas as pd
from pages.reading import people, shares

TOLD_MONTHS = (12, 24, 36)  # of who orders: gone is who is silent for a year
BANDS = ["list", "high", "mid", "low", "everybody"]


def silent(tables):
    told = tables["churn_trend"].sort_values("snapshot_day")
    quarter = pd.to_datetime(told["snapshot_day"]).dt.to_period("Q").astype("str")
    ends = {name: 100 * told[name] for name in ("year_change", "year_lower", "year_upper")}
    share = shares(told["silent"], told["customers"])
    told = told.assign(quarter=quarter, silent_share=share, customers=people(told["customers"]))
    return told.assign(**ends)


def changes(tables):
    return silent(tables).dropna(subset="year_change").iloc[::-1]


def windows(tables):
    return tables["churn_windows"]


def models(tables):
    own = tables["churn_models"]
    order = ["expected", "recalibrated", "orders_and_spend", "all_features", "boosting"]
    by = own[own["chose"]].groupby("model")
    told = pd.DataFrame({
        "snapshots": by.size(), "auc": by["auc"].mean(), "log_loss": by["settled_loss"].mean(),
        "top_tenth_lift": by["top_tenth_lift"].mean(), "is_kept": by["is_kept"].any(),
    })  # fmt: skip
    return told.reindex([name for name in order if name in told.index]).reset_index()


def rules(tables):
    order = ["model", "base_rate", "purchase_rate", "last_period", "silent_days"]
    return tables["churn_baselines"].set_index("rule").loc[order].reset_index()


def tenths(tables):
    told = tables["churn_reliability"].sort_values("place")
    return told.assign(tenth=told["forecast"], customers=people(told["customers"]))


def drift(tables):
    told = tables["churn_base_rates"].sort_values("snapshot_day", ascending=False)
    return told.assign(customers=people(told["customers"]))


def importance(tables):
    return tables["churn_importance"].sort_values(["shuffled", "reason"], ascending=[False, True])


def drivers(tables):
    told = tables["churn_drivers"].sort_values("odds")
    return told.assign(customers=people(told["customers"]))


def listed(tables):
    """The customers on the list by their first reason, the most frequent first."""
    risk, reasons = tables["churn_risk"], tables["churn_reasons"]
    own = risk[risk["on_list"]].merge(reasons[reasons["place"].eq(1)], on="customer_id")
    by = own.groupby("reason")
    told = pd.DataFrame({
        "size": by.size(), "mean_risk": by["risk"].mean(),
        "expected_loss": by["expected_loss"].sum(),
    }).reset_index()  # fmt: skip
    told = told.sort_values(["size", "reason"], ascending=[False, True])
    return told.assign(customers=people(told["size"]))


def offer(tables):
    told = tables["churn_offer"].set_index("offered_to").loc[BANDS].reset_index()
    return told.assign(customers=people(told["customers"]))


def lives(tables):
    """How long customers go on ordering: everybody first, then personas by name of id."""
    own = tables["churn_tenure"]
    told = own[own["form"].eq("orders") & own["months"].isin(TOLD_MONTHS)]
    order = told.assign(last=told["kind"].ne("all"))
    told = order.sort_values(["last", "kind", "grp", "months"])
    return told.assign(watched=people(told["watched"]), grp=np.nan)


CHURN_TABLES = {
    "churn.trend_chart": silent, "churn.trend_table": changes, "churn.windows": windows,
    "churn.models": models, "churn.rules": rules, "churn.reliability": tenths,
    "churn.drift": drift, "churn.importance": importance, "churn.drivers": drivers,
    "churn.listed": listed, "churn.offer": offer, "churn_contracts.tenure_orders": lives,
}  # fmt: skip
