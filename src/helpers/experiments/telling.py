"""What the page says of experiments: verdicts in words, what was left out, findings."""

from typing import Any

import pandas as pd

from helpers.experiments.checks import Checked
from helpers.experiments.cuts import moved
from helpers.experiments.families import HARMS, WORKS
from helpers.experiments.showing import Followed, looks_of
from helpers.experiments.uplift.telling import targeted
from helpers.experiments.verdict import CANNOT_TELL, KEEP_GOING, SHIP, STOP, Terms
from helpers.experiments.watching import BEFORE_DAYS
from helpers.experiments.worth import left_of_sales

OWNER = "experiments.owner"
# Sentences on experiments that were not read tell no effect.
WITH_EFFECT = (
    "works", "harms", "guardrail_fell", "guardrail_open", "may_not_pay", "does_not_pay",
    "nothing_worth_having", "still_runs", "too_few",
)  # fmt: skip


def say_verdicts(report: Any, verdicts: pd.DataFrame) -> None:
    """Say what to do about each experiment and why, one sentence each, the newest last."""
    for _, row in verdicts.iterrows():
        words = {"title": row["title"]}
        if row["reason"] in WITH_EFFECT:
            words |= effect_words(row)
        key = f"experiments.reason_{row['reason']}"
        report.say(key, **words)


def effect_words(row: pd.Series) -> dict[str, Any]:
    """Return the places of a sentence on an effect."""
    return {
        "variant": row["variant"], "metric": row["metric"], "relative": float(row["relative"]),
        "lower": float(row["relative_lower"]), "upper": float(row["relative_upper"]),
        "customers": int(row["n"]),
    }  # fmt: skip


def terms_words(terms: Terms) -> dict[str, Any]:
    """Return the places of the sentence on what a change has to do to be shipped."""
    return {
        "smallest": terms.smallest, "guardrail": terms.guardrail, "fall": terms.may_fall,
        "cost": terms.cost,
    }  # fmt: skip


def counted(verdicts: pd.DataFrame) -> dict[str, int]:
    """Return how many experiments and variants have which verdict."""
    own = verdicts["verdict"].value_counts()
    names = {"ship": SHIP, "stop": STOP, "going": KEEP_GOING, "unknown": CANNOT_TELL}
    return {"all": len(verdicts)} | {name: int(own.get(key, 0)) for name, key in names.items()}


def no_experiments(checked: Checked) -> str | None:
    """Return the key of what is missing where no experiment is declared; else None."""
    return None if checked.experiments else "experiments.none"


def left_out(checked: Checked) -> dict[str, int]:
    """Return who was left out of all experiments, and what was counted once."""
    table = checked.table
    return {
        "customers": int(table["units"].sum()), "crossed": int(table["crossed"].sum()),
        "repeated": int(table["repeated"].sum()), "unknown": int(table["unknown"].sum()),
    }  # fmt: skip


def balance_key(balance: pd.DataFrame) -> str:
    """Return the key of the sentence on arms beforehand, or that no experiment was read."""
    return "experiments.balance_none" if balance.empty else "experiments.balance_words"


def balance_words(balance: pd.DataFrame) -> dict[str, int]:
    """Return in how many of the things known before the arms differ beyond chance."""
    return {} if balance.empty else {
        "things": len(balance), "differing": int(balance["differs"].sum()), "days": BEFORE_DAYS
    }  # fmt: skip


def tails_key(tails: pd.DataFrame) -> str:
    """Return the key of the sentence on whether plain intervals hold for spend."""
    if tails.empty:
        return "experiments.tails_none"
    return "experiments.tails_hold" if tails["holds"].all() else "experiments.tails_fail"


def tails_words(tails: pd.DataFrame) -> dict[str, Any]:
    """Return the places of that sentence: of the experiment with the fewest to spare."""
    if tails.empty:
        return {}
    spare = tails["smaller_arm"] / tails["plain_from"]
    worst = tails.loc[spare.idxmin()]
    return {
        "needed": int(worst["plain_from"]), "customers": int(worst["smaller_arm"]),
        "coverage": float(tails["coverage"].min()), "stated": float(worst["coverage_from"]),
        "runs": int(worst["runs"]),
    }  # fmt: skip


def course_key(looks: pd.DataFrame, chosen: Followed) -> str:
    """Return the key of the sentence on whether the experiment could have been stopped early."""
    if looks_of(looks, chosen).empty:
        return "experiments.course_none"
    return "experiments.course_open" if _sure(looks, chosen).empty else "experiments.course_sure"


def course_words(looks: pd.DataFrame, chosen: Followed) -> dict[str, Any]:
    """Return the places of that sentence."""
    own, sure = looks_of(looks, chosen), _sure(looks, chosen)
    if own.empty:
        return {}
    words = {"experiment": chosen.experiment, "metric": chosen.metric, "looks": len(own)}
    return words if sure.empty else words | {"day": sure.iloc[0]["look_day"]}


