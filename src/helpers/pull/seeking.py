"""Turning pages of a list that changes while it is read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from dlt.sources.helpers.rest_client.paginators import BasePaginator
from requests import Request, Response

from helpers.pull import exact_json

MARGIN = timedelta(seconds=1)  # whether an API counts "since" with or without that moment


class Place(NamedTuple):
    """Where the next page begins: after which moment, how far on, and the last answer."""

    since: datetime | None
    offset: int
    answer: Any


class Seek(BasePaginator):
    """Turn the pages of records sorted by their last change, without losing any.

    Counting an offset on loses a record whenever one on an earlier page changes:
    it moves to the end, and all others move up by one. So the next page is asked
    for by the moment of the last record's change. Only where one moment fills a
    whole page does the offset count, and then that moment is read until two
    readings tell the same records: what moved up in the first is missing there,
    and what made it move is missing in the second.

    Parameters
    ----------
    since : datetime, optional
        The moment from which on records are wanted.
    limit : int
        How many records a page holds.
    ask : callable
        Writes a `Place` into a request.
    more : callable
        Tells from an answer, the offset and the number of records whether more follow.
    key, changed : callable
        The identity of a record, and the moment of its last change.
    """

    def __init__(
        self, since: datetime | None, *, limit: int, ask: Callable[[Request, Place], None],
        more: Callable[[Any, int, int], bool], key: Callable[[Any], str],
        changed: Callable[[Any], datetime | None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.since, self.limit, self.offset = since, limit, 0
        self.ask, self.more, self.key, self.changed = ask, more, key, changed
        self.reading: list[str] = []
        self.reading_before: list[str] | None = None
        self.answer: Any = None

    def init_request(self, request: Request) -> None:
        """Ask for the first page."""
        self.update_request(request)

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        """Decide where the next page begins, from the page that came."""
        records = data or []
        self.answer = exact_json.parse(response.content) if response.content else None
        moments = [self.changed(record) for record in records]
        self.reading += [self.key(record) for record, moment in zip(records, moments, strict=True)
                         if not self._is_later(moment)]  # fmt: skip
        last = max(filter(None, moments), default=None)
        self._move(last, self.more(self.answer, self.offset, len(records)))

    def _move(self, last: datetime | None, more: bool) -> None:
        if more and not self._is_later(last):
            self.offset += self.limit
        elif self.offset and self.reading != self.reading_before:
            self.offset, self.reading, self.reading_before = 0, [], self.reading
        elif more:
            self.since, self.offset, self.reading, self.reading_before = last, 0, [], None
        else:
            self._has_next_page = False

    def _is_later(self, moment: datetime | None) -> bool:
        """Return whether a moment lies after the one that is being read."""
        return moment is not None and (self.since is None or moment > self.since)

    def update_request(self, request: Request) -> None:
        """Ask for the next page."""
        since = self.since - MARGIN if self.since else None
        self.ask(request, Place(since, self.offset, self.answer))
