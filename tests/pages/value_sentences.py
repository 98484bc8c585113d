"""The numbers of chapter 06's sentences, findings, captions and alternative texts, in their order.

None stands where a number is no result but a convention or a parameter.
"""

import numpy as np
from pages.reading import people, shares
from pages.value_tables import AHEAD, PAST


def values(tables, column):
    return tables["customer_value"][column].to_numpy()


def best_fifth(tables):
    ordered = np.sort(values(tables, AHEAD).clip(min=0))[::-1]
    return ordered[: round(0.2 * len(ordered))].sum() / ordered.sum()


def gini(tables, column):
    """The mean absolute difference of two customers, as a share of twice the mean."""
    own = values(tables, column).clip(min=0)
    return np.abs(np.subtract.outer(own, own)).mean() / (2 * own.mean())


def measure(tables, name, *columns):
    own = tables["value_measures"].set_index("measure").loc[name]
    return [own[column] for column in columns or ("value",)]


def customers(tables):
    orders, scope = values(tables, "order_days"), tables["customers"]
    ordered = (scope["in_scope"] & ~scope["is_prospect"]).sum()
    return [people(len(orders)), people((orders > 1).sum()), people(ordered - len(orders))]


def chosen(tables):
    own = tables["value_models"]
    return [own["model"].nunique(), own["origin"].nunique()]


def margins(tables):
    own = tables["value_parameters"]
    own = own[own["part"].eq("margin")].set_index("parameter")["value"]
    return [own["rate"], -own["per_order"], own["differing"]]


def year(tables):
    return tables["value_totals"].set_index("horizon_days").loc[365]


def worth(tables):
    own, whole = year(tables), len(tables["customer_value"])
    mean = values(tables, AHEAD).mean()
    ends = [own["value_lower"] / whole, own["value_upper"] / whole]
    return [mean, *ends, mean, people(whole), own["value_expected"], people(whole)]


def total(tables):
    own = year(tables)
    told = [own["value_expected"], own["value_lower"], own["value_upper"]]
    return [*told, *told, forecasts(tables), people(own["customers"])]


def forecasts(tables):
    """How many forecasts of a year, not overlapping one another, could be tested."""
    own = tables["value_models"]
    origins = own[own["chosen"] & own["horizon_days"].eq(365)]["origin"]
    return (origins.max() - origins.min()).days // 365 + 1


def held(tables):
    share, whole = measure(tables, "range_held", "value", "n")
    return [shares(round(share * whole), whole)]


def below_nought(tables):
    own = values(tables, PAST)
    return [people((own < 0).sum()), -own.clip(max=0).sum()]


def top_fifth(tables):
    told = [best_fifth(tables), *measure(tables, "top_fifth_predicted", "lower", "upper")]
    return [*told, told[0], people(len(tables["customer_value"]))]


def grade(tables):
    """The forecast of sales, as published where it was, against the rule that did best."""
    own = tables["value_scores"].query("measure == 'sales'")
    told = own[own["forecast"].eq("published")]
    row = (told if len(told) else own).nsmallest(1, "skill").iloc[0]
    skill = row["skill"]
    return [skill, row["skill_lower"], row["skill_upper"], skill, people(row["customers"])]


VALUE_SENTENCES = {
    "value.customers_undone": customers,
    "value.chosen": chosen,
    "value.margins": margins,
    "06_value-worth": worth,
    "06_value-totals": total,
    "value.ranges": held,
    "value.below_nought": below_nought,
    "value.tiers, caption": lambda t: [None],
    "value.concentration, alt": lambda t: [best_fifth(t)],
    "value.gini": lambda t: [gini(t, AHEAD), gini(t, PAST)],
    "06_value-top_fifth": top_fifth,
    "value.history, caption": lambda t: [None],
    "06_value-grade": grade,
}
