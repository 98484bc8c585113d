import tomllib

import pytest

from helpers.demo import company
from helpers.demo.declaration import MARK, declaration
from helpers.demo.sources import EXPORTS
from helpers.workspace import paths
from helpers.workspace.raw_files import declared_files, ignored_files
from helpers.workspace.source import Source, load_source


@pytest.fixture
def source(demo, monkeypatch):
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(demo.raw.parents[2]))
    return load_source("demo")


def test_the_declaration_says_what_the_company_is(source):
    assert (source.title, source.currency) == (company.TITLE, "CNY")
    assert source.data_through == company.LAST_DAY
    assert source.exchange_rates == {"USD": company.CNY_PER_USD}


def test_every_file_is_declared_with_its_format_but_one_that_is_ignored(source):
    files = declared_files("demo", source)

    received = {item.received for item, _ in files}
    assert received == {delivery.received for delivery in company.DELIVERIES}
    formats = {item.format for item, _ in files}
    assert formats == {"shopify-orders", "shopify-customers", *(e.format for e in EXPORTS)}
    [(payouts, why)] = ignored_files("demo", source)
    assert payouts.name == "payouts.csv" and "Payouts" in why


def test_every_date_column_of_orders_has_all_styles(source):
    orders = source.files[0].date_format

    assert set(orders) == {"Created at", "Paid at", "Fulfilled at", "Cancelled at"}
    assert {len(formats) for formats in orders.values()} == {3}


def test_the_declaration_is_marked_and_valid(demo):
    written = declaration(demo.raw)

    assert written.startswith(MARK)
    assert Source.model_validate(tomllib.loads(written)).title == company.TITLE
