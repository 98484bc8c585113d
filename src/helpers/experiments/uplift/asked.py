"""Which experiments are asked for whom their change works, and what a unit of the metric leaves."""

from typing import Any, NamedTuple

import pandas as pd

NEWEST = 4  # experiments that are asked
USUAL = "net_spend"
COLUMNS = {"conversion": "ordered", "order_days": "order_days", "net_spend": "net_spend"}


class Compared(NamedTuple):
    """One arm of an experiment beside the one without the change.

    Attributes
    ----------
    experiment, title : str
    units : DataFrame
        `customer_id`, `arm`, `assigned_on` and the columns of COLUMNS.
    control, arm : str
    metric : str
        What is measured: what the experiment was to change, else USUAL.
    arms : int
        How many arms with a change the experiment has.
    cost : float
        Of the change, per customer to whom it is made (company currency).
    unit_left : float
        What one unit of the metric leaves, as from `unit_left` (company currency).
    guardrail : str or None
        The metric that must not fall; None where it is not measured of each customer.
    """

    experiment: str
    title: str
    units: pd.DataFrame
    control: str
    arm: str
    metric: str
    arms: int = 1
    cost: float = 0.0
    unit_left: float = 1.0
    guardrail: str | None = None

    @property
    def outcome(self) -> pd.Series:
        """What was measured of each unit, by customer."""
        return self.units.set_index("customer_id")[COLUMNS[self.metric]]

    @property
    def guarded(self) -> pd.Series | None:
        """What was measured of the guardrail of each unit, by customer; None where it is not."""
        if self.guardrail is None:
            return None
        return self.units.set_index("customer_id")[COLUMNS[self.guardrail]]

    @property
    def treated(self) -> pd.Series:
        """Whether each unit met the change, by customer."""
        return self.units.set_index("customer_id")["arm"].eq(self.arm)


def to_ask(watched: Any, terms: Any, *, newest: int = NEWEST) -> list[Compared]:
    """Return each arm with a change of the newest experiments that may be read, the oldest first.

    Parameters
    ----------
    watched : Watched
        Experiments that passed their checks, and what their units did.
    terms : Terms
        Of verdicts: what a change costs, what is left of sales, and what must not fall.
    newest : int
        Of how many experiments it is asked.
    """
    began = sorted(watched.checked.readable(), key=lambda told: (told.first_day, told.name))
    return [
        _compared(watched, one, arm, terms)
        for one in began[-newest:]
        for arm in watched.checked.variants(one.name)
    ]


def _compared(watched: Any, one: Any, arm: str, terms: Any) -> Compared:
    units, control = watched.of(one.name), watched.checked.control(one.name)
    both = units[units["arm"].isin([control, arm])]
    metric = one.metric if one.metric in COLUMNS else USUAL
    arms = len(watched.checked.variants(one.name))
    left = unit_left(both[both["arm"].eq(control)], metric, terms.rate)
    return Compared(one.name, one.title, both, control, arm, metric, arms, terms.cost, left,
                    terms.guardrail if terms.guardrail in COLUMNS else None)  # fmt: skip


def unit_left(without: pd.DataFrame, metric: str, rate: float | None) -> float:
    """Return what one unit of the metric leaves in the control on average (company currency).

    Of net spend that is a share, of an order day or of a customer who orders the sales that come
    with it; nought where nobody in the control bought.

    Parameters
    ----------
    without : DataFrame
        The units of the control.
    metric : str
    rate : float or None
        What is left of a unit of sales; None where costs are not known, and sales count whole.
    """
    left = 1.0 if rate is None else rate
    if metric == "net_spend":
        return left
    cases = float(without[COLUMNS[metric]].sum())
    return left * max(0.0, float(without["net_spend"].sum())) / cases if cases else 0.0
