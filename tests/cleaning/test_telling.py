import pandas as pd
import pytest

from helpers.cleaning import telling


def test_rows_used_are_those_not_rejected():
    claim = telling.claim_rows_used(pd.DataFrame({"rows_in": [90, 10], "rejected": [4, 1]}))

    assert (claim["number"], claim["n"], claim["rejected"]) == (0.95, 100, 5)


def test_what_was_taken_back_is_what_was_not_kept():
    steps = pd.DataFrame({"step": ["sold", "kept"], "lines": [8, 6], "amount": [100.0, 75.0]})

    claim = telling.claim_taken_back(steps, None)

    assert (claim["number"], claim["n"], claim["unless"]) == (0.25, 8, None)


def test_sales_without_a_customer_are_claimed_by_their_share():
    known = pd.DataFrame({
        "known": [True, False], "orders": [9, 3], "amount": [60.0, 40.0], "share": [0.6, 0.4],
    })  # fmt: skip

    claim = telling.claim_unknown_customers(known)

    assert (claim["number"], claim["n"]) == (pytest.approx(0.4), 12)
