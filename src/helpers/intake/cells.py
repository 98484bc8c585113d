"""The cells of a file under the names of a contract: found, stripped, translated, typed."""

from functools import partial

import pandas as pd

from helpers.intake import currencies, values
from helpers.intake.coded import Coded, everywhere
from helpers.intake.layout import Layout
from helpers.intake.moments import Moments, need_formats, read_moments
from helpers.intake.reading import FileContext
from helpers.intake.text_table import TextTable, as_table
from helpers.workspace.errors import InputError

DTYPES = {  # of columns, by the type that a contract gives them
    "text": "str", "integer": "Int64", "money": "Int64", "number": "Float64", "flag": "boolean",
    "day": "datetime64[us]", "time": "datetime64[us, UTC]",
}  # fmt: skip
EPOCHS = {"s": 1_000_000, "ms": 1_000, "us": 1}  # microseconds in one


class Cells:
    """A file's cells by canonical name, as its layout and its declaration say."""

    def __init__(self, text: TextTable | pd.DataFrame, context: FileContext, layout: Layout):
        self.text, self.context, self.layout = as_table(text), context, layout
        self.index, names = self.text.index, self.text.names
        exact = {plain(header): header for header in reversed(names)}
        # Of prices in two currencies, the column in the company's own counts, else the first.
        behind = {header: currencies.of_header(header) for header in reversed(names)}
        own = sorted(behind, key=lambda header: behind[header][1] == context.source.currency)
        bare = {plain(behind[header][0]): header for header in own}
        self._headers = {
            name: list(dict.fromkeys(
                found[plain(told)] for told in spellings for found in (exact, bare)
                if plain(told) in found
            ))
            for name, spellings in layout.columns.items()
        }  # fmt: skip
        self._columns: dict[str, Coded] = {}
        self._texts: dict[str, pd.Series] = {}
        self._moments: dict[str, Moments] = {}

    @property
    def frame(self) -> pd.DataFrame:
        """All cells of the file as plain text, under its own headers."""
        return self.text.frame

    def header(self, name: str) -> str | None:
        """Return the header of a column as the file spells it, or None where it has none."""
        return next(iter(self.headers(name)), None)

    def headers(self, name: str) -> list[str]:
        """Return all headers of the file that may fill a column, the first to count first."""
        return self._headers.get(name, [])

    def is_told(self, name: str) -> bool:
        """Return whether the file or its declaration tells of a column at all."""
        return self.header(name) is not None or bool(self.layout.constants.get(name))

    def stripped(self, name: str, texts: pd.Series) -> pd.Series:
        """Return texts without space around them and without what a column is stripped of."""
        plain = texts.str.strip()
        if name in self.layout.strip:
            plain = plain.str.replace(self.layout.strip[name], "", regex=True)
        return plain

    def __call__(self, name: str) -> pd.Series:
        """Return a column's text without space around it, its words translated; empty if absent."""
        if name not in self._texts:
            self._texts[name] = self.column(name).plain()
        return self._texts[name]

    def column(self, name: str) -> Coded:
        """Return what calling returns, each distinct text once."""
        if name not in self._columns:
            self._columns[name] = self._read(name)
        return self._columns[name]

    def _read(self, name: str) -> Coded:
        headers, usual = self.headers(name), self.layout.constants.get(name, "")
        if not headers:
            return everywhere(usual, self.index)
        told = self.text.column(headers[0])
        for header in headers[1:]:  # such as a mobile number, and where it is empty the phone
            told = told.stripped().or_else(self.text.column(header))
        return told.each(partial(self._as_meant, name, usual))

    def _as_meant(self, name: str, usual: str, written: pd.Series) -> pd.Series:
        texts = self.stripped(name, written)
        if name in self.layout.words:
            words = self.layout.words[name]
            texts = texts.map(lambda text: translated(text, words)).astype("str")
        return texts.mask(texts.eq(""), usual) if usual else texts

    def absent(self, name: str, type: str, *, may_miss: bool) -> pd.Series:
        """Return a column that the file has not: missing, or empty text if declared as such."""
        empty = "" if name in self.layout.constants and not may_miss else None
        return pd.Series(empty, index=self.index, dtype=DTYPES[type])

    def moments(self, name: str) -> Moments:
        """Return a column read as moments and business days.

        Raises
        ------
        InputError
            If neither the layout nor source.toml says how its dates are written.
        """
        if name not in self._moments:
            column, header = self.column(name), self.header(name) or ""
            declared = self.context.declared.date_format.get(header)
            formats = declared or self.layout.date_formats.get(name)
            formats = list(need_formats(column, formats, header, self.context.shown))
            found = read_moments(
                column, [f for f in formats if f not in EPOCHS], self.context.time_zone
            )
            for epoch in set(formats) & EPOCHS.keys():
                since = self._since_1970(column, EPOCHS[epoch])
                found = Moments(found.at.fillna(since.at), found.day.fillna(since.day))
            self._moments[name] = found
        return self._moments[name]

    def _since_1970(self, column: Coded, microseconds: int) -> Moments:
        """Return moments told as a number; the business day is that of the file's time zone."""
        longest = 18 - len(str(microseconds))  # some three thousand years
        whole = column.texts.where(column.texts.str.fullmatch(rf"\d{{1,{longest}}}"))
        number = pd.to_numeric(whole, errors="coerce").astype("Int64") * microseconds
        at = pd.to_datetime(number, unit="us", utc=True).astype("datetime64[us, UTC]")
        local = at.dt.tz_convert(self.context.time_zone).dt.tz_localize(None)
        day = local.dt.normalize().astype("datetime64[us]")
        return Moments(column.on_rows(at), column.on_rows(day))

    def unknown(self) -> list[str]:
        """Return the file's columns that the layout neither reads nor leaves out on purpose."""
        read = {header for headers in self._headers.values() for header in headers}
        left_out = {plain(header) for header in self.layout.left_out}
        spelled = {plain(told) for names in self.layout.columns.values() for told in names}
        kept = {plain(header) for header in self.layout.also_kept}
        return [
            header for header in self.text.names
            if plain(header) in kept
            or header not in read and plain(header) not in left_out | spelled
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


def refuse_damaged(cells: Cells, name: str) -> None:
    """Refuse a file in whose column a spreadsheet has rounded long numbers, such as ids.

    Raises
    ------
    InputError
        Names the column and the first such line.
    """
    line = values.first_damaged(cells.column(name))
    if line is not None:
        raise InputError(
            f"{cells.context.shown}, line {line}, column {cells.header(name)!r}: a "
            "spreadsheet has rounded a long number, and its last digits are lost: export it "
            "again, and do not save it with a spreadsheet"
        )


def plain(header: str) -> str:
    """Return a header as it is compared: without case and odd spaces."""
    return " ".join(header.strip().lstrip("\ufeff").casefold().split())


def translated(text: str, words: dict[str, str]) -> str:
    """Return what a word becomes; ``"*"`` stands for every other word that is not empty."""
    told = words.get(text.casefold())
    return told if told is not None else words.get("*", text) if text else text
