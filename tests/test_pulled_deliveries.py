"""What pulling lays down in data/raw is read as it lies there, delivery after delivery."""

import gzip
import importlib
import json
import os
import subprocess
from contextlib import ExitStack
from datetime import date

import pandas as pd
import pytest

from helpers.intake import take_in
from helpers.workspace import paths, privacy
from helpers.workspace.source import load_source

SOURCE = """
title = "Acme"
currency = "CNY"
time_zone = "Asia/Shanghai"
data_through = 2026-10-31

[[files]]
path = "*/fxiaoke_AccountObj.jsonl.gz"
format = "fxiaoke-accounts"
encoding = "utf-8"
received = "folder"
"""
FIRST_DAY, NEXT_DAY = date(2026, 10, 5), date(2026, 10, 6)


def account(name, changed):
    return {"_id": "6501aa", "name": name, "deal_status": "2", "account_source": "web",
            "create_time": 1788220800000, "last_modified_time": changed}  # fmt: skip


@pytest.fixture
def pulled(own_root):
    """Lay a delivery down as `make pull` does."""
    folder = paths.raw("acme")

    def lay(day, *records):
        (folder / str(day)).mkdir(parents=True)
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        path = folder / str(day) / "fxiaoke_AccountObj.jsonl.gz"
        path.write_bytes(gzip.compress(lines.encode()))
        (folder / "source.toml").write_text(SOURCE, encoding="utf-8")
        (folder / "pull.toml").write_text('[[pull]]\napi = "fxiaoke"\n', encoding="utf-8")
        (folder / ".pull").mkdir(exist_ok=True)
        (folder / ".pull" / "state.json").write_text("{}", encoding="utf-8")

    return lay


def test_a_record_that_changed_between_two_pulls_is_there_in_both_versions(pulled):
    pulled(FIRST_DAY, account("旧名", 1788220800000))
    pulled(NEXT_DAY, account("新名", 1788307200000))

    tables = take_in("acme", load_source("acme"))

    told = tables["accounts"].to_pandas().sort_values("delivery")
    assert told["account_id"].nunique() == 1
    assert pd.to_datetime(told["delivery"]).dt.date.tolist() == [FIRST_DAY, NEXT_DAY]


def test_a_record_that_two_pulls_tell_alike_counts_once(pulled):
    pulled(FIRST_DAY, account("同名", 1788220800000))
    pulled(NEXT_DAY, account("同名", 1788220800000))

    tables = take_in("acme", load_source("acme"))

    assert len(tables["accounts"]) == 1
    assert tables["intake_ledger"].to_pandas()["repeated"].sum() == 1


# What follows pulls for good: from systems on this machine that answer as the APIs do.
PULLED = """
title = "Acme"
currency = "CNY"
time_zone = "Asia/Shanghai"
country = "CN"
data_through = 2026-09-30
exchange_rates = { USD = 7.0 }
"""
FORMATS = {
    "zoho_contacts": "zoho-contacts", "zoho_leads": "zoho-leads", "zoho_deals": "zoho-deals",
    "zoho_accounts": "zoho-accounts", "shopify_orders": "shopify-orders",
    "shopify_customers": "shopify-customers", "mailchimp_members": "mailchimp-members",
    "mailchimp_email_activity": "mailchimp-email-activity", "ga4_report": "ga4-report",
    "fxiaoke_AccountObj": "fxiaoke-accounts",
}  # fmt: skip
PYTHON = paths.CODE / ".venv-pull" / "bin" / "python"
FIXTURES = paths.CODE / "tests" / "intake" / "formats" / "fixtures"
PULLING = paths.CODE / "tests" / "pull"


def records(name, *lines):
    """Return some records of a format's fixture, lines counted from 1."""
    told = (FIXTURES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(told[line - 1]) for line in lines]


def filled_systems():
    """Return the five systems, each with records as its API tells them."""
    systems = {name: made() for name, made in importlib.import_module("systems").SYSTEMS.items()}
    systems["zoho"].records = {
        "Contacts": records("zoho-contacts", 1, 2), "Leads": records("zoho-leads", 1, 2),
        "Accounts": records("zoho-accounts", 1), "Deals": records("zoho-deals", 1, 2, 3),
    }  # fmt: skip
    every = [told for kind in systems["zoho"].records.values() for told in kind]
    systems["zoho"].fields = sorted({name for told in every for name in told} - {"id"})
    systems["shopify"].records = {"orders": records("shopify-orders", 1, 2, 3, 4),
                                  "customers": records("shopify-customers", 1, 2)}  # fmt: skip
    systems["mailchimp"].records = {"members": records("mailchimp-members", 1, 2, 3)}
    systems["mailchimp"].campaigns = ["c1"]
    systems["mailchimp"].activity = {"c1": {"e1": [act("open", 1), act("click", 2)], "e2": []}}
    days = [{"date": f"202606{day}", "channel": "Direct", "sessions": "12"} for day in (29, 30)]
    systems["ga4"].records = {"days": days}
    systems["fxiaoke"].records = {"AccountObj": [account("旧名", 1782864000000)]}
    return systems


def act(action, day):
    return {"action": action, "timestamp": f"2026-06-0{day}T09:00:00+00:00"}


def pull_toml(systems):
    """Declare all objects of all systems."""
    tokens = {name: f'token_url = "{systems[name].url}/token"\n' for name in ("zoho", "ga4")}
    own = {
        "zoho": tokens["zoho"] + "page_size = 2\n", "fxiaoke": 'objects = ["AccountObj"]\n',
        "shopify": 'version = "2026-07"\npage_size = 3\n', "mailchimp": 'list = "a1b2"\n',
        "ga4": tokens["ga4"] + 'property = "1"\nsince = 2026-06-29\n'
        'dimensions = ["date", "channel"]\nmetrics = ["sessions"]\n',
    }  # fmt: skip
    return "\n".join(
        f'[[pull]]\napi = "{name}"\nbase_url = "{system.url}"\n{own[name]}'
        for name, system in systems.items()
    )


