"""Units of experiments: who was assigned to which arm, once each."""

import pandas as pd
from ibis.expr.types import Table

from helpers.experiments.declared import Experiment


def units_of(assignments: Table, experiments: list[Experiment]) -> pd.DataFrame:
    """Return one row per experiment and customer who was assigned.

    Everybody who was assigned counts, whether the customer meets screening conditions or not:
    who is screened by what came later would break the lot. What two deliveries tell alike is
    one assignment.

    Parameters
    ----------
    assignments : Table
        The table `assignments`, by customer.
    experiments : list of Experiment
        Which are read.

    Returns
    -------
    DataFrame
        `experiment`, `customer_id` (missing for all together whom no list knows), `arm` (the
        first one), `arms` (how many the customer is in), `assigned_on` (the first day) and
        `rows` (assignments), sorted.
    """
    names = [one.name for one in experiments]
    own = assignments.filter(assignments.experiment.isin(names))
    once = own.group_by("experiment", "customer_id", "assignment_id").agg(
        variant=own.variant.min(), event_day=own.event_day.min()
    )
    first = once.variant.argmin(once.event_day.cast("string").concat("|", once.variant))
    found = once.group_by("experiment", "customer_id").agg(
        arm=first, arms=once.variant.nunique(), assigned_on=once.event_day.min(), rows=once.count()
    )
    frame = found.order_by("experiment", "customer_id").to_pandas()
    return frame.astype({"assigned_on": "datetime64[us]"})


def single_arm(units: pd.DataFrame) -> pd.DataFrame:
    """Return the units that can be read: known customers who are in one arm only."""
    return units[units["arms"].eq(1) & units["customer_id"].notna()].reset_index(drop=True)
