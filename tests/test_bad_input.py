"""What analysts and tools get wrong: each is refused in plain words, with nothing published."""

import os
import subprocess
import sys

import pytest

from helpers import intake
from helpers.workspace import InputError, paths
from helpers.workspace.source import load_source

SOURCE = """\
title = "Shop"
currency = "EUR"
time_zone = "Europe/Berlin"
data_through = 2026-03-31

[[files]]
path = "lines.csv"
format = "csv"
table = "order_lines"
encoding = "utf-8"
received = 2026-04-02
exact_repeats = "keep"
decimal = "."
date_format = { day = "%Y-%m-%d" }
columns = { order_id = "order", ordered_at = "day", quantity = "pieces", unit_price = "price" }
"""
HEADER = "order,day,pieces,price\n"
GOOD = "".join(f"{n},2026-01-{1 + n % 28:02d},1,3.50\n" for n in range(1_000))


@pytest.fixture
def shop(own_root):
    """A function that writes a company's file and declaration and returns the company."""

    def write(content, source=SOURCE):
        folder = paths.raw("shop")
        folder.mkdir(parents=True)
        (folder / "source.toml").write_text(source, encoding="utf-8")
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / "lines.csv").write_bytes(raw)
        return "shop"

    return write


REFUSED = {
    "an empty file": ("", "is empty"),
    "a header only": (HEADER, "no rows"),
    "a login page": ("<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
    "a title row": ("Orders of the first quarter\n" + HEADER + GOOD, "below the first"),
    "a header twice": ("order,day,pieces,price,day\n" + GOOD, "names 'day' 2 times"),
    "another encoding": ("订单,day,pieces,price\n1,2026-01-01,1,1\n".encode("gb18030"), "encoding"),
    "a missing column": ("order,day,pieces\n1,2026-01-01,1\n", "no column 'price'"),
    "too many broken rows": (HEADER + GOOD + "x,2026-02-30,1,1\n" * 9, "more than the limit"),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_used_is_refused_by_name(shop, content, words):
    company = shop(content)

    with pytest.raises(InputError, match=words) as refusal:
        intake.take_in(company, load_source(company))

    assert "lines.csv" in str(refusal.value)


def test_an_ambiguous_date_column_says_which_formats_fit_and_what_to_write(shop):
    content = HEADER + "1,01/02/2026,1,3.50\n2,03/04/2025,1,3.50\n"
    company = shop(content, SOURCE.replace('date_format = { day = "%Y-%m-%d" }\n', ""))

    with pytest.raises(InputError, match="ambiguous") as refusal:
        intake.take_in(company, load_source(company))

    assert "%d/%m/%Y" in str(refusal.value)
    assert "%m/%d/%Y" in str(refusal.value)
    assert "date_format" in str(refusal.value)


def test_broken_rows_within_the_limit_are_rejected_with_rule_file_and_line(shop):
    broken = "7,2026-02-30,1,3.50\n8,2026-01-05,1,n/a\n9,2026-01-05\nTotal,,,99\n"
    company = shop(HEADER + GOOD + broken, SOURCE)

    tables = intake.take_in(company, load_source(company))

    rejected = tables["rejected"].to_pandas().sort_values("line")
    assert rejected["line"].tolist() == [1002, 1003, 1004, 1005]
    assert rejected["rule"].tolist() == [
        "impossible_date", "impossible_amount", "ragged_row", "impossible_date",
    ]  # fmt: skip
    assert tables["intake_ledger"].to_pandas()[["rows_in", "accepted"]].values.tolist() == [
        [1004, 1000]
    ]


def run(root, *options):
    return subprocess.run(
        [sys.executable, "-m", "helpers", "run", *options],
        env=os.environ | {"HELPERS_ROOT": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--company", "demmo"), 2, "demmo"),
        (("--company", "demo", "--period", "2026-Q3"), 2, "like 2026Q3"),
        (("--company", "demo", "--period", "2027Q1"), 3, "data reach only to"),
        (("--company", "demo", "-p", "minimum_gruop=5"), 2, "minimum_gruop"),
        (("--company", "demo", "-p", "minimum_group=five"), 2, "minimum_group"),
        (("--company", "demo", "--as-of", "2026-06-30"), 2, "does not lie in"),
    ],
)
def test_a_misspelt_command_is_refused_before_anything_runs(demo, options, code, words):
    page = demo / "reports/demo/2026Q3/index.html"
    before = page.read_bytes()

    done = run(demo, *options)

    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert page.read_bytes() == before


def test_a_refused_file_publishes_nothing(shop, own_root):
    shop("<html><body>Sign in</body></html>")

    done = run(own_root, "--company", "shop", "--period", "2026Q1")

    assert done.returncode == 3
    assert "web page" in done.stderr
    assert not (own_root / "reports").exists() or not list((own_root / "reports").rglob("*.html"))


def test_a_quarter_that_has_only_begun_is_published_and_marked_incomplete(shop, own_root):
    shop(HEADER + GOOD, SOURCE.replace("2026-03-31", "2026-02-10"))

    done = run(own_root, "--company", "shop", "--period", "2026Q1")

    assert done.returncode == 0, done.stderr
    page = (own_root / "reports/shop/2026Q1/index.html").read_text(encoding="utf-8")
    assert "is not over yet" in page


MAPPED = 'unit_price = "price" }'
WITH_CUSTOMERS = SOURCE.replace(MAPPED, 'unit_price = "price", customer_id = "who" }')
EDGES = {
    "one customer": "1,2026-01-05,1,3.50,7\n",
    "three customers": "1,2026-01-05,1,3.50,7\n2,2026-01-06,1,3.50,8\n3,2026-01-07,1,9,9\n",
    "everything taken back": "1,2026-01-05,2,3.50,7\n2,2026-01-06,-2,3.50,7\n",
    "one day": "".join(f"{n},2026-01-05,1,3.50,{n}\n" for n in range(200)),
}


@pytest.mark.trial
@pytest.mark.parametrize("rows", EDGES.values(), ids=EDGES)
def test_a_strange_company_gets_short_honest_pages(shop, own_root, rows):
    shop("order,day,pieces,price,who\n" + rows, WITH_CUSTOMERS)

    done = run(own_root, "--company", "shop", "--period", "2026Q1")

    assert done.returncode == 0, done.stderr
    for chapter in ("05_segmentation", "06_value", "09_churn"):
        page = (own_root / f"reports/shop/2026Q1/{chapter}.html").read_text(encoding="utf-8")
        assert "Traceback" not in page
        assert chapter == "05_segmentation" or "There is nothing to show." not in page
    page = (own_root / "reports/shop/2026Q1/07_experiments.html").read_text(encoding="utf-8")
    assert "cannot be answered yet" in page and "assigned_on" in page


PLANS = """\
[[files]]
path = "plans.csv"
format = "csv"
table = "subscriptions"
encoding = "utf-8"
received = 2026-04-02
data_through = 2026-03-31
decimal = "."
"""
DAYS = (
    'date_format = { start = "%Y-%m-%d", end = "%Y-%m-%d" }\n'
    'columns = { subscription_id = "no", contact_id = "who", event_day = "start", '
    'ended_day = "end", plan = "kind", monthly_amount = "fee" }\n'
)
NO_DAYS = (
    'columns = { subscription_id = "no", contact_id = "who", has_ended = "left", plan = "kind", '
    'monthly_amount = "fee" }\n'
)
MONTHS = NO_DAYS.replace("has_ended", 'tenure_months = "months", has_ended')
ENDS = ["", "2026-01-01", "", "2026-02-01", "", "2026-03-01"]  # every other one runs
AGREED = "".join(
    f"{n},K{n},2025-{1 + n % 12:02d}-05,{ENDS[n % 6]},"
    f"{3 + n % 20},{'yes' if n % 2 else 'no'},{'ab'[n % 3 == 0]},9.90\n"
    for n in range(160)
) + "".join(f"{n},K{n},2026-02-05,,1,no,a,9.90\n" for n in range(160, 200))
CONTRACTS = {
    "with days": (DAYS, "A customer with a contract leaves here when it ends"),
    "with months": (MONTHS, "A customer with a contract leaves here when it ends"),
    "with neither": (NO_DAYS, "add of each contract a start day, or the months so far"),
}


@pytest.mark.trial
@pytest.mark.parametrize(("columns", "words"), CONTRACTS.values(), ids=CONTRACTS)
def test_a_company_with_contracts_only_is_told_of_contracts(shop, own_root, columns, words):
    shop("", SOURCE.partition("[[files]]")[0] + PLANS + columns)
    raw = paths.raw("shop")
    (raw / "lines.csv").unlink()
    (raw / "plans.csv").write_text("no,who,start,end,months,left,kind,fee\n" + AGREED)

    done = run(own_root, "--company", "shop", "--period", "2026Q1")

    assert done.returncode == 0, done.stderr
    page = (own_root / "reports/shop/2026Q1/09_churn.html").read_text(encoding="utf-8")
    assert words in page
    assert "There is nothing to show." not in page


def test_a_period_before_the_first_order_is_refused(shop, own_root):
    shop(HEADER + GOOD)

    done = run(own_root, "--company", "shop", "--period", "2024Q1")

    assert done.returncode == 3
    assert "the data begin on 2026-01-01" in done.stderr


@pytest.mark.parametrize("given", ["tier_days=-5", "score_bins=0", "minimum_group=1"])
def test_a_parameter_out_of_its_bounds_is_refused_before_anything_runs(demo, given):
    done = run(demo, "--company", "demo", "-p", given)

    assert done.returncode == 2
    assert "must lie between" in done.stderr


def test_a_company_without_customers_gets_a_page_that_says_what_to_add(shop, own_root):
    shop(HEADER + GOOD)

    done = run(own_root, "--company", "shop", "--period", "2026Q1")

    assert done.returncode == 0, done.stderr
    page = (own_root / "reports/shop/2026Q1/05_segmentation.html").read_text(encoding="utf-8")
    assert "cannot be answered yet" in page
    assert "a customer number or an e-mail" in page


def test_a_decimal_style_that_is_not_declared_is_asked_for(shop):
    company = shop(HEADER + GOOD, SOURCE.replace('decimal = "."\n', ""))

    with pytest.raises(InputError, match="decimal is not declared"):
        load_source(company)


def test_amounts_in_the_other_style_are_refused_with_a_hint(shop):
    company = shop(HEADER + GOOD.replace("3.50", '"3,50"'))

    with pytest.raises(InputError, match="is decimal declared right"):
        intake.take_in(company, load_source(company))
