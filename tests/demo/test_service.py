import csv

import numpy as np
import pytest

from helpers.demo import company, groups, service


@pytest.fixture(scope="module")
def tickets(traces):
    return traces.tickets


def test_trouble_becomes_a_complaint_on_its_day(tickets, history):
    complaint = tickets.subject == service.COMPLAINT
    who = tickets.customer[complaint]

    assert np.array_equal(tickets.day[complaint], history.customers.trouble_day[who])
    assert (tickets.day[complaint] <= history.customers.leave_day[who]).all()
    came = history.customers.trouble_day <= np.minimum(
        history.customers.leave_day, company.DAYS - 1
    )
    assert complaint.sum() / came.sum() == pytest.approx(service.TOLD, abs=0.08)


def test_refunds_and_questions_name_their_order(tickets, history):
    named = tickets.subject != service.COMPLAINT

    assert (tickets.order[named] >= 0).all() and (tickets.order[~named] == -1).all()
    assert np.array_equal(history.orders.customer[tickets.order[named]], tickets.customer[named])


def test_those_who_cost_more_write_more_tickets(tickets, history):
    by_kind = np.bincount(history.customers.kind[tickets.customer], minlength=7)
    heads = np.bincount(history.customers.kind, minlength=7)

    load = by_kind / heads

    assert load.argmax() == groups.NAMES.index(groups.COSTLY)


def test_each_ticket_and_call_is_told_once(demo, tickets):
    read = {}
    for name in ("tickets", "calls"):
        read[name] = []
        for delivery in company.DELIVERIES:
            path = demo.raw / delivery.folder / f"service_{name}.csv"
            with path.open(encoding="utf-8") as file:
                read[name] += list(csv.DictReader(file))

    assert [row["ticket_id"] for row in read["tickets"]] == tickets.ids.to_pylist()
    assert len(read["calls"]) == tickets.called.sum()
    assert all(row["note"] and int(row["duration_seconds"]) >= 60 for row in read["calls"])
