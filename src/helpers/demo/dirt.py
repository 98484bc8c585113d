"""What is wrong with the exports: how often, and how each damage is done."""

import csv
import io
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from helpers.demo.streams import happens, stream


class Rates(NamedTuple):
    """How often each flaw occurs, as proportions of customers, orders or lines."""

    # Of customers.
    customer_without_email: float = 0.006
    customer_without_city: float = 0.01
    customer_repeated: float = 0.001
    name_in_capitals: float = 0.03
    name_in_small_letters: float = 0.03
    name_swapped: float = 0.02
    name_in_one_field: float = 0.02
    phone_without_country_code: float = 0.06
    phone_full_width: float = 0.01
    # Of orders.
    order_repeated: float = 0.002
    order_without_email: float = 0.01
    order_without_city: float = 0.01
    email_in_capitals: float = 0.02
    email_with_spaces: float = 0.01
    amount_with_thousands: float = 0.06
    order_is_test: float = 0.001
    # Of lines.
    line_without_sku: float = 0.005


RATES = Rates()


class OrderFlaws(NamedTuple):
    """Which orders and lines have which flaw; every field but the last has one element per order.

    These flaws can be read past, so the rows that have them are accepted, and an
    order has the same ones in every delivery.
    """

    email_missing: np.ndarray
    email_in_capitals: np.ndarray
    email_with_spaces: np.ndarray
    city_missing: np.ndarray
    amount_with_thousands: np.ndarray
    test_order: np.ndarray
    sku_missing: np.ndarray


def flaws_of_orders(orders: int, lines: int, seed: int) -> OrderFlaws:
    """Return which of so many orders and lines have which flaw."""
    rng = stream(seed, "order_flaws")
    rates = (
        RATES.order_without_email,
        RATES.email_in_capitals,
        RATES.email_with_spaces,
        RATES.order_without_city,
        RATES.amount_with_thousands,
        RATES.order_is_test,
    )
    of_orders = [happens(rng, rate, orders) for rate in rates]
    return OrderFlaws(*of_orders, happens(rng, RATES.line_without_sku, lines))


class Damage(NamedTuple):
    """One way in which a row becomes unreadable.

    Attributes
    ----------
    kind : str
        Its name in the truth.
    rows : str
        Which rows of an order it strikes: "first", "further" or "any".
    rate : float
        Share of a file's rows (proportion); a file too small for one row has none.
    strike : callable
        Takes a row's cells by column, and the column names; returns the cells to be written.
    """

    kind: str
    rows: str
    rate: float
    strike: Callable[[dict[str, str]], list[str]]


def _becomes(column: str, value: str) -> Callable[[dict[str, str]], list[str]]:
    return lambda cells: list({**cells, column: value}.values())


def _cut_short(cells: dict[str, str]) -> list[str]:
    return list(cells.values())[: 2 * len(cells) // 3]


def _one_too_many(cells: dict[str, str]) -> list[str]:
    values = list(cells.values())
    return [*values[:-1], "", values[-1]]


IMPOSSIBLE_DAY = "2025-02-30 10:00:00 +0800"
ORDER_DAMAGES = (
    Damage("impossible-date", "first", 0.00015, _becomes("Created at", IMPOSSIBLE_DAY)),
    Damage("amount-is-text", "first", 0.00008, _becomes("Total", "N/A")),
    Damage("amount-is-text", "further", 0.00015, _becomes("Lineitem price", "N/A")),
    Damage("decimal-comma", "further", 0.00015, _becomes("Lineitem price", "1.234,50")),
    Damage("too-few-cells", "any", 0.00020, _cut_short),
    Damage("too-many-cells", "any", 0.00020, _one_too_many),
)
CUSTOMER_DAMAGES = (
    Damage("too-few-cells", "first", 0.0006, _cut_short),
    Damage("too-many-cells", "first", 0.0006, _one_too_many),
)


def damaged(line: str, damage: Damage, header: list[str]) -> str:
    """Return a line of a CSV file with a damage done to it."""
    cells = next(csv.reader([line]))
    written = io.StringIO()
    struck = damage.strike(dict(zip(header, cells, strict=True)))
    csv.writer(written, lineterminator="\n").writerow(struck)
    return written.getvalue()
