"""Net spend of every experiment, read in several ways: whether its heavy tail matters."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.evidence import Difference, Interval, sample_of, welch_difference
from helpers.experiments.declared import Experiment
from helpers.experiments.heavy_tails import (
    bootstrap_difference,
    coverage,
    holds,
    plain_from,
    winsorised_difference,
)
from helpers.experiments.watching import Watched
from helpers.workspace import contracts

RUNS = 2_000
SPEND = "net_spend"
MOST_DRAWN = 20_000  # customers per arm, beyond which coverage is not drawn for larger arms


def tails(watched: Watched, results: pd.DataFrame, *, seed: int, runs: int = RUNS) -> pd.DataFrame:
    """Return net spend read plainly, adjusted, winsorised and by bootstrap.

    Parameters
    ----------
    watched : Watched
        As from `watch`.
    results : DataFrame
        The table `experiment_results`.
    seed : int
        Of resampling.
    runs : int
        Experiments without an effect that are drawn, to see how often intervals hold.

    Returns
    -------
    DataFrame
        The table `experiment_tails`.
    """
    rng = np.random.default_rng(seed)
    own = results[results["metric"].eq(SPEND)]
    rows = [
        row
        for one in watched.checked.readable()
        for variant in watched.checked.variants(one.name)
        for row in _rows(watched, one, variant, own, rng, runs)
    ]
    return pd.DataFrame(rows, columns=list(contracts.load("experiment_tails").columns))


def _rows(
    watched: Watched, one: Experiment, variant: str, results: pd.DataFrame,
    rng: np.random.Generator, runs: int,
) -> list[dict[str, Any]]:  # fmt: skip
    units = watched.of(one.name)
    control = watched.checked.control(one.name)
    treated, rest = (
        units.loc[units["arm"].eq(arm), SPEND].to_numpy(float) for arm in (variant, control)
    )
    chosen = results["experiment"].eq(one.name) & results["variant"].eq(variant)
    told = _doubt(treated, rest, rng, runs) | {"experiment": one.name, "variant": variant}
    cut = winsorised_difference(treated, rest)
    ways = {
        "plain": welch_difference(treatment=sample_of(treated), control=sample_of(rest)),
        "adjusted": Interval(*results.loc[chosen, ["effect", "lower", "upper"]].iloc[0]),
        "winsorised": cut.difference,
        "bootstrap": bootstrap_difference(treated, rest, rng=rng),
    }  # fmt: skip
    rows = [told | _ends(way, found) for way, found in ways.items() if found is not None]
    for row in rows:
        if row["way"] == "winsorised":
            row |= {"limit": cut.limit, "cut": cut.cut}
    return rows


def _doubt(
    treated: np.ndarray, rest: np.ndarray, rng: np.random.Generator, runs: int
) -> dict[str, Any]:
    """Return from how many customers on the plain interval holds, and how often it does here."""
    together = np.concatenate([treated, rest])
    needed = plain_from(together)
    sizes = tuple(min(len(arm), MOST_DRAWN) for arm in (treated, rest))
    stated = (min(needed, MOST_DRAWN),) * 2
    here = coverage(together, sizes, rng=rng, runs=runs)
    return {
        "n": len(together), "smaller_arm": min(len(treated), len(rest)), "plain_from": needed,
        "coverage": here, "coverage_from": coverage(together, stated, rng=rng, runs=runs),
        "runs": runs, "holds": holds(here, runs),
    }  # fmt: skip


def _ends(way: str, found: Difference | Interval) -> dict[str, Any]:
    return {"way": way, "effect": found[0], "lower": found[1], "upper": found[2]}
