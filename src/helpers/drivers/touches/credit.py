"""Who gets the credit for orders: the first touch, the last, all alike, or what is lost without.

Intervals come from resampling people, in blocks, since the paths of one person hang together.
None of it says what a source causes: who searches for the shop may have meant to buy anyway.
"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from helpers.drivers.touches import markov
from helpers.drivers.touches.paths import paths_of, read_touches
from helpers.workspace import contracts

METHODS = ("first", "last", "linear", "markov")
BLOCKS, RESAMPLES, LEVEL = 50, 400, 0.95
FEWEST_ORDERS = 100


def credit_touches(desk: Any, *, seed: int = 0) -> pd.DataFrame:
    """Return the table `touch_credit`; without rows where hardly an order has a path."""
    touches = read_touches(desk)
    return touch_credit(touches, desk.as_of, rng=np.random.default_rng(seed))


def touch_credit(
    touches: pd.DataFrame, as_of: date, *, rng: np.random.Generator
) -> pd.DataFrame:  # fmt: skip
    """Return one row per source and method; see the table `touch_credit`.

    Parameters
    ----------
    touches : DataFrame
        `person`, `event_day`, `at`, `source`, `ordered`, sorted by person and time.
    as_of : date
    rng : numpy.random.Generator
    """
    paths = paths_of(touches, as_of) if len(touches) else touches
    if not len(paths) or paths.loc[paths["converted"], "path"].nunique() < FEWEST_ORDERS:
        return contracts.load("touch_credit").schema.to_pyarrow().empty_table().to_pandas()
    names = np.sort(paths["source"].unique())
    source = np.searchsorted(names, paths["source"].to_numpy())
    by_block = block_credits(source, paths, len(names))
    told = credits(by_block.sum(axis=0))
    drawn = np.stack([
        credits(by_block[rng.integers(0, len(by_block), len(by_block))].sum(axis=0))
        for _ in range(RESAMPLES)
    ])  # fmt: skip
    ends = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    people = paths.groupby("source")["person"].nunique().reindex(names).to_numpy()
    lost = markov.removal_effects(by_block.sum(axis=0)[:, : len(names) + 3])
    beside = {"touches": np.bincount(source), "customers": people}
    rows = [
        pd.DataFrame({
            "source": names, "method": method, "orders": told[place],
            "orders_lower": ends[0, place], "orders_upper": ends[1, place],
            "share": told[place] / max(told[place].sum(), 1e-12),
            "removal_effect": lost if method == "markov" else np.nan, **beside,
        }) for place, method in enumerate(METHODS)
    ]  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def block_credits(source: np.ndarray, paths: pd.DataFrame, count: int) -> np.ndarray:
    """Return sums by block of people: steps of the chain, then first, last and linear credits.

    Returns
    -------
    ndarray, shape (BLOCKS, count + 3, count + 6)
        The first count + 3 columns hold the steps; the rows of the last three the credits of
        each source.
    """
    person = pd.factorize(paths["person"])[0] % BLOCKS
    path, converted = paths["path"].to_numpy(), paths["converted"].to_numpy(dtype=bool)
    begin, end, of = markov.transitions(source, path, converted)
    first = np.append(True, path[1:] != path[:-1])
    last = np.append(first[1:], True)
    sums = np.zeros((BLOCKS, count + 3, count + 6))
    np.add.at(sums, (person[first][of], begin, end), 1.0)
    length = np.bincount(path)[path]
    for place, weight in enumerate((first * 1.0, last * 1.0, 1 / length)):
        np.add.at(sums[:, :, count + 3 + place], (person, source), weight * converted)
    return sums


def credits(sums: np.ndarray) -> np.ndarray:
    """Return the orders credited to each source, shape (METHODS, sources)."""
    count = len(sums) - 3
    plain = sums[:count, count + 3 :].T
    lost = markov.removal_effects(sums[:, : count + 3])
    orders = plain[0].sum()
    return np.vstack([plain, lost / max(lost.sum(), 1e-12) * orders])
