"""For whom changes work, in sentences: whether effects differ, the policy, and the claim."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.experiments.uplift.before import RHYTHM
from helpers.experiments.uplift.every import ForWhom
from helpers.experiments.uplift.learners import PLAIN
from helpers.experiments.uplift.policy import ALL
from helpers.experiments.uplift.showing import feature_words, typical_words

TARGETED = ("plain_pays", "learner_beats", "learner_pays")


def say_targeted(found: ForWhom, report: Any) -> None:
    """Say of which changes some customers are better left out: part of what is to be done."""
    for _, test in targeted(found.tests).iterrows():
        own = policy_row(found, test)
        report.say("experiments_uplift.targeted", title=test["title"], arm=test["arm"],
                   metric=test["metric"], customers=int(test["customers"]),
                   **_numbers(own, "over_all"))  # fmt: skip


def say_for_whom(found: ForWhom, report: Any) -> None:
    """Say of each change whether effects differ, and for whom to make it."""
    for compared, unless in found.not_told:
        key = f"experiments_uplift.unless_{unless}"
        report.not_known(key, title=compared.title, arm=compared.arm)
    if found.tests.empty and not found.not_told:
        report.not_known("experiments_uplift.unless_no_experiment")
    for _, test in found.tests.iterrows():
        _say_one(found, test, report)


def _say_one(found: ForWhom, test: pd.Series, report: Any) -> None:
    key = "differs" if test["differs"] else "same"
    names = {name: test[name] for name in ("title", "arm", "metric")}
    report.say(f"experiments_uplift.{key}", **names, p_value=float(test["p_value"]),
               customers=int(test["customers"]), day=test["known_through"])  # fmt: skip
    if test["cost"] > 0:
        report.say("experiments_uplift.cost", metric=test["metric"], cost=float(test["cost"]),
                   units=float(test["cost"] / test["unit_left"]))  # fmt: skip
    key, words = policy_words(found, test, report)
    report.say(key, **words)
    own = policy_row(found, test)
    if test["why"] in TARGETED and pd.notna(own["guard"]):
        everybody = _numbers(_policies(found, test).loc[ALL], "guard")
        report.say("experiments_uplift.guard", guardrail=test["guardrail"],
                   customers=int(test["customers"]), **_numbers(own, "guard"),
                   **{f"all_{name}": value for name, value in everybody.items()})  # fmt: skip


def policy_words(found: ForWhom, test: pd.Series, report: Any) -> tuple[str, dict[str, Any]]:
    """Return the key and values of the sentence that says for whom to make a change."""
    key = f"experiments_uplift.policy_{test['why']}"
    words = {"metric": test["metric"]}
    if test["why"] not in TARGETED:
        everybody = _policies(found, test).loc[ALL]
        return key, words | {"customers": int(test["customers"])} | _numbers(everybody, "value")
    customers, own = found.of("uplift", test), policy_row(found, test)
    words |= {"customers": len(customers), "treated": int(customers["recommended"].sum())}
    words |= {"value": float(own["value"])} | _numbers(own, "over_all")
    if test["policy"] == PLAIN:
        words |= {"who": flag_words(found, test, report)}
    return key, words


def targeted(tests: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `uplift_tests` on changes that are to be made for some only."""
    return tests[tests["why"].isin(TARGETED)]


def policy_row(found: ForWhom, test: pd.Series) -> pd.Series:
    """Return the row of `uplift_policy` that is to be followed."""
    return _policies(found, test).loc[test["policy"]]


def flag_words(found: ForWhom, test: pd.Series, report: Any) -> str:
    """Return in words who has the plain flag's better side."""
    plain = found.of("uplift_models", test).set_index("learner").loc[PLAIN]
    name, limit = str(plain["flag"]), float(plain["flag_limit"])
    key = "above" if plain["helps_above"] else "below"
    told = typical_words(name, float(np.expm1(limit)) if name in RHYTHM else limit, report)
    return report.words(f"experiments_uplift.{key}", feature=feature_words(name, report),
                        limit=told)  # fmt: skip


def claim_policy(found: ForWhom) -> dict[str, Any]:
    """Return the finding: what targeting surely adds most to, beside making a change for all."""
    own = targeted(found.tests)
    if own.empty:
        return {"number": 0.0, "n": 0, "table": "uplift_policy",
                "unless": "experiments_uplift.no_targeting"}  # fmt: skip
    gains = [policy_row(found, test) for _, test in own.iterrows()]
    best = int(np.argmax([float(row["over_all_lower"]) for row in gains]))
    row, test = gains[best], own.iloc[best]
    return {
        "number": float(row["over_all"]), "lower": float(row["over_all_lower"]),
        "upper": float(row["over_all_upper"]), "n": int(row["customers"]), "unit": "number3",
        "table": "uplift_policy", "title": test["title"], "metric": test["metric"],
        "action": "experiments_uplift.action", "owner": "experiments_uplift.owner",
    }  # fmt: skip


def _policies(found: ForWhom, test: pd.Series) -> pd.DataFrame:
    return found.of("uplift_policy", test).set_index("policy")


def _numbers(row: pd.Series, name: str) -> dict[str, float]:
    """Return an estimate and the ends of its interval, as sentences call them."""
    return {"effect": float(row[name]), "lower": float(row[f"{name}_lower"]),
            "upper": float(row[f"{name}_upper"])}  # fmt: skip
