"""Numeric libraries on one thread: with more, the last digits of sums change from run to run."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from threadpoolctl import threadpool_limits

_LIMITED: ContextVar[bool] = ContextVar("limited", default=False)


@contextmanager
def one_thread() -> Iterator[None]:
    """Limit numeric libraries to one thread; within another such block nothing is left to do.

    To find the libraries takes ten milliseconds each time, and small fits take less.
    """
    if _LIMITED.get():
        yield
        return
    mark = _LIMITED.set(True)
    try:
        with threadpool_limits(1):
            yield
    finally:
        _LIMITED.reset(mark)
