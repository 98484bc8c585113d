"""Numeric libraries on one thread: with more, the last digits of sums change from run to run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from threadpoolctl import ThreadpoolController

_LIMITED: ContextVar[bool] = ContextVar("limited", default=False)


@lru_cache(maxsize=1)
def _libraries(modules: int) -> ThreadpoolController:
    """Return the numeric libraries that are loaded, looked for again where modules have been.

    To find them takes ten milliseconds each time, and small fits take less.
    """
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Limit numeric libraries to one thread; within another such block nothing is left to do."""
    if _LIMITED.get():
        yield
        return
    mark = _LIMITED.set(True)
    try:
        with _libraries(len(sys.modules)).limit(limits=1):
            yield
    finally:
        _LIMITED.reset(mark)
