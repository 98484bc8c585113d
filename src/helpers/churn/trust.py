"""How far the forecast of leaving can be trusted: held out, beside rules that need no model."""

from datetime import date

import numpy as np
import pandas as pd

from helpers.churn.baselines import BASELINES, baseline_forecasts, learn_baselines
from helpers.churn.choosing import Trial, calibration_slope, log_loss
from helpers.churn.drift import base_rates, log_odds
from helpers.evidence.calibration import calibration_error, reliability_table
from helpers.evidence.grades import Grade, grade_skill

TOP_SHARE = 0.1
MEASURES = [
    "auc", "brier", "log_loss", "top_tenth_lift", "calibration_error", "calibration_slope",
    "expected_left",
]  # fmt: skip


def model_table(trials: list[Trial], kept: str, chosen_on: list[date]) -> pd.DataFrame:
    """Return the table `churn_models`: each candidate on each snapshot on which it was tested.

    Returns
    -------
    DataFrame
        `snapshot_day`, `model`, `customers`, `left`, `follows` (what the level follows), `auc`,
        `brier`, `log_loss`, `top_tenth_lift`, `calibration_error`, `calibration_slope`,
        `expected_left` (customers), all of forecasts as made then; `settled_loss` (log loss at
        the level that came true, by which candidates are compared); `is_kept`, `chose`
        (whether the snapshot took part in the choice).
    """
    rows = []
    for one in trials:
        left = one.rows["left"].to_numpy(bool)
        rows.append({
            "snapshot_day": pd.Timestamp(one.day), "model": one.name, "customers": len(left),
            "left": int(left.sum()), "follows": "nothing" if one.name == "expected" else
            one.follows, **measures(one.chance, left), "settled_loss": float(one.loss.mean()),
            "is_kept": one.name == kept, "chose": one.day in chosen_on,
        })  # fmt: skip
    columns = ["snapshot_day", "model", "customers", "left", "follows", *MEASURES, "settled_loss",
               "is_kept", "chose"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def measures(chance: np.ndarray, left: np.ndarray) -> dict[str, float]:
    """Return how well a forecast did: one number per name of MEASURES.

    Parameters
    ----------
    chance : ndarray of float
        Probabilities of leaving.
    left : ndarray of bool
        Who left: some, and not all.
    """
    from sklearn.metrics import roc_auc_score

    odds = log_odds(np.clip(chance, 1e-9, 1 - 1e-9))
    alike = np.ptp(odds) < 1e-9
    return {
        "auc": float(roc_auc_score(left, chance)),
        "brier": float(np.mean((chance - left) ** 2)),
        "log_loss": float(log_loss(chance, left).mean()),
        "top_tenth_lift": top_lift(chance, left),
        "calibration_error": calibration_error(chance, left),
        "calibration_slope": np.nan if alike else calibration_slope(odds, left),
        "expected_left": float(chance.sum()),
    }


def top_lift(chance: np.ndarray, left: np.ndarray, *, share: float = TOP_SHARE) -> float:
    """Return how many times as many leave among those most at risk as among all.

    Of customers with equal forecasts at the edge each counts by as much as there is room.

    Examples
    --------
    >>> top_lift(np.array([0.9, 0.8, 0.2, 0.1]), np.array([1, 1, 0, 0]), share=0.5)
    2.0
    """
    left = np.asarray(left, dtype=float)
    table = pd.DataFrame({"chance": chance, "left": left}).groupby("chance")["left"]
    by = table.agg(["size", "mean"]).sort_index(ascending=False)
    before = by["size"].cumsum() - by["size"]
    taken = (share * len(left) - before).clip(lower=0, upper=by["size"])
    return float((taken * by["mean"]).sum() / taken.sum() / left.mean())


def held_out(trials: list[Trial], kept: str) -> Trial | None:
    """Return the kept candidate on the newest snapshot on which it was tested."""
    own = [one for one in trials if one.name == kept]
    return max(own, key=lambda one: one.day) if own else None


def baseline_table(
    told: pd.DataFrame, newest: Trial, *, window_days: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table `churn_baselines`, and each rule's forecasts of the held-out snapshot.

    Parameters
    ----------
    told : DataFrame
        Labelled rows; the rules learn from those whose outcome was known before.
    newest : Trial
        As from `held_out`.

    Returns
    -------
    tuple of DataFrame
        One row per rule, and the kept model's (`rule` = ``model``): `after_days` (of the rule
        that has one), `customers`, `left` and the measures of `churn_models`. Then one column
        per rule, by the rows of the held-out snapshot.
    """
    train = told[told["known_on"].le(pd.Timestamp(newest.day))]
    learned = learn_baselines(train, train["left"].to_numpy(bool), window_days=window_days)
    chances = baseline_forecasts(newest.rows, learned)
    left = newest.rows["left"].to_numpy(bool)
    after = {"last_period": window_days, "silent_days": learned["after_days"]}
    rows = [{"rule": "model", "after_days": pd.NA} | measures(newest.chance, left)]
    for rule in BASELINES:
        own = measures(chances[rule].to_numpy(), left)
        rows.append({"rule": rule, "after_days": after.get(rule, pd.NA)} | own)
    table = pd.DataFrame(rows).astype({"after_days": "Int64"})
    table.insert(0, "snapshot_day", pd.Timestamp(newest.day))
    return table.assign(customers=len(left), left=int(left.sum())), chances


def grade(newest: Trial, chances: pd.DataFrame, *, rng: np.random.Generator) -> tuple[Grade, str]:
    """Return the grade of the forecast on the held-out snapshot, and the rule it is held against.

    The loss is Brier's; the rule is the best one on that very snapshot, which is hard on the
    forecast.
    """
    left = newest.rows["left"].to_numpy(float)
    losses = {rule: (chances[rule].to_numpy() - left) ** 2 for rule in chances}
    best = min(losses, key=lambda rule: losses[rule].mean())
    return grade_skill((newest.chance - left) ** 2, losses[best], rng=rng), best


def reliability(newest: Trial) -> pd.DataFrame:
    """Return the table `churn_reliability`: forecast beside what happened, in tenths.

    One row per tenth of the held-out snapshot, lowest risk first: `snapshot_day`, `place`,
    `customers`, `forecast`, `happened`, `lower`, `upper`.
    """
    table = reliability_table(newest.chance, newest.rows["left"].to_numpy(bool))
    table = table.rename(columns={"rows": "customers"})
    table.insert(0, "place", range(1, len(table) + 1))
    table.insert(0, "snapshot_day", pd.Timestamp(newest.day))
    return table


def base_rate_table(told: pd.DataFrame, trials: list[Trial], kept: str) -> pd.DataFrame:
    """Return the table `churn_base_rates`: what share left after each day, and what was foreseen.

    Returns
    -------
    DataFrame
        One row per snapshot day: `customers`, `left`, `base_rate`, `foretold` (by expected
        orders alone), `foreseen` (as forecast then; missing where nothing had been learned),
        `follows`, and `observed_to_expected`.
    """
    table = base_rates(told)[["snapshot_day", "customers", "left", "base_rate", "foretold"]]
    own = {pd.Timestamp(one.day): one for one in trials if one.name == kept}
    days = table["snapshot_day"]
    table["foreseen"] = [own[day].chance.mean() if day in own else np.nan for day in days]
    table["follows"] = [own[day].follows if day in own else None for day in days]
    table["observed_to_expected"] = table["base_rate"] / table["foreseen"]
    return table
