"""The numbers of chapter 07's sentences, findings and captions, in their order.

None stands where a number is a convention or a parameter.
"""

from pages.experiment_tables import newest
from pages.reading import numbers, people, value


def in_title(title):
    return [value(number) for number in numbers(title)]


def left_out(tables):
    own = tables["experiment_checks"][["units", "crossed", "unknown", "repeated"]].sum()
    return [[people(own["units"]), people(own["crossed"]), own["unknown"], own["repeated"]]]


def counted(tables):
    own = tables["experiment_verdicts"]["verdict"].value_counts()
    names = ("ship", "stop", "keep_going", "cannot_tell")
    return [[own.sum(), *(own.get(name, 0) for name in names)]]


def reason(name):
    """The numbers of each sentence on an experiment with such a verdict, the oldest first."""

    def told(tables):
        begun = tables["experiment_checks"].set_index("experiment")["first_day"]
        own = tables["experiment_verdicts"]
        own = own[own["reason"].eq(name)]
        own = own.assign(begun=own["experiment"].map(begun)).sort_values("begun")
        effect = own["relative"].notna()
        return [
            [*in_title(row["title"]),
             *([row["relative"], row["relative_lower"], row["relative_upper"], people(row["n"])]
               if known else [])]
            for (_, row), known in zip(own.iterrows(), effect, strict=True)
        ]  # fmt: skip

    return told


def balance_words(tables):
    own = tables["experiment_balance"]
    return [[len(own), None, own["differs"].sum()]]


def tails(tables):
    own = tables["experiment_tails"]
    worst = own.loc[(own["smaller_arm"] / own["plain_from"]).idxmin()]
    return [[worst["plain_from"], people(worst["smaller_arm"]), worst["runs"],
             own["coverage"].min(), worst["coverage_from"]]]  # fmt: skip


def looks(tables):
    return [[len(newest(tables))]]


def margin(tables):
    own = tables["customer_margin"].dropna(subset="margin")
    return [[own["margin"].sum() / own["revenue"].sum()]]


def overview_words(tables):
    own = tables["experiment_overview"]
    counts = own["verdict"].value_counts()
    begun = tables["experiment_checks"]
    return [[len(begun), begun["stop"].isna().sum(), len(own), counts.get("works", 0),
             own["verdict"].eq("works").mean(), counts.get("harms", 0),
             own["chance_better"].mean(), own["usual_spread"].iloc[0]]]  # fmt: skip


def plans_words(tables):
    own = tables["experiment_plans"]
    best = own.loc[own["smallest_seen"].idxmin()]
    return [[people(best["customers"]), best["treated_share"], best["days"],
             best["smallest_seen"], None, best["power"]]]  # fmt: skip


def works(tables):
    own = tables["experiment_verdicts"]
    own = own[own["verdict"].eq("ship")].sort_values("relative_lower").iloc[-1]
    ends = [own["relative"], own["relative_lower"], own["relative_upper"]]
    return [[*ends, *in_title(own["title"]), own["relative"], people(own["n"])]]


def still_open(tables):
    own = tables["experiment_verdicts"]
    begun = tables["experiment_checks"].set_index("experiment")["first_day"]
    own = own[own["reason"].isin(["too_few", "still_runs"])]
    last = own.assign(begun=own["experiment"].map(begun)).sort_values("begun").iloc[-1]
    return [[last["needed"], last["needed"], people(last["n"]), people(last["n"])]]


REASONS = ("works", "harms", "nothing_worth_having", "too_few", "broken_split",
           "not_measured", "not_readable")
EXPERIMENT_SENTENCES = {
    "experiments.left_out": left_out, "experiments.terms": lambda tables: [[None, None, None]],
    "experiments.counted": counted, "experiments.balance_words": balance_words,
    "experiments.tails_hold": tails, "experiments.tails_fail": tails,
    "experiments.course_open": looks, "experiments.worth_margin": margin,
    "experiments.overview_words": overview_words, "experiments.plans_words": plans_words,
    "07_experiments-works": works, "07_experiments-open": still_open,
    "experiments.relative, caption": lambda tables: [[None]],
    "experiments.lasting_order_days, caption": lambda tables: [[None]],
    "experiments.lasting_net_spend, caption": lambda tables: [[None]],
    **{f"experiments.reason_{name}": reason(name) for name in REASONS},
}  # fmt: skip
