from helpers.workspace import privacy

from .conftest import rejected, told


def test_an_experiment_may_still_run_and_a_share_is_a_proportion(deliver, take_in):
    tables = take_in(deliver("experiments.csv"))

    assert told(tables.experiments.sort_values("line"), "experiment", "event_day", "last_day",
                "treatment_share", "metric") == [
        ("free_delivery", "2026-01-06", "2026-04-06", 0.5, "orders"),
        ("new_page", "2026-05-05", None, 0.5, "orders"),
    ]  # fmt: skip
    assert rejected(tables) == [(4, "out_of_bounds", "planned_treatment_share")]


def test_units_are_the_shops_customers_with_or_without_a_spreadsheets_apostrophe(deliver, take_in):
    tables = take_in(deliver("experiment-assignments.csv"))

    customer, other = (privacy.pseudonym("contact", name) for name in ("7100000004099", "0042"))
    assert told(tables.assignments.sort_values("line"), "contact_id", "variant", "event_day") == [
        (customer, "treatment", "2026-01-06"), (customer, "treatment", "2026-01-06"),
        (other, "control", "2026-01-06"),
    ]  # fmt: skip
    assert rejected(tables) == [(5, "empty_needed_cell", "variant")]
