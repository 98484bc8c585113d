"""What a later line takes back of earlier ones: last in, first out."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from helpers.intake.coded import coded
from helpers.intake.netting.voiding import FOUND


def piles(lines: pd.DataFrame) -> np.ndarray:
    """Return for each line a number that it shares with those that it may meet, else -1.

    Lines meet that are of one customer and product; deposits, of one customer. Where no
    customer is told, only the lines of one order do.
    """
    who, what = coded(lines["customer_id"]), coded(lines["product_id"])
    person, thing = who.codes.astype("int64"), what.codes.astype("int64")
    unknown = person < 0
    if unknown.any():
        person = np.where(unknown, len(who.texts) + coded(lines["order_id"]).codes, person)
    thing = np.where(lines["is_deposit"], len(what.texts), thing)
    return np.where(thing < 0, -1, person * (len(what.texts) + 1) + thing)


def cancellation_lines(view: pd.DataFrame) -> pd.DataFrame:
    """Return the pieces that cancellation lines take back, at the price of their purchase."""
    lines = view[~view["is_deposit"]]
    both = _in_time(lines, lines["kind"].eq("cancellation"))
    sale, units, amount, by = _met(both, "quantity", "amount", _to_the_nearest)
    return _told(both, sale, by, "cancellation_line", units=units, amount=amount)


def settled_deposits(view: pd.DataFrame) -> pd.DataFrame:
    """Return the deposits that later orders deduct; pieces, where nothing is left of one."""
    lines = view[view["is_deposit"]]
    both = _in_time(lines, lines["amount"].lt(0))
    sale, amount, units, by = _met(both, "amount", "quantity", _upwards)
    return _told(both, sale, by, "deposit_settled", units=units, amount=amount)


def _in_time(lines: pd.DataFrame, taking: pd.Series) -> pd.DataFrame:
    """Return the lines of piles from which something is taken, in time; `takes` says which do."""
    met = lines["pile"].ge(0) & lines["pile"].isin(lines.loc[taking, "pile"])
    both = lines.assign(takes=taking)[met]
    # By business day first, so that what is known of a day never depends on the next.
    return both.sort_values(["event_day", "ordered_at", "takes", "order_id", "line_number"])


def _met(both: pd.DataFrame, measure: str, other: str, share: Callable) -> np.ndarray:
    """Return what is taken: the row taken from, how much of two columns, and the row that takes."""
    bought, found = defaultdict(list), []
    told = [both[name].tolist() for name in ("pile", "takes", measure, other)]
    for row, (pile, takes, size, beside) in enumerate(zip(*told, strict=True)):
        if takes:
            taken = _last_in_first_out(bought[pile], -size, share)
            found += [(*part, row) for part in taken]
        elif size > 0:
            bought[pile].append([size, size, beside, row])
    return np.array(found, dtype="int64").reshape(-1, 4).T


def _last_in_first_out(
    bought: list[list], size: int, share: Callable[[int, int, int], int]
) -> Iterator[tuple[int, int, int]]:
    """Take from the end of a pile; yield (row, how much of the measure, of what is beside it)."""
    while size > 0 and bought:
        left, whole, beside, row = bought[-1]
        taken = min(left, size)
        size -= taken
        bought[-1][0] -= taken
        # Differences of rounded totals, so that a line taken back whole is taken back exactly.
        yield row, taken, share(beside, left, whole) - share(beside, left - taken, whole)
        if taken == left:
            bought.pop()


def _to_the_nearest(beside: int, left: int, whole: int) -> int:
    return round(beside * left / whole)


def _upwards(beside: int, left: int, whole: int) -> int:
    return -(-beside * left // whole)


def _told(
    both: pd.DataFrame, sale: np.ndarray, by: np.ndarray, rule: str, **taken: np.ndarray
) -> pd.DataFrame:
    back = both[["order_id", "line_number"]].take(sale).reset_index(drop=True)
    cause = both[["order_id", "event_day"]].take(by).reset_index(drop=True)
    return back.assign(**taken, event_day=cause["event_day"], cause=cause["order_id"], rule=rule)[
        FOUND
    ]
