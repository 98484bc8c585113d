"""What units did before and after they were assigned: net of what was taken back, by the day."""

from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd
from ibis.expr.types import Table

from helpers.experiments.checks import Checked
from helpers.experiments.declared import Experiment
from helpers.workspace import engine

BEFORE_DAYS = 365


class Watched(NamedTuple):
    """Experiments that may be read, and what their units did.

    Attributes
    ----------
    checked : Checked
    as_of : date
        The last day that is known.
    units : DataFrame
        One row per experiment and unit: `experiment`, `customer_id`, `arm`, `assigned_on`;
        from assignment to the experiment's end `order_days`, `net_spend` (company currency),
        and as noughts and ones `ordered` and `silent`; in BEFORE_DAYS before assignment
        `order_days_before`, `net_spend_before` and `active_before`.
    days : DataFrame
        One row per experiment, unit and order day from BEFORE_DAYS before assignment on:
        `experiment`, `customer_id`, `event_day`, `day` (days since assignment, below nought
        before it) and `spend`.
    """

    checked: Checked
    as_of: date
    units: pd.DataFrame
    days: pd.DataFrame

    def of(self, experiment: str) -> pd.DataFrame:
        """Return the units of one experiment."""
        return self.units[self.units["experiment"].eq(experiment)]


def watch(checked: Checked, lines: Table, *, as_of: date) -> Watched:
    """Return what the units of experiments that passed their checks did.

    The day of assignment counts as after it, in all arms alike: days are all that
    assignments tell. What came before never counts as an effect.

    Parameters
    ----------
    checked : Checked
        As from `check`.
    lines : Table
        `order_lines` as known on the as-of day, by customer.
    """
    days = order_days_of(checked.units, lines)
    parts = [
        _outcomes(checked.units[checked.units["experiment"].eq(one.name)], days, one, as_of)
        for one in checked.readable()
    ]
    columns = [*checked.units.columns, "order_days", "net_spend", "ordered", "silent",
               "order_days_before", "net_spend_before", "active_before"]  # fmt: skip
    units = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return Watched(checked, as_of, units[columns], days)


def within(days: pd.DataFrame, units: pd.DataFrame, first: int, last: pd.Series | int | date):
    """Return order days and spend of units from one day since assignment to another.

    Parameters
    ----------
    days : DataFrame
        Of one experiment, as in `Watched`.
    units : DataFrame
        Of the same experiment.
    first : int
        Days since assignment.
    last : int or date
        Days since assignment, or a day of the calendar; counts itself.

    Returns
    -------
    DataFrame
        One row per unit, in their order: `order_days` and `net_spend`.
    """
    upto = days["day"].le(last) if isinstance(last, int) else days["event_day"].le(
        pd.Timestamp(last)
    )  # fmt: skip
    own = days[days["day"].ge(first) & upto].groupby("customer_id")["spend"]
    table = pd.DataFrame({"order_days": own.size(), "net_spend": own.sum().round(2)})
    return table.reindex(units["customer_id"]).fillna(0.0).reset_index(drop=True)


def order_days_of(units: pd.DataFrame, lines: Table) -> pd.DataFrame:
    """Return one row per experiment, unit and order day, in one pass of the engine.

    Parameters
    ----------
    units : DataFrame
        `experiment`, `customer_id` and `assigned_on`.
    lines : Table
        `order_lines`, by customer.

    Returns
    -------
    DataFrame
        As `Watched.days`.
    """
    kept = lines.filter(lines.net_quantity > 0, lines.customer_id.notnull())
    days = kept.group_by("customer_id", "event_day").agg(spend=kept.net_amount.sum())
    told = units[["experiment", "customer_id", "assigned_on"]]
    told = told.assign(assigned_on=told["assigned_on"].astype("str"))
    assigned = engine.in_memory(told)
    assigned = assigned.mutate(assigned_on=assigned.assigned_on.cast("date"))
    found = days.join(assigned, "customer_id")
    found = found.mutate(
        day=found.event_day.delta(found.assigned_on, unit="day").cast("int64"),
        spend=found.spend.cast("float64"),
    )
    found = found.filter(found.day >= -BEFORE_DAYS)
    found = found.select("experiment", "customer_id", "event_day", "day", "spend")
    frame = found.order_by("experiment", "customer_id", "event_day").to_pandas()
    return frame.astype({"event_day": "datetime64[us]"})


def _outcomes(
    units: pd.DataFrame, days: pd.DataFrame, one: Experiment, as_of: date
) -> pd.DataFrame:
    own = days[days["experiment"].eq(one.name)]
    after = within(own, units, 0, one.end(as_of))
    before = within(own, units, -BEFORE_DAYS, -1).add_suffix("_before")
    told = pd.concat([units.reset_index(drop=True), after, before], axis="columns")
    ordered = told["order_days"].gt(0).astype(float)
    active = told["order_days_before"].gt(0).astype(float)
    return told.assign(ordered=ordered, silent=1 - ordered, active_before=active)


def last_assigned(watched: Watched, experiment: str) -> date:
    """Return the day on which the last unit of an experiment was assigned."""
    return watched.of(experiment)["assigned_on"].max().date()


def days_known(watched: Watched, experiment: str) -> int:
    """Return how many days since assignment are known of every unit, the first one included."""
    known = watched.as_of - last_assigned(watched, experiment) + timedelta(days=1)
    return max(0, known.days)
