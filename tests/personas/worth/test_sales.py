import pandas as pd
from personas.worth.ledgers import COSTS, PEOPLE, line, order, sales

from helpers.evidence.counts import half_of
from helpers.personas.worth.margins import customer_margin
from helpers.workspace import engine


def halves(who, days):
    """The half of a customer's record that each day falls into."""
    told = engine.in_memory(pd.DataFrame({"customer_id": who, "event_day": days}))
    day = told.event_day.cast("date")
    return told.select(half=half_of(told.customer_id, day)).to_pandas()["half"].tolist()


def test_an_order_whose_lines_lie_in_both_halves_is_one_order_of_the_whole():
    days = [f"2026-09-{day:02d}" for day in range(1, 10)]
    known = dict(zip(halves("ann", days), days, strict=True))
    lines = [line("1", "ann", 100, day=day) | {"line_number": number}
             for number, day in enumerate(known.values())]  # fmt: skip
    told = sales(lines, [order("1")])

    counted = {half: customer_margin(told, PEOPLE, half=half).loc[0] for half in (None, 0, 1)}

    assert len(told.orders.to_pandas()) == 2
    assert [own["orders"] for own in counted.values()] == [1, 1, 1]
    assert [own["revenue"] for own in counted.values()] == [200, 100, 100]


def test_a_piece_costs_what_it_cost_from_the_newest_day_on():
    days = ["2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01"]
    costs = [*COSTS, {"product_id": "boot", "event_day": "2026-03-01", "unit_cost": 60}]

    told = sales([line(day, "ann", 100, day=day) for day in days], costs=costs)

    told = told.orders.to_pandas().set_index("order_id")["cost"].astype(float)
    assert told[days].tolist() == [40, 50, 50, 60]


def test_what_was_sold_before_any_cost_was_known_has_none():
    told = sales([line("1", "ann", 100)], costs=[COSTS[1] | {"event_day": "2026-09-02"}])

    frame = told.orders.to_pandas()
    assert frame[["cost", "costed", "pieces"]].astype(int).to_numpy().tolist() == [[0, 0, 1]]


def test_an_order_of_which_nothing_else_is_told_was_at_no_till_and_without_a_code():
    frame = sales([line("1", "ann", 100)]).orders.to_pandas()

    assert frame[["at_till", "with_code"]].to_numpy().tolist() == [[False, False]]
    assert frame["country"].isna().all()


def test_tickets_are_counted_in_each_half_by_the_day_on_which_they_came():
    days = ["2026-09-01", "2026-09-02", "2026-09-03", "2026-09-04"]
    tickets = [{"kind": "ticket", "customer_id": "ann", "event_day": day} for day in days]

    told = sales([], tickets=tickets).tickets

    expected = pd.Series(halves("ann", days)).value_counts().to_dict()
    assert told.set_index("half")["tickets"].to_dict() == expected
