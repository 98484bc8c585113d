"""Fxiaoke (纷享销客): the records of an object, by the moment of their last change.

References
----------
Fxiaoke open platform, ``/oauth2.0/token`` and ``/cgi/crm/v2/data/query`` (objects of the tenant's
own: ``/cgi/crm/custom/v2/data/query``): at most 100 records, offsets in whole pages and up to
10,000, errors as HTTP 200 with an errorCode, 20016 where a token is no longer good.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dlt.sources.helpers.requests import Client
from requests import Request

from helpers.pull.answers import part
from helpers.pull.client import Api
from helpers.pull.declaration import Fxiaoke
from helpers.pull.seeking import Place, Seek
from helpers.pull.streams import Record, Stream, as_a_whole, key_at
from helpers.pull.tokens import Grant, Renewed, code_in
from helpers.workspace.errors import InputError

CHANGED = "last_modified_time"
# Stand in each record, and tell of the query: with them no record would equal itself later.
OF_THE_QUERY = ("total_num", "searchAfterId")
TOKEN_IS_NO_LONGER_GOOD = "20016"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def streams(
    entry: Fxiaoke, secrets: dict[str, str], client: Client, received: date
) -> Iterator[Stream]:
    """Yield one stream per declared object."""
    auth = Renewed(entry, _grant(entry, secrets), client)
    for name in entry.objects:
        walk = DataObject(entry, Api(entry, client, auth), name)
        yield Stream(f"{entry.name}_{name}", "", walk.key, as_a_whole(walk.changed), walk.pages)


class DataObject:
    """One object of Fxiaoke."""

    def __init__(self, entry: Fxiaoke, api: Api, name: str) -> None:
        self.entry, self.api, self.name = entry, api, name
        self.path = f"cgi/crm/{'custom/' if name.endswith('__c') else ''}v2/data/query"
        self.key = key_at(entry, "_id")

    def pages(self, since: datetime | None) -> Iterator[list[Record]]:
        """Yield pages of records, oldest change first."""
        orders = [{"fieldName": name, "isAsc": True} for name in (CHANGED, "_id")]
        query = {"limit": self.entry.limit, "offset": 0, "filters": [], "orders": orders}
        asked = {"data": {"dataObjectApiName": self.name, "find_explicit_total_num": True,
                          "search_query_info": query}}  # fmt: skip
        seek = Seek(since, limit=self.entry.limit, ask=_ask, more=self._more, key=self.key,
                    changed=self.changed)  # fmt: skip
        return self.api.pages(self.path, self._records, seek, method="POST", json=asked, params={})

    def changed(self, record: Record) -> datetime | None:
        """Return the moment of a record's last change, which Fxiaoke tells in milliseconds."""
        told = record.get(CHANGED)
        if told is None:
            return None
        try:
            return BEGINNING + timedelta(milliseconds=int(told))
        except (TypeError, ValueError, OverflowError):
            raise InputError(f"{self.entry.name}: a record's {CHANGED} is no moment in "
                             "milliseconds: the source has changed, and this workspace must "
                             "follow") from None  # fmt: skip

    def _records(self, answer: Any) -> list[Record]:
        records = part(answer, self.entry, ("data", "dataList"))
        return [{name: value for name, value in record.items() if name not in OF_THE_QUERY}
                for record in records]  # fmt: skip

    def _more(self, answer: Any, offset: int, count: int) -> bool:
        """Tell by the total where there is one: rights can leave a page short in the middle."""
        total = answer["data"].get("total")
        return count >= self.entry.limit if total is None else (
            offset + self.entry.limit < int(total)
        )  # fmt: skip


def _ask(request: Request, place: Place) -> None:
    query = request.json["data"]["search_query_info"]
    query["offset"] = place.offset
    if place.since:
        moment = (place.since - BEGINNING) // timedelta(milliseconds=1)
        query["filters"] = [{"field_name": CHANGED, "field_values": [moment], "operator": "GTE"}]
    request.params["thirdTraceId"] = str(uuid.uuid4())  # each request must have one of its own


def _grant(entry: Fxiaoke, secrets: dict[str, str]) -> Grant:
    body = {"appId": secrets["APP_ID"], "appSecret": secrets["APP_SECRET"],
            "permanentCode": secrets["PERMANENT_CODE"], "grantType": "app_secret"}  # fmt: skip
    return Grant(
        f"{entry.base_url}/oauth2.0/token?thirdTraceId={uuid.uuid4()}", body, True,
        headers=lambda answer: {
            "Authorization": f"Bearer {answer['accessToken']}", "x-fs-ea": answer["ea"],
            "x-fs-userid": secrets["USER_ID"],
        },
        refused=lambda response: code_in(response) == TOKEN_IS_NO_LONGER_GOOD,
    )  # fmt: skip
