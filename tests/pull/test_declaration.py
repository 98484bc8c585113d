import pytest

from helpers.pull.declaration import load_pull
from helpers.workspace.errors import InputError, UsageError

SHOP = """[[pull]]
api = "shopify"
base_url = "https://acme.example/"
version = "2026-07"
"""
REPORT = """[[pull]]
api = "ga4"
base_url = "https://data.example"
token_url = "https://token.example"
property = "123"
since = 2026-01-01
dimensions = ["date", "city"]
metrics = ["sessions"]
"""


def test_an_entry_is_called_after_its_api_and_asks_for_what_is_usual(declare):
    declare(SHOP)

    [entry] = load_pull("acme")

    assert (entry.name, entry.base_url, entry.limit) == ("shopify", "https://acme.example", 250)
    assert entry.objects == ["orders", "customers"]


def test_a_company_without_a_declaration_is_refused_with_the_names_of_those_that_have_one(declare):
    declare(SHOP)

    with pytest.raises(UsageError, match=r"'amce' has no data/raw/amce/pull.toml .*here: acme\)"):
        load_pull("amce")


@pytest.mark.parametrize("company", ["../acme", "", "Acme"])
def test_a_company_is_named_by_its_folder(company):
    with pytest.raises(UsageError, match="is not a company's name"):
        load_pull(company)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"shopify"', '"shopfiy"', "entry 1: api must be one of zoho, fxiaoke"),
        ('api = "shopify"\n', "", 'entry 1: api is not declared: write api = "zoho"'),
        ('version = "2026-07"\n', "", "version: is not declared: add it"),
        ("version", "verison", "verison: is not known here: mend its spelling"),
        ("version", 'access_token = "x"\nversion', "access_token: .*secrets never stand in this"),
        ("https://", "http://", 'base_url: must begin with "https://"'),
        ("https://", "https://me:pw@", "base_url: must be an address without user, password"),
        ('example/"', 'example/?key=1"', "base_url: must be an address without user, password"),
        ('"2026-07"', '"2026/07"', "version: String should match pattern"),
        ("version", 'objects = ["carts"]\nversion', "objects, entry 1: Input should be 'orders'"),
        ("version", "page_size = 251\nversion", "page_size is larger than shopify gives: write at"),
        ("version", "page_size = 1\nversion", "page_size: Input should be greater than or equal"),
        ("version", 'name = "../x"\nversion', "name: String should match pattern"),
        ("version", "since = 2026-02-30\nversion", "is not valid TOML"),
        ("[[pull]]", 'title = "x"\n[[pull]]', "title: is not known here"),
        ("[[pull]]", SHOP + "[[pull]]", "two entries are called 'shopify': give one a name"),
    ],
)
def test_a_mistake_is_told_with_its_entry_and_what_to_write(declare, old, new, told):
    assert old in SHOP
    declare(SHOP.replace(old, new, 1))

    with pytest.raises(InputError, match=f"data/raw/acme/pull.toml (?s:.)*{told}"):
        load_pull("acme")


def test_an_empty_declaration_is_refused(declare):
    declare("")

    with pytest.raises(InputError, match="pull: is not declared: add it"):
        load_pull("acme")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [('["date", "city"]', '["city"]', 'dimensions must hold "date"'),
     ("since = 2026-01-01\n", "", "since: is not declared")],
)  # fmt: skip
def test_a_report_needs_its_days(declare, old, new, told):
    declare(REPORT.replace(old, new))

    with pytest.raises(InputError, match=told):
        load_pull("acme")


def test_a_declaration_of_two_sources_keeps_their_order(declare):
    declare(REPORT + SHOP)

    assert [entry.name for entry in load_pull("acme")] == ["ga4", "shopify"]
