import numpy as np

from helpers.demo import company, leads


def test_leads_share_no_address_or_id_with_customers(traces, history):
    emails = set(history.people.email.to_pylist()) - {""}

    assert not emails & set(traces.leads.people.email.to_pylist())
    ids = set(history.people.customer_id.to_pylist())
    assert not ids & set(traces.leads.people.customer_id.to_pylist())


def test_leads_have_their_number_and_come_within_the_history(traces, history):
    day = traces.leads.crowd.join_day

    assert len(day) == int(leads.SHARE * len(history.customers.kind))
    assert (np.diff(day) >= 0).all() and 0 <= day.min() and day.max() < company.DAYS
