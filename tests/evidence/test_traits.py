import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.evidence.traits import wide_traits

LONG = pd.DataFrame(
    [
        ("ann", "income", "number", "50.5", 50.5), ("bob", "income", "number", "9", 9.0),
        ("ann", "member", "flag", "yes", 1.0), ("bob", "status", "word", "open", np.nan),
    ],
    columns=["customer_id", "name", "type", "value", "number"],
)  # fmt: skip


@pytest.fixture
def traits(tmp_path, monkeypatch):
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))
    return ibis.memtable(LONG)


def test_traits_stand_side_by_side_in_the_order_of_customers(traits):
    wide = wide_traits(traits, ["cat", "bob", "ann"])

    assert wide.types.to_dict() == {"income": "number", "member": "flag", "status": "word"}
    assert list(wide.frame.index) == ["ann", "bob", "cat"]
    np.testing.assert_array_equal(wide.frame["income"], [50.5, 9, np.nan])
    np.testing.assert_array_equal(wide.frame["member"], [1, np.nan, np.nan])
    assert wide.frame["status"].dropna().to_dict() == {"bob": "open"}


def test_without_traits_there_are_customers_and_no_columns(traits):
    wide = wide_traits(traits.filter(traits.name == "none"), ["ann"])

    assert wide.frame.shape == (1, 0) and wide.types.empty
