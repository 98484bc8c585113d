"""What the intake can read already: the formats with a name, and the tables for any other file."""

from typing import NamedTuple

from helpers.intake import mapped, shopify


class KnownFormat(NamedTuple):
    """A format with a name: the table that it fills, and its columns of dates and amounts."""

    name: str
    records: str
    dates: tuple[str, ...]
    amounts: tuple[str, ...]


STAND_IN = {
    "shopify-orders": (
        KnownFormat("shopify-orders", "orders", ("Created at", "Cancelled at", "Canceled at"),
                    ("Total", "Subtotal", "Lineitem price")),
        set(shopify.TELL_TALE_COLUMNS),
    ),
    "shopify-customers": (
        KnownFormat("shopify-customers", "contacts", (), ()), set(shopify.CUSTOMER_COLUMNS)
    ),
}  # fmt: skip


def recognise(header: list[str]) -> list[tuple[str, float]]:
    """Return the formats that a header may be of, best first, each with the share of its columns."""
    told = set(header)
    scored = [(name, len(wanted & told) / len(wanted)) for name, (_, wanted) in STAND_IN.items()]
    return sorted((item for item in scored if item[1] >= 0.5), key=lambda item: -item[1])


def format_named(name: str) -> KnownFormat:
    """Return the format of a name."""
    return STAND_IN[name][0]


def tables() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, for each table that any file can be mapped to, what it needs and all it knows."""
    return {table: (mapped.NEEDED[table], mapped.KNOWN[table]) for table in mapped.NEEDED}
