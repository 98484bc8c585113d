"""The series on a real retailer, held against an independent computation from the raw file.

Online Retail II (Chen, 2012; CC BY 4.0). The figures were measured elsewhere with
other code: two copies of 1 to 9 December 2010, lines with a customer, a product code
of five digits and a price above zero, cancellations set against the latest earlier
purchase of the same customer and product.
"""

import shutil
from collections import defaultdict
from datetime import date
from typing import NamedTuple

import pandas as pd
import pytest

from helpers import cleaning, segmentation, single_view
from helpers.evidence.basis import BEHAVIOUR
from helpers.evidence.clusters import choose_groups, standardised
from helpers.evidence.concentration import top_share
from helpers.workspace import contracts, open_desk, paths, privacy

FILE = "online_retail_II.csv.gz"
DATA = paths.CODE.parent / "shared" / "data" / "online_retail_ii" / FILE
AS_OF = date(2011, 12, 10)

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="Online Retail II is not at hand: see the README for where it goes"
)


class Taken(NamedTuple):
    """What chapters 01, 02 and 05 make of the raw file on the reference day."""

    ledger: pd.DataFrame
    lines: pd.DataFrame
    reversals: pd.DataFrame
    segments: pd.DataFrame


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """The tables of the real retailer, taken in once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.ROOT_VARIABLE, str(tmp_path_factory.mktemp("retailer")))
        folder = paths.raw("online_retail_ii")
        folder.mkdir(parents=True)
        shutil.copy(paths.CODE / "data/raw/online_retail_ii/source.toml", folder)
        shutil.copy(DATA, folder)
        desk = open_desk("01_cleaning", "online_retail_ii", "2011Q4", as_of=str(AS_OF))
        cleaning.take_in(desk)
        lines, people = desk.read("order_lines"), people_by(desk)
        snapshots = segmentation.take_snapshots(desk, people, [AS_OF], window_days=365, bins=5)
        return Taken(
            desk.read("intake_ledger"),
            lines.mutate(
                net_amount=lines.net_amount.cast("float64"), price=lines.unit_price.cast("float64")
            ).drop("unit_price", "discount", "amount").to_pandas(),
            desk.read("reversals").to_pandas(),
            segmentation.with_orders(snapshots.segments).set_index("customer_id"),
        )  # fmt: skip


def people_by(desk):
    """The customers, each a person of its own: the shop knows numbers and nothing else."""
    records = single_view.gather(desk)
    decided = single_view.judged(desk.read("same_person?"), records)
    linkage = single_view.link_records(records, marks=single_view.marks_of(desk, records))
    before = desk.read("identities@previous?")
    person = single_view.lasting_ids(linkage.people, records, before).person_id
    who = single_view.identities(records, linkage, person, decided)
    homes = pd.DataFrame({"person_id": who["person_id"].unique()})
    homes = homes.assign(unit_id=homes["person_id"])
    who = single_view.of_customers(who, homes)
    desk.write("identities", who)
    nothing = contracts.empty("field_choices"), contracts.empty("consents")
    details = single_view.golden_records(nothing[0], who)
    since = single_view.known_since(records, person)
    lines = desk.read("order_lines", by_customer=True)
    return single_view.customers(
        details, nothing[1], since, lines, desk.as_of, homes=homes, who=who
    )


@pytest.fixture(scope="module")
def recounted():
    """Recency, frequency and spend by customer number, by other means: sets, loops and floats."""
    raw = pd.read_csv(DATA, dtype=str, keep_default_na=False)
    again = raw["InvoiceDate"].between("2010-12-01", "2010-12-09 23:59:59")
    second = raw.index >= raw["InvoiceDate"].eq("2010-12-09 20:01:00")[::-1].idxmax() - 22_522
    raw = raw[~again | second]
    raw = raw[raw["Customer ID"].ne("") & raw["StockCode"].str.match(r"\d{5}")]
    raw = raw.assign(price=raw["Price"].astype(float), pieces=raw["Quantity"].astype(int))
    raw = raw[raw["price"] > 0]
    raw = raw.assign(back=raw["Invoice"].str.startswith("C"))
    piles, left = defaultdict(list), {}
    ordered = raw.sort_values(["InvoiceDate", "back"], kind="stable")
    for row in ordered.itertuples():
        pile = piles[row[7], row.StockCode]
        if not row.back:
            left[row.Index] = row.pieces
            pile.append(row.Index)
            continue
        pieces = -row.pieces
        while pieces and pile:
            taken = min(pieces, left[pile[-1]])
            left[pile[-1]] -= taken
            pieces -= taken
            if not left[pile[-1]]:
                pile.pop()
    kept = raw.loc[[index for index, pieces in left.items() if pieces]]
    kept = kept.assign(
        spend=kept["price"] * kept.index.map(left), day=kept["InvoiceDate"].str[:10]
    ).groupby("Customer ID")
    newest = pd.to_datetime(kept["day"].max())
    return pd.DataFrame({
        "recency_days": (pd.Timestamp(AS_OF) - newest).dt.days,
        "frequency": kept["day"].nunique(), "monetary": kept["spend"].sum(),
    })  # fmt: skip


def test_every_row_is_accounted_for_and_the_overlap_is_counted_once(taken):
    ledger = taken.ledger.iloc[0]

    assert ledger[["rows_in", "accepted", "continuation", "repeated", "rejected"]].tolist() == [
        1_067_370, 1_044_847, 0, 22_523, 0,
    ]  # fmt: skip
    assert "overlap 2010-12-01 to 2010-12-09 stands 2 times" in ledger["note"]
    assert "exact_repeats = keep" in ledger["note"]


def test_the_exact_repeats_outside_the_overlap_are_kept(taken):
    same = [
        "order_id", "product_id", "product_name", "quantity", "ordered_at", "price",
        "customer_id", "country",
    ]  # fmt: skip

    assert taken.lines.duplicated(same).sum() == 11_812


def test_cancellation_lines_are_netted_as_far_as_a_purchase_is_found(taken):
    lines = taken.lines
    takes_back = lines["kind"].eq("cancellation") & lines["customer_id"].notna()

    assert taken.reversals["units"].sum() == 452_101
    assert -lines.loc[takes_back, "quantity"].sum() - taken.reversals["units"].sum() == 14_092


def test_what_is_left_is_the_revenue_measured_elsewhere(taken):
    left = taken.lines[taken.lines["net_quantity"].gt(0) & taken.lines["customer_id"].notna()]

    assert len(left) == 782_099
    assert left["net_amount"].sum() == pytest.approx(16_391_525.27, abs=0.01)
    assert len(left[["customer_id", "event_day"]].drop_duplicates()) == 32_703


def test_rfm_equals_the_independent_computation_customer_by_customer(taken, recounted):
    segments = taken.segments
    numbers = [privacy.pseudonym("contact", number) for number in recounted.index]
    recounted.index = [privacy.pseudonym("person", number) for number in numbers]
    same = segments.loc[recounted.index]

    assert len(segments) == len(recounted)
    assert (same["recency_days"] == recounted["recency_days"]).all()
    assert (same["frequency"] == recounted["frequency"]).all()
    assert (same["monetary"] - recounted["monetary"]).abs().max() < 0.0051


def test_the_figures_measured_elsewhere_are_met(taken):
    segments = taken.segments

    assert len(segments) == 5_839
    assert segments["monetary"].sum() == pytest.approx(16_391_525, abs=1)
    assert segments["recency_days"].median() == 96
    assert segments["frequency"].median() == 3
    assert (segments["frequency"] == 1).mean() == pytest.approx(0.286, abs=5e-4)
    assert top_share(segments["monetary"].to_numpy()) == pytest.approx(0.766, abs=5e-4)


@pytest.mark.trial
def test_the_number_of_groups_is_chosen_where_refits_agree(taken):
    points = standardised(taken.segments[BEHAVIOUR])

    choice = choose_groups(points, seed=1)

    # Measured elsewhere on the same features: .97, .93, .94, .89, .87, .78 for 2 to 7 groups.
    stability = choice.evidence.set_index("groups")["stability"]
    assert 3 <= choice.groups <= 5
    assert stability[[2, 4]].tolist() == pytest.approx([0.974, 0.944], abs=0.03)
    assert stability[7] < 0.85
