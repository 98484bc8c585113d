"""Shopify's orders: the export, as the admin pages write it, and the objects of its API.

Both have the same order names and count the same way, but for refunds: the export tells their
sum, so that they count from the first delivery that tells of them; the API tells their days.

Of the API's objects these are read: name, customer, moments of creation and cancellation,
status, currency, totals, codes, place of delivery, line items with their discounts, and
refunds (the money that moved; where none did, the goods). Not read are shipping lines, taxes,
duties, tips, fulfilments, payments, notes, properties of items, the present quantities after
an edit (what was taken off is a refund), names and streets, and that an item is a gift card.
"""

from pathlib import Path

from helpers.intake import order_rows, shopify_answers
from helpers.intake.format import (
    ORDER_LINE_ENTRIES,
    Format,
    is_json,
    kept_columns,
    open_export_or_answers,
)
from helpers.intake.layout import Layout
from helpers.intake.reading import FileContext, Reading
from helpers.intake.text_table import TextTable, no_rejects

# Of delivery, payment and people, and not needed to know who bought what.
LEFT_OUT = frozenset((
    "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing", "Shipping", "Taxes",
    "Shipping Method", "Lineitem requires shipping", "Lineitem taxable",
    "Lineitem fulfillment status", "Notes", "Note Attributes", "Payment Method",
    "Payment Reference", "Payment References", "Payment ID", "Payment Terms Name",
    "Next Payment Due At", "Vendor", "Outstanding Balance", "Employee", "Location", "Device ID",
    "Id", "Risk Level", "Phone", "Receipt Number", "Duties", "Billing City", "Shipping Phone",
    "refunds",
    *(f"{whose} {part}" for whose in ("Billing", "Shipping") for part in (
        "Name", "Street", "Address1", "Address2", "Company", "Zip", "Province", "Country",
        "Province Name")),
    *(f"Tax {place} {part}" for place in range(1, 6) for part in ("Name", "Value")),
))  # fmt: skip
EXPORT = Layout(
    "order_lines",
    {
        "order_id": ("Name",), "ordered_at": ("Created at",), "order_total": ("Total",),
        "cancelled_at": ("Cancelled at", "Canceled at"), "order_subtotal": ("Subtotal",),
        "order_discount": ("Discount Amount",), "order_refunded": ("Refunded Amount",),
        "currency": ("Currency",), "status": ("Financial Status",), "channel": ("Source",),
        "country": ("Shipping Country",), "province": ("Shipping Province",),
        "city": ("Shipping City",), "coupon": ("Discount Code",), "tags": ("Tags",),
        "email": ("Email",), "phone": ("Billing Phone",),
        "customer_id": ("Customer ID",),  # as the API tells it
        "product_id": ("Lineitem sku",), "product_name": ("Lineitem name",),
        "quantity": ("Lineitem quantity",), "unit_price": ("Lineitem price",),
        "discount": ("Lineitem discount",),
        "list_price": ("Lineitem compare at price", "Lineitem compare-at price"),
    },
    left_out=LEFT_OUT, decimal=".", on_first_row=("ordered_at", "order_total"),
    above_zero=frozenset(("order_refunded",)),
)  # fmt: skip
# Amounts and states that nobody is named by: they stay where an order's person is forgotten.
ALSO_KEPT = ("Shipping", "Taxes", "Paid at", "Fulfilled at", "Fulfillment Status",
             "Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status",
             "Vendor", "Payment Method", "Outstanding Balance")  # fmt: skip
OF_PERSON = ("Email", "Billing Phone", "Customer ID")
MAY_LACK = ("coupon", "customer_id", "list_price")
NEEDED = tuple(name for name in EXPORT.columns if name not in MAY_LACK)
ORDER_COLUMNS = tuple(EXPORT.columns[name][0] for name in NEEDED)
# Columns that other versions of the export spell in another way.
OTHER_NAMES = ("Lineitem sku", "Cancelled at")
TELL_TALE_COLUMNS = tuple(name for name in ORDER_COLUMNS if name not in OTHER_NAMES)
ANSWERED = ("name", "created_at", "total_price", "currency", "line_items")
DATES = ("Created at", "Paid at", "Fulfilled at", "Cancelled at", "Canceled at", "created_at")


def read(text: TextTable, context: FileContext) -> Reading:
    """Return the rows of an export, or of the API's answers, one per order line."""
    if not is_json(Path(context.name), context.declared):
        return _read_orders(text, context)
    exported = shopify_answers.as_exported(text.frame)
    formats = {"Created at": shopify_answers.MOMENTS}
    declared = context.declared.model_copy(update={"date_format": formats, "decimal": "."})
    told = TextTable(exported.frame, no_rejects())
    reading = _read_orders(told, context._replace(declared=declared))
    return shopify_answers.gathered(reading, text, exported, context)


def needed(context: FileContext) -> tuple[str, ...]:
    """Return the columns without which a file is refused."""
    return ANSWERED if is_json(Path(context.name), context.declared) else TELL_TALE_COLUMNS


def kept(text: TextTable, context: FileContext) -> frozenset[str]:
    """Return the columns that stay where the person of an order is to be forgotten."""
    if is_json(Path(context.name), context.declared):
        names = (told for name, told in shopify_answers.OF_ORDER.items() if name not in OF_PERSON)
        told = {*(one for several in names for one in several), *shopify_answers.LISTS}
    else:
        told = {*kept_columns(text, context, EXPORT), *ALSO_KEPT}
    return frozenset(told & set(text.names))


def _read_orders(text: TextTable, context: FileContext) -> Reading:
    """Return an export's rows; all its days are written as orders' days are, if not declared."""
    told = context.declared.date_format
    usual = dict.fromkeys(("Cancelled at", "Canceled at"), told.get("Created at"))
    declared = context.declared.model_copy(update={"date_format": usual | told})
    return order_rows.read(text, context._replace(declared=declared), EXPORT, needed=NEEDED)


FORMAT = Format(
    name="shopify-orders",
    records="orders",
    tell_tale=(frozenset(("Name", "Financial Status", "Created at", "Lineitem quantity",
                          "Lineitem name", "Lineitem price")),
               frozenset(("name", "financial_status", "created_at", "total_price", "line_items"))),
    needs=needed,
    read=read,
    entries=ORDER_LINE_ENTRIES | {"decimal"},
    dates=DATES,
    amounts=("Total", "Subtotal", "Lineitem price"),
    open_file=open_export_or_answers,
    kept=kept,
)  # fmt: skip
