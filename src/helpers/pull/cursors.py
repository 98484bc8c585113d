"""How far each stream was read: the state of pulling, which moves on only with a delivery."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from helpers.pull.declaration import Declared
from helpers.pull.streams import Mark, Stream

# What may change in an entry without making its records others.
WITHOUT_EFFECT = {"base_url", "token_url", "page_size", "objects", "since", "days_open"}


class Cursor:
    """How far one stream was read.

    The moment of the last change does not suffice: a pull reaches back a little,
    and meets records that were delivered. Digests of what was told within that reach
    tell it from what is new.

    Parameters
    ----------
    overlap : timedelta
        How far the next pull reaches back.
    moment : datetime, optional
        The last change that was read.
    border : dict of str to datetime or None
        The digest of each mark that may come again, with its moment.
    """

    def __init__(
        self, overlap: timedelta, moment: datetime | None = None,
        border: dict[str, datetime | None] | None = None,
    ) -> None:  # fmt: skip
        self.overlap, self.moment = overlap, moment
        self.border = dict(border or {})
        self._delivered = frozenset(self.border)

    @property
    def start(self) -> datetime | None:
        """The moment from which on to ask."""
        return self.moment - self.overlap if self.moment else None

    def take(self, marks: list[Mark]) -> bool:
        """Note what a record tells; return whether any of it was not delivered before."""
        fresh = False
        for content, moment in marks:
            digest = hashlib.blake2b(content, digest_size=16).hexdigest()
            self.border[digest] = moment
            fresh = fresh or digest not in self._delivered
            if moment and (self.moment is None or moment > self.moment):
                self.moment = moment
        return fresh

    def forget(self) -> None:
        """Forget what lies before the reach of the next pull, or has no moment to ask by."""
        start = self.start
        if start:
            self.border = {digest: moment for digest, moment in self.border.items()
                           if moment and moment >= start}  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Return the cursor as JSON knows it."""
        self.forget()
        return {
            "moment": self.moment.isoformat() if self.moment else None,
            "border": {digest: moment.isoformat() if moment else None
                       for digest, moment in sorted(self.border.items())},
        }  # fmt: skip


def cursor_of(told: dict[str, Any] | None, stream: Stream) -> Cursor:
    """Return the cursor of a stream, from what the state tells of it."""
    if told is None:
        return Cursor(stream.overlap)
    border = {digest: _moment(text) for digest, text in told["border"].items()}
    return Cursor(stream.overlap, _moment(told["moment"]), border)


def state_key(entry: Declared, stream: Stream) -> str:
    """Return the name of a stream in the state.

    It holds what the entry asks for: an entry that asks for other fields, another
    list or another report is read from its beginning.
    """
    asked = entry.model_dump_json(exclude=WITHOUT_EFFECT)
    digest = hashlib.blake2b(asked.encode(), digest_size=8).hexdigest()
    return "/".join(filter(None, (stream.file, digest, stream.part)))


def dump(state: dict[str, Any]) -> bytes:
    """Return a state as the bytes of its file."""
    return (json.dumps(state, indent=1, sort_keys=True) + "\n").encode()


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
