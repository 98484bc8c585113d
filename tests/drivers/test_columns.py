import numpy as np
import pandas as pd

from helpers.drivers.columns import telling_columns


def test_a_sum_of_other_columns_and_a_constant_tell_nothing():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.normal(size=(50, 3)), columns=list("abc"))
    table = table.assign(d=table["a"] - 2 * table["b"] + 5, e=7.0, f=rng.normal(size=50))

    table["almost"] = 3.4 + 1e-15 * rng.normal(size=50)

    assert telling_columns(table) == ["a", "b", "c", "f"]


def test_of_two_that_say_the_same_the_first_is_kept():
    table = pd.DataFrame({"late": [1.0, 2, 5], "early": [2.0, 4, 10]})

    assert telling_columns(table) == ["late"]
    assert telling_columns(table[["early", "late"]]) == ["early"]


def test_columns_that_are_nearly_alike_are_both_kept():
    rng = np.random.default_rng(1)
    one = rng.normal(size=500)

    assert telling_columns(pd.DataFrame({"a": one, "b": one + 0.01 * rng.normal(size=500)})) == [
        "a", "b"]  # fmt: skip
