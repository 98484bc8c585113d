"""Events of Google Analytics 4 as its BigQuery export writes them: JSON lines, gzipped, Parquet.

Each event is a nested object. The engine takes the cells out of it, so that no event is
touched one by one; what is left is a plain table, which a layout describes.

A day stays open for three days at the source and is exported again with the events that
came late: an event that stands identically in two deliveries is counted once.
"""

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from helpers.intake.contents import decoded
from helpers.intake.format import laid_out
from helpers.intake.layout import Layout
from helpers.intake.text_table import TextTable, no_rejects, on_lines
from helpers.workspace import engine
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

ORIGIN = {"source": "VARCHAR", "medium": "VARCHAR", "name": "VARCHAR"}
STRUCTURE = {
    **dict.fromkeys(("event_date", "event_timestamp", "event_name", "user_id", "user_pseudo_id",
                     "platform"), "VARCHAR"),
    "event_params": [{"key": "VARCHAR", "value": {"string_value": "VARCHAR",
                                                  "int_value": "VARCHAR"}}],
    "device": {"category": "VARCHAR"},
    "geo": {"country": "VARCHAR", "city": "VARCHAR"},
    "traffic_source": ORIGIN,
    "collected_traffic_source": {f"manual_{part}": "VARCHAR" for part in
                                 ("source", "medium", "campaign_name")},
    "session_traffic_source_last_click": {
        "manual_campaign": {**ORIGIN, "campaign_name": "VARCHAR"}},
    "privacy_info": {"analytics_storage": "VARCHAR"},
    "ecommerce": {"transaction_id": "VARCHAR", "purchase_revenue": "VARCHAR"},
    "items": [{"item_id": "VARCHAR", "item_category": "VARCHAR"}],
}  # fmt: skip
# An id is text; one that was written as a number must not become a rounded one.
ID = (
    """coalesce(nullif(regexp_extract(text, '"{0}"\\s*:\\s*(-?[0-9][0-9.eE+-]*)', 1), ''), """
    "e.{0})"
)
PARAMETER = "list_filter(e.event_params, lambda p: p.key = '{0}')[1].value.{1}"
# Where a visit came from is told three times; the parts of one telling belong together.
LATEST, COLLECTED, FIRST = (
    "e.session_traffic_source_last_click.manual_campaign", "e.collected_traffic_source",
    "e.traffic_source",
)  # fmt: skip


def _origin(latest: str, collected: str, first: str) -> str:
    return (
        f"CASE WHEN {LATEST}.source <> '' THEN {LATEST}.{latest} "
        f"WHEN {COLLECTED}.manual_source <> '' THEN {COLLECTED}.{collected} "
        f"ELSE {FIRST}.{first} END"
    )


CELLS = {
    "event_date": "e.event_date",
    "event_timestamp": "e.event_timestamp",
    "event_name": "e.event_name",
    "user_id": ID.format("user_id"),
    "user_pseudo_id": ID.format("user_pseudo_id"),
    "ga_session_id": f"coalesce({PARAMETER.format('ga_session_id', 'int_value')}, "
    f"{PARAMETER.format('ga_session_id', 'string_value')})",
    "platform": "e.platform",
    "device.category": "e.device.category",
    "geo.country": "e.geo.country",
    "geo.city": "e.geo.city",
    "source": _origin("source", "manual_source", "source"),
    "medium": _origin("medium", "manual_medium", "medium"),
    "campaign": _origin("campaign_name", "manual_campaign_name", "name"),
    "item_id": "e.items[1].item_id",
    "item_category": "e.items[1].item_category",
    "items": "nullif(len(e.items), 0)::VARCHAR",
    "purchase_revenue": "e.ecommerce.purchase_revenue",
    "currency": "CASE WHEN e.ecommerce.purchase_revenue IS NOT NULL THEN "
    f"{PARAMETER.format('currency', 'string_value')} END",
    "transaction_id": "e.ecommerce.transaction_id",
    "analytics_storage": "e.privacy_info.analytics_storage",
}  # fmt: skip
UNSET = {"(not set)": "", "unset": ""}
LAYOUT = Layout(
    "events",
    {
        "event_day": ("event_date",), "occurred_at": ("event_timestamp",),
        "event": ("event_name",), "visitor_id": ("user_pseudo_id",), "contact_id": ("user_id",),
        "session": ("ga_session_id",), "platform": ("platform",),
        "device": ("device.category",), "source": ("source",), "medium": ("medium",),
        "campaign": ("campaign",), "country": ("geo.country",), "city": ("geo.city",),
        "product_id": ("item_id",), "category": ("item_category",), "items": ("items",),
        "value": ("purchase_revenue",), "currency": ("currency",),
        "order_id": ("transaction_id",), "consented": ("analytics_storage",),
    },
    words=dict.fromkeys(
        ("source", "medium", "campaign", "country", "city", "category", "product_id", "order_id",
         "consented"), UNSET),
    date_formats={"event_day": ("%Y%m%d",), "occurred_at": ("us",)},
    decimal=".",
)  # fmt: skip


