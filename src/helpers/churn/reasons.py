"""Why somebody is at risk: what raises the model's risk above that of a typical customer.

The model says how much each feature adds to the log odds. Features that tell of one thing make
one reason, so that what adds up is told once. Nothing here knows who somebody is: sex, age and
place of living are no features, and a test holds the model to that.
"""

import tomllib
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd

from helpers.evidence.rhythm import gaps_of
from helpers.workspace import contracts

MOST = 3  # reasons per customer
LEAST = 0.1  # of the log odds: a tenth more; what adds less is no reason
NONE, OTHER, CONTRACT = "none", "other", "contract"
NEVER_REASONS = ("sex", "gender", "age", "birth", "country", "province", "city", "postcode")


@cache
def known_reasons() -> dict[str, dict]:
    """Return the reasons: by name their features, and which figure is told beside which."""
    text = resources.files("helpers.churn").joinpath("reasons.toml").read_text("utf-8")
    return tomllib.loads(text)


def by_reason(contributions: pd.DataFrame) -> pd.DataFrame:
    """Return what each reason adds to the log odds: the sums of its features.

    Parameters
    ----------
    contributions : DataFrame
        One column per feature, as from the model.

    Returns
    -------
    DataFrame
        One column per reason; rows add up to what they added up to before.

    Raises
    ------
    ValueError
        If a feature tells who somebody is.
    """
    words = [name for name in contributions
             if any(part in NEVER_REASONS for part in str(name).lower().split("_"))]  # fmt: skip
    if words:
        raise ValueError(f"feature {words[0]} tells who somebody is: it may be no reason")
    of = {name: key for key, told in known_reasons().items() for name in told["features"]}
    return contributions.T.groupby([of.get(name, OTHER) for name in contributions]).sum().T


def customer_reasons(
    now: pd.DataFrame, contributions: pd.DataFrame, days: pd.DataFrame
) -> pd.DataFrame:
    """Return the reasons of each customer, the strongest first.

    Parameters
    ----------
    now : DataFrame
        What is known of each customer on the as-of day, in its own units.
    contributions : DataFrame
        As from the model, rows as in `now`.
    days : DataFrame
        Order days, for each customer's own rhythm.

    Returns
    -------
    DataFrame
        The table `churn_reasons`; who has no reason stands in one row with `none`. A reason
        whose figure lies on the other side of the usual is not told: features weigh in
        together, and words would be wrong.
    """
    added = by_reason(contributions).set_axis(now["customer_id"].to_numpy())
    added = added.drop(columns=OTHER, errors="ignore")
    long = added.rename_axis("customer_id").melt(
        var_name="reason", value_name="contribution", ignore_index=False
    )
    long = long[long["contribution"].ge(LEAST)].reset_index()
    long = long.merge(_figures(now, days), on=["customer_id", "reason"])
    long = long[long.pop("holds")].sort_values(["customer_id", "contribution", "reason"],
                            ascending=[True, False, True])  # fmt: skip
    long["place"] = long.groupby("customer_id").cumcount() + 1
    long = long[long["place"].le(MOST)]
    rest = now.loc[~now["customer_id"].isin(long["customer_id"]), ["customer_id"]]
    every = pd.concat([long, rest.assign(reason=NONE, contribution=0.0, place=1)])
    told = every.sort_values(["customer_id", "place"], ignore_index=True)
    return told.astype({"place": "int64"})[list(contracts.load("churn_reasons").columns)]


def with_contract_reasons(reasons: pd.DataFrame, by_contract: pd.DataFrame) -> pd.DataFrame:
    """Return the reasons of both forms: of who has a contract that this one may end.

    Parameters
    ----------
    reasons : DataFrame
        As from `customer_reasons`.
    by_contract : DataFrame
        The customers with a contract that are scored by it.
    """
    own = by_contract[["customer_id"]].assign(
        place=1, reason=CONTRACT, value=np.nan, usual=np.nan, contribution=0.0
    )
    rest = reasons[~reasons["customer_id"].isin(own["customer_id"])]
    parts = [part for part in (rest, own) if len(part)] or [reasons]
    both = pd.concat(parts, ignore_index=True)
    return both.sort_values(["customer_id", "place"], ignore_index=True)


def _figures(now: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Return for each customer and reason the figure that is told, the one beside it, and
    whether it lies on the side of which the words speak."""
    gap = gaps_of(days)["usual_gap_days"].reindex(now["customer_id"]).to_numpy()
    parts = []
    for reason, told in known_reasons().items():
        if told["value"] not in now:
            continue
        value = now[told["value"]].astype(float)
        typical = np.full(len(now), value.median())
        usual = gap if told["usual"] == "own" else typical
        beside = np.where(pd.isna(usual), typical, usual)
        holds = {"above": value > beside, "below": value < beside, "zero": value == 0}
        parts.append(pd.DataFrame({
            "customer_id": now["customer_id"], "reason": reason, "value": value, "usual": usual,
            "holds": holds[told["side"]],
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def most_common(reasons: pd.DataFrame, risk: pd.DataFrame) -> pd.DataFrame:
    """Return the customers on the list by their first reason.

    Parameters
    ----------
    reasons : DataFrame
        The table `churn_reasons`.
    risk : DataFrame
        The table `churn_risk`.

    Returns
    -------
    DataFrame
        One row per reason: `reason`, `customers`, `mean_risk`, `expected_loss` (sum), `value`
        and `usual` (medians), the most frequent first.
    """
    first = reasons[reasons["place"].eq(1)].merge(
        risk.loc[risk["on_list"], ["customer_id", "risk", "expected_loss"]], on="customer_id"
    )
    first["expected_loss"] = first["expected_loss"].astype(float)
    table = first.groupby("reason", as_index=False).agg(
        customers=("customer_id", "size"), mean_risk=("risk", "mean"),
        expected_loss=("expected_loss", lambda own: own.sum(min_count=1)),
        value=("value", "median"), usual=("usual", "median"),
    )  # fmt: skip
    return table.sort_values(["customers", "reason"], ascending=[False, True], ignore_index=True)
