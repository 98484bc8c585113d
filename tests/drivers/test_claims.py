import pandas as pd
import pytest

from helpers.drivers import claims
from helpers.drivers.effects import Prices, find_prices
from helpers.drivers.promotions import find_promotions
from helpers.reporting import catalogue
from helpers.workspace import contracts


def test_what_is_missing_is_named_by_the_catalogue():
    empty = contracts.empty("driver_promotions")

    for reason in ("rivals", "promotions", "returns", "goods", "launches", "ladder", "checks",
                   "people", "loyalty"):  # fmt: skip
        assert catalogue.has(claims.why_not(empty, reason), "en")
    assert claims.why_not(pd.DataFrame({"a": [1]}), "rivals") is None


@pytest.mark.parametrize("reason", ["weeks", "prices", "changes"])
def test_without_prices_the_claim_is_its_reason(reason):
    claim = claims.claim_prices(Prices(contracts.empty("driver_effects"), reason, 10))

    assert catalogue.has(claim["unless"], "en")


def test_the_claim_on_prices_is_that_of_all_that_is_sold(panel):
    claim = claims.claim_prices(find_prices(panel))

    assert claim["lower"] < claim["number"] < claim["upper"] and claim["n"] > 1000


def test_the_claim_on_promotions_sums_what_came_back(panel):
    table = find_promotions(panel)

    claim = claims.claim_promotions(table)

    assert claim["number"] == pytest.approx(1 + table["gain"].sum() / table["given"].sum())
    assert "unless" in claims.claim_promotions(contracts.empty("driver_promotions"))