def change(systems):
    """Let a day pass: some records change, one act is added, nothing goes away."""
    systems["zoho"].change("Contacts", 0, Mailing_City="York")
    refunds = records("shopify-orders", 4)[0]["refunds"]
    refunds[0]["transactions"][0]["currency"] = "CNY"
    systems["shopify"].change("orders", 0, refunds=refunds, financial_status="partially_refunded")
    systems["mailchimp"].change("members", 0, status="unsubscribed")
    systems["mailchimp"].activity["c1"]["e1"].append(act("open", 3))


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """All canonical tables of what two pulls, a day apart, have laid down."""
    if not PYTHON.exists():
        assert "CI" not in os.environ, "make test makes the environment of pulling first"
        pytest.skip("the environment of pulling is not there: make test-pull makes it")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("HELPERS_ROOT", str(tmp_path_factory.mktemp("pulled")))
        patch.syspath_prepend(str(PULLING))
        systems, serving = filled_systems(), importlib.import_module("loopback").serving
        for system in systems.values():
            stack.enter_context(serving(system))
            for name, secret in system.env.items():
                patch.setenv(name, secret)
        folder = paths.raw("acme")
        folder.mkdir(parents=True)
        (folder / "pull.toml").write_text(pull_toml(systems), encoding="utf-8")
        for day in ("2026-07-06", "2026-07-07"):
            command = [PYTHON, "-m", "helpers.pull", "--company", "acme", "--received", day]
            patch.setenv("PYTHONPATH", str(paths.CODE / "src"))
            subprocess.run(command, check=True)
            change(systems)
        entries = [
            f'[[files]]\npath = "*/{file}.jsonl.gz"\nformat = "{form}"\nencoding = "utf-8"\n'
            'received = "folder"\n' for file, form in FORMATS.items()
        ]  # fmt: skip
        (folder / "source.toml").write_text("\n".join([PULLED, *entries]), encoding="utf-8")
        found = take_in("acme", load_source("acme"))
    return {name: table.to_pandas() for name, table in found.items()}


def test_every_record_of_both_pulls_is_accounted_for(tables):
    ledger = tables["intake_ledger"].set_index("file")

    parts = ledger[["rows_in", "accepted", "repeated", "rejected"]]
    found = {name.removesuffix(".jsonl.gz"): tuple(row) for name, *row in parts.itertuples()}
    assert found == {
        "2026-07-06/fxiaoke_AccountObj": (1, 1, 0, 0), "2026-07-06/ga4_report": (2, 2, 0, 0),
        "2026-07-06/mailchimp_email_activity": (2, 2, 0, 0),
        "2026-07-06/mailchimp_members": (3, 3, 0, 0), "2026-07-06/shopify_customers": (2, 2, 0, 0),
        "2026-07-06/shopify_orders": (4, 4, 0, 0), "2026-07-06/zoho_accounts": (1, 1, 0, 0),
        "2026-07-06/zoho_contacts": (2, 2, 0, 0), "2026-07-06/zoho_deals": (3, 3, 0, 0),
        "2026-07-06/zoho_leads": (2, 2, 0, 0),
        "2026-07-07/mailchimp_email_activity": (2, 1, 1, 0),  # a pull reaches back a minute
        "2026-07-07/mailchimp_members": (1, 1, 0, 0), "2026-07-07/shopify_orders": (1, 1, 0, 0),
        "2026-07-07/zoho_contacts": (1, 1, 0, 0),
    }  # fmt: skip


def versions(table, key, number):
    """Return the versions of one record, the older one first."""
    return table[table[key].eq(number)].sort_values("delivery")


def test_pulled_contacts_and_members_have_their_versions(tables):
    contacts = tables["contacts"]

    contact = privacy.pseudonym("contact of zoho", "3652397000000100001")
    member = privacy.pseudonym("contact of mailchimp", "40000007")
    assert versions(contacts, "contact_id", contact)["city"].tolist() == ["Leeds", "York"]
    assert versions(contacts, "contact_id", member)["accepts_email"].tolist() == [True, False]


def test_pulled_orders_are_netted_from_the_days_of_their_refunds(tables):
    order = versions(tables["orders"], "order_id", "#1001")

    assert order["refunded"].astype(float).tolist() == [0.0, 5.0]
    known = tables["reversals"][tables["reversals"]["order_id"].eq("#1001")]
    assert [(str(row.delivery), str(row.event_day), float(row.amount))
            for row in known.itertuples()] == [("2026-07-07", "2026-05-21", 5.0)]  # fmt: skip


def test_pulled_acts_count_once_and_figures_stand_by_day(tables):
    acts = tables["email_activity"].sort_values("occurred_at")
    figures = tables["daily_figures"].sort_values("event_day")

    assert acts["action"].tolist() == ["open", "click", "open"]
    assert set(acts["customer_id"]) == {privacy.pseudonym("email", "e1@example.com")}
    assert figures["breakdown"].tolist() == ["channel=Direct"] * 2
    assert figures["value"].tolist() == [12.0, 12.0]


def test_deals_leads_and_accounts_of_a_pull_are_there(tables):
    assert tables["deals"]["is_won"].astype(object).tolist().count(True) == 1
    assert len(tables["deals"]) == 3 and len(tables["leads"]) == 2
    assert len(tables["accounts"]) == 2  # of Zoho and of Fxiaoke
