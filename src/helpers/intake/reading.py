"""What a format module hands over: rows that stand, rows that do not, and how a row is judged."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.intake.text_table import Rejects, TextTable, as_table, row_texts
from helpers.workspace.errors import InputError
from helpers.workspace.source import Source, SourceFile

# Rules for rows that are not broken: they are no longer, or their person is to be forgotten.
DELETED, ERASED = "deleted_at_its_source", "erased_person"
EARLIEST_DAY = pd.Timestamp("1990-01-01")
LARGEST_AMOUNT = 10**16  # in ten-thousandths; sums of a hundred of them still fit into 64 bits


class FileContext(NamedTuple):
    """One file of a company and everything that was declared about it."""

    name: str
    declared: SourceFile
    source: Source

    @property
    def time_zone(self) -> str:
        """The zone of texts without an offset."""
        return self.declared.time_zone or self.source.time_zone

    @property
    def known_through(self) -> pd.Timestamp:
        """The last day that the file knows of."""
        own = self.declared.data_through
        return pd.Timestamp(own or min(self.source.data_through, self.declared.received))

    @property
    def file(self) -> str:
        """The file, below the company's raw folder."""
        return self.name.partition("/")[2]

    @property
    def shown(self) -> str:
        """The file's name in messages."""
        return f"data/raw/{self.name}"


class Reading(NamedTuple):
    """A file as read: one row per raw row that stands, and the rejected ones.

    `rows` has `record` (the order or contact it tells of), `head` (whether it
    begins that record), `content` (a hash of all its text), `line`, and the
    values of its kind. `raw` is the file as text, its index the line. `unknown` has
    the filled cells of columns that fit nowhere else: `record`, `line`, `name`, `value`,
    `type`, `customer_id`.
    """

    kind: str
    rows: pd.DataFrame
    rejects: Rejects
    raw: pd.DataFrame | TextTable
    unknown: pd.DataFrame | None = None
    marks_removed: int = 0

    @property
    def records(self) -> str:
        """What its rows tell of; lines that a mapping names one by one are orders too."""
        return "orders" if self.kind == "order_lines" else self.kind

    @property
    def rows_in(self) -> int:
        """Rows in the file, the header left out: those that were read, and the ragged ones."""
        ragged = self.raw.index.get_indexer(sorted(set(self.rejects.lines))) < 0
        return len(self.raw) + int(ragged.sum())

    def reject(self, lines: Iterable[int], rule: str, column: str | None = None) -> None:
        """Reject rows that stood by themselves, for what stands elsewhere."""
        for line, text in zip(lines, row_texts(as_table(self.raw).rows(lines)), strict=True):
            self.rejects.add(line, rule, column, text)


class Judge:
    """Collects, for each row of a file, the first rule that it breaks."""

    def __init__(self, frame: pd.DataFrame | TextTable, rejects: Rejects):
        self._table, self._rejects = as_table(frame), rejects
        self.rule = pd.Series(pd.NA, index=frame.index, dtype="str")
        self.column = pd.Series(pd.NA, index=frame.index, dtype="str")

    def forbid(self, broken: pd.Series, rule: str, column: str | None = None) -> None:
        """Note a rule for the rows that break it and have broken none before."""
        first = broken.fillna(False).astype(bool)
        if not first.any():
            return
        first &= self.stands
        self.rule[first] = rule
        self.column[first] = column

    @property
    def stands(self) -> pd.Series:
        """Whether each row has broken no rule."""
        return self.rule.isna()

    def close(self) -> None:
        """Hand the rows that broke a rule over to the rejects, with their text."""
        bad = self.rule.index[~self.stands]
        texts = row_texts(self._table.rows(bad))
        for line, rule, column, text in zip(
            bad, self.rule[bad], self.column[bad], texts, strict=True
        ):
            self._rejects.add(line, rule, None if pd.isna(column) else column, text)


def content_hash(frame: pd.DataFrame | TextTable) -> pd.Series:
    """Return a 64-bit hash of each row's text.

    Empty cells count nothing, so that neither the order of columns nor a new
    empty one changes the hash. The sum over a row's cells is hashed once more:
    two rows that swap a cell must not add up to the same record as before.
    """
    total = np.zeros(len(frame), dtype="uint64")
    table = as_table(frame)
    for name in table.names:
        column = table.column(name)
        cells = column.texts.str.strip()
        salt = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:16]
        hashed = pd.util.hash_array(cells.to_numpy(dtype=object), hash_key=salt, categorize=False)
        total += np.where(cells.eq(""), np.uint64(0), hashed)[column.codes]
    return pd.Series(pd.util.hash_array(total), index=frame.index)


def to_company_currency(ticks: pd.Series, currency: pd.Series, context: FileContext) -> pd.Series:
    """Return amounts in the company's currency, at the declared rates, rounded to a tick."""
    same = currency.eq(context.source.currency)
    if same.all():
        return ticks
    rates = {context.source.currency: 1.0, **context.source.exchange_rates}
    rate = currency.map(rates).astype("float64")
    return ticks.where(same, (ticks.astype("float64") * rate).round().astype("Int64"))


def too_large(quantity: pd.Series, price: pd.Series) -> pd.Series:
    """Return whether a line's amount is beyond what money columns hold: a slip of the pen."""
    return (quantity.astype("float64") * price.astype("float64")).abs().ge(LARGEST_AMOUNT)


def known_currency(currency: pd.Series, context: FileContext) -> pd.Series:
    """Return whether each currency is the company's or has a declared rate."""
    return currency.isin([context.source.currency, *context.source.exchange_rates])


def refuse_beyond_limit(reading: Reading, context: FileContext) -> None:
    """Refuse a file of which more rows are broken than the company allows.

    Raises
    ------
    InputError
        Names the share, the limit, the commonest rule and where it first struck.
    """
    rules = pd.Series(reading.rejects.rules, dtype="str")
    rules = rules[~rules.isin([DELETED, ERASED])]
    share = len(rules) / max(reading.rows_in, 1)
    if share <= context.source.reject_limit:
        return
    common = rules.mode().iloc[0]
    first = rules.eq(common).idxmax()
    column = reading.rejects.columns[first]
    where = f"line {reading.rejects.lines[first]}" + (f", column {column!r}" if column else "")
    raise InputError(
        f"{context.shown}: {share:.2%} of its rows are broken, more than the limit of "
        f"{context.source.reject_limit:.2%} (reject_limit in source.toml). Most often "
        f"{common.replace('_', ' ')}, first in {where}{_hint(common, context)}"
    )


def _hint(rule: str, context: FileContext) -> str:
    """Return what to look at in source.toml where one rule broke a whole file."""
    hints = {
        "impossible_amount": ": is decimal declared right for this file?",
        "impossible_date": ": does date_format fit this column?",
        "date_after_delivery": f": it lies after {context.known_through:%Y-%m-%d}, the last day "
        "that the file knows; raise data_through if it knows more",
        "ragged_row": ": is delimiter declared right for this file?",
    }
    return hints.get(rule, "")
