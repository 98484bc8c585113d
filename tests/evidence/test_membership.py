import numpy as np
import pandas as pd
import pytest

from helpers.evidence.membership import is_among

NAMES = np.array([f"c{number}" for number in range(50)])


@pytest.mark.parametrize("rows", [0, 1, 30])
def test_it_says_what_pandas_says(rows):
    rng = np.random.default_rng(rows)
    ids, others = (pd.Series(rng.choice(NAMES, size=size), dtype="str") for size in (200, rows))

    assert (is_among(ids, others) == ids.isin(others)).all()


def test_an_id_that_is_missing_is_among_others_that_are():
    ids = pd.Series(["ann", None], dtype="str")

    assert is_among(ids, ids[:1]).tolist() == [True, False]
    assert is_among(ids, ids[1:]).tolist() == ids.isin(ids[1:]).tolist() == [False, True]


def test_an_index_without_a_type_of_its_own_is_nobody():
    assert not is_among(pd.Index(["ann"]), pd.Index([])).any()
    assert is_among(pd.Index([]), pd.Index(["ann"])).tolist() == []