def open_events(path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]) -> TextTable:
    """Return events as a table of text: one row per event, the line (or row) as its index.

    Raises
    ------
    InputError
        If no line is a JSON object, or the Parquet file cannot be read.
    """
    if path.suffix == ".parquet":
        return _from_parquet(path, name)
    lines = decoded(path, declared.encoding, name).split("\n")
    texts = pa.table({"line": pa.array(range(1, len(lines) + 1), pa.int64()), "text": lines})
    frame = _cells(texts, "SELECT line, text FROM told WHERE json_valid(text) AND "
                   "json_type(text) = 'OBJECT'")  # fmt: skip
    if frame.empty and any(map(str.strip, lines)):
        raise InputError(f"{name}: no line is a JSON object: is it JSON lines?")
    rejects, read = no_rejects(), set(frame.index)
    for line, text in enumerate(lines, start=1):
        if line not in read and text.strip():
            rejects.add(line, "not_json", None, text)
    return TextTable(frame, rejects)


def _from_parquet(path: Path, name: str) -> TextTable:
    try:
        table = pyarrow.parquet.ParquetFile(path).read()
    except (pa.ArrowInvalid, OSError):
        raise InputError(f"{name} is not a readable Parquet file: export it again") from None
    known = table.select([column for column in table.column_names if column in STRUCTURE])
    if "event_name" not in known.column_names:
        raise InputError(f"{name} has no column 'event_name': is it an export of events?")
    numbered = known.append_column("line", pa.array(range(1, len(known) + 1), pa.int64()))
    # The same way as for JSON, so that an event delivered in both makes is one event.
    frame = _cells(numbered, "SELECT line, to_json(t)::VARCHAR AS text FROM told t")
    return TextTable(frame, no_rejects())


def _cells(told: pa.Table, texts: str) -> pd.DataFrame:
    """Return the cells of events as text, from a table and a query that makes JSON of it."""
    structure = json.dumps(STRUCTURE)
    wanted = ", ".join(f"coalesce({cell}, '') AS \"{name}\"" for name, cell in CELLS.items())
    connection = engine.connection().con
    connection.register("told", told)
    try:
        found = connection.sql(
            f"WITH texts AS ({texts}), "
            "events AS MATERIALIZED "
            f"(SELECT line, text, json_transform(text, '{structure}') AS e FROM texts) "
            f"SELECT line, {wanted} FROM events ORDER BY line"
        ).to_arrow_table()
    finally:
        connection.unregister("told")
    frame = found.drop_columns("line").to_pandas().astype("str")
    return on_lines(frame, found["line"].to_pylist())


FORMAT = laid_out(
    "ga4-events",
    (frozenset(("event_date", "event_timestamp", "event_name", "user_pseudo_id")),),
    LAYOUT,
    open_file=open_events,
)
