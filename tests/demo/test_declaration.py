import tomllib

import pytest

from helpers.demo import company
from helpers.demo.declaration import MARK, declaration
from helpers.demo.sources import UNREAD
from helpers.workspace import paths
from helpers.workspace.source import Source, declared_files, ignored_files, load_source


@pytest.fixture
def source(demo, monkeypatch):
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(demo.raw.parents[2]))
    return load_source("demo")


def test_the_declaration_says_what_the_company_is(source):
    assert (source.title, source.currency) == (company.TITLE, "CNY")
    assert source.data_through == company.LAST_DAY
    assert source.exchange_rates == {"USD": company.CNY_PER_USD}


def test_every_file_is_declared_or_ignored_with_a_reason(source):
    files = declared_files("demo", source)

    assert [(item.format, item.received) for item, _ in files] == [
        (kind, delivery.received)
        for delivery in company.DELIVERIES
        for kind in ("shopify-customers", "shopify-orders")
    ]
    reasons = dict(ignored_files("demo", source))
    assert len(reasons) == len(ignored_files("demo", source))
    [payouts] = [why for path, why in reasons.items() if path.name == "payouts.csv"]
    assert "Payouts" in payouts
    others = [why for path, why in reasons.items() if path.name != "payouts.csv"]
    assert all(why.startswith("No reader yet: ") for why in others)


def test_every_pattern_of_unread_files_finds_some_in_each_delivery(demo):
    for item in UNREAD:
        found = {path.relative_to(demo.raw).parts[0] for path in demo.raw.glob(item.path)}

        assert found, item.path


def test_every_date_column_of_orders_has_all_styles(source):
    orders = source.files[0].date_format

    assert set(orders) == {"Created at", "Paid at", "Fulfilled at", "Cancelled at"}
    assert {len(formats) for formats in orders.values()} == {3}


def test_the_declaration_is_marked_and_valid():
    written = declaration()

    assert written.startswith(MARK)
    assert Source.model_validate(tomllib.loads(written)).title == company.TITLE
