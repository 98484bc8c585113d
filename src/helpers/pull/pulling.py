"""One pull: every declared source is read from where it was left, and delivered as a whole."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from helpers.pull import exact_json, fxiaoke, ga4, mailchimp, shopify, zoho
from helpers.pull.client import make_client
from helpers.pull.cursors import Cursor, cursor_of, state_key
from helpers.pull.declaration import Declared, load_pull
from helpers.pull.delivery import Deliveries
from helpers.pull.secrets import refuse_absent, secrets_of
from helpers.pull.spool import Spool
from helpers.pull.streams import Stream
from helpers.workspace.errors import UsageError

APIS = {"fxiaoke": fxiaoke, "ga4": ga4, "mailchimp": mailchimp, "shopify": shopify, "zoho": zoho}


class Pulled(NamedTuple):
    """What a pull brought.

    Attributes
    ----------
    folder : str
        The delivery, such as ``data/raw/acme/2026-10-05``.
    records : dict of str to int
        The number of records per file; empty where nothing was delivered.
    already : bool
        Whether the day had its delivery before, so that no source was asked. What
        comes later on that day comes with the next day's.
    """

    folder: str
    records: dict[str, int]
    already: bool = False


def pull(company: str, *, received: date) -> Pulled:
    """Fetch what is new in each declared source into one delivery.

    Parameters
    ----------
    company : str
        The company's folder in data/raw, with its pull.toml.
    received : date
        The day of the delivery.

    Raises
    ------
    UsageError
        If a secret is not set, or the day lies before the delivery before.
    InputError
        If pull.toml needs mending, or a source refuses.
    SourceUnavailable
        If a source does not answer in full; nothing is delivered then.
    """
    entries = load_pull(company)
    refuse_absent(entries)
    deliveries = Deliveries(company)
    with deliveries.open(), ExitStack() as open_spools:
        state = deliveries.state()
        _refuse_going_back(state, received)
        if deliveries.has(received):
            return Pulled(f"{deliveries.shown}/{received}", {}, already=True)
        spools: dict[str, Spool] = {}
        for entry, stream in _streams(entries, received):
            if stream.file not in spools:
                spools[stream.file] = open_spools.enter_context(Spool(deliveries.staging))
            name = state_key(entry, stream)
            cursor = cursor_of(state["cursors"].get(name), stream)
            _read(stream, cursor, _beginning(entry), spools[stream.file])
            state["cursors"][name] = cursor.told()
        return _deliver(deliveries, spools, state, received)


def _streams(entries: list[Declared], received: date) -> Iterator[tuple[Declared, Stream]]:
    client = make_client()
    for entry in entries:
        for stream in APIS[entry.api].streams(entry, secrets_of(entry), client, received):
            yield entry, stream


def _read(stream: Stream, cursor: Cursor, beginning: datetime | None, spool: Spool) -> None:
    for page in stream.pages(cursor.start or beginning):
        for record in page:
            line, key = exact_json.line(record), stream.key(record)
            if cursor.take(stream.marks(record, line)):
                spool.add(f"{stream.part}\t{key}", line)
        cursor.forget()


def _deliver(
    deliveries: Deliveries, spools: dict[str, Spool], state: dict[str, Any], received: date
) -> Pulled:
    records = {file: len(spool) for file, spool in spools.items() if len(spool)}
    if not records:
        return Pulled(f"{deliveries.shown}/{received}", {})
    for file in records:
        spools[file].write(deliveries.staging / f"{file}.jsonl.gz")
    folder = deliveries.publish(received, state | {"received": str(received)})
    return Pulled(f"{deliveries.shown}/{folder}", records)


def _beginning(entry: Declared) -> datetime | None:
    """Return the moment from which on an entry wants records at all."""
    return datetime.combine(entry.since, time(), UTC) if entry.since else None


def _refuse_going_back(state: dict[str, Any], received: date) -> None:
    last = state.get("received")
    if last and str(received) < last:
        raise UsageError(f"--received {received} lies before the last delivery ({last}), which it "
                         "would go on from: give that day or a later one")  # fmt: skip
