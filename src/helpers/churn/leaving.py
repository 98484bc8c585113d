"""What chapter 09 knows of customers who order as they like, or why it knows nothing."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.churn.candidates import fit_candidate
from helpers.churn.choosing import log_loss
from helpers.churn.drift import at_level
from helpers.churn.importance import importance
from helpers.churn.reasons import customer_reasons
from helpers.churn.refusing import NotForecast
from helpers.churn.scoring import Scored, score
from helpers.churn.trend import silent_by_quarter
from helpers.churn.trust import (
    base_rate_table,
    baseline_table,
    grade,
    held_out,
    model_table,
    reliability,
)
from helpers.churn.window import choose_window, window_evidence
from helpers.evidence.grades import Grade
from helpers.workspace import Desk, contracts
from helpers.workspace.order_days import order_days

UNGRADED = Grade(np.nan, np.nan, np.nan, "refused")


class Window(NamedTuple):
    """The company's window in days, why it is this one, and the table `churn_windows`."""

    days: int
    why: str
    evidence: pd.DataFrame


class Leaving(NamedTuple):
    """The risks of who orders, and how far to trust them; without `scored` there is a `refusal`."""

    window: Window
    order_days: pd.DataFrame
    scored: Scored | None
    refusal: NotForecast | None


def kept_days(desk: Desk, people: pd.DataFrame) -> pd.DataFrame:
    """Return the order days of the customers in scope, as known on the as-of day."""
    days = order_days(desk.read("order_lines?", by_customer=True))
    scope = people.loc[people["in_scope"].astype(bool), "customer_id"]
    return days[days["customer_id"].isin(scope)].reset_index(drop=True)


def company_window(days: pd.DataFrame, desk: Desk, *, window_days: int = 0) -> Window:
    """Return the window that follows from who came back, or the one that was asked for.

    Parameters
    ----------
    window_days : int
        The window that is asked for; 0 for the evidence's own.
    """
    evidence = window_evidence(days, desk.as_of) if len(days) else contracts.empty("churn_windows")
    chosen, why = (window_days, "asked") if window_days else choose_window(evidence)
    return Window(chosen, why, evidence.assign(is_chosen=evidence["window_days"].eq(chosen)))


def who_leaves(desk: Desk, days: pd.DataFrame, window: Window) -> Leaving:
    """Return the risks of the customers who order, or the refusal where there is too little."""
    known = {"features": desk.read("features"), "outlook": desk.read("purchase_outlook?")}
    own = {name: told[told["customer_id"].isin(days["customer_id"].unique())]
           for name, told in known.items()}  # fmt: skip
    try:
        if days.empty:
            raise NotForecast("customers", found=0, needed=1)
        scored = score(
            own["features"], own["outlook"], days, as_of=desk.as_of, window_days=window.days
        )
    except NotForecast as refusal:
        return Leaving(window, days, None, refusal)
    return Leaving(window, days, scored, None)


def risk_of(found: Leaving) -> pd.DataFrame:
    """Return the table `churn_risk` as far as orders tell it; no rows where it was refused."""
    return contracts.empty("churn_risk") if found.scored is None else found.scored.risk


def trend_of(found: Leaving) -> pd.DataFrame:
    """Return the table `churn_trend`."""
    if found.scored is None:
        return contracts.empty("churn_trend")
    return silent_by_quarter(found.scored.labelled, found.window.days)


def reasons_of(found: Leaving) -> pd.DataFrame:
    """Return the table `churn_reasons`."""
    if found.scored is None:
        return contracts.empty("churn_reasons")
    added = found.scored.model.contributions(found.scored.now)
    return customer_reasons(found.scored.now, added, found.order_days)


class Trust(NamedTuple):
    """How far the risks can be trusted: tables as they are written, and the grade.

    Attributes
    ----------
    models, baselines, reliability, base_rates, importance : DataFrame
        The tables `churn_models`, `churn_baselines`, `churn_reliability`, `churn_base_rates`
        and `churn_importance`; without rows where nothing was held out.
    grade : Grade
        Of the newest snapshot, beside `rule`, the best rule on it.
    """

    models: pd.DataFrame
    baselines: pd.DataFrame
    reliability: pd.DataFrame
    base_rates: pd.DataFrame
    importance: pd.DataFrame
    grade: Grade
    rule: str | None


def trusted(found: Leaving, *, seed: int) -> Trust:
    """Return how the model did on days that it had not seen."""
    names = ("churn_models", "churn_baselines", "churn_reliability", "churn_base_rates",
             "churn_importance")  # fmt: skip
    newest = held_out(found.scored.trials, found.scored.model.name) if found.scored else None
    if newest is None:
        return Trust(*(contracts.empty(name) for name in names), UNGRADED, None)
    scored, rng = found.scored, np.random.default_rng(seed)
    rules, chances = baseline_table(scored.labelled, newest, window_days=found.window.days)
    graded, best = grade(newest, chances, rng=rng)
    return Trust(
        model_table(scored.trials, scored.model.name, scored.chosen_on),
        rules[list(contracts.load("churn_baselines").columns)],
        reliability(newest), base_rate_table(scored.labelled, scored.trials, scored.model.name),
        _importance(scored, newest, rng), graded, best,
    )  # fmt: skip


def _importance(scored: Scored, newest: Any, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `churn_importance`, on the newest snapshot that was held out."""
    left = newest.rows["left"].to_numpy(bool)
    known = scored.labelled[scored.labelled["known_on"].le(pd.Timestamp(newest.day))]

    def loss(odds: np.ndarray, happened: np.ndarray) -> np.ndarray:
        return log_loss(at_level(odds, happened.mean()), happened)

    def without(names: list[str]) -> Any:
        # The same value for all tells nothing.
        blank = {name: 1.0 for name in names if name in known}
        rest = known.assign(**blank)
        model = fit_candidate(newest.model.name, rest, rest["left"].to_numpy(bool))
        return lambda rows: model.log_odds(rows.assign(**blank))

    return importance(
        newest.rows, left, newest.model.inputs, odds=newest.model.log_odds,
        without=without if newest.model.name != "expected" else lambda names: None, loss=loss,
        rng=rng,
    )  # fmt: skip

