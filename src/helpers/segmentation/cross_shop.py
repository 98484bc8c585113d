"""Which categories are bought by the same customers, more often than chance would have it.

Whoever buys many categories brings every two of them together. So chance here keeps how many
categories each customer bought, and how popular each category is; only which ones is left to it.
"""

from itertools import combinations

import numpy as np
import pandas as pd
from ibis.expr.types import Table
from scipy.stats import norm

from helpers.evidence.discovery import control_false_discoveries
from helpers.evidence.intervals import proportion_interval
from helpers.segmentation.snapshots import Snapshots
from helpers.workspace import Desk, contracts, engine, tables
from helpers.workspace.categories import with_categories
from helpers.workspace.order_days import sold_by

MOST_CATEGORIES = 12  # the most bought ones; rarer ones are left out
TURNS = 200  # of fitting popularity, at most


def categories_bought(desk: Desk, snapshots: Snapshots) -> Table:
    """Return who bought of which category on which day and kept something, by the as-of day.

    Parameters
    ----------
    desk : Desk
        Where `reversals` and `events?` are read.
    snapshots : Snapshots
        Whose order lines are looked at.
    """
    lines = sold_by(desk, snapshots.sold, desk.as_of)
    return kept_categories(tables.netted(lines, desk.read("reversals")), desk.read("events?"))


def kept_categories(lines: Table, events: Table) -> Table:
    """Return who bought of which category on which day and kept something.

    Parameters
    ----------
    lines : Table
        Order lines by customer, as known on a day.
    events : Table
        Events, to tell the category of products whose lines do not.

    Returns
    -------
    Table
        `customer_id`, `event_day`, `category`, each once; worked out once, and held by the engine.
    """
    kept = lines.filter(lines.kind == "sale", lines.net_quantity > 0, lines.customer_id.notnull())
    told = with_categories(
        kept.select("customer_id", "event_day", "product_id", "category"), events
    )
    known = told.filter(told.category.notnull())
    return known.select("customer_id", "event_day", "category").distinct().cache()


def baskets(bought: Table, days: pd.DataFrame) -> pd.DataFrame:
    """Return which categories each customer bought and kept something of.

    Parameters
    ----------
    bought : Table
        As from `categories_bought`.
    days : DataFrame
        Order days of the customers who count.

    Returns
    -------
    DataFrame
        One row per customer, one column of bool per category, the most bought first.
    """
    scope = days[["customer_id"]].drop_duplicates()
    known = bought.semi_join(engine.in_memory(scope), "customer_id")
    known = known.select("customer_id", "category").distinct().cache()
    sizes = known.category.value_counts(name="customers").to_pandas()
    sizes = sizes.sort_values(["customers", "category"], ascending=[False, True])
    common = sizes["category"].head(MOST_CATEGORIES).astype("str").tolist()
    pairs = known.filter(known.category.isin(common)).to_pandas()
    row, who = pd.factorize(pairs["customer_id"], sort=True)
    held = np.zeros((len(who), len(common)), dtype=bool)
    held[row, pd.Index(common, dtype="str").get_indexer(pairs["category"])] = True
    customers = pd.Index(who, dtype="str", name="customer_id")
    return pd.DataFrame(held, index=customers, columns=pd.Index(common, name="category"))


