import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from helpers.evidence import threads
from helpers.evidence.threads import one_thread


def in_use():
    """The numbers of threads that numeric libraries may use."""
    np.ones((2, 2)) @ np.ones((2, 2))
    return [library["num_threads"] for library in threadpool_info()]


def test_libraries_have_one_thread_within_and_their_own_number_afterwards():
    with threadpool_limits(2):
        before = in_use()
        with one_thread():
            within = in_use()
        after = in_use()

    assert before and set(within) == {1}
    assert 2 in before and after == before


def test_a_block_within_another_looks_for_no_library_again(monkeypatch):
    asked = []
    monkeypatch.setattr(
        threads, "threadpool_limits", lambda most: asked.append(most) or threadpool_limits(most)
    )

    with one_thread(), one_thread():
        within = in_use()

    assert asked == [1] and set(within) == {1}


def test_an_error_within_ends_the_limit(monkeypatch):
    asked = []
    monkeypatch.setattr(
        threads, "threadpool_limits", lambda most: asked.append(most) or threadpool_limits(most)
    )
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"), one_thread():
            raise ValueError("broken")

    assert asked == [1, 1]
