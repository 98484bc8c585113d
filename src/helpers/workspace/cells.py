"""A number with the cell of the table that it comes from, and what is said of such numbers.

A chapter hands these to its report instead of finished sentences: the report says them in
every language, as exactly as may be published, and marks each number with its cell.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

JOINT = "|"


class Cell(NamedTuple):
    """One value of a table.

    Attributes
    ----------
    value : object
        The value as the table holds it.
    table : str
        The table.
    row : tuple of str
        The values of the table's key.
    column : str
        The column.
    of : float, optional
        How many people a share is of; without it the value is no share of people.
    """

    value: Any
    table: str
    row: tuple[str, ...]
    column: str
    of: float | None = None

    @property
    def address(self) -> str:
        """Where the value stands: table, key and column.

        Examples
        --------
        >>> Cell(0.4, "persona_facts", ("p-7f3a", "age", "25-34"), "value").address
        'persona_facts|p-7f3a|age|25-34|value'
        """
        return JOINT.join(map(_escaped, (self.table, *self.row, self.column)))


class Said(NamedTuple):
    """A sentence of the catalogue that is to be said: its key, and what its places hold.

    A place holds a value, a `Cell`, another `Said`, or a list of them.
    """

    key: str
    values: dict[str, Any] = {}

    def cells(self) -> list[Cell]:
        """Return every cell that the sentence uses, in order.

        Examples
        --------
        >>> one = Cell(7, "personas", ("p-1",), "customers")
        >>> [cell.value for cell in Said("a.b", {"n": one, "more": [Said("a.c", {"n": one})]}).cells()]
        [7, 7]
        """  # noqa: E501
        return [cell for value in self.values.values() for cell in _cells(value)]


def _cells(value: Any) -> Iterator[Cell]:
    if isinstance(value, Cell):
        yield value
    elif isinstance(value, Said):
        yield from value.cells()
    elif isinstance(value, list):
        for item in value:
            yield from _cells(item)


def _escaped(part: Any) -> str:
    """Return a part of an address without the mark that parts addresses."""
    return str(part).replace("%", "%25").replace(JOINT, quote(JOINT))
