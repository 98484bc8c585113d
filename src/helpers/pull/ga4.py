"""Google Analytics: one report of the Data API, a closed day at a time.

References
----------
Google Analytics Data API v1beta, ``properties.runReport``: rows as lists of values beside the
names of dimensions and metrics, ``limit`` and ``offset``, ``rowCount``.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dlt.sources.helpers.requests import Client
from dlt.sources.helpers.rest_client.paginators import OffsetPaginator

from helpers.pull.answers import part
from helpers.pull.client import Api
from helpers.pull.declaration import Ga4
from helpers.pull.streams import Record, Stream, as_a_whole, key_at
from helpers.pull.tokens import Renewed, refresh_token_grant
from helpers.workspace.errors import InputError

DAY = timedelta(days=1)


def streams(
    entry: Ga4, secrets: dict[str, str], client: Client, received: date
) -> Iterator[Stream]:
    """Yield the declared report."""
    auth = Renewed(entry, refresh_token_grant(entry, secrets, "Bearer"), client)
    report = Report(entry, Api(entry, client, auth), received)
    yield Stream(f"{entry.name}_{entry.report}", "", key_at(entry, *entry.dimensions),
                 as_a_whole(report.end), report.pages, timedelta(0))  # fmt: skip


class Report:
    """One report; a day is asked for when it is closed, because until then its figures move."""

    def __init__(self, entry: Ga4, api: Api, received: date) -> None:
        self.entry, self.api = entry, api
        self.last_day = received - (entry.days_open + 1) * DAY

    def pages(self, since: datetime | None) -> Iterator[list[Record]]:
        """Yield the rows of each closed day after the last one that had any."""
        day = max(since.date(), self.entry.since) if since else self.entry.since
        while day <= self.last_day:
            yield from self._rows_of(day)
            day += DAY

    def end(self, record: Record) -> datetime | None:
        """Return the end of a row's day, which is where the next pull begins."""
        try:
            return datetime.strptime(record["date"], "%Y%m%d").replace(tzinfo=UTC) + DAY
        except (TypeError, ValueError):
            raise InputError(f"{self.entry.name}: a row's date is no day: the source has changed, "
                             "and this workspace must follow") from None  # fmt: skip

    def _rows_of(self, day: date) -> Iterator[list[Record]]:
        entry = self.entry
        asked = {
            "dateRanges": [{"startDate": str(day), "endDate": str(day)}],
            "dimensions": [{"name": name} for name in entry.dimensions],
            "metrics": [{"name": name} for name in entry.metrics],
            "orderBys": [{"dimension": {"dimensionName": name}} for name in entry.dimensions],
        }
        turning = OffsetPaginator(entry.limit, offset_body_path="offset", limit_body_path="limit",
                                  total_path="rowCount")  # fmt: skip
        path = f"v1beta/properties/{entry.property}:runReport"
        return self.api.pages(path, self._rows, turning, method="POST", json=asked)

    def _rows(self, answer: Any) -> list[Record]:
        """Return rows with their names; an answer without rows says so by its rowCount."""
        if isinstance(answer, dict) and "rows" not in answer and not int(answer.get("rowCount", 0)):
            return []
        names = [head["name"] for kind in ("dimensionHeaders", "metricHeaders")
                 for head in part(answer, self.entry, (kind,))]  # fmt: skip
        rows = part(answer, self.entry, ("rows",))
        return [dict(zip(names, _values(row), strict=True)) for row in rows]


def _values(row: Record) -> list[str]:
    return [cell["value"] for kind in ("dimensionValues", "metricValues") for cell in row[kind]]
