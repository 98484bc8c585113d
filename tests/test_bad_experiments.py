"""Experiments as companies really log them: what is wrong is said, and no number comes of it."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pandas as pd
import pytest
from bs4 import BeautifulSoup

FIRST, LAST = date(2026, 1, 10), date(2026, 3, 10)
COMPANY = """\
title = "Shop"
currency = "EUR"
time_zone = "Europe/Berlin"
data_through = 2026-03-31
"""
LINES = """
[[files]]
path = "{name}"
format = "csv"
table = "order_lines"
encoding = "utf-8"
received = {received}
exact_repeats = "keep"
decimal = "."
date_format = {{ day = "%Y-%m-%d" }}
columns = {{ order_id = "order", ordered_at = "day", quantity = "pieces", unit_price = "price", \
customer_id = "who" }}
"""
TRIALS = """
[[files]]
path = "experiments.csv"
format = "experiments"
received = 2026-04-02
encoding = "utf-8"
decimal = "."
date_format = { first_day = "%Y-%m-%d", last_day = "%Y-%m-%d" }

[[files]]
path = "assignments.csv"
format = "experiment-assignments"
received = 2026-04-02
encoding = "utf-8"
date_format = { assigned_on = "%Y-%m-%d" }
"""
DECLARED = """\
experiment,title,first_day,last_day,planned_treatment_share,metric
late_spend,Late spend,2026-01-10,2026-03-10,0.5,sales
empty_arm,Empty arm,2026-01-10,2026-03-10,0.5,orders
crossed,Crossed,2026-01-10,2026-03-10,0.5,orders
silent_arm,Silent arm,2026-01-10,2026-03-10,0.5,average order value
nobody,Nobody,2026-01-10,2026-03-10,0.5,orders
"""


def lines(rows):
    told = [f"{number},{day},1,{price},{who}" for number, (who, day, price) in enumerate(rows)]
    return "\n".join(["order,day,pieces,price,who", *told]) + "\n"


def bought():
    """Everybody orders once in each of two years; of 600 to 699 nobody while they were tested."""
    rows = [(who, date(2025, 1 + who % 12, 1 + who % 28), 20 + who % 7) for who in range(800)]
    rows += [(who, FIRST + timedelta(days=who % 50), 30 + who // 2 % 5)
             for who in range(600) if who % 4 < 2]  # fmt: skip
    return rows + [(who, FIRST + timedelta(days=who % 50), 25) for who in range(700, 800)]


def assigned():
    """Treated are the odd ones; of `crossed` forty stand in both arms, of `empty_arm` none."""
    rows = [("late_spend", who, who % 2) for who in range(200)]
    rows += [("empty_arm", who, 0) for who in range(200, 400)]
    rows += [("crossed", who, who % 2) for who in range(400, 600)]
    rows += [("crossed", who, 1 - who % 2) for who in range(400, 440)]
    rows += [("silent_arm", who, who < 700) for who in range(600, 800)]
    arms = ("control", "treatment")
    told = [f"{name},{who},{arms[arm]},{FIRST}" for name, who, arm in rows]
    return "\n".join(["experiment,customer_id,variant,assigned_on", *told]) + "\n"


def write_company(folder):
    """Treated spent a lot, but before the first day, or so that nobody can have known of it."""
    folder.mkdir(parents=True)
    before = [(who, date(2026, 1, 9), 900) for who in range(1, 200, 2)]
    unknown = [(who, date(2026, 2, 1), 900) for who in range(1, 200, 2)]
    late = lines(before).replace("\n", "\nbefore-").removesuffix("before-")
    later = lines(unknown).replace("\n", "\nlater-").removesuffix("later-")
    files = {"lines.csv": lines(bought()), "late.csv": late, "later.csv": later,
             "experiments.csv": DECLARED, "assignments.csv": assigned()}  # fmt: skip
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    received = {"lines.csv": "2026-04-02", "late.csv": "2026-04-03", "later.csv": "2026-09-01"}
    told = "".join(LINES.format(name=name, received=day) for name, day in received.items())
    (folder / "source.toml").write_text(COMPANY + told + TRIALS, encoding="utf-8")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A workspace in which a company with such experiments is published."""
    root = tmp_path_factory.mktemp("experiments")
    write_company(root / "data/raw/shop")
    done = subprocess.run(
        [sys.executable, "-m", "helpers", "run", "--company", "shop", "--period", "2026Q1"],
        env=os.environ | {"HELPERS_ROOT": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def page(published):
    html = (published / "reports/shop/2026Q1/07_experiments.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="module")
def read(published):
    folder = published / "data/processed/shop/2026Q1"
    return lambda name: pd.read_parquet(folder / f"{name}.parquet")


REASONS = {
    "empty_arm": "empty_arm", "crossed": "crossed_over", "silent_arm": "not_readable",
    "nobody": "no_units",
}  # fmt: skip


@pytest.mark.trial
def test_each_experiment_has_its_verdict_and_its_reason(read, page):
    found = read("experiment_verdicts").set_index("experiment")["reason"].to_dict()

    told = [one["data-says"] for one in page.select('p[data-says^="experiments.reason_"]')]
    assert found.pop("late_spend") not in ("works", "harms")
    assert found == REASONS
    assert {f"experiments.reason_{why}" for why in found.values()} <= set(told)


@pytest.mark.trial
def test_who_stands_in_two_arms_is_counted_and_read_in_none(read):
    checks = read("experiment_checks").set_index("experiment")

    assert checks["crossed"].to_dict() == {
        "late_spend": 0, "empty_arm": 0, "crossed": 40, "silent_arm": 0, "nobody": 0,
    }  # fmt: skip
    assert set(read("experiment_results")["experiment"]) == {"late_spend", "silent_arm"}


@pytest.mark.trial
def test_spend_from_before_the_first_day_or_told_too_late_is_no_effect(read):
    results = read("experiment_results").set_index(["experiment", "metric"])

    # In their weeks both arms bought alike, line by line; before them the treated spent 900 more.
    assert results.loc[("late_spend", "net_spend"), "plain_effect"] == pytest.approx(0)
    assert results.loc[("late_spend", "order_days"), "plain_effect"] == pytest.approx(0)
    balance = read("experiment_balance").set_index(["experiment", "known_before"])
    assert balance.loc[("late_spend", "net_spend_before"), "differs"]


@pytest.mark.trial
def test_a_metric_that_one_arm_lacks_is_left_out_and_the_others_are_read(read):
    silent = read("experiment_results").query("experiment == 'silent_arm'").set_index("metric")

    assert set(silent.index) == {"conversion", "order_days", "net_spend"}
    assert silent.loc["conversion", ["mean_treated", "mean_control"]].tolist() == [0, 1]


@pytest.mark.trial
def test_for_whom_is_not_asked_of_too_few(page, read):
    told = page.select('p[data-says="reporting.not_known"]')

    assert any("200 customers in each arm" in one.get_text() for one in told)
    assert read("uplift").empty and read("uplift_tests").empty


@pytest.mark.trial
def test_nothing_on_the_page_looks_like_a_failure(page):
    text = page.get_text(" ")

    assert "Traceback" not in text
    assert "There is nothing to show." not in text
    assert " nan " not in text.lower()
