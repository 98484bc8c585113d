"""The cells of a file under the names of a contract: found, stripped, translated, typed."""

import re

import pandas as pd

from helpers.intake import values
from helpers.intake.layout import Layout
from helpers.intake.reading import FileContext
from helpers.workspace.errors import InputError

CURRENCIES = frozenset(
    "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD IDR INR JPY KRW MXN MYR NOK NZD PHP PLN SEK SGD THB "
    "TRY TWD USD VND ZAR".split()
)
EPOCHS = {"s": 1_000_000, "ms": 1_000, "us": 1}  # microseconds in one


class Cells:
    """A file's cells by canonical name, as its layout and its declaration say."""

    def __init__(self, frame: pd.DataFrame, context: FileContext, layout: Layout):
        self.frame, self.context, self.layout = frame, context, layout
        self.index = frame.index
        exact = {plain(header): header for header in reversed(list(frame.columns))}
        bare = {plain(of_currency(header)[0]): header for header in reversed(list(frame.columns))}
        self._headers = {
            name: list(dict.fromkeys(
                found[plain(told)] for told in spellings for found in (exact, bare)
                if plain(told) in found
            ))
            for name, spellings in layout.columns.items()
        }  # fmt: skip
        self._texts: dict[str, pd.Series] = {}
        self._moments: dict[str, values.Moments] = {}

    def header(self, name: str) -> str | None:
        """Return the header of a column as the file spells it, or None where it has none."""
        return next(iter(self._headers.get(name, ())), None)

    def __call__(self, name: str) -> pd.Series:
        """Return a column's text without space around it, its words translated; empty if absent."""
        if name not in self._texts:
            self._texts[name] = self._read(name)
        return self._texts[name]

    def _read(self, name: str) -> pd.Series:
        headers = self._headers.get(name, ())
        if not headers:
            told = self.layout.constants.get(name, "")
            return pd.Series(told, index=self.index, dtype="str")
        cells = self.frame[headers[0]]
        for header in headers[1:]:  # such as a mobile number, and where it is empty the phone
            cells = cells.where(cells.str.strip().ne(""), self.frame[header])
        place, distinct = pd.factorize(cells)
        texts = pd.Series(distinct, dtype="str").str.strip()
        if name in self.layout.strip:
            texts = texts.str.replace(self.layout.strip[name], "", regex=True)
        if name in self.layout.words:
            words = self.layout.words[name]
            texts = texts.map(lambda text: translated(text, words)).astype("str")
        return texts.take(place).set_axis(self.index)

    def moments(self, name: str) -> values.Moments:
        """Return a column read as moments and business days.

        Raises
        ------
        InputError
            If neither the layout nor source.toml says how its dates are written.
        """
        if name not in self._moments:
            header = self.header(name) or ""
            declared = self.context.declared.date_format.get(header)
            formats = declared or self.layout.date_formats.get(name)
            if formats and formats[0] in EPOCHS:
                self._moments[name] = self._since_1970(name, EPOCHS[formats[0]])
            else:
                formats = values.need_formats(self(name), formats, header, self.context.shown)
                self._moments[name] = values.read_moments(
                    self(name), list(formats), self.context.time_zone
                )
        return self._moments[name]

    def _since_1970(self, name: str, microseconds: int) -> values.Moments:
        """Return moments told as a number; the business day is that of the file's time zone."""
        texts = self(name)
        whole = texts.where(texts.str.fullmatch(r"\d{1,16}"))
        number = pd.to_numeric(whole, errors="coerce").astype("Int64") * microseconds
        at = pd.to_datetime(number, unit="us", utc=True).astype("datetime64[us, UTC]")
        local = at.dt.tz_convert(self.context.time_zone).dt.tz_localize(None)
        return values.Moments(at, local.dt.normalize().astype("datetime64[us]"))

    def decimal(self, name: str) -> str:
        """Return the decimal sign of a column of numbers.

        Raises
        ------
        InputError
            If some cell has a sign and neither the layout nor source.toml says which it is.
        """
        declared = self.context.declared.decimal or self.layout.decimal
        if declared is None and self(name).str.contains("[.,]", regex=True).any():
            raise InputError(
                f"{self.context.shown}: decimal is not declared, and column "
                f'{self.header(name)!r} needs it: write decimal = "." for 1,234.50, else ","'
            )
        return declared or "."

    def currency(self, name: str) -> pd.Series:
        """Return the currency of a column of amounts: behind its header, in a column, or declared.

        Raises
        ------
        InputError
            If it is not the company's and has no declared rate.
        """
        own, source = self.context.declared.currency, self.context.source
        behind = of_currency(self.header(name) or "")[1]
        usual = behind or own or source.currency
        texts = self("currency").str.upper().mask(lambda text: text.eq(""), usual)
        unknown = sorted(set(texts.unique()) - {source.currency, *source.exchange_rates})
        if unknown:
            raise InputError(
                f"{self.context.shown}, column {self.header(name)!r}: amounts in {unknown[0]!r} "
                f"have no rate: write in source.toml exchange_rates = {{ {unknown[0]} = ... }}"
            )
        return texts

    def unknown(self) -> list[str]:
        """Return the file's columns that the layout neither reads nor leaves out on purpose."""
        read = {header for headers in self._headers.values() for header in headers}
        left_out = {plain(header) for header in self.layout.left_out}
        spelled = {plain(told) for names in self.layout.columns.values() for told in names}
        return [
            header for header in self.frame.columns
            if header not in read and plain(header) not in left_out | spelled
        ]  # fmt: skip


def refuse_absent(cells: Cells, needed: list[str]) -> None:
    """Refuse a file without a column that nothing else can fill.

    Raises
    ------
    InputError
        Names the column in its usual spelling.
    """
    for name in needed:
        if cells.header(name) is None:
            spellings = cells.layout.columns.get(name, (name,))
            other = f" (or {', '.join(map(repr, spellings[1:4]))})" if spellings[1:] else ""
            raise InputError(
                f"{cells.context.shown} has no column {spellings[0]!r}{other}: export it again "
                "with this column, or declare another format in source.toml"
            )


def plain(header: str) -> str:
    """Return a header as it is compared: without case and odd spaces."""
    return " ".join(header.strip().lstrip("\ufeff").casefold().split())


def translated(text: str, words: dict[str, str]) -> str:
    """Return what a word becomes; ``"*"`` stands for every other word that is not empty."""
    told = words.get(text.casefold())
    return told if told is not None else words.get("*", text) if text else text


def of_currency(header: str) -> tuple[str, str | None]:
    """Return a header without the currency behind it, and the currency.

    Examples
    --------
    >>> of_currency("spend_cny"), of_currency("Amount (USD)"), of_currency("Price")
    (('spend', 'CNY'), ('Amount', 'USD'), ('Price', None))
    """
    match = re.fullmatch(r"(.+?)[\s_]*[\s_(]([A-Za-z]{3})\)?", header)
    if match and match[2].upper() in CURRENCIES:
        return match[1], match[2].upper()
    return header, None
