"""How a command ends: one message and the exit code that schedulers act on."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from helpers.runner.failures import PublishFailed, RunKilled

UNEXPECTED = 1
KEPT = "the last good reports stay, and the same command goes on after the chapters that are done"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A signal asked the run to stop."""


@contextmanager
def failures_said(debug: bool) -> Iterator[None]:
    """Turn what ends a command into one message and its exit code."""
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup leaves it
            signal.signal(number, _stop)
    try:
        yield
    except Stopped as stopped:
        _fail(f"stopped by {stopped}; {KEPT}", RunKilled.exit_code)
    except OSError as error:
        if debug:
            raise
        where = Path(error.filename or "").name
        _fail(f"{error.strerror or error}: {where}", PublishFailed.exit_code)
    except Exception as error:
        if debug:
            raise
        code = getattr(error, "exit_code", UNEXPECTED)
        known = code != UNEXPECTED
        said = str(error) if known else f"unexpected {type(error).__name__} (--debug shows where)"
        _fail(said, code)


def _stop(number: int, frame: object) -> None:
    for later in STOPPING:
        signal.signal(later, signal.SIG_IGN)  # one is enough: cleaning up must not be cut short
    raise Stopped(signal.Signals(number).name)


def _fail(message: str, code: int) -> None:
    print(message, file=sys.stderr, flush=True)
    raise typer.Exit(code)
