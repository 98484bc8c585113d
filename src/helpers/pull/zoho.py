"""Zoho CRM: the records of a module, by the moment of their last change.

References
----------
Zoho CRM API v8, "Get Records" and "Fields Metadata": all fields must be named, at most 50 in one
request; ``If-Modified-Since``; ``page_token`` where one listing goes on; 204 and 304 for nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from dlt.sources.helpers.requests import Client
from requests import Request

from helpers.pull.answers import part
from helpers.pull.client import Api
from helpers.pull.declaration import Zoho
from helpers.pull.seeking import Place, Seek
from helpers.pull.streams import Record, Stream, as_a_whole, key_at, moment_at, text_of
from helpers.pull.tokens import Renewed, refresh_token_grant

CHANGED = "Modified_Time"
FIELDS_AT_ONCE = 50
IDS_AT_ONCE = 100


def streams(
    entry: Zoho, secrets: dict[str, str], client: Client, received: date
) -> Iterator[Stream]:
    """Yield one stream per declared module."""
    auth = Renewed(entry, refresh_token_grant(entry, secrets, "Zoho-oauthtoken"), client)
    for module in entry.objects:
        walk = Module(entry, Api(entry, client, auth), module)
        yield Stream(f"{entry.name}_{module.lower()}", "", walk.key, as_a_whole(walk.changed),
                     walk.pages)  # fmt: skip


class Module:
    """One module of Zoho CRM."""

    def __init__(self, entry: Zoho, api: Api, name: str) -> None:
        self.entry, self.api, self.name = entry, api, name
        self.path = f"crm/{entry.version}/{name}"
        self.key, self.changed = key_at(entry, "id"), moment_at(entry, CHANGED)

    def pages(self, since: datetime | None) -> Iterator[list[Record]]:
        """Yield pages of whole records; what one request cannot hold is asked for by id."""
        first, *others = self._field_groups()
        limit = min(self.entry.limit, IDS_AT_ONCE) if others else self.entry.limit
        seek = Seek(since, limit=limit, ask=_ask, more=_more, key=self.key, changed=self.changed)
        params = {"fields": ",".join(first), "per_page": limit, "sort_by": CHANGED,
                  "sort_order": "asc"}  # fmt: skip
        for page in self.api.pages(self.path, self._records, seek, params=params, headers={}):
            yield self._completed(page, others) if page else page

    def _completed(self, page: list[Record], others: list[list[str]]) -> list[Record]:
        """Return records with the fields of the other groups; one deleted meanwhile stays away."""
        whole = {self.key(record): record for record in page}
        for fields in others:
            params = {"fields": ",".join(fields), "ids": ",".join(whole), "per_page": len(page)}
            [found] = self.api.pages(self.path, self._records, params=params)
            more = {self.key(record): record for record in found}
            whole = {key: record | more[key] for key, record in whole.items() if key in more}
        return list(whole.values())

    def _field_groups(self) -> list[list[str]]:
        names = self.entry.fields.get(self.name) or self._all_fields()
        rest = [name for name in names if name not in ("id", CHANGED)]
        step = FIELDS_AT_ONCE - 1  # beside the moment of the last change
        return [[CHANGED, *rest[at : at + step]] for at in range(0, max(len(rest), 1), step)]

    def _all_fields(self) -> list[str]:
        path = f"crm/{self.entry.version}/settings/fields"
        read = partial(part, entry=self.entry, keys=("fields",))
        [found] = self.api.pages(path, read, params={"module": self.name})
        return [str(field["api_name"]) for field in found]

    def _records(self, answer: Any) -> list[Record]:
        return part(answer, self.entry, ("data",))


def _ask(request: Request, place: Place) -> None:
    if place.since:
        request.headers["If-Modified-Since"] = text_of(place.since)
    request.params.pop("page_token", None)
    if place.offset:
        request.params["page_token"] = place.answer["info"]["next_page_token"]


def _more(answer: Any, offset: int, count: int) -> bool:
    return answer is not None and answer.get("info", {}).get("more_records") is True
