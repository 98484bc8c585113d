"""Mailchimp: the members of an audience, and what each did with each campaign.

References
----------
Mailchimp Marketing API 3.0, "List members info" (``since_last_changed``), "List campaigns" and
"List email activity" (``since``); ``count`` at most 1,000, ``offset``, ``total_items``.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from dlt.sources.helpers.requests import Client
from dlt.sources.helpers.rest_client.auth import HttpBasicAuth
from dlt.sources.helpers.rest_client.paginators import OffsetPaginator
from requests import Request

from helpers.pull import exact_json
from helpers.pull.answers import SourceUnavailable, part
from helpers.pull.client import Api
from helpers.pull.declaration import Mailchimp
from helpers.pull.seeking import Place, Seek
from helpers.pull.streams import (
    Mark,
    Record,
    Stream,
    as_a_whole,
    key_at,
    moment,
    moment_at,
    text_of,
)
from helpers.workspace.errors import InputError

CHANGED = "last_changed"
LOOKS = 3


def streams(
    entry: Mailchimp, secrets: dict[str, str], client: Client, received: date
) -> Iterator[Stream]:
    """Yield the members, and the activity of each sent campaign: each moves on by itself."""
    auth = HttpBasicAuth("key", secrets["API_KEY"])
    audience = Audience(entry, Api(entry, client, auth))
    if "members" in entry.objects:
        yield Stream(f"{entry.name}_members", "", key_at(entry, "id"),
                     as_a_whole(moment_at(entry, CHANGED)), audience.members)  # fmt: skip
    if "email_activity" in entry.objects:
        for campaign in audience.campaigns():
            yield Stream(f"{entry.name}_email_activity", campaign,
                         key_at(entry, "campaign_id", "email_id"), audience.acts,
                         partial(audience.activity, campaign))  # fmt: skip


class Audience:
    """One audience (which the API calls a list)."""

    def __init__(self, entry: Mailchimp, api: Api) -> None:
        self.entry, self.api = entry, api

    def members(self, since: datetime | None) -> Iterator[list[Record]]:
        """Yield pages of members, oldest change first."""
        limit = self.entry.limit
        seek = Seek(
            since, limit=limit, ask=_ask, key=key_at(self.entry, "id"),
            changed=moment_at(self.entry, CHANGED),
            more=lambda answer, offset, count: offset + limit < int(answer["total_items"]),
        )  # fmt: skip
        params = {"count": limit, "sort_field": CHANGED, "sort_dir": "ASC"}
        path = f"3.0/lists/{self.entry.list}/members"
        return self.api.pages(path, self._reader("members"), seek, params=params)

    def campaigns(self) -> list[str]:
        """Return the ids of the campaigns sent to this audience, oldest first."""
        params = {"list_id": self.entry.list, "status": "sent", "sort_field": "send_time",
                  "sort_dir": "ASC"}  # fmt: skip
        key = key_at(self.entry, "id")
        pages = self._whole("3.0/campaigns", "campaigns", key, params)
        return list(dict.fromkeys(key(campaign) for page in pages for campaign in page))

    def activity(self, campaign: str, since: datetime | None) -> Iterator[list[Record]]:
        """Yield pages of recipients with what they did; since a moment, only those who did."""
        params = {"since": text_of(since)} if since else {}
        key = key_at(self.entry, "campaign_id", "email_id")
        path = f"3.0/reports/{campaign}/email-activity"
        for page in self._whole(path, "emails", key, params):
            yield [record for record in page if record.get("activity") or not since]

    def acts(self, record: Record, line: bytes) -> list[Mark]:
        """Return each thing that a recipient did as a mark: the list is cut where asked since."""
        recipient = key_at(self.entry, "campaign_id", "email_id")(record).encode()
        told = part(record, self.entry, ("activity",))
        return [
            (
                recipient + exact_json.line(act),
                moment(self.entry, "timestamp", act.get("timestamp")),
            )
            for act in told
        ] or [(line, None)]

    def _whole(
        self, path: str, name: str, key: Callable[[Record], str], params: dict[str, Any]
    ) -> Iterator[list[Record]]:
        """Yield the pages of a list that no filter can walk, again where it moved meanwhile.

        A record that goes away while pages are turned moves the others up by one. So
        each page begins with the last record of the page before; where it does not,
        the list is read from its beginning.
        """
        for _ in range(LOOKS):
            last, moved = None, False
            turning = _Overlapping(self.entry.limit)
            for page in self.api.pages(path, self._reader(name), turning, params=dict(params)):
                keys = [key(record) for record in page]
                moved = moved or (last is not None and keys[:1] != [last])
                last = keys[-1] if keys else last
                yield page
            if not moved:
                return
        raise SourceUnavailable(f"{self.entry.name}: {name} changed each time while they were "
                                "read: pull again later")  # fmt: skip

    def _reader(self, name: str) -> Callable[[Any], list[Record]]:
        """Return what takes the records of an answer, which must tell their total as well."""

        def read(answer: Any) -> list[Record]:
            total = answer.get("total_items") if isinstance(answer, dict) else None
            if not re.fullmatch(r"\d+", str(total)):
                raise InputError(f"{self.entry.name}: an answer has no 'total_items': check "
                                 "base_url in pull.toml")  # fmt: skip
            return part(answer, self.entry, (name,))

        return read


class _Overlapping(OffsetPaginator):
    """dlt's paginator, one record less far on than a page holds."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit, limit_param="count", total_path="total_items",
                         stop_after_empty_page=False)  # fmt: skip
        self.value_step = limit - 1


def _ask(request: Request, place: Place) -> None:
    request.params["offset"] = place.offset
    if place.since:
        request.params["since_last_changed"] = text_of(place.since)