def worth_key(costs: pd.DataFrame) -> str:
    """Return the key of the sentence on what is left of sales."""
    known = left_of_sales(costs) is not None
    return "experiments.worth_margin" if known else "experiments.worth_sales"


def worth_words(costs: pd.DataFrame) -> dict[str, float]:
    """Return the places of that sentence."""
    rate = left_of_sales(costs)
    return {} if rate is None else {"rate": rate}


def overview_key(overview: pd.DataFrame) -> str:
    """Return the key of the sentence on all experiments together."""
    return "experiments.overview_none" if overview.empty else "experiments.overview_words"


def overview_words(overview: pd.DataFrame, checked: Checked) -> dict[str, Any]:
    """Return the places of that sentence: how many work, and how far effects usually lie."""
    if overview.empty:
        return {}
    verdicts = overview["verdict"].value_counts()
    return {
        "begun": len(checked.experiments), "read": len(checked.readable()),
        "all": len(overview), "work": int(verdicts.get(WORKS, 0)),
        "rate": float(overview["verdict"].eq(WORKS).mean()),
        "harm": int(verdicts.get(HARMS, 0)),
        "better": float(overview["chance_better"].mean()),
        "spread": float(overview["usual_spread"].iloc[0]),
    }  # fmt: skip


def no_groups(groups: pd.DataFrame) -> str | None:
    """Return the key of what is missing where groups are not known; else None."""
    return None if len(groups) else "experiments.no_groups"


def say_later_groups(report: Any, cuts: pd.DataFrame) -> None:
    """Say of groups that were formed after assignment what that means; else nothing."""
    own = cuts[cuts["formed_after"].astype(bool)]
    if own.empty:
        return
    pairs = own.assign(moved=moved(own)).groupby(["experiment", "variant"])["moved"].first()
    report.say("experiments.later_groups", all=len(pairs), moved=int(pairs.sum()))


def plans_key(plans: pd.DataFrame) -> str:
    """Return the key of the sentence on what an experiment with everybody would show."""
    return "experiments.plans_none" if plans.empty else "experiments.plans_words"


def plans_words(plans: pd.DataFrame) -> dict[str, Any]:
    """Return the places of that sentence: of the metric and duration that show most."""
    if plans.empty:
        return {}
    best = plans.loc[plans["smallest_seen"].idxmin()]
    return {
        "customers": int(best["customers"]), "days": int(best["days"]), "metric": best["metric"],
        "smallest": float(best["smallest_seen"]), "worth": float(best["smallest_worth"]),
        "power": float(best["power"]), "share": float(best["treated_share"]),
    }  # fmt: skip


def claim_works(verdicts: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on the change with the surest effect among those to ship."""
    shipped = verdicts[verdicts["verdict"].eq(SHIP)]
    if shipped.empty:
        return {"number": None, "n": 0, "table": "experiment_verdicts",
                "unless": "experiments.nothing_ships"}  # fmt: skip
    best = shipped.sort_values(["relative_lower", "experiment"], ascending=[False, True]).iloc[0]
    return {
        "number": float(best["relative"]), "lower": float(best["relative_lower"]),
        "upper": float(best["relative_upper"]), "unit": "percent", "n": int(best["n"]),
        "table": "experiment_verdicts", "title": best["title"], "metric": best["metric"],
        "action": "experiments.action_ship", "owner": OWNER,
    }  # fmt: skip


def claim_open(verdicts: pd.DataFrame, tests: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on the newest experiment that cannot be told: how many it would take.

    Not of a change of which it is known for whom to make it.

    Parameters
    ----------
    verdicts, tests : DataFrame
        The tables `experiment_verdicts` and `uplift_tests`.
    """
    unsure = verdicts["reason"].isin(["too_few", "still_runs"]) & verdicts["needed"].gt(0)
    needed = verdicts[unsure & ~verdicts["experiment"].isin(targeted(tests)["experiment"])]
    if needed.empty:
        return {"number": None, "n": 0, "table": "experiment_verdicts",
                "unless": "experiments.nothing_open"}  # fmt: skip
    last = needed.iloc[-1]
    return {
        "number": int(last["needed"]), "unit": "count", "n": int(last["n"]),
        "table": "experiment_verdicts", "title": last["title"], "metric": last["metric"],
        "action": "experiments.action_open", "owner": OWNER,
    }  # fmt: skip


def _sure(looks: pd.DataFrame, chosen: Followed) -> pd.DataFrame:
    own = looks_of(looks, chosen)
    return own[own["sequential_lower"].gt(0) | own["sequential_upper"].lt(0)]
