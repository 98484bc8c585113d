import pytest

from helpers.pull.declaration import Shopify
from helpers.pull.secrets import refuse_absent, secrets_of
from helpers.workspace.errors import UsageError


@pytest.fixture
def shop():
    def make(**options):
        return Shopify(api="shopify", base_url="https://a.example", version="1", **options)

    return make


def test_a_secret_is_taken_from_the_environment_without_the_line_end_of_its_file(shop, monkeypatch):
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKEN", " shpat_1\n")

    assert secrets_of(shop()) == {"ACCESS_TOKEN": "shpat_1"}


@pytest.mark.parametrize("value", [None, "", "  "])
def test_all_secrets_that_are_absent_are_named_at_once(shop, monkeypatch, value):
    for name in ("SHOPIFY_ACCESS_TOKEN", "SHOP_EU_ACCESS_TOKEN"):
        monkeypatch.setenv(name, value) if value is not None else monkeypatch.delenv(name, False)

    with pytest.raises(UsageError, match="SHOPIFY_ACCESS_TOKEN, SHOP_EU_ACCESS_TOKEN: set each"):
        refuse_absent([shop(), shop(name="shop_eu")])


@pytest.mark.parametrize("value", ["two\nlines", "“quoted”", "tab\there"])
def test_what_no_secret_looks_like_is_refused_without_showing_it(shop, monkeypatch, value):
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKEN", value)

    with pytest.raises(UsageError, match="SHOPIFY_ACCESS_TOKEN holds characters") as refusal:
        secrets_of(shop())

    assert value not in str(refusal.value)
