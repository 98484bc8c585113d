"""What was planted beside the shop's own tables, for tests and benchmarks and for nobody else."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.demo import (
    advertising,
    company,
    groups,
    habits,
    identities,
    leaving,
    market,
    opinions,
    phrases,
    places,
    products,
    profit,
    survey,
    text,
)
from helpers.demo.campaigns import EFFECT_DAYS
from helpers.demo.delivered import dates
from helpers.demo.history import History
from helpers.demo.sources import Traces

FILE_NAME = "planted.json"


def write_planted(history: History, traces: Traces, folder: Path) -> None:
    """Write the parameters as JSON, and as Parquet what there is one row each of."""
    content = json.dumps(parameters(history), indent=1, ensure_ascii=False) + "\n"
    (folder / FILE_NAME).write_text(content, encoding="utf-8")
    tables = {
        "identities": identities.identities_table(history, traces),
        "leads": leads_table(traces),
        "lives": lives_table(history),
        "opinions": opinions_table(history, traces),
        "assignments": assignments_table(history),
        "contacted": contacted_table(history),
        "consents": consents_table(history),
        "advertising": advertising_table(history),
        "groups_profit": profit.profit_table(history, traces.tickets),
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")


def parameters(history: History) -> dict:
    """Return all planted parameters, by subject."""
    return {
        "variant": dataclasses.asdict(history.variant),
        "groups": [dataclasses.asdict(group) for group in groups.KINDS],
        "habits": [dataclasses.asdict(item) for item in habits.HABITS],
        "attitudes": {"statements": habits.ATTITUDES, "reversed": habits.REVERSED,
                      "interest": survey.interest().round(3).tolist()},
        "roles": {"costs more than it brings": groups.COSTLY, "grows": groups.GROWING,
                  "splits": groups.NAMES[groups.PARENT], "splits off": groups.BRANCH.name,
                  "split day": company.calendar()[groups.SPLIT_DAY].isoformat(),
                  "share that splits off": groups.BRANCH_SHARE},
        "leaving": {"after trouble": leaving.AFTER_TROUBLE, "as member": leaving.AS_MEMBER,
                    "remote": leaving.REMOTE, "with mail": leaving.WITH_MAIL},
        "elasticities": {"kinds": groups.NAMES, "regions": places.REGIONS,
                         "categories": products.CATEGORIES,
                         "own price": market.elasticities().round(4).tolist(),
                         "competitors' price": market.CROSS_ELASTICITY},
        "channels": [dataclasses.asdict(channel) for channel in advertising.CHANNELS],
        "companions": {"pairs": products.COMPANIONS, "share": products.COMPANION_SHARE},
        "experiments": [_told(trial.experiment) for trial in history.trials],
        "campaigns": {"effect days": EFFECT_DAYS,
                      "campaigns": [_told(mailing.campaign) for mailing in history.mailings]},
        "opinions": {"aspects": phrases.ASPECTS, "praised": opinions.PRAISED},
    }  # fmt: skip


def leads_table(traces: Traces) -> pa.Table:
    """Return one row per lead: the group that it would behave as, and its interest."""
    leads = traces.leads
    return pa.table({
        "lead": identities.lead_ids(leads),
        "group": text.lookup(groups.NAMES, leads.crowd.group),
        "interest": text.lookup(products.CATEGORIES, leads.interest),
        "day": dates(leads.crowd.join_day),
    })  # fmt: skip


def lives_table(history: History) -> pa.Table:
    """Return one row per customer: the drivers of leaving, and whether each came to pass.

    ``member_day`` and ``trouble_day`` are empty where they never came before leaving.
    """
    customers = history.customers
    end = np.minimum(customers.leave_day, company.DAYS - 1)
    member = np.where(customers.member_day <= end, customers.member_day, company.NEVER)
    trouble = np.where(customers.trouble_day <= end, customers.trouble_day, company.NEVER)
    return pa.table({
        "customer": history.people.customer_id,
        "member_day": dates(member),
        "trouble_day": dates(trouble),
        "remote": leaving.is_remote(customers.place),
        "region": text.lookup(places.REGIONS, customers.region),
        "email_opt_in": customers.email_opt_in,
    })  # fmt: skip


def opinions_table(history: History, traces: Traces) -> pa.Table:
    """Return one row per opinion in reviews and posts: text, aspect, praise, product, author."""
    parts = []
    for feedback in (traces.reviews, traces.posts):
        told = feedback.opinions
        take, customer = pa.array(told.text), history.orders.customer[feedback.order]
        parts.append(pa.table({
            "text": feedback.ids.take(take),
            "source": pa.repeat(feedback.source, len(told.text)),
            "aspect": text.lookup(phrases.ASPECTS, told.aspect),
            "praise": told.praise,
            "sku": text.lookup(products.column("sku").tolist(), feedback.product).take(take),
            "customer": history.people.customer_id.take(pa.array(customer)).take(take),
        }))  # fmt: skip
    return pa.concat_tables(parts)


def assignments_table(history: History) -> pa.Table:
    """Return one row per experiment and customer: what the customer really met, logged or not."""
    return pa.concat_tables([
        pa.table({
            "experiment": pa.repeat(trial.experiment.name, len(trial.customer)),
            "customer": history.people.customer_id.take(pa.array(trial.customer)),
            "treated": trial.treated, "logged": trial.logged, "crossed": trial.crossed,
        }) for trial in history.trials
    ])  # fmt: skip


def contacted_table(history: History) -> pa.Table:
    """Return one row per campaign and customer in its target, and the factor on the rate."""
    parts = []
    for mailing in history.mailings:
        factor = np.broadcast_to(mailing.campaign.factors, len(groups.KINDS))
        effect = np.where(mailing.contacted, factor[history.customers.kind[mailing.customer]], 1)
        parts.append(pa.table({
            "campaign": pa.repeat(mailing.campaign.name, len(mailing.customer)),
            "customer": history.people.customer_id.take(pa.array(mailing.customer)),
            "contacted": mailing.contacted, "factor": effect.astype(float),
        }))  # fmt: skip
    return pa.concat_tables(parts)


def consents_table(history: History) -> pa.Table:
    """Return one row per customer, channel and stretch of days with one answer; the last is open.

    ``until`` is the day on which the answer turned into its opposite, empty where it stands.
    """
    customers, parts = history.customers, []
    for channel in ("email", "sms"):
        first = getattr(customers, f"{channel}_opt_in")
        turned = getattr(customers, f"{channel}_change_day")
        later = np.flatnonzero(turned < company.DAYS)
        who = np.concatenate([np.arange(len(first)), later])
        parts.append(pa.table({
            "customer": history.people.customer_id.take(pa.array(who)),
            "channel": pa.repeat(channel, len(who)),
            "agreed": np.concatenate([first, ~first[later]]),
            "from": dates(np.concatenate([customers.join_day, turned[later]])),
            "until": dates(np.concatenate([turned, np.full(len(later), company.NEVER)])),
        }))  # fmt: skip
    return pa.concat_tables(parts)


def advertising_table(history: History) -> pa.Table:
    """Return one row per day and channel: spend, and the rise of the purchase rate that it gave."""
    spend = history.demand.spend
    effect, names = advertising.effects(spend), [item.name for item in advertising.CHANNELS]
    day, channel = (part.ravel() for part in np.indices(spend.shape))
    return pa.table({
        "day": dates(day),
        "channel": text.lookup(names, channel),
        "cents_per_thousand_customers": spend.ravel(),
        "effect": effect.ravel(),
    })  # fmt: skip


def _told(item) -> dict:
    """Return a dataclass's fields by name, days as text."""
    fields = dataclasses.asdict(item)
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in fields.items()
    }
