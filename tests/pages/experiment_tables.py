"""What chapter 07 must show, worked out from written tables and from the log of assignments."""

import pandas as pd
from pages.reading import people

from helpers.reporting.wording import Wording

WORDING = Wording("en", "CNY", 10)


def word(value, place="experiments"):
    return WORDING.value(value, f"term|{place}")


def titles(tables):
    return tables["experiment_checks"].set_index("experiment")["title"]


def checks(tables):
    own = tables["experiment_checks"]
    return own.assign(units=people(own["units"]), stop="")


def arms(tables):
    """Customers of each arm, counted anew from the log."""
    log = tables.by_customer("assignments")
    by = log.groupby(["experiment", "customer_id"])["variant"].agg(["nunique", "first"])
    alone = by[by["nunique"].eq(1)].rename(columns={"first": "arm"}).reset_index()
    counts = alone.groupby(["experiment", "arm"]).size().rename("units").reset_index()
    declared = tables.canonical("experiments").set_index("experiment")["treatment_share"]
    planned = counts["experiment"].map(declared)
    planned = planned.where(counts["arm"].eq("treatment"), 1 - planned)
    return counts.assign(units=people(counts["units"]), planned_share=planned)


def verdicts(tables):
    own = tables["experiment_verdicts"]
    return own.assign(which_arm="", verdict="", reason="", n=people(own["n"]))


def with_people(table, column="n"):
    def told(tables):
        own = tables[table]
        words = {"metric": own["metric"].map(word)} if "metric" in own else {}
        return own.assign(**words, **{column: people(own[column])})

    return told


def balance(tables):
    own = tables["experiment_balance"]
    return own.assign(
        known_before=own["known_before"].map(word), units=people(own["units"])
    )  # fmt: skip


def effects(metric):
    def told(tables):
        own = tables["experiment_results"]
        own = own[own["metric"].eq(metric)].assign(n=lambda frame: people(frame["n"]))
        ends = ["effect", "lower", "upper", "plain_effect", "plain_lower", "plain_upper"]
        scale = 100 if metric == "conversion" else 1
        return own.assign(**{name: scale * own[name] for name in ends})

    return told


def cuts(tables):
    """Effects by group, the groups worked out anew from the newest snapshot before assignment."""
    own = with_people("experiment_cuts")(tables)
    log, groups = tables.by_customer("assignments"), tables["segments"]
    sizes = {}
    for name, units in log.groupby("experiment"):
        days = pd.to_datetime(groups["snapshot_day"])
        newest = groups[days.eq(days[days.lt(pd.Timestamp(units["event_day"].min()))].max())]
        tier = newest.set_index("customer_id")["spend_tier"]
        counts = units["customer_id"].drop_duplicates().map(tier).value_counts()
        sizes |= {(name, part): size for part, size in counts.items()}
    counted = [sizes[pair] for pair in zip(own["experiment"], own["part"], strict=True)]
    parts = own["part"].map(lambda part: WORDING.value(part, "term"))
    return own.assign(n=people(counted), part=parts)


def tails(tables):
    own = tables["experiment_tails"]
    words = own["way"].map(lambda name: word(name, "experiments_way"))
    return own.assign(way=words, n=people(own["n"]))


def newest(tables):
    """The course of what the newest experiment that was read was to change."""
    own = tables["experiment_course"]
    last = own.loc[own["look_day"].idxmax(), "experiment"]
    own = own[own["experiment"].eq(last) & own["metric"].eq("order_days")]
    return own.sort_values("look_day").assign(n=people(own["n"]))


def course(tables):
    own = newest(tables)
    return own.assign(look=pd.to_datetime(own["look_day"]).dt.strftime("%Y-%m-%d"))


def lasting(metric):
    def told(tables):
        own = tables["experiment_lasting"]
        own = own[own["metric"].eq(metric)]
        return own.assign(n=people(own["n"])).astype({"from_day": "str", "through_day": "str"})

    return told


def worth(tables):
    own = tables["experiment_verdicts"].dropna(subset="guardrail_state")
    return own.assign(guardrail_state="", n=people(own["n"]))


def lessons(tables):
    """Every experiment with its verdict; only of those that were read an effect is told."""
    own = tables["experiment_verdicts"][["experiment", "n"]]
    read = tables["experiment_overview"].drop(columns=["n", "verdict"])
    told = own.merge(read, on="experiment", how="left")
    metric = [word(name) if isinstance(name, str) else "" for name in told["metric"]]
    return told.assign(n=people(told["n"]), metric=metric, which_arm="", verdict="", reason="",
                       made_for="")  # fmt: skip


def plans(tables):
    own = with_people("experiment_plans", "customers")(tables)
    return own.astype({"days": "str"})


EXPERIMENT_TABLES = {
    "experiments.checks": checks, "experiments.arms": arms, "experiments.verdicts": verdicts,
    "experiments.balance": balance, "experiments.relative": with_people("experiment_results"),
    "experiments.effects_conversion": effects("conversion"),
    "experiments.effects_order_days": effects("order_days"),
    "experiments.effects_net_spend": effects("net_spend"),
    "experiments.effects_spend_per_order": effects("spend_per_order"),
    "experiments.cuts": cuts, "experiments.tails": tails, "experiments.course": course,
    "experiments.lasting_order_days": lasting("order_days"),
    "experiments.lasting_net_spend": lasting("net_spend"), "experiments.worth": worth,
    "experiments.overview": lessons, "experiments.plans": plans,
}  # fmt: skip
# How rows are matched: pages tell experiments in the order in which they began.
ROWS = {
    "experiments.checks": ["title"], "experiments.arms": ["experiment", "arm"],
    "experiments.verdicts": ["title"], "experiments.worth": ["title"],
    "experiments.balance": ["experiment", "variant", "known_before"],
    "experiments.relative": ["experiment", "variant", "metric"],
    "experiments.effects_conversion": ["experiment", "variant"],
    "experiments.effects_order_days": ["experiment", "variant"],
    "experiments.effects_net_spend": ["experiment", "variant"],
    "experiments.effects_spend_per_order": ["experiment", "variant"],
    "experiments.cuts": ["experiment", "variant", "part"],
    "experiments.tails": ["experiment", "variant", "way"],
    "experiments.lasting_order_days": ["experiment", "from_day"],
    "experiments.lasting_net_spend": ["experiment", "from_day"],
    "experiments.overview": ["experiment"], "experiments.plans": ["metric", "days"],
}  # fmt: skip
