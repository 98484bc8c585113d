"""Who is who: which record of which system tells of which customer."""

import numpy as np
import pyarrow as pa

from helpers.demo import loyalty, survey, text
from helpers.demo.company import DELIVERIES, day_number
from helpers.demo.crm import lead_ids
from helpers.demo.feedback import named
from helpers.demo.history import History
from helpers.demo.mail_export import audience
from helpers.demo.sources import Traces
from helpers.demo.web_events import pseudo_ids

__all__ = ["identities_table", "lead_ids"]


def identities_table(history: History, traces: Traces) -> pa.Table:
    """Return one row per record that tells of a customer: source, record, customer.

    ``record`` is the source's own id (Mailchimp's is the e-mail address, Google
    Analytics' the device). ``kind_of_link`` says what an analyst can go by: an "id", an
    "email", fields "retyped" by somebody else, or a "device" that was seen logged in.
    A lead has an empty customer.
    """
    who = history.people.customer_id
    tables = [
        _table("shopify", who, np.arange(len(who)), "id", who),
        _table("zoho", traces.contacts.record_id, traces.contacts.customer, "retyped", who),
        _table("fxiaoke", traces.clients.client_id, traces.clients.customer, "retyped", who),
        _leads(traces),
        *_mail(history, who),
        _devices(history, traces, who),
        *_surveys(history, who),
        _members(history, who),
        _posts(history, traces, who),
    ]
    return pa.concat_tables(tables)


def _table(source: str, record: text.Text, customer, link: str, who: text.Text) -> pa.Table:
    return pa.table({
        "source": pa.repeat(source, len(customer)),
        "record": record,
        "customer": who.take(pa.array(customer)),
        "kind_of_link": pa.repeat(link, len(customer)),
    })  # fmt: skip


def _leads(traces: Traces) -> pa.Table:
    record = lead_ids(traces.leads)
    nobody = pa.nulls(len(record), pa.string())
    return pa.table({
        "source": pa.repeat("zoho-leads", len(record)), "record": record, "customer": nobody,
        "kind_of_link": pa.repeat("nobody", len(record)),
    })  # fmt: skip


def _mail(history: History, who: text.Text) -> list[pa.Table]:
    if not history.variant.mail:
        return []
    parts = audience(history, DELIVERIES[-1]).values()
    customer = np.sort(np.concatenate(list(parts)))
    address = history.people.email.take(pa.array(customer))
    return [_table("mailchimp", address, customer, "email", who)]


def _devices(history: History, traces: Traces, who: text.Text) -> pa.Table:
    visits, count = traces.visits, len(history.customers.kind)
    known = np.flatnonzero(visits.logged_in & (visits.visitor < count))
    seen = np.flatnonzero(visits.visitor < count)
    device = visits.visitor * 4 + np.where(visits.app, 3, visits.device)
    ours = seen[np.unique(device[seen], return_index=True)[1]]
    linked = np.isin(device[ours], device[known])
    record = pseudo_ids(visits).take(pa.array(ours))
    table = _table("ga4", record, visits.visitor[ours], "device", who)
    kinds = text.choose(linked, "device", "device never logged in")
    return table.set_column(3, "kind_of_link", kinds)


def _surveys(history: History, who: text.Text) -> list[pa.Table]:
    tables = []
    for wave in survey.WAVES:
        answers = survey.simulate_answers(history, wave)
        ids = survey.respondent_ids(answers, wave)
        table = _table("survey", ids, answers.customer, "email", who)
        kinds = text.choose(answers.signed, "email", "unsigned")
        tables.append(table.set_column(3, "kind_of_link", kinds))
    return tables


def _members(history: History, who: text.Text) -> pa.Table:
    customer = np.flatnonzero(loyalty.members(history, day_number(DELIVERIES[-1].data_through)))
    return _table("loyalty", loyalty.member_numbers(customer), customer, "email", who)


def _posts(history: History, traces: Traces, who: text.Text) -> pa.Table:
    customer = history.orders.customer[traces.posts.order]
    table = _table("posts", traces.posts.ids, customer, "handle", who)
    shown = named(history, traces.posts)
    return table.set_column(3, "kind_of_link", text.choose(shown, "handle", "anonymous"))
