"""What pulling lays down in data/raw is read as it lies there, delivery after delivery."""

import gzip
import json
from datetime import date

import pandas as pd
import pytest

from helpers.intake import take_in
from helpers.workspace import paths
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
