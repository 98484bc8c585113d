"""Draw by lot from a persona's id: the same id draws the same, today and in any quarter."""

import hashlib
from collections.abc import Sequence
from typing import Any


def lot(persona_id: str, what: str) -> float:
    """Return a number from 0 up to 1 that depends on the persona and on what is drawn.

    Examples
    --------
    >>> lot("p-7f3a", "hair") == lot("p-7f3a", "hair"), lot("p-7f3a", "hair") == lot("p-1", "hair")
    (True, False)
    """
    digest = hashlib.sha256(f"{persona_id}\n{what}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def draw(persona_id: str, what: str, choices: Sequence[Any]) -> Any:
    """Return one of some choices, drawn by lot."""
    return choices[int(lot(persona_id, what) * len(choices))]


def in_order_of_lot(persona_id: str, what: str, choices: Sequence[str]) -> list[str]:
    """Return all choices in an order drawn by lot."""
    return sorted(choices, key=lambda one: (lot(persona_id, f"{what} {one}"), one))


def seed(persona_id: str) -> int:
    """Return the whole number that stands for a persona's portrait in the table `personas`."""
    return int(lot(persona_id, "portrait") * 2**31)
