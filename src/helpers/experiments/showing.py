"""Tables of experiments for readers, and the forms and headings of their columns."""

from typing import Any, NamedTuple

import pandas as pd

from helpers.experiments.checks import Checked
from helpers.experiments.cuts import moved

FORMATS = {
    "metric": "term|experiments", "verdict": "term|experiments",
    "reason": "term|experiments_reason",
    "stop": "term|experiments_reason", "way": "term|experiments_way",
    "known_before": "term|experiments", "guardrail_state": "term|experiments_guardrail",
    "p_split": "number3", "planned_share": "percent0", "standardised": "number3",
    "p_adjusted": "number3", "differs": "yesno", "relative": "percent",
    "relative_lower": "percent", "relative_upper": "percent", "chance_better": "percent",
    "narrowed": "percent", "cost": "money2", "net_value": "money2", "net_lower": "money2",
    "net_upper": "money2", "needed": "count", "from_day": "count", "through_day": "count",
    "experiment": "text", "arm": "text", "variant": "text",
    "shrunken": "percent", "shrunken_lower": "percent", "shrunken_upper": "percent",
    "p_differs": "number3", "part": "term", "smallest_seen": "percent", "days": "count",
    "power": "percent0", "made_for": "term|uplift",
    "which_arm": "term|experiments_arm", "title": "text", "look": "text",
}  # fmt: skip
# The forms of effects differ from metric to metric.
UNITS = {
    "conversion": "points2", "order_days": "number3", "net_spend": "money2",
    "spend_per_order": "money2", "kept": "percent",
}  # fmt: skip
HEADERS = {
    name: f"experiments.column.{name}" for name in (
        "experiment", "title", "arm", "variant", "units", "n", "planned_share", "p_split", "stop",
        "metric", "verdict", "reason", "known_before", "standardised", "p_adjusted", "differs",
        "relative", "relative_lower", "relative_upper", "chance_better", "narrowed", "effect",
        "lower", "upper", "plain_effect", "plain_lower", "plain_upper", "way", "look",
        "sequential_lower", "sequential_upper", "from_day", "through_day",
        "cost", "net_value", "net_lower", "net_upper", "guardrail_state", "needed", "which_arm",
        "shrunken", "shrunken_lower", "shrunken_upper", "days", "smallest_seen", "power",
        "customers", "made_for",
        "part", "p_differs",
    )
}  # fmt: skip
FOLLOWED_FIRST = "order_days"  # where the primary metric is not followed by the week


