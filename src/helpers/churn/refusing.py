"""What a forecast of leaving cannot do without, and how much of it is there."""

from typing import Literal

Missing = Literal["customers", "days", "snapshots", "left", "stayed"]

WORDS = {
    "customers": "customers at risk",
    "days": "days of orders, twice the window,",
    "snapshots": "earlier days whose outcome is known",
    "left": "customers who left",
    "stayed": "customers who stayed",
}


class NotForecast(ValueError):
    """Leaving cannot be forecast: `found` of the `needed` of what `missing` names.

    `missing` is "customers" (at risk on one day), "days" (from the company's first order to
    the as-of day), "snapshots" (earlier days whose outcome is known), "left" or "stayed"
    (customers to learn from: where all or none left there is nothing to tell apart).
    """

    def __init__(self, missing: Missing, *, found: int, needed: int) -> None:
        self.missing, self.found, self.needed = missing, found, needed
        super().__init__(
            f"a forecast of who leaves needs at least {needed} {WORDS[missing]}: there are {found}"
        )


def at_least(missing: Missing, *, found: int, needed: int) -> None:
    """Refuse where too little is there.

    Raises
    ------
    NotForecast
        Says what is missing, and how much.
    """
    if found < needed:
        raise NotForecast(missing, found=int(found), needed=int(needed))
