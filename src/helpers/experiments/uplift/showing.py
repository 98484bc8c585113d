"""Tables on for whom changes work, for readers, and the forms and headings of their columns."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.experiments.uplift.before import RHYTHM
from helpers.experiments.uplift.every import ForWhom
from helpers.experiments.uplift.forest import FOREST
from helpers.experiments.uplift.learners import LEARNERS

FORMATS = {
    "experiment": "text", "arm": "text", "metric": "term|experiments", "p_value": "number3",
    "differs": "yesno", "policy": "term|uplift", "learner": "term|uplift",
    "check": "term|uplift_check", "figure": "term|uplift_figure", "treated_share": "percent0",
    "value": "number3", "value_lower": "number3", "value_upper": "number3",
    "over_all": "number3", "over_all_lower": "number3", "over_all_upper": "number3",
    "guard": "percent", "is_chosen": "yesno",
    "qini": "number3", "qini_lower": "number3", "qini_upper": "number3",
    "auuc": "number3", "auuc_lower": "number3", "auuc_upper": "number3", "slope": "number2",
    "is_used": "yesno", "place": "count", "expected": "number3", "effect": "number3",
    "lower": "number3", "upper": "number3", "feature": "text", "most": "text", "least": "text",
    "spread": "number2", "found": "number3", "checked": "number3", "allowed": "number3",
    "holds": "yesno",
}  # fmt: skip
HEADERS = {name: f"experiments_uplift.column.{name}" for name in FORMATS}
PLAIN_OPTIONS = {"formats": FORMATS, "headers": HEADERS, "or_nothing": True}
WHOSE = ["experiment", "arm"]
MOST_TRAITS = 8  # that are shown, the furthest apart
STEP = 5  # to which pages round numbers of people


def shown_tests(found: ForWhom) -> pd.DataFrame:
    """Return for readers of each change whether its effects differ, and for whom it is."""
    columns = [*WHOSE, "metric", "effect", "lower", "upper", "p_value", "differs", "policy",
               "customers"]  # fmt: skip
    return found.tests[columns]


def shown_policies(found: ForWhom, report: Any) -> pd.DataFrame:
    """Return for readers what each policy brings, figures of few customers left out.

    Of the learners the one with the highest value is shown; `uplift_policy` holds all.
    """
    table = found.tables["uplift_policy"]
    learnt = table["policy"].isin([*LEARNERS, FOREST])
    best = table[learnt].groupby(WHOSE)["value"].idxmax()
    table = table[~learnt | table.index.isin(best)]
    table = table.reset_index(drop=True)
    pairs = zip(table["treated"], table["customers"], strict=True)
    few = np.array([report.tells_of_few(*pair) for pair in pairs], dtype=bool)
    some, every = (STEP * np.floor(table[name].astype(float) / STEP + 0.5)
                   for name in ("treated", "customers"))  # fmt: skip
    told = table.assign(treated_share=(some / every.clip(lower=1)).mask(few))
    figures = [name for name in told if name.startswith(("value", "over_all", "guard"))]
    told[figures] = told[figures].astype(float).mask(pd.Series(few, told.index), axis="index")
    columns = [*WHOSE, "policy", "customers", "treated_share", "value", "value_lower",
               "value_upper", "over_all", "over_all_lower", "over_all_upper", "guard",
               "is_chosen"]  # fmt: skip
    return told[columns]


def shown_groups(found: ForWhom) -> pd.DataFrame:
    """Return for readers effects by fifths of what was expected."""
    return found.tables["uplift_groups"]


def shown_models(found: ForWhom) -> pd.DataFrame:
    """Return for readers how well each way ranks customers that it has not seen."""
    return found.tables["uplift_models"].drop(columns=["flag", "flag_limit", "helps_above"])


def shown_traits(found: ForWhom, report: Any) -> pd.DataFrame:
    """Return for readers how those of whom most is expected differ, where effects do."""
    differing = found.tests.loc[found.tests["differs"].astype(bool), WHOSE]
    table = found.tables["uplift_traits"].merge(differing, on=WHOSE)
    table = table.groupby(WHOSE, sort=False).head(MOST_TRAITS).reset_index(drop=True)
    told = {
        name: [typical_words(feature, value, report)
               for feature, value in zip(table["feature"], table[name], strict=True)]
        for name in ("most", "least")
    }  # fmt: skip
    words = [feature_words(name, report) for name in table["feature"]]
    columns = [*WHOSE, "feature", "customers", "most", "least", "spread"]
    return table.assign(feature=words, **told)[columns]


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


def show_for_whom(found: ForWhom, report: Any) -> None:
    """Show the tables behind the policies; nothing where nothing can be told."""
    groups = {"count": "customers", **PLAIN_OPTIONS}
    for table, caption, own in (
        (shown_policies(found, report), "policies", ["policy"]),
        (shown_groups(found), "groups", ["place"]),
        (shown_traits(found, report), "traits", ["feature"]),
    ):
        labels = [*WHOSE, *own]
        # A policy's row, and a feature's, is of all its customers: no part of a total.
        within = WHOSE if caption == "groups" else labels
        report.table(table, f"experiments_uplift.{caption}", labels=labels, within=within,
                     **groups)  # fmt: skip


def show_tests(found: ForWhom, report: Any) -> None:
    """Show for whom each change is to be made; nothing where nothing can be told."""
    report.table(shown_tests(found), "experiments_uplift.tests", count="customers",
                 labels=WHOSE, within=WHOSE, **PLAIN_OPTIONS)  # fmt: skip


def show_trust(found: ForWhom, report: Any) -> None:
    """Show how well customers are ranked, and what became of the checks."""
    report.table(shown_models(found), "experiments_uplift.models", **PLAIN_OPTIONS)
    checks = found.tables["uplift_checks"]
    report.table(checks, "experiments_uplift.checks", **PLAIN_OPTIONS)
    failed = int((~checks["holds"].astype(bool)).sum())
    if failed:
        return report.say("experiments_uplift.fails", checks=len(checks), failed=failed)
    if len(checks):
        report.say("experiments_uplift.holds", checks=len(checks))
