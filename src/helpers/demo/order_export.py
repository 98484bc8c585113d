"""The orders as the shop system exports them."""

from pathlib import Path

import numpy as np

from helpers.demo import company, products, stamps, text
from helpers.demo.aftermath import STATUSES, State
from helpers.demo.dirt import ORDER_DAMAGES, RATES
from helpers.demo.history import History
from helpers.demo.orders import CHANNELS, DISCOUNT_CODES
from helpers.demo.rows import Records, Rows, plan_rows
from helpers.demo.sheet import Cells, write_sheet
from helpers.demo.streams import stream

FILE_NAME = "orders_export.csv"
HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,"
    "Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,"
    "Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,"
    "Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,"
    "Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,"
    "Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,"
    "Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,"
    "Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,"
    "Payment Terms Name,Next Payment Due At,Payment References"
).split(",")
FIRST_NUMBER = 1001
FIRST_ID = 5_600_000_000_000
# A footer must stay a small part of a file's rows, or a strict reader refuses the file.
FEWEST_ROWS_WITH_FOOTER = 500
PAYMENT_METHODS = ("Alipay", "WeChat Pay", "UnionPay", "PayPal", "Shopify Payments")


def plan_orders(history: History, delivery: company.Delivery) -> Rows:
    """Return the rows of a delivery's orders."""
    orders, included = history.orders, history.made_by(delivery)
    known = np.zeros(len(included), dtype=bool)
    spared = known.copy()
    for other in company.DELIVERIES:
        if other == delivery:
            continue
        shared = history.made_by(other) & included
        spared |= shared
        if other.received < delivery.received:
            known |= shared & _unchanged(history.state(other), history.state(delivery))
    return plan_rows(
        Records(included, known, spared, orders.first_line, orders.lines),
        ORDER_DAMAGES,
        repeated=RATES.order_repeated,
        rng=stream(history.seed, f"order_rows {delivery.folder}"),
    )


def write_orders(history: History, delivery: company.Delivery, rows: Rows, path: Path) -> bool:
    """Write a delivery's orders, oldest first; return whether a footer ends the file."""
    state = history.state(delivery)
    write_sheet(
        path,
        HEADER,
        rows,
        ORDER_DAMAGES,
        record_cells=lambda order: _order_cells(history, state, order),
        line_cells=lambda line, order: _line_cells(history, state, line, order),
    )
    footer = delivery == company.DELIVERIES[0] and len(rows.record) >= FEWEST_ROWS_WITH_FOOTER
    if footer:
        _append_footer(path, history, rows)
    return footer


def order_names(order: np.ndarray) -> text.Text:
    """Return the names by which the shop system calls orders."""
    return text.join("#", text.number(order.astype(np.int64) + FIRST_NUMBER))


def order_emails(history: History, order: np.ndarray) -> text.Text:
    """Return the e-mail addresses of orders in canonical form, empty where the export has none."""
    email = history.people.email.take(history.orders.customer[order])
    return text.choose(history.flaws.email_missing[order], "", email)


def _unchanged(before: State, after: State) -> np.ndarray:
    """Return which orders look the same in two states."""
    return np.all([old == new for old, new in zip(before, after, strict=True)], axis=0)


def _order_cells(history: History, state: State, order: np.ndarray) -> Cells:
    orders, customer = history.orders, history.orders.customer[order]
    person = history.people.take(customer)
    at_store = orders.at_store[order]
    told_by_phone = ~text.filled(person.email)
    phone = text.join("'", person.phone)
    consent = history.customers.take(customer).consents("email", orders.day[order])
    return {
        "Email": _typed_emails(history, order),
        "Accepts Marketing": text.yes_no(consent),
        **_money_cells(history, state, order),
        **_time_cells(history, state, order),
        **_address_cells("Billing", history, order, at_store & history.flaws.email_missing[order]),
        **_address_cells("Shipping", history, order, at_store),
        "Shipping Method": text.choose(
            at_store, "", text.lookup(["顺丰 SF Express", "International"], _abroad(orders, order))
        ),
        "Source": text.lookup(CHANNELS, orders.channel[order]),
        "Location": text.choose(at_store, "上海静安店", ""),
        "Id": text.number(FIRST_ID + 4_099 * order.astype(np.int64)),
        "Tags": text.choose(history.flaws.test_order[order], "test", ""),
        "Risk Level": "Low",
        "Phone": text.choose(told_by_phone, phone, ""),
    }


def _typed_emails(history: History, order: np.ndarray) -> text.Text:
    email, flaws = order_emails(history, order), history.flaws
    email = text.choose(flaws.email_in_capitals[order], text.upper(email), email)
    spaced = flaws.email_with_spaces[order] & text.filled(email)
    return text.choose(spaced, text.join(" ", email, " "), email)


