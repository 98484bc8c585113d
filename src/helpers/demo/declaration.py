"""What the company declares about its exports: its source.toml, and the file that it ignores."""

import tomllib
from pathlib import Path

from helpers.demo import company, customer_export, order_export, products, stamps
from helpers.demo.sources import EXPORTS, Export
from helpers.workspace.source import FILE_NAME, TYPED, Source

# The first line of the declaration: only a folder that has it is ever written anew.
MARK = "# Written by the simulated company; a new simulation replaces this folder."
DATE_COLUMNS = ("Created at", "Paid at", "Fulfilled at", "Cancelled at")
IGNORED = "payouts.csv"
PAYOUTS = "Payout Date,Status,Charges,Refunds,Fees,Total,Currency\n2026-06-30,paid,0,0,0,0,CNY\n"

HEAD = """\
{mark}
title = "{title}"
currency = "{currency}"
time_zone = "{time_zone}"
country = "{country}"
data_through = {data_through}
grace_days = {grace_days}
customer_unit = "person"

# One US dollar in yuan.
[exchange_rates]
USD = {rate}
"""
ORDERS = """
[[files]]
path = "{path}"
format = "shopify-orders"
received = {received}
data_through = {data_through}
encoding = "utf-8"
# Rows without a sku are goods; gift cards and shipping insurance are not.
merchandise = "{merchandise}"

# The shop system has changed how it writes times twice.
[files.date_format]
{dates}
"""
CUSTOMERS = """
[[files]]
path = "{path}"
format = "shopify-customers"
received = {received}
data_through = {data_through}
encoding = "utf-8"
"""
EXPORT = """
[[files]]
path = "{path}"
format = "{format}"
received = {received}
data_through = {data_through}
"""
# A small company's system may have had nothing to tell.
MAY_BE_EMPTY = "may_be_empty = true\n"
IGNORE = """
[[ignore]]
path = "{path}"
why = "{why}"
"""
WHY_NO_PAYOUTS = "Payouts of the payment service: the orders hold the same amounts, order by order."


def declaration(folder: Path) -> str:
    """Return the company's source.toml, for the exports that lie in its folder.

    Raises
    ------
    pydantic.ValidationError
        If the declaration is not what the workspace can read.
    """
    parts = [
        HEAD.format(
            mark=MARK,
            title=company.TITLE,
            currency=company.CURRENCY,
            time_zone=company.TIME_ZONE,
            country=company.COUNTRY,
            data_through=company.LAST_DAY,
            grace_days=company.GRACE_DAYS,
            rate=company.CNY_PER_USD,
        ),
        *(_files(delivery) for delivery in company.DELIVERIES),
        *(_export(export, delivery) for delivery in company.DELIVERIES for export in EXPORTS
          if any((folder / delivery.folder).glob(export.path))),
        IGNORE.format(path=f"{company.DELIVERIES[0].folder}/{IGNORED}", why=WHY_NO_PAYOUTS),
    ]  # fmt: skip
    content = "".join(parts)
    Source.model_validate(tomllib.loads(content))
    return content


def write_declaration(folder: Path) -> None:
    """Write the source.toml, and the file that it says to ignore."""
    (folder / company.DELIVERIES[0].folder / IGNORED).write_text(PAYOUTS, encoding="utf-8")
    (folder / FILE_NAME).write_text(declaration(folder), encoding="utf-8")


def _export(export: Export, delivery: company.Delivery) -> str:
    """Return the entry of one system's export."""
    entry = EXPORT.format(
        path=f"{delivery.folder}/{export.path}", format=export.format,
        received=delivery.received, data_through=delivery.data_through,
    )  # fmt: skip
    dates = ", ".join(f'"{column}" = "{style}"' for column, style in export.dates.items())
    return "".join((
        entry,
        "" if export.path.endswith(TYPED) else 'encoding = "utf-8"\n',
        'decimal = "."\n' if export.decimal else "",
        f"date_format = {{ {dates} }}\n" if dates else "",
        MAY_BE_EMPTY,
    ))  # fmt: skip


def _files(delivery: company.Delivery) -> str:
    formats = ", ".join(f'"{style}"' for style in reversed(stamps.FORMATS))
    days = {"received": delivery.received, "data_through": delivery.data_through}
    orders = ORDERS.format(
        path=f"{delivery.folder}/{order_export.FILE_NAME}",
        merchandise=f"^({products.GOODS_SKU}.*)?$",
        dates="\n".join(f'"{column}" = [{formats}]' for column in DATE_COLUMNS),
        **days,
    )
    path = f"{delivery.folder}/{customer_export.FILE_NAME}"
    return orders + CUSTOMERS.format(path=path, **days)
