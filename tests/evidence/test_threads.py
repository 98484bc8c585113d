import pytest
from threadpoolctl import threadpool_info

from helpers.evidence import threads
from helpers.evidence.threads import one_thread


def test_numeric_libraries_have_one_thread_inside_and_what_they_had_after():
    before = {pool["filepath"]: pool["num_threads"] for pool in threadpool_info()}

    with one_thread():
        inside = {pool["num_threads"] for pool in threadpool_info()}

    assert inside == {1}
    assert {pool["filepath"]: pool["num_threads"] for pool in threadpool_info()} == before


def test_a_block_within_another_does_not_look_for_libraries_again(monkeypatch):
    asked = []
    limits = threads.threadpool_limits
    monkeypatch.setattr(threads, "threadpool_limits", lambda n: asked.append(n) or limits(n))

    with one_thread(), one_thread():
        pass
    with one_thread():
        pass

    assert asked == [1, 1]


def test_an_error_inside_leaves_the_next_block_limited(monkeypatch):
    with pytest.raises(ValueError, match="broken"), one_thread():
        raise ValueError("broken")

    with one_thread():
        assert {pool["num_threads"] for pool in threadpool_info()} == {1}
