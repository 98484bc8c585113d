"""A real retailer: every invoice line of two years, counted and netted.

Online Retail II (Chen, D., 2012; CC BY 4.0). The figures were worked out apart from this
code: the second copy of 1 to 9 December 2010 counted once, cancellation lines netted
against the latest earlier purchase of the same customer and stock code.
"""

import shutil
from datetime import date

import pandas as pd
import pytest

from helpers import intake
from helpers.workspace import contracts, engine, paths, settings, tables
from helpers.workspace.source import load_source

COMPANY = "online_retail_ii"
FILE = paths.CODE.parent / "shared" / "data" / COMPANY / "online_retail_II.csv.gz"
AS_OF = date(2011, 12, 10)

pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"the real data are not here: put {FILE.name} into {FILE.parent.name}"
)


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.ROOT_VARIABLE, str(tmp_path_factory.mktemp("retail")))
        patch.setenv("HELPERS_KEY", "a key that is only for tests, and long enough")
        settings.settings.cache_clear()
        paths.raw(COMPANY).mkdir(parents=True)
        shutil.copy(FILE, paths.raw(COMPANY))
        shutil.copy(paths.CODE / "data" / "raw" / COMPANY / "source.toml", paths.raw(COMPANY))
        return intake.take_in(COMPANY, load_source(COMPANY))


@pytest.fixture(scope="module")
def net_sales(taken):
    """Lines of known customers with something left on the last day, in pandas."""
    lines = engine.in_memory(taken["order_lines"])
    back = engine.in_memory(taken["reversals"])
    known = tables.as_known(lines, contracts.load("order_lines"), AS_OF, grace_days=15)
    back = tables.as_known(back, contracts.load("reversals"), AS_OF, grace_days=15)
    net = tables.netted(known, back)
    left = net.filter(net.net_quantity > 0, net.customer_id.notnull())
    return left.select("customer_id", "event_day", "net_amount").to_pandas()


def test_every_row_is_accounted_for_and_the_overlap_is_counted_once(taken):
    ledger = taken["intake_ledger"].to_pandas().iloc[0]

    assert ledger[["rows_in", "accepted", "continuation", "repeated", "rejected"]].tolist() == [
        1_067_370, 1_044_847, 0, 22_523, 0
    ]  # fmt: skip
    assert "overlap 2010-12-01 to 2010-12-09 stands 2 times" in ledger["note"]
    assert "exact_repeats = keep" in ledger["note"]


def test_the_exact_repeats_outside_the_overlap_are_kept(taken):
    lines = taken["order_lines"].to_pandas()
    same = [name for name in lines if name not in ("line", "line_number")]

    assert lines.duplicated(same).sum() == 11_812


def test_cancellation_lines_are_netted_as_far_as_a_purchase_is_found(taken):
    back = taken["reversals"].to_pandas()
    lines = taken["order_lines"].to_pandas()
    cancelled = -lines.loc[
        lines["kind"].eq("cancellation") & lines["customer_id"].notna(), "quantity"
    ]

    assert back["rule"].unique() == ["cancellation_line"]
    assert back["units"].sum() == 452_101
    assert cancelled.sum() - back["units"].sum() == 14_092


def test_what_is_left_is_the_published_revenue_of_the_known_customers(net_sales):
    assert len(net_sales) == 782_099
    assert net_sales["customer_id"].nunique() == 5_839
    assert float(net_sales["net_amount"].sum()) == pytest.approx(16_391_525.27, abs=0.005)
    assert len(net_sales[["customer_id", "event_day"]].drop_duplicates()) == 32_703


def test_recency_frequency_and_concentration_are_the_published_ones(net_sales):
    by = net_sales.astype({"net_amount": float}).groupby("customer_id")
    recency = (pd.Timestamp(AS_OF) - pd.to_datetime(by["event_day"].max())).dt.days
    spend = by["net_amount"].sum().sort_values(ascending=False)

    assert recency.median() == 96
    assert by["event_day"].nunique().median() == 3
    assert spend.head(round(len(spend) / 5)).sum() / spend.sum() == pytest.approx(0.766, abs=0.0005)