def _abroad(orders, order: np.ndarray) -> np.ndarray:
    return orders.overseas[order].astype(np.int8)


def _money_cells(history: History, state: State, order: np.ndarray) -> Cells:
    orders, parted = history.orders, history.flaws.amount_with_thousands[order]
    total = orders.total[order]
    status, code = state.status[order], orders.discount_code[order]
    at_home = orders.customer[order] % 3
    method = np.where(orders.overseas[order], 3 + orders.customer[order] % 2, at_home)
    pending = status == STATUSES.index("pending")
    return {
        "Financial Status": text.lookup(STATUSES, status),
        "Currency": text.lookup([company.CURRENCY, "USD"], _abroad(orders, order)),
        "Subtotal": text.money(orders.subtotal[order], thousands=parted),
        "Shipping": text.money(orders.shipping[order]),
        "Taxes": "0.00",
        "Total": text.money(total, thousands=parted),
        "Discount Code": text.lookup(["", *DISCOUNT_CODES], code + 1),
        "Discount Amount": text.money(orders.discount[order]),
        "Refunded Amount": text.money(state.refunded[order]),
        "Outstanding Balance": text.money(np.where(pending, total, 0)),
        "Payment Method": text.lookup(PAYMENT_METHODS, method),
    }


def _time_cells(history: History, state: State, order: np.ndarray) -> Cells:
    orders, after = history.orders, history.aftermath
    made, second = orders.day[order], orders.second[order]
    style, at_store = stamps.style_of(made), orders.at_store[order]
    # Staff act in working hours, at the till at once.
    worked = np.where(at_store, second, 9 * 3600 + (order.astype(np.int64) * 7_919) % 32_400)
    dispatched = state.dispatched[order]
    return {
        "Created at": stamps.stamps(made, second, style, np.ones(len(order), dtype=bool)),
        "Paid at": stamps.stamps(after.paid_day[order], second, style, state.paid[order]),
        "Fulfilled at": stamps.stamps(after.dispatched_day[order], worked, style, dispatched),
        "Cancelled at": stamps.stamps(
            after.cancelled_day[order], worked, style, state.cancelled[order]
        ),
        "Fulfillment Status": text.lookup(["unfulfilled", "fulfilled"], dispatched.astype(np.int8)),
    }


def _address_cells(kind: str, history: History, order: np.ndarray, empty: np.ndarray) -> Cells:
    person = history.people.take(history.orders.customer[order])
    street = text.quoted(person.street)
    cells = {
        "Name": person.full_name,
        "Street": street,
        "Address1": street,
        "City": text.choose(history.flaws.city_missing[order], "", person.city),
        "Zip": text.join("'", person.zip_code),
        "Province": person.province_code,
        "Country": person.country,
        "Phone": text.join("'", person.phone),
        "Province Name": person.province_name,
    }
    return {f"{kind} {name}": text.choose(empty, "", cell) for name, cell in cells.items()}


def _line_cells(history: History, state: State, line: np.ndarray, order: np.ndarray) -> Cells:
    lines = history.lines
    product, price, list_price = lines.product[line], lines.price[line], lines.list_price[line]
    goods = product < products.GIFT_CARD
    chinese = history.customers.chinese[history.orders.customer[order]]
    chinese_name, english_name = (
        text.lookup(products.column(field).tolist(), product) for field in ("chinese", "english")
    )
    sku = text.lookup(products.column("sku").tolist(), product)
    real = text.lookup(["false", "true"], goods.astype(np.int8))
    return {
        "Name": order_names(order),
        "Lineitem quantity": text.number(lines.quantity[line]),
        "Lineitem name": text.quoted(text.choose(chinese, chinese_name, english_name)),
        "Lineitem price": text.money(price),
        "Lineitem compare at price": text.choose(list_price > price, text.money(list_price), ""),
        "Lineitem sku": text.choose(history.flaws.sku_missing[line] & goods, "", sku),
        "Lineitem requires shipping": real,
        "Lineitem taxable": real,
        "Lineitem fulfillment status": text.lookup(
            ["pending", "fulfilled"], state.dispatched[order].astype(np.int8)
        ),
        "Vendor": company.VENDOR,
        "Lineitem discount": "0.00",
    }


def _append_footer(path: Path, history: History, rows: Rows) -> None:
    """Add the line of totals that somebody's spreadsheet put under the rows."""
    order = rows.record[rows.first]
    cells = dict.fromkeys(HEADER, "") | {
        "Name": "Total",
        "Subtotal": f"{history.orders.subtotal[order].sum() / 100:.2f}",
        "Total": f"{history.orders.total[order].sum() / 100:.2f}",
    }
    with path.open("ab") as file:
        file.write((",".join(cells.values()) + "\n").encode())
