"""What chapter 06 must show, worked out from written tables."""

import numpy as np
import pandas as pd
from pages.reading import people, shares
from scipy.stats import sem, t

AHEAD, PAST = "predicted_clv_365", "historic_clv"


def models(tables):
    """Ways that were tested on more than half of the days, and the one in use, which goes first."""
    by = tables["value_models"].groupby(["horizon_days", "model"])
    frame = pd.DataFrame({
        "origins": by.size(), "total_error": by["total_error"].mean(),
        "worst_total_error": by["total_error"].agg(lambda errors: errors.abs().max()),
        "rmse": by["rmse"].mean(), "top_tenth_share": by["top_tenth_share"].mean(),
        "used": by["chosen"].any(),
    }).reset_index()  # fmt: skip
    often = frame["origins"] > frame.groupby("horizon_days")["origins"].transform("max") / 2
    kept = frame[often | frame["used"]]
    order = ["horizon_days", "used", "rmse"]
    return kept.sort_values(order, ascending=[True, False, True])


def totals(tables):
    own, value = tables["value_totals"], tables["customer_value"]
    each = [value[f"predicted_clv_{days}"].sum() for days in own["horizon_days"]]
    return own.assign(customers=people(len(value)), value_expected=each)


def tiers(tables):
    value = tables["customer_value"]
    by = value.groupby("value_tier")
    size = people(by.size())
    told = pd.DataFrame({
        "customers": size, "share": size / size.sum(), "mean_predicted": by[AHEAD].mean(),
        "predicted_share": by[AHEAD].sum() / value[AHEAD].sum(),
        "mean_historic": by[PAST].mean(),
    }, index=by.size().index)  # fmt: skip
    return told.reindex(["high", "mid", "low", "none"]).dropna().reset_index()


def past_tier(value):
    """The tier of what each customer brought: cut where as many customers lie above."""
    own = value[PAST]
    paying = np.sort(own[own > 0])
    high, mid = (paying[int(np.ceil(share * len(paying))) - 1] for share in (0.8, 0.5))
    return np.select([own > high, own > mid, own > 0], ["high", "mid", "low"], "none")


def cross(tables):
    value = tables["customer_value"]
    by = value.assign(historic_tier=past_tier(value)).groupby(["historic_tier", "value_tier"])
    told = pd.DataFrame({
        "customers": people(by.size()), "mean_historic": by[PAST].mean(),
        "mean_predicted": by[AHEAD].mean(),
    }, index=by.size().index)  # fmt: skip
    return told.reset_index()


def concentration(tables):
    ordered = np.sort(tables["customer_value"][AHEAD].clip(lower=0))[::-1]
    reached = np.concatenate([[0], ordered.cumsum() / ordered.sum()])
    at = np.linspace(0, 1, 21)
    return pd.DataFrame({
        "share_of_customers": at,
        "share_of_value": np.interp(at * len(ordered), range(len(reached)), reached),
    })  # fmt: skip


def by_group(tables):
    value = tables["customer_value"].set_index("customer_id")
    segment = tables.now.set_index("customer_id")["segment_id"]
    parts = [group(value, cut, own, tables.called)
             for cut, own in (("persona", tables.main), ("segment", segment))]  # fmt: skip
    return pd.concat(parts)


def group(value, cut, own, called):
    part = pd.Series(value.index.map(own), value.index).dropna()
    of = value.loc[part.index].groupby(part.to_numpy())
    half = of[AHEAD].agg(lambda one: t.ppf(0.975, len(one) - 1) * sem(one))
    mean = of[AHEAD].mean()
    told = pd.DataFrame({
        "cut": cut, "part": mean.index.map(called), "customers": people(of.size()),
        "mean_historic": of[PAST].mean(), "mean_predicted": mean,
        "predicted_lower": mean - half, "predicted_upper": mean + half,
        "predicted_share": of[AHEAD].sum() / of[AHEAD].sum().sum(),
    })  # fmt: skip
    return told.sort_values("mean_predicted", ascending=False)


def history(tables):
    own = tables["value_history"]
    own = own[own["horizon_days"].eq(own["horizon_days"].max())]
    return own.assign(customers=people(own["customers"]))


def scores(tables):
    return tables["value_scores"].sort_values(["forecast", "measure", "skill", "baseline"])


def choices(tables):
    order = ["not_discounted", "discounted_more", "sales", "one_order_value"]
    own = tables["value_choices"].set_index("choice").loc[order].reset_index()
    return own.assign(same_high=shares((own["same_high"] * own["high"]).round(), own["high"]))


VALUE_TABLES = {
    "value.models": models, "value.totals": totals, "value.tiers": tiers, "value.cross": cross,
    "value.concentration": concentration, "value.by_group": by_group, "value.history": history,
    "value.scores": scores, "value.choices": choices,
}  # fmt: skip
