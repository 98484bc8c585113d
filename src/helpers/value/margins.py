"""What an order brings after its costs: each customer's margin, drawn to the company's.

An order brings a share of its sales, less what it costs whatever its size. Beside that some
customers buy dearer goods, send more back or ask more; how much of it stays with the customer is
learnt from all of them (credibility), so that few orders make no wild rates.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

FEWEST = 30  # customers with orders and costs, below which no margin is foretold


class Margins(NamedTuple):
    """What orders bring after their costs.

    Attributes
    ----------
    rate : float
        Of sales, what is left of them before what each order costs (proportion).
    per_order : float
        What each order adds, whatever its size; below nought where it costs (currency).
    differing : float
        How customers' rates truly differ (standard deviation, proportion).
    chance : float
        By how much one order's margin is off by chance (standard deviation, currency).
    own : Series of float
        By customer, how much of its sales it brings more or less than others (proportion).
    customers : int
        Customers from whom this was learnt.
    """

    rate: float
    per_order: float
    differing: float
    chance: float
    own: pd.Series
    customers: int


def learn_margins(known: pd.DataFrame) -> Margins | None:
    """Return what orders bring after their costs; None where too few margins are known.

    Parameters
    ----------
    known : DataFrame
        The table `customer_margin`.

    References
    ----------
    Bühlmann and Straub (1970), "Glaubwürdigkeit für Schadensätze", Mitteilungen der
    Vereinigung schweizerischer Versicherungsmathematiker 70.
    """
    sold = known[known["orders"].gt(0) & known["margin"].notna()]
    paying = sold[sold["revenue"].gt(0)]
    if len(paying) < FEWEST:
        return None
    rate, per_order = _usual(paying)
    apart = sold["margin"] - rate * sold["revenue"] - per_order * sold["orders"]
    differing, chance = _spreads(apart[paying.index], paying)
    own = _own(apart, sold, differing, chance).set_axis(sold["customer_id"])
    return Margins(rate, per_order, differing, chance, own, len(paying))


def _usual(paying: pd.DataFrame) -> tuple[float, float]:
    """Return the share of sales, and the amount per order, that margins have in common.

    Margins spread the more the larger sales are, so large customers weigh less per unit.
    """
    scale = np.sqrt(paying["revenue"].to_numpy())
    facts = paying[["revenue", "orders"]].to_numpy(dtype=float) / scale[:, None]
    found, *_ = np.linalg.lstsq(facts, paying["margin"].to_numpy() / scale, rcond=None)
    return float(found[0]), float(found[1])


def _spreads(apart: pd.Series, paying: pd.DataFrame) -> tuple[float, float]:
    """Return how customers' rates differ, and how far one order is off by chance.

    The square of what is apart grows with the number of orders where it is chance, with the
    square of their sales where customers differ.
    """
    from scipy.optimize import nnls

    sales = paying["revenue"].to_numpy(dtype=float)
    facts = np.column_stack([paying["orders"] / sales, sales])
    (chance, differing), _ = nnls(facts, apart.to_numpy() ** 2 / sales)
    return float(np.sqrt(differing)), float(np.sqrt(chance))


def _own(
    apart: pd.Series, sold: pd.DataFrame, differing: float, chance: float
) -> pd.Series:
    """Return each customer's own rate beside the usual one, drawn to none of its own."""
    told = differing**2 * sold["revenue"]
    doubt = told * sold["revenue"] + chance**2 * sold["orders"]
    return (told * apart).div(doubt.where(doubt.gt(0), np.inf))


def value_of_orders(
    margins: Margins | None, orders: pd.Series, spend: pd.Series
) -> pd.Series:
    """Return what orders bring: their margin where it is known, else their sales.

    Parameters
    ----------
    margins : Margins or None
        As from `learn_margins`.
    orders, spend : Series of float
        By customer, how many orders and their sales in all (company currency).
    """
    if margins is None:
        return spend
    own = margins.own.reindex(spend.index).fillna(0.0)
    return (margins.rate + own) * spend + margins.per_order * orders
