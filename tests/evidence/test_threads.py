import sys

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


def test_libraries_are_looked_for_again_only_where_modules_have_been_loaded(monkeypatch):
    looked, controller = [], threads.ThreadpoolController
    monkeypatch.setattr(threads, "ThreadpoolController", lambda: looked.append(1) or controller())
    threads._libraries.cache_clear()

    with one_thread(), one_thread():
        pass
    with one_thread():
        pass
    before = len(looked)
    monkeypatch.setitem(sys.modules, "a_module_with_a_library", threads)
    with one_thread():
        pass

    assert (before, len(looked)) == (1, 2)


def test_an_error_inside_leaves_the_next_block_limited(monkeypatch):
    with pytest.raises(ValueError, match="broken"), one_thread():
        raise ValueError("broken")

    with one_thread():
        assert {pool["num_threads"] for pool in threadpool_info()} == {1}