def cross_shop(bought: pd.DataFrame, *, false_share: float = 0.10) -> pd.DataFrame:
    """Return for each two categories how many customers bought both, beside chance.

    Parameters
    ----------
    bought : DataFrame
        As from `baskets`.
    false_share : float
        Share of false discoveries that is accepted among the pairs called together or apart.

    Returns
    -------
    DataFrame
        The table `cross_shop`: `customers` who bought both, `expected` by chance, `affinity`
        (their ratio) with its interval, `lift` (against each category alone, customers with a
        known category counted), `p_adjusted` (pairs may depend on one another) and `differs`.

    References
    ----------
    Rasch (1960); Chen, Dempster and Liu (1994), "Weighted finite population sampling to
    maximize entropy", Biometrika 81 (the chance of a subset of given size).
    """
    columns = list(contracts.load("cross_shop").columns)
    held = bought.to_numpy(dtype=bool)
    if held.shape[1] < 2 or not held.any():
        return pd.DataFrame(columns=columns)
    expected, variance = chance_of_pairs(held)
    rows, p_values = [], []
    for one, other in combinations(range(held.shape[1]), 2):
        both, mean = int((held[:, one] & held[:, other]).sum()), expected[one, other]
        rows.append((*bought.columns[[one, other]], *_figures(held, one, other, both, mean)))
        z = (both - mean) / np.sqrt(variance[one, other]) if variance[one, other] > 1e-9 else 0.0
        p_values.append(2 * float(norm.sf(abs(z))))
    found = control_false_discoveries(p_values, rate=false_share, dependent=True)
    frame = pd.DataFrame(rows, columns=columns[:-2])
    frame = frame.assign(p_adjusted=found.adjusted, differs=found.found)
    order = ["affinity", "category", "other_category"]
    return frame.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _figures(held: np.ndarray, one: int, other: int, both: int, mean: float) -> tuple:
    share = proportion_interval(both, len(held))
    ratio = [len(held) * part / mean if mean > 0 else np.nan for part in share]
    alone = held[:, one].mean() * held[:, other].mean() * len(held)
    return both, mean, *ratio, both / alone if alone else np.nan


def chance_of_pairs(held: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many customers would have each pair by chance, and the variance of that.

    Chance keeps each customer's number of categories and each category's number of customers.

    Parameters
    ----------
    held : ndarray of bool, shape (customers, categories)
    """
    sizes, customers = np.unique(held.sum(axis=1), return_counts=True)
    weights = _popularity(held.sum(axis=0).astype(float), sizes, customers)
    mean = np.zeros((held.shape[1],) * 2)
    variance = mean.copy()
    for size, people in zip(sizes, customers, strict=True):
        pairs = _pair_chance(weights, int(size))
        mean += people * pairs
        variance += people * pairs * (1 - pairs)
    return mean, variance


def _popularity(totals: np.ndarray, sizes: np.ndarray, customers: np.ndarray) -> np.ndarray:
    """Return weights of categories under which each is bought as often as it was."""
    weights = totals / totals.sum()
    for _ in range(TURNS):
        reached = sum(
            people * _single_chance(weights, int(size))
            for size, people in zip(sizes, customers, strict=True)
        )
        step = totals / np.maximum(reached, 1e-12)
        weights = weights * step
        weights = weights / weights.sum()
        if np.abs(step - 1).max() < 1e-9:
            break
    return weights


def _sums(weights: np.ndarray, most: int) -> np.ndarray:
    """Return the elementary symmetric sums of weights, up to an order."""
    sums = np.zeros(most + 1)
    sums[0] = 1.0
    for weight in weights:
        sums[1:] = sums[1:] + weight * sums[:-1]
    return sums


def _single_chance(weights: np.ndarray, size: int) -> np.ndarray:
    """Return how likely each category is among so many that a customer bought."""
    if size == 0:
        return np.zeros(len(weights))
    whole = _sums(weights, size)[size]
    rest = [_sums(np.delete(weights, place), size - 1)[size - 1] for place in range(len(weights))]
    return weights * np.array(rest) / whole


def _pair_chance(weights: np.ndarray, size: int) -> np.ndarray:
    """Return how likely each two categories are among so many."""
    chance = np.zeros((len(weights),) * 2)
    if size < 2:
        return chance
    whole = _sums(weights, size)[size]
    for one, other in combinations(range(len(weights)), 2):
        rest = _sums(np.delete(weights, [one, other]), size - 2)[size - 2]
        chance[one, other] = chance[other, one] = weights[one] * weights[other] * rest / whole
    return chance


def shown_pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs for readers: those that chance does not explain."""
    columns = ["category", "other_category", "customers", "expected", "affinity", "affinity_lower",
               "affinity_upper"]  # fmt: skip
    return table.loc[table["differs"].astype(bool), columns].reset_index(drop=True)


def no_pairs(table: pd.DataFrame) -> str | None:
    """Return the key of what to add where no two categories are known; None where some are."""
    return "segmentation_way.no_pairs" if table.empty else None
