"""What really happened, for tests and benchmarks and for nobody else."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from helpers.demo import company, groups, products, text
from helpers.demo.aftermath import STATUSES, net_total
from helpers.demo.customer_export import customer_flaws
from helpers.demo.dirt import Damage
from helpers.demo.history import History
from helpers.demo.order_export import order_emails, order_names
from helpers.demo.rows import ACCEPTED, OUTCOMES, REJECTED, REPEATED, Rows

EPOCH_DAY = (company.FIRST_DAY - date(1970, 1, 1)).days


class Exported(NamedTuple):
    """One exported file: its path in the raw folder, its rows, and what was done to them."""

    path: str
    kind: str
    rows: Rows
    damages: tuple[Damage, ...]
    footer: bool = False


def write_truth(history: History, files: list[Exported], folder: Path) -> None:
    """Write the truth as Parquet: customers, orders, dirt and totals."""
    tables = {
        "customers": customers_table(history),
        "orders": orders_table(history, files),
        "dirt": pa.concat_tables([dirt_table(history, file) for file in files]),
        "totals": totals_table(files),
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")


def customers_table(history: History) -> pa.Table:
    """Return one row per customer.

    ``email`` is lower case, null where the customer has none. ``leave_day`` is the
    last day on which the customer may order and may lie beyond the data;
    ``branch`` says who behaves as trail runners from the split on;
    ``first_order_day`` and ``leave_day`` are null for prospects.
    """
    crowd, people = history.customers, history.people
    prospect = crowd.first_order_day == company.NEVER
    return pa.table(
        {
            "customer": people.customer_id,
            "email": _null_where_empty(people.email),
            "group": text.lookup(groups.NAMES, crowd.group),
            "branch": crowd.kind == groups.BRANCHED,
            "join_day": _dates(crowd.join_day),
            "first_order_day": _dates(crowd.first_order_day, missing=prospect),
            "leave_day": _dates(crowd.leave_day, missing=prospect),
            "prospect": prospect,
            "orders_per_year": crowd.orders_per_year,
            "chinese": crowd.chinese,
            "overseas": crowd.overseas,
            **_consents(history),
        }
    )


def orders_table(history: History, files: list[Exported]) -> pa.Table:
    """Return one row per order, whether or not its rows in the exports can be read.

    Money is in the order's currency. ``email`` is null where the export has none,
    whoever ordered. ``readable`` says whether some file holds the order unbroken in
    its first row. Columns that end in a day tell the state as known at its end, and
    are null where the order was not yet made.
    """
    orders, position = history.orders, np.arange(len(history.orders.day))
    readable = np.zeros(len(position), dtype=bool)
    for file in files:
        if file.kind == "order":
            readable[file.rows.record[file.rows.outcome == ACCEPTED]] = True
    columns = {
        "name": order_names(position),
        "customer": history.people.customer_id.take(orders.customer),
        "email": _null_where_empty(order_emails(history, position)),
        "day": _dates(orders.day),
        "currency": text.lookup([company.CURRENCY, "USD"], orders.overseas.astype(np.int8)),
        "lines": orders.lines,
        "gross": _amounts(orders.gross),
        "discount": _amounts(orders.discount),
        "shipping": _amounts(orders.shipping),
        "total": _amounts(orders.total),
        "test": history.flaws.test_order,
        "readable": readable,
    }
    for delivery in company.DELIVERIES:
        columns |= _state_columns(history, delivery)
    return pa.table(columns)


def dirt_table(history: History, file: Exported) -> pa.Table:
    """Return one row per flaw: file, physical line (1 is the header), kind and outcome.

    A line that has several flaws has several rows, in the order of kinds.
    """
    rows, kinds = file.rows, _kinds(history, file)
    struck = [np.flatnonzero(mask) for mask in kinds.values()]
    line = np.concatenate(struck)
    kind = np.repeat(np.array(list(kinds), dtype=object), [len(mask) for mask in struck])
    name = order_names if file.kind == "order" else history.people.customer_id.take
    outcome, record = text.lookup(OUTCOMES, rows.outcome[line]), name(rows.record[line])
    if file.footer:
        line, kind = np.append(line, len(rows.record)), np.append(kind, "footer")
        outcome = pa.concat_arrays([outcome, pa.array([OUTCOMES[REJECTED]])])
        record = pa.concat_arrays([record, pa.array(["Total"])])
    table = pa.table(
        {
            "file": pa.repeat(pa.scalar(file.path), len(line)),
            "line": line + 2,
            "record": record,
            "kind": pa.array(kind, pa.string()),
            "outcome": outcome,
        }
    )
    return table.sort_by([("line", "ascending"), ("kind", "ascending")])


def totals_table(files: list[Exported]) -> pa.Table:
    """Return one row per file: rows in, and how many must have each outcome."""
    counts = np.array([np.bincount(file.rows.outcome, minlength=len(OUTCOMES)) for file in files])
    counts[:, REJECTED] += [file.footer for file in files]
    columns = {"file": [file.path for file in files], "rows_in": counts.sum(axis=1)}
    return pa.table(columns | dict(zip(OUTCOMES, counts.T, strict=True)))


def _kinds(history: History, file: Exported) -> dict[str, np.ndarray]:
    """Return by kind of flaw which rows of a file have it."""
    rows, kind = file.rows, file.kind
    lost, repeated = rows.outcome == REJECTED, rows.outcome == REPEATED
    kinds = {f"{kind}-repeated": rows.again, f"{kind}-unchanged": repeated & ~rows.again}
    kinds[f"{kind}-rejected"] = lost & (rows.damage < 0)
    for number, damage in enumerate(file.damages):
        kinds[damage.kind] = kinds.get(damage.kind, False) | (rows.damage == number)
    flaws = _order_flaws(history, rows) if kind == "order" else customer_flaws(history)
    for name, flaw in flaws.items():
        kinds[name] = flaw if kind == "order" else flaw[rows.record]
    return kinds


def _order_flaws(history: History, rows: Rows) -> dict[str, np.ndarray]:
    flaws, position = history.flaws, rows.record
    written = text.filled(order_emails(history, np.arange(len(history.orders.day))))
    of_orders = {
        "email-missing": ~written,
        "email-in-capitals": flaws.email_in_capitals & written,
        "email-with-spaces": flaws.email_with_spaces & written,
        "city-missing": flaws.city_missing,
        "amount-with-thousands": flaws.amount_with_thousands & (history.orders.total >= 100_000),
        "test-order": flaws.test_order,
    }
    kinds = {name: flaw[position] & rows.first for name, flaw in of_orders.items()}
    goods = history.lines.product[rows.line] < products.GIFT_CARD
    return kinds | {"sku-missing": flaws.sku_missing[rows.line] & goods}


def _state_columns(history: History, delivery: company.Delivery) -> dict[str, pa.Array]:
    state, unborn = history.state(delivery), ~history.known_to(delivery)
    end = delivery.data_through.isoformat()
    return {
        f"status {end}": pc.if_else(unborn, None, text.lookup(STATUSES, state.status)),
        f"cancelled {end}": pa.array(state.cancelled, mask=unborn),
        f"refunded {end}": _amounts(state.refunded, missing=unborn),
        f"net {end}": _amounts(net_total(history.orders, state), missing=unborn),
    }


def _consents(history: History) -> dict[str, pa.Array]:
    columns = {}
    for delivery in company.DELIVERIES:
        day = company.day_number(delivery.data_through)
        unborn = history.customers.join_day > day
        for channel in ("email", "sms"):
            consent = history.customers.consents(channel, day)
            name = f"{channel}_opt_in {delivery.data_through.isoformat()}"
            columns[name] = pa.array(consent, mask=unborn)
    return columns


def _dates(day: np.ndarray, *, missing: np.ndarray | None = None) -> pa.Array:
    return pa.array(day.astype(np.int32) + EPOCH_DAY, mask=missing).cast(pa.date32())


def _amounts(cents: np.ndarray, *, missing: np.ndarray | None = None) -> pa.Array:
    whole = pa.array(cents, pa.int64(), mask=missing).cast(pa.decimal128(19, 0))
    return pc.multiply(whole, pa.scalar(Decimal("0.01"))).cast(pa.decimal128(18, 2))


def _null_where_empty(column: text.Text) -> text.Text:
    return pc.if_else(pc.equal(column, ""), None, column)
