"""Shopify: orders and customers of a shop, by the moment of their last change.

References
----------
Shopify REST Admin API, "Order" and "Customer": ``updated_at_min``, ``limit`` at most 250, the next
page in the Link header.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from dlt.sources.helpers.requests import Client
from dlt.sources.helpers.rest_client.auth import APIKeyAuth
from dlt.sources.helpers.rest_client.paginators import HeaderLinkPaginator

from helpers.pull.answers import part
from helpers.pull.client import Api
from helpers.pull.declaration import Shopify
from helpers.pull.streams import Record, Stream, as_a_whole, key_at, moment_at, text_of

CHANGED = "updated_at"


def streams(
    entry: Shopify, secrets: dict[str, str], client: Client, received: date
) -> Iterator[Stream]:
    """Yield one stream per declared object."""
    auth = APIKeyAuth("X-Shopify-Access-Token", secrets["ACCESS_TOKEN"])
    api = Api(entry, client, auth)
    for name in entry.objects:
        yield Stream(f"{entry.name}_{name}", "", key_at(entry, "id"),
                     as_a_whole(moment_at(entry, CHANGED)),
                     partial(_pages, api, entry, name))  # fmt: skip


def _pages(api: Api, entry: Shopify, name: str, since: datetime | None) -> Iterator[list[Record]]:
    """Yield pages, oldest change first; the link to the next one holds its place by itself."""
    params = {"limit": entry.limit, "order": f"{CHANGED} asc"}
    if name == "orders":
        params["status"] = "any"  # else closed and cancelled orders stay away
    if since:
        params["updated_at_min"] = text_of(since)
    return api.pages(f"admin/api/{entry.version}/{name}.json",
                     lambda answer: part(answer, entry, (name,)), HeaderLinkPaginator(),
                     params=params)  # fmt: skip