def shown_verdicts(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return for readers what to do about each experiment, and why."""
    return verdicts[["title", "variant", "verdict", "reason", "n"]].rename(
        columns={"variant": "which_arm"}
    )


def shown_checks(checked: Checked) -> pd.DataFrame:
    """Return for readers which experiments are read, and why others are not."""
    told = checked.table[["title", "p_split", "stop", "units"]]
    return told.assign(stop=told["stop"].fillna("read"))


def shown_arms(checked: Checked) -> pd.DataFrame:
    """Return for readers how many units each arm has, beside the planned share."""
    return checked.arms[["experiment", "arm", "units", "planned_share"]]


def shown_balance(balance: pd.DataFrame) -> pd.DataFrame:
    """Return for readers in what the arms differed beforehand."""
    columns = ["experiment", "variant", "known_before", "standardised", "p_adjusted", "differs",
               "units"]  # fmt: skip
    return balance[columns]


def shown_relative(results: pd.DataFrame) -> pd.DataFrame:
    """Return for readers every effect as a share of the control's metric."""
    columns = ["experiment", "variant", "metric", "relative", "relative_lower", "relative_upper",
               "chance_better", "p_adjusted", "verdict", "n"]  # fmt: skip
    return results[columns]


def shown_absolute(results: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Return for readers the effects on one metric in its own unit, adjusted and plain."""
    own = results[results["metric"].eq(metric)]
    columns = ["experiment", "variant", "effect", "lower", "upper", "plain_effect", "plain_lower",
               "plain_upper", "narrowed", "n"]  # fmt: skip
    return own[columns].reset_index(drop=True)


def shown_tails(tails: pd.DataFrame) -> pd.DataFrame:
    """Return for readers net spend in each way to read it."""
    return tails[["experiment", "variant", "way", "effect", "lower", "upper", "n"]]


def shown_lasting(lasting: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Return for readers the effect on one metric in each 91 days since assignment."""
    own = lasting[lasting["metric"].eq(metric)]
    columns = ["experiment", "variant", "from_day", "through_day", "effect", "lower", "upper",
               "verdict", "n"]  # fmt: skip
    return own[columns].reset_index(drop=True)


def shown_worth(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return for readers what each change that was read is worth, and what would show it."""
    read = verdicts[verdicts["guardrail_state"].notna()]
    columns = ["title", "variant", "cost", "net_value", "net_lower", "net_upper",
               "guardrail_state", "needed", "n"]  # fmt: skip
    return read[columns].reset_index(drop=True)


def shown_cuts(cuts: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return for readers effects by group, as shares of the control's metric and in order.

    Without those of which the change may have moved customers from group to group.

    Parameters
    ----------
    cuts : DataFrame
        The table `experiment_cuts`.
    names : dict of str to str
        What readers call segments and personas, by id.
    """
    cuts = cuts[~moved(cuts)].reset_index(drop=True)
    cuts = cuts.assign(part=cuts["part"].map(lambda part: names.get(part, part)))
    columns = ["experiment", "variant", "part", "metric", "relative", "relative_lower",
               "relative_upper", "p_adjusted", "verdict", "p_differs", "n"]  # fmt: skip
    return cuts[columns]


class Followed(NamedTuple):
    """Whose course is shown; without an experiment where none can be."""

    experiment: str = ""
    variant: str = ""
    metric: str = FOLLOWED_FIRST


def shown_overview(
    overview: pd.DataFrame, verdicts: pd.DataFrame, tests: pd.DataFrame
) -> pd.DataFrame:
    """Return for readers what every experiment taught: its effect, and what became of it.

    Parameters
    ----------
    overview, verdicts, tests : DataFrame
        The tables `experiment_overview`, `experiment_verdicts` and `uplift_tests`.
    """
    pair = ["experiment", "variant"]
    known = overview.drop(columns=["verdict", "n"])
    made = tests[["experiment", "arm", "policy"]].set_axis([*pair, "made_for"], axis="columns")
    told = verdicts[[*pair, "verdict", "reason", "n"]]
    told = told.merge(known, on=pair, how="left").merge(made, on=pair, how="left")
    columns = ["experiment", "which_arm", "metric", "relative", "shrunken", "shrunken_lower",
               "shrunken_upper", "chance_better", "verdict", "reason", "made_for", "n"]  # fmt: skip
    return told.rename(columns={"variant": "which_arm"})[columns]


def shown_plans(plans: pd.DataFrame) -> pd.DataFrame:
    """Return for readers what an experiment would show, by metric and duration."""
    return plans[["metric", "days", "smallest_seen", "power", "needed", "customers"]]


def followed(results: pd.DataFrame, looks: pd.DataFrame) -> Followed:
    """Return whose course is shown: of the newest experiment, what it was to change."""
    if looks.empty:
        return Followed()
    newest = looks.sort_values(["look_day", "experiment", "variant"]).iloc[-1]
    name, variant = newest["experiment"], newest["variant"]
    own = results[results["experiment"].eq(name) & results["is_primary"].astype(bool)]
    known = set(looks.loc[looks["experiment"].eq(name), "metric"])
    primary = own["metric"].iloc[0] if len(own) else FOLLOWED_FIRST
    return Followed(name, variant, primary if primary in known else FOLLOWED_FIRST)


def looks_of(looks: pd.DataFrame, chosen: Followed) -> pd.DataFrame:
    """Return the looks at what is followed, in order."""
    same = looks[["experiment", "variant", "metric"]].eq(list(chosen)).all(axis="columns")
    return looks[same].sort_values("look_day")


def shown_course(looks: pd.DataFrame, chosen: Followed) -> pd.DataFrame:
    """Return for the chart one experiment's effect at each look, with bounds that always hold."""
    columns = ["look", "effect", "sequential_lower", "sequential_upper", "n"]
    own = looks_of(looks, chosen)
    if own.empty:
        return pd.DataFrame(columns=columns)
    return own.assign(look=own["look_day"].dt.strftime("%Y-%m-%d"))[columns].reset_index(drop=True)


def unit_forms(metric: str) -> dict[str, str]:
    """Return the forms of columns in a table of one metric."""
    ends = ("effect", "lower", "upper", "plain_effect", "plain_lower", "plain_upper",
            "sequential_lower", "sequential_upper")  # fmt: skip
    return FORMATS | dict.fromkeys(ends, UNITS[metric])


def show_effects(report: Any, results: pd.DataFrame) -> None:
    """Show a table of every metric in its own unit, as far as it could be read."""
    for metric in UNITS:
        own, caption = shown_absolute(results, metric), f"experiments.effects_{metric}"
        if len(own):
            report.table(
                own, caption, count="n", labels=["experiment", "variant"],
                within=["experiment", "variant"], formats=unit_forms(metric), headers=HEADERS,
            )  # fmt: skip
