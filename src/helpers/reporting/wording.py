"""Turn a catalogue key and its values into plain text, HTML or Markdown."""

import html
import re
from typing import Any, NamedTuple

from helpers.reporting import catalogue, formats, people

BOLD = "**"


class Wording(NamedTuple):
    """How a report speaks: its language, its currency, and the smallest group that it tells of."""

    language: str = "en"
    currency: str = "CNY"
    minimum: int = people.SMALLEST

    def text(self, key: str, **values: Any) -> str:
        """Return a sentence as plain text, without marks of emphasis."""
        parts = self._filled(key, values)
        return "".join(literal.replace(BOLD, "") + value for literal, value in parts)

    def html(self, key: str, **values: Any) -> str:
        """Return a sentence as HTML: values are escaped, ``**`` of the template is strong."""
        out, strong = [], False
        for literal, value in self._filled(key, values):
            for index, part in enumerate(literal.split(BOLD)):
                if index:
                    strong = not strong
                    out.append("<strong>" if strong else "</strong>")
                out.append(html.escape(part))
            out.append(html.escape(value))
        return "".join(out)

    def markdown(self, key: str, **values: Any) -> str:
        """Return a sentence as Markdown in which no value can act as a mark or a tag."""
        parts = self._filled(key, values)
        return "".join(literal + escape_markdown(value) for literal, value in parts)

    def rests_on_few(self, key: str, values: dict[str, Any]) -> bool:
        """Return whether a sentence has figures of a group too small to be told of."""
        places = [piece[1:] for piece in catalogue.pieces(key, self.language)]
        return people.Told.WITHHELD in people.careful(places, values, self.minimum).values()

    def value(self, value: Any, form: str = "") -> str:
        """Return a value written in a form of ``helpers.reporting.formats``."""
        return formats.write(value, form, **self._asdict())

    def column(self, name: str) -> str:
        """Return a column's heading: from the catalogue, else its name with spaces."""
        heading = catalogue.messages(self.language).get(f"columns.{name}")
        plain = str(name).replace("_", " ")
        return heading or plain[:1].upper() + plain[1:]

    def _filled(self, key: str, values: dict[str, Any]) -> list[tuple[str, str]]:
        catalogue.check_values(key, self.language, set(values))
        pieces = catalogue.pieces(key, self.language)
        values = people.careful([piece[1:] for piece in pieces], values, self.minimum)
        filled = []
        for literal, name, form in pieces:
            try:
                filled.append((literal, "" if name is None else self.value(values[name], form)))
            except ValueError as error:
                raise catalogue.MessageError(
                    f"{key} ({self.language}), value {name!r}: {error}"
                ) from None
        return filled


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it stands.

    Examples
    --------
    >>> print(escape_markdown("<b>*x*"))
    &lt;b&gt;\\*x\\*
    """
    marked = re.sub(r"([\\`*_{}\[\]()#+!|~$])", r"\\\1", text)
    return html.escape(marked, quote=False)


# How charts write their numbers: one setting for all of them, as matplotlib's own are.
_charts = {"wording": Wording()}


def write_charts_in(wording: Wording) -> None:
    """Set the language and the currency in which charts write."""
    _charts["wording"] = wording


def of_charts() -> Wording:
    """Return the language and the currency in which charts write."""
    return _charts["wording"]
