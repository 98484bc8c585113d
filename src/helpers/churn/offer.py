"""A preventive offer: what it would bring, as far as an experiment says that it works.

Net = effect x expected loss - cost, where the effect is the share of those who would leave that
the offer keeps. Without an experiment the effect is not known; then the page says which one the
offer would need to pay for itself, and how many customers would show twice that.
"""

from typing import Any

import numpy as np
import pandas as pd

from helpers.workspace import contracts

KEPT = "kept"  # the metric of experiment_results that counts here
WORKS = "works"
LIST, EVERYBODY = "list", "everybody"
BANDS = ("high", "mid", "low")
LEVEL, POWER = 0.05, 0.80


def offer_table(
    risk: pd.DataFrame, results: pd.DataFrame, *, cost: float, experiment: str = ""
) -> pd.DataFrame:
    """Return what the offer would cost and bring, by to whom it is made.

    Parameters
    ----------
    risk : DataFrame
        The table `churn_risk`.
    results : DataFrame
        The table `experiment_results`; may be without rows.
    cost : float
        Of the offer, per customer to whom it is made (company currency).
    experiment : str
        The one that tried this offer; empty: the one whose lower end is best.

    Returns
    -------
    DataFrame
        The table `churn_offer`; no rows where value is not known.
    """
    columns = list(contracts.load("churn_offer").columns)
    known = risk.dropna(subset=["expected_loss"])
    if known.empty:
        return pd.DataFrame(columns=columns)
    tried = tried_offer(results, experiment)
    groups = {LIST: known[known["on_list"]]} | {
        band: known[known["band"].eq(band)] for band in BANDS
    } | {EVERYBODY: known}  # fmt: skip
    rows = [_row(name, own, cost, tried) for name, own in groups.items() if len(own)]
    return pd.DataFrame(rows).reindex(columns=columns)


def tried_offer(results: pd.DataFrame, experiment: str = "") -> pd.Series | None:
    """Return the result that limits the offer, or None where no experiment measured who stays."""
    own = results[results["metric"].eq(KEPT)]
    own = own[own["experiment"].eq(experiment)] if experiment else own
    if own.empty:
        return None
    return own.sort_values(["lower", "experiment"], ascending=[False, True]).iloc[0]


def _row(name: str, own: pd.DataFrame, cost: float, tried: pd.Series | None) -> dict[str, Any]:
    loss, price = float(own["expected_loss"].sum()), cost * len(own)
    needed = price / loss if loss > 0 else np.nan
    row = {
        "offered_to": name, "customers": len(own), "expected_loss": loss, "cost": price,
        "break_even": needed, "sample_size": sample_size(float(own["risk"].mean()), 2 * needed),
    }  # fmt: skip
    if tried is not None:
        row |= {"experiment": tried["experiment"], "effect": float(tried["effect"])}
        for column, end in (("net", "effect"), ("net_lower", "lower"), ("net_upper", "upper")):
            row[column] = float(tried[end]) * loss - price
    return row


def sample_size(risk: float, effect: float) -> int | None:
    """Return how many customers an experiment needs, half of them without the offer.

    Two-sided at LEVEL, with a chance of POWER to show it; None where the effect is not possible.

    Parameters
    ----------
    risk : float
        Share that leaves without the offer.
    effect : float
        Share of these that it keeps.

    References
    ----------
    Fleiss, Levin and Paik (2003), "Statistical Methods for Rates and Proportions", section 4.2,
    without the correction for continuity.

    Examples
    --------
    >>> sample_size(0.5, 0.2)
    776
    """
    from scipy.stats import norm

    if not (0 < effect <= 1 and 0 < risk < 1):
        return None
    kept = risk * (1 - effect)
    middle = (risk + kept) / 2
    level, power = norm.ppf(1 - LEVEL / 2), norm.ppf(POWER)
    spread = level * np.sqrt(2 * middle * (1 - middle))
    spread += power * np.sqrt(risk * (1 - risk) + kept * (1 - kept))
    return 2 * int(np.ceil((spread / (risk - kept)) ** 2))
