"""Balance: whether the arms were alike in what was known before."""

import numpy as np
import pandas as pd

from helpers.evidence import control_family_wise, sample_of, welch_difference
from helpers.experiments.watching import Watched
from helpers.workspace import contracts

BEFORE = ("order_days_before", "net_spend_before", "active_before")


def balances(watched: Watched) -> pd.DataFrame:
    """Return what was known before of the arms of every experiment that may be read.

    Returns
    -------
    DataFrame
        The table `experiment_balance`.
    """
    parts = []
    for one in watched.checked.readable():
        units = watched.of(one.name)
        control = units[units["arm"].eq(watched.checked.control(one.name))]
        for variant in watched.checked.variants(one.name):
            treated = units[units["arm"].eq(variant)]
            told = {"experiment": one.name, "variant": variant,
                    "units": len(treated) + len(control)}  # fmt: skip
            parts.append(balance(treated, control).assign(**told))
    columns = list(contracts.load("experiment_balance").columns)
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]


def balance(
    treated: pd.DataFrame, control: pd.DataFrame, *, columns: tuple[str, ...] = BEFORE
) -> pd.DataFrame:
    """Return what was known before of each arm, and whether it differs beyond chance.

    Parameters
    ----------
    treated, control : DataFrame
        One row per unit, with `columns`.

    Returns
    -------
    DataFrame
        One row per column: `known_before` (its name), `mean_treated`, `mean_control`,
        `standardised` (difference in standard deviations), `p_value` (Welch), `p_adjusted`
        (Holm), and `differs`. Of chance alone 5 % of experiments have one that differs.

    References
    ----------
    Austin (2009), "Balance diagnostics for comparing the distribution of baseline covariates",
    Statistics in Medicine 28, on standardised differences.
    """
    rows = [_row(name, treated[name], control[name]) for name in columns]
    table = pd.DataFrame(rows)
    holm = control_family_wise(table["p_value"].to_numpy())
    return table.assign(p_adjusted=holm.adjusted, differs=holm.found)


def _row(name: str, treated: pd.Series, control: pd.Series) -> dict[str, float | str]:
    first, second = (sample_of(arm.to_numpy(float)) for arm in (treated, control))
    found = welch_difference(treatment=first, control=second)
    spread = np.sqrt((first.variance + second.variance) / 2)
    return {
        "known_before": name, "mean_treated": float(first.mean),
        "mean_control": float(second.mean),
        "standardised": found.estimate / spread if spread > 0 else 0.0, "p_value": found.p_value,
    }  # fmt: skip
