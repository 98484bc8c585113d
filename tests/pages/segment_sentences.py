"""The numbers of chapter 05's sentences, findings, captions and alternative texts, in their order.

None stands where a number is no result but a convention, a parameter or part of a name.
"""

import numpy as np
from pages.reading import numbers, people, shares
from pages.segment_tables import score_grid
from pages.way_tables import likeness, way
from sklearn.metrics import adjusted_rand_score


def spend(tables):
    return tables.buyers["monetary"].to_numpy()


def best_fifth(tables):
    ordered = np.sort(spend(tables))[::-1]
    return ordered[: round(0.2 * len(ordered))].sum() / ordered.sum()


def gini(tables):
    """The mean absolute difference of two customers, as a share of twice the mean."""
    own = spend(tables)
    return np.abs(np.subtract.outer(own, own)).mean() / (2 * own.mean())


def measure(tables, name, *columns):
    own = tables["segmentation_measures"].set_index("measure").loc[name]
    return [own[column] for column in columns or ("value",)]


def top_fifth(tables):
    """The best fifth's spend, worked out anew, and its interval, as it was written."""
    return [best_fifth(tables), *measure(tables, "top_fifth", "lower", "upper")]


def with_rhythm(tables):
    stand = tables["life_cycle"]
    return stand[stand["state"].isin(["repeat", "regained"]) & stand["rhythm"].ne("no_rhythm")]


def late(tables):
    own = with_rhythm(tables)
    return shares(own["rhythm"].eq("late").sum(), len(own))


def again(tables):
    own = tables["loyalty"].set_index("group").loc["everybody"]
    share = shares(own["returned"], own["customers"])
    return [share, own["lower"], own["upper"], share, people(own["customers"])]


def purchases(tables):
    own = way(tables).iloc[-1]
    return [own["rate"], own["lower"], own["upper"], own["rate"], way(tables)["visits"].max()]


def half_ordered(tables):
    found = tables["order_times"]
    own = found[found["waited_for"].eq("second_order") & found["share"].ge(0.5)]
    return own["days"].min()


def found_alike(tables):
    own = likeness(tables)
    bounds = own.loc[0, ["lower", "upper"]]
    return [own["rate"][0], *bounds, *own["rate"][:2], own["members"][0]]


def key_value(tables):
    own = tables.buyers[tables.buyers["value_class"].eq("important_value")]
    return [people(len(own)), own["monetary"].sum() / tables.buyers["monetary"].sum()]


def asleep(tables):
    own = tables.buyers["recent_frequency"].eq(0).sum()
    return shares(own, len(tables.buyers))


def chosen(tables):
    found, whole = tables["cluster_evidence"], len(tables.buyers)
    row = found[found["chosen"]].iloc[0]
    return [row["groups"], row["stability"], shares(row["smallest_share"] * whole, whole)]


def moved(tables):
    both = tables["segment_changes"].dropna(subset=["from_id", "to_id"])
    gone, whole = both.loc[both["kind"].ne("kept"), "customers"].sum(), both["customers"].sum()
    return shares(gone, whole), people(whole)


def one_more(tables):
    """What one more segment would buy, by what is done on other days."""
    own = tables["granularity"]
    own = own[own["outcome"].eq("other_days")].sort_values("groups")
    row = own[own["groups"].gt(own.loc[own["chosen"], "groups"].iloc[0])].iloc[0]
    return [row["gain"], None, row["gain_lower"], row["gain_upper"]]


def smaller_part(tables):
    """What the smaller part holds of the segment that one more would cut in two."""
    part, whole = measure(tables, "smaller_part", "value", "n")
    return shares(round(part * whole), whole)


def tactical(tables, kind):
    return tables["tactical_segments"]["tactical"].eq(kind).sum()


def by_rule(tables):
    told = tables["tactical_segments"].set_index("tactical").loc["rule", "declared"]
    met = tactical(tables, "rule")
    rule = [float(number) for number in numbers(told.iloc[0])]
    return [*rule, people(met), shares(met, len(tables.buyers))]


def goal(tables):
    own = tables["tactical_evidence"].set_index("way").loc["chance_of_buying"]
    share = shares(own["found"], own["buyers"])
    return [share, own["lower"], own["upper"], share, people(own["buyers"])]


def agreement(tables):
    own = tables["segment_personas"]
    rows = own.loc[own.index.repeat(own["customers"])]
    index = adjusted_rand_score(rows["segment_id"], rows["persona_id"])
    return [people(len(rows)), index]


def best_grouping(tables):
    """Of those not known to be behind the best, the one with the fewest groups."""
    found = tables["group_explanation"]
    fewest = found[found["behind_lower"].le(0)].nsmallest(1, "groups").iloc[0]
    told = [fewest["explained"], fewest["explained_lower"], fewest["explained_upper"]]
    return [*told, told[0], people(found["customers"].max())]


SENTENCES = {
    "segmentation.customers": lambda t: [
        people(len(t.now)), people(len(t.buyers)), people(len(t.now) - len(t.buyers))
    ],
    "segmentation.median_change": lambda t: [t.buyers["recency_days"].median()],
    "segmentation.key_value": key_value,
    "05_segmentation-key_value": lambda t: [key_value(t)[1], *key_value(t)[::-1]],
    "segmentation.spend_tiers, caption": lambda t: [None],
    "segmentation.frequency_tiers, caption": lambda t: [None],
    "segmentation.cells, alt": lambda t: [score_grid(t)["customers"].max()],
    "05_segmentation-asleep": lambda t: [asleep(t), asleep(t), None, people(len(t.buyers))],
    "05_segmentation-late": lambda t: [late(t), late(t), people(len(with_rhythm(t)))],
    "05_segmentation-again": again,
    "segmentation.formed_by_mix": lambda t: measure(t, "directions"),
    "segmentation.chosen": chosen,
    "segmentation.rules_agree": lambda t: measure(t, "rules_agreement"),
    "segmentation.moved": lambda t: [moved(t)[0]],
    "05_segmentation-moved": lambda t: [moved(t)[0], *moved(t)],
    "segmentation.gain_cut": lambda t: [*one_more(t), smaller_part(t)],
    "segmentation.gain_several": one_more,
    "segmentation.rule_met": by_rule,
    "segmentation.goal_set": lambda t: [people(tactical(t, "goal"))],
    "05_segmentation-goal": goal,
    "segmentation.personas_agree": agreement,
    "segmentation.concentration, alt": lambda t: [people(0.2 * len(t.buyers)), best_fifth(t)],
    "segmentation.top_fifth": lambda t: [
        people(0.2 * len(t.buyers)), best_fifth(t), None, *top_fifth(t)[1:], gini(t)
    ],
    "05_segmentation-top_fifth": lambda t: [
        *top_fifth(t), people(0.2 * len(t.buyers)), best_fifth(t), people(len(t.buyers))
    ],
    "segmentation.cuts, caption": lambda t: [None],
    "segmentation_way.way, caption": lambda t: [None],
    "05_segmentation-visits": purchases,
    "segmentation_way.second_median": lambda t: [
        people(t["life_cycle"]["last_order_day"].notna().sum()), half_ordered(t)
    ],
    "segmentation_way.responses, caption": lambda t: [None],
    "05_segmentation-alike": found_alike,
    "05_segmentation-best_grouping": best_grouping,
}
