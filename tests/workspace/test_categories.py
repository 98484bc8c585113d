import ibis
import pandas as pd
import pytest

from helpers.workspace.categories import with_categories


@pytest.fixture
def told(tmp_path, monkeypatch):
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))

    def category(lines, events):
        table = ibis.memtable(pd.DataFrame(lines, columns=["product_id", "category"]).astype("str"))
        seen = ibis.memtable(pd.DataFrame(events, columns=["product_id", "category"]).astype("str"))
        found = with_categories(table, seen).order_by("product_id").to_pandas()
        assert list(found.columns) == ["product_id", "category"]
        return found["category"].fillna("not known").tolist()

    return category


def test_a_line_without_a_category_has_the_one_that_its_product_is_mostly_seen_under(told):
    seen = [("tent", "packs"), ("tent", "packs"), ("tent", "sale"), ("bar", "food"), ("bar", "a")]

    lines = [("tent", None), ("bar", None), ("sock", None)]
    assert told(lines, seen) == ["a", "not known", "packs"]


def test_its_own_category_counts_first(told):
    assert told([("tent", "camping")], [("tent", "packs")]) == ["camping"]
