"""For whom a change works, for readers: sentences, tables, the claim, and forms of columns."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.experiments.uplift.before import RHYTHM
from helpers.experiments.uplift.learners import PLAIN
from helpers.experiments.uplift.policy import ALL
from helpers.experiments.uplift.whom import ForWhom

FORMATS = {
    "policy": "term|uplift", "learner": "term|uplift", "check": "term|uplift_check",
    "figure": "term|uplift_figure", "share": "percent0", "value": "number3",
    "value_lower": "number3", "value_upper": "number3", "over_all": "number3",
    "over_all_lower": "number3", "over_all_upper": "number3", "pays": "yesno",
    "is_chosen": "yesno", "qini": "number3", "qini_lower": "number3", "qini_upper": "number3",
    "auuc": "number3", "auuc_lower": "number3", "auuc_upper": "number3", "slope": "number2",
    "is_used": "yesno", "place": "count", "expected": "number3", "effect": "number3",
    "lower": "number3", "upper": "number3", "feature": "text", "most": "text", "least": "text",
    "spread": "number2", "found": "number3", "checked": "number3", "allowed": "number3",
    "holds": "yesno",
}  # fmt: skip
HEADERS = {name: f"experiments_uplift.column.{name}" for name in FORMATS}
TARGETED = ("plain_pays", "learner_beats", "learner_pays")
MOST_TRAITS = 8  # that are shown, the furthest apart
STEP = 5  # to which pages round numbers of people


def say_for_whom(found: ForWhom, report: Any) -> None:
    """Say for whom to make the change: whether effects differ, the policy, and what it brings."""
    if found.unless is not None:
        key = f"experiments_uplift.unless_{found.unless}"
        return report.not_known(key)
    test = found.test
    words = {"experiment": test["experiment"], "customers": int(test["customers"]),
             "day": test["known_through"], "metric": test["metric"]}  # fmt: skip
    report.say("experiments_uplift.asked", **words)
    key = "differs" if test["differs"] else "same"
    report.say(f"experiments_uplift.{key}", p_value=float(test["p_value"]))
    key, words = verdict(found, report)
    report.say(key, **words)


def verdict(found: ForWhom, report: Any) -> tuple[str, dict[str, Any]]:
    """Return the key and values of the sentence that says for whom to make the change."""
    test, own = found.test, policy_row(found)
    key = f"experiments_uplift.policy_{test['why']}"
    if test["why"] not in TARGETED:
        everybody = found.tables["uplift_policy"].set_index("policy").loc[ALL]
        names = {"effect": "value", "lower": "value_lower", "upper": "value_upper"}
        return key, {name: float(everybody[column]) for name, column in names.items()}
    customers = found.tables["uplift"]
    words = {"customers": len(customers), "treated": int(customers["recommended"].sum())}
    for name in ("value", "over_all", "over_all_lower", "over_all_upper"):
        words[name] = float(own[name])
    if test["policy"] == PLAIN:
        words |= {"who": flag_words(found, report)}
    return key, words


def policy_row(found: ForWhom) -> pd.Series:
    """Return the row of `uplift_policy` that is to be followed."""
    table = found.tables["uplift_policy"]
    return table[table["is_chosen"].astype(bool)].iloc[0]


def flag_words(found: ForWhom, report: Any) -> str:
    """Return in words who has the plain flag's better side."""
    models = found.tables["uplift_models"].set_index("learner")
    name, limit = str(models.loc[PLAIN, "flag"]), float(models.loc[PLAIN, "flag_limit"])
    key = "above" if models.loc[PLAIN, "helps_above"] else "below"
    told = typical_words(name, float(np.expm1(limit)) if name in RHYTHM else limit, report)
    return report.words(f"experiments_uplift.{key}", feature=feature_words(name, report),
                        limit=told)  # fmt: skip


def feature_words(name: str, report: Any) -> str:
    """Return what readers call a feature that was known before."""
    if name in RHYTHM:
        return report.words(f"experiments_uplift.feature.{name}")
    return report.feature(name)


def typical_words(name: str, value: float, report: Any) -> str:
    """Return a value of a feature as readers know it: a share, or a number."""
    if name == "spend":
        return report.words("experiments_uplift.as_money", value=value)
    form = "as_number" if name in RHYTHM else "as_share"
    return report.words(f"experiments_uplift.{form}", value=value)


