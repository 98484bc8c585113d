from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.evidence.answers import COLUMNS as ANSWER
from helpers.evidence.counts import Counts
from helpers.segmentation import features
from helpers.segmentation.finding import find_groups
from helpers.workspace import contracts, tables


def test_shares_are_those_that_were_counted_and_missing_where_nothing_was(planted):
    counts, _ = planted
    counts = counts._replace(totals=counts.totals.copy(), cases=counts.cases.copy())
    counts.totals[:, 0], counts.cases[:, 0] = 0, 0

    told = features.counted_features(counts)

    assert told.iloc[0].isna().all()
    own = counts.totals.sum(axis=0)[1, 0] / counts.cases.sum(axis=0)[1, 0]
    assert told["category=m0"].iloc[1] == pytest.approx(own)


def test_the_long_table_fits_its_contract_and_holds_what_is_known(planted):
    counts, _ = planted

    told = features.long_features(counts, date(2026, 9, 30)).to_pandas()
    told = told.astype({"customer_id": "str", "feature": "str", "cases": "int64"})

    assert list(told) == list(contracts.load("customer_features").columns)
    assert not told.duplicated(["customer_id", "feature"]).any()
    assert told["value"].notna().all() and told["cases"].min() >= 1


def test_the_long_table_is_written_as_it_stands_in_the_order_of_its_key(
    planted, own_root, monkeypatch
):
    counts, _ = planted
    monkeypatch.setattr(features.engine, "ROWS_IN_GROUP", 1_000)  # customers stand in two parts
    contract, path = contracts.load("customer_features"), own_root / "long.parquet"

    told = features.long_features(counts, date(2026, 9, 30))

    tables.write_table(told, contract, path)
    wide = features.counted_features(counts)
    expected = wide.stack().rename("value").rename_axis(["customer_id", "feature"]).reset_index()
    written = pd.read_parquet(path)
    pd.testing.assert_frame_equal(
        written[["customer_id", "feature", "value"]],
        expected.sort_values(["customer_id", "feature"], ignore_index=True), check_dtype=False,
    )  # fmt: skip


def test_without_anything_counted_the_long_table_has_no_rows(own_root):
    nobody = Counts(pd.Index(["ann"]), [], np.zeros((2, 1, 0)), [], np.zeros((2, 1, 0)))

    told = features.long_features(nobody, date(2026, 9, 30))

    tables.write_table(told, contracts.load("customer_features"), own_root / "long.parquet")
    assert len(told) == 0


def test_places_are_features_where_enough_customers_are_of_them():
    people = pd.DataFrame({
        "customer_id": [f"c{n}" for n in range(300)], "country": ["CN"] * 150 + ["US"] * 150,
        "province": ["A"] * 290 + ["B"] * 10, "city": None,
        "accepts_email": pd.array([True, False, None] * 100, dtype="boolean"),
    })  # fmt: skip

    told = features.known_of(people, people["customer_id"][::-1])

    assert set(told) == {"country=CN", "country=US", "accepts_email=True"}
    assert told["country=CN"].tolist() == [0.0] * 150 + [1.0] * 150
    assert told["accepts_email=True"].isna().sum() == 100


def test_others_are_what_did_not_form_the_groups(planted, scored):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))
    found = find_groups(people, counts, seed=1, most=4)
    known = pd.DataFrame({"customer_id": counts.customers}).assign(
        country=None, province=None, city=None, accepts_email=None
    )

    told = features.other_features(found, people, known, counts, pd.DataFrame(columns=ANSWER))

    assert not set(told) & set(found.features)
    assert {"monetary", "offer=m0", "season=m1"} <= set(told)
    assert len(told) == len(people)


@pytest.mark.parametrize(("feature", "block", "share"), [
    ("category=tents", "category", True), ("price=mean", "price", False),
    ("Q1. I like it", "", False), ("country=CN", "", True), ("monetary", "", False),
])  # fmt: skip
def test_a_feature_knows_its_block_and_whether_it_is_a_share(feature, block, share):
    assert (features.block_of(feature), features.is_share(feature)) == (block, share)
