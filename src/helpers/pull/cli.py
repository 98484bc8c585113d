"""The command line: ``python -m helpers.pull --company x``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.workspace.errors import UsageError

if TYPE_CHECKING:
    from helpers.pull.pulling import Pulled

UNEXPECTED, STOPPED, DISK = 1, 5, 8
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def pull(
    company: Annotated[str, typer.Option(help="The company's folder in data/raw.")],
    received: Annotated[
        str | None, typer.Option(help="The day of the delivery.  [default: today]")
    ] = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show tracebacks, which may quote data.")
    ] = False,
) -> None:
    """Fetch what is new in the sources that pull.toml declares into data/raw."""
    with _failures_said(debug):
        from helpers.pull import pulling

        pulled = pulling.pull(company, received=_day(received))
        for file, count in sorted(pulled.records.items()):
            print(f"{file}: {count} records")
        print(_said_of(pulled))


def main() -> None:
    """Run the command."""
    app(prog_name="python -m helpers.pull")


def _said_of(pulled: "Pulled") -> str:
    if pulled.already:
        return (f"{pulled.folder} is there: a day has one delivery, and what is new since then "
                "comes with the next day's")  # fmt: skip
    if not pulled.records:
        return "Nothing is new since the last delivery: nothing written"
    return f"Delivered: {pulled.folder}"


def _day(text: str | None) -> date:
    if text is None:
        return date.today()  # the only look at the clock
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--received: {text!r} is not a day: write it like 2026-10-05") from None


@contextmanager
def _failures_said(debug: bool) -> Iterator[None]:
    """Turn what ends a pull into one message and its exit code."""
    try:
        yield
    except KeyboardInterrupt:
        _fail("stopped; nothing was delivered: the next pull begins where this one did", STOPPED)
    except Exception as error:
        if debug:
            raise
        if isinstance(error, OSError):
            _fail(f"{error.strerror or 'disk error'}: {Path(error.filename or '').name}", DISK)
        code = getattr(error, "exit_code", UNEXPECTED)
        known = code != UNEXPECTED
        _fail(str(error) if known else f"unexpected {type(error).__name__} (--debug shows where)",
              code)  # fmt: skip


def _fail(message: str, code: int) -> None:
    print(message, file=sys.stderr, flush=True)
    raise typer.Exit(code)