def claim_policy(found: ForWhom) -> dict[str, Any]:
    """Return the finding: how much more the policy brings than making the change for all."""
    if found.unless is not None or found.test["why"] not in TARGETED:
        return {"number": 0.0, "n": 0, "table": "uplift_policy",
                "unless": "experiments_uplift.no_targeting"}  # fmt: skip
    own, test = policy_row(found), found.test
    return {
        "number": float(own["over_all"]), "lower": float(own["over_all_lower"]),
        "upper": float(own["over_all_upper"]), "n": int(own["customers"]), "unit": "number3",
        "table": "uplift_policy", "experiment": test["experiment"], "metric": test["metric"],
        "action": "experiments_uplift.action", "owner": "experiments_uplift.owner",
    }  # fmt: skip


def shown_policies(found: ForWhom, report: Any) -> pd.DataFrame:
    """Return for readers what each policy is worth, figures of few customers left out."""
    table = found.tables["uplift_policy"]
    pairs = zip(table["treated"], table["customers"], strict=True)
    few = np.array([report.tells_of_few(*pair) for pair in pairs], dtype=bool)
    some, every = (STEP * np.floor(table[name].astype(float) / STEP + 0.5)
                   for name in ("treated", "customers"))  # fmt: skip
    told = table.assign(share=(some / every.clip(lower=1)).mask(few))
    figures = [name for name in told if name.startswith(("value", "over_all"))]
    told[figures] = told[figures].astype(float).mask(pd.Series(few, told.index), axis="index")
    columns = ["policy", "customers", "share", *figures, "pays", "is_chosen"]
    return told[columns]


def shown_groups(found: ForWhom) -> pd.DataFrame:
    """Return for readers effects by fifths of what was expected."""
    return found.tables["uplift_groups"].drop(columns="experiment")


def shown_models(found: ForWhom) -> pd.DataFrame:
    """Return for readers how well each way ranks customers that it has not seen."""
    hidden = ["experiment", "flag", "flag_limit", "helps_above"]
    return found.tables["uplift_models"].drop(columns=hidden)


def shown_traits(found: ForWhom, report: Any) -> pd.DataFrame:
    """Return for readers how those of whom most is expected differ from the others."""
    table = found.tables["uplift_traits"].head(MOST_TRAITS)
    told = {
        name: [typical_words(feature, value, report)
               for feature, value in zip(table["feature"], table[name], strict=True)]
        for name in ("most", "least")
    }  # fmt: skip
    words = [feature_words(name, report) for name in table["feature"]]
    columns = ["feature", "customers", "most", "least", "spread"]
    return table.assign(feature=words, **told)[columns]


def shown_checks(found: ForWhom) -> pd.DataFrame:
    """Return for readers what became of the figures under each check."""
    return found.tables["uplift_checks"].drop(columns="experiment")


def show_for_whom(found: ForWhom, report: Any) -> None:
    """Show the tables behind the policy; nothing where nothing can be told."""
    if found.unless is not None:
        return
    plain = {"formats": FORMATS, "headers": HEADERS}
    groups = {"count": "customers", **plain}
    report.table(shown_policies(found, report), "experiments_uplift.policies", **groups)
    report.table(shown_groups(found), "experiments_uplift.groups", **groups)
    if found.test["differs"]:
        traits = shown_traits(found, report)
        report.table(traits, "experiments_uplift.traits", labels=["feature"], **groups)


def show_trust(found: ForWhom, report: Any) -> None:
    """Show how well customers are ranked, and what became of the checks."""
    if found.unless is not None:
        return
    plain = {"formats": FORMATS, "headers": HEADERS}
    report.table(shown_models(found), "experiments_uplift.models", **plain)
    report.table(shown_checks(found), "experiments_uplift.checks", **plain)
    checks = found.tables["uplift_checks"]
    failed = int((~checks["holds"].astype(bool)).sum())
    if failed:
        return report.say("experiments_uplift.fails", checks=len(checks), failed=failed)
    report.say("experiments_uplift.holds", checks=len(checks))
