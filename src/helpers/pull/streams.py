"""One stream of records: where it comes from, and how its records are told apart."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from helpers.pull.declaration import Declared
from helpers.workspace.errors import InputError

Record = dict[str, Any]
Mark = tuple[bytes, datetime | None]


class Stream(NamedTuple):
    """Records of one kind.

    Attributes
    ----------
    file : str
        The name of its file in the delivery, without ending; streams may share one.
    part : str
        What tells it from others of the same file; "" where it is alone.
    key : callable
        The identity of a record.
    marks : callable
        What a record tells, given with its line: each part with its moment, or None
        where it has none. A record is new where any of its marks is.
    pages : callable
        Pages of records that changed after a moment (None: all).
    overlap : timedelta
        How far a pull reaches back before the last record of the pull before:
        a change may become visible a little after its own moment.
    """

    file: str
    part: str
    key: Callable[[Record], str]
    marks: Callable[[Record, bytes], list[Mark]]
    pages: Callable[[datetime | None], Iterator[list[Record]]]
    overlap: timedelta = timedelta(minutes=1)


def as_a_whole(
    changed: Callable[[Record], datetime | None],
) -> Callable[[Record, bytes], list[Mark]]:
    """Return the marks of a record that is new as soon as anything in it has changed."""
    return lambda record, line: [(line, changed(record))]


def key_at(entry: Declared, *names: str) -> Callable[[Record], str]:
    """Return what reads the identity of a record from some of its values."""

    def key(record: Record) -> str:
        try:
            return "\t".join(str(record[name]) for name in names)
        except KeyError as error:
            raise InputError(f"{entry.name}: a record has no {error.args[0]!r}: without it records "
                             "cannot be told apart") from None  # fmt: skip

    return key


def moment_at(entry: Declared, name: str) -> Callable[[Record], datetime | None]:
    """Return what reads a record's last change from a text such as 2026-08-01T00:30:00+05:30."""

    def changed(record: Record) -> datetime | None:
        return moment(entry, name, record.get(name))

    return changed


def moment(entry: Declared, name: str, text: Any) -> datetime | None:
    """Return the moment that a text names, in UTC; None where there is no text.

    Raises
    ------
    InputError
        If the text is no moment with its zone; names the field, not the value.
    """
    if not text:
        return None
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InputError(f"{entry.name}: a record's {name} is no moment with its zone: the source "
                         "has changed, and this workspace must follow")  # fmt: skip
    return found.astimezone(UTC)


def text_of(since: datetime) -> str:
    """Return a moment as the APIs read it: whole seconds, with a zone.

    Examples
    --------
    >>> text_of(datetime(2026, 8, 1, 0, 30, tzinfo=UTC))
    '2026-08-01T00:30:00+00:00'
    """
    return since.astimezone(UTC).isoformat(timespec="seconds")
