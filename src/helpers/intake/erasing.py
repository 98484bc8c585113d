"""Reading a file without those who are to be forgotten, whoever delivers them again.

A row that is about somebody on the list is not taken in: it is rejected, by a rule of its
own, without its text. An order or a deal of theirs stays with its goods and amounts, and
nobody as its customer, so that what was sold adds up.
"""

import json
import re
from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd

from helpers.intake import people
from helpers.intake.format import Format
from helpers.intake.reading import ERASED, FileContext, Reading
from helpers.intake.text_table import Rejects, TextTable
from helpers.workspace import privacy
from helpers.workspace.forgotten import name_pseudonym

ID_COLUMNS = ("customer_id", "contact_id", "visitor_id", "account_id", "interaction_id",
              "related_id")  # fmt: skip
NAME_COLUMNS = ("name", "contact_name", "account_name")
# What may name somebody within a longer text: an e-mail, or a number as long as a phone's.
TOKEN = re.compile(
    r"[^\s@,;:()<>\"'\u3000-\u303f\u3400-\u9fff\uff00-\uff1f]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![A-Za-z0-9])\+?\d(?:[ ().-]{0,2}\d){6,17}(?![A-Za-z0-9])"
)
KEPT_INSIDE = frozenset((  # of lists within an order: goods, discounts and refunds
    "name", "title", "sku", "quantity", "price", "discount_allocations", "amount", "created_at",
    "transactions", "refund_line_items", "subtotal", "subtotal_set", "kind", "status", "currency",
    "amount_set", "shop_money", "code",
))  # fmt: skip


def read_without(
    text: TextTable, context: FileContext, form: Format, forgotten: frozenset[str]
) -> Reading:
    """Return a file's rows without whoever is on the list.

    Reading is done again without them, so that the rows that stay are just those that a
    file without these people would give.
    """
    if not forgotten:
        return form.read(text, context)
    ragged = Rejects(*map(list, text.rejects))  # reading adds to those that are there
    reading = form.read(text, context)
    lines = lines_of(reading, forgotten)
    if lines:
        kept = form.kept(text, context)
        less = without(TextTable(text.frame, ragged), lines, kept)
        reading = form.read(less, context)
        for line in () if kept else sorted(lines):
            reading.rejects.add(line, ERASED, None, "")
    return _without_words(reading, forgotten, context.source.country)


def lines_of(reading: Reading, forgotten: Collection[str]) -> set[int]:
    """Return the lines of the rows that carry an id of somebody on the list."""
    told = [name for name in ID_COLUMNS if name in reading.rows]
    if not told or not len(reading.rows):
        return set()
    theirs = reading.rows[told].isin(list(forgotten)).any(axis="columns")
    return set(reading.rows.loc[theirs, "line"])


def without(text: TextTable, lines: Collection[int], kept: frozenset[str]) -> TextTable:
    """Return a table without some lines or, where columns are to be kept, with only these."""
    frame = text.frame
    theirs = frame.index.isin(list(lines))
    if not kept:
        return TextTable(frame[~theirs], text.rejects)
    frame = frame.copy()
    for name in frame.columns:
        cells = frame.loc[theirs, name]
        frame.loc[theirs, name] = cells.map(without_inner) if name in kept else ""
    return TextTable(frame, text.rejects)


def without_inner(text: str) -> str:
    """Return a cell as it is or, where it is a JSON list, with what is kept of its items.

    Examples
    --------
    >>> without_inner('[{"sku": "A", "properties": [{"name": "Engraving", "value": "Ana"}]}]')
    '[{"sku":"A"}]'
    """
    if not text.startswith("["):
        return text
    try:
        told = json.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        return ""
    return json.dumps(kept_inside(told), ensure_ascii=False, separators=(",", ":"))


def kept_inside(told: Any) -> Any:
    """Return what is kept of an order's lists: goods, discounts and refunds, nothing else."""
    if isinstance(told, list):
        return [kept_inside(item) for item in told]
    if isinstance(told, dict):
        return {name: kept_inside(told[name]) for name in told if name in KEPT_INSIDE}
    return told


def ids_in(texts: Iterable[str], country: str | None) -> dict[str, set[str]]:
    """Return, for each text that holds an e-mail or a phone, the pseudonyms of these."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for token in TOKEN.findall(text):
            found.setdefault(text, set()).update(ids_of(token, country))
    return found


def ids_of(token: str, country: str | None) -> set[str]:
    """Return the pseudonyms that an e-mail or a phone has as a customer."""
    one = pd.Series([token], dtype="str")
    kind, told = ("email", people.standard_emails(one)[0]) if "@" in token else (
        "phone", people.standard_phones(one, country)[0])  # fmt: skip
    return set() if told.isna().any() else {privacy.pseudonym(kind, told.iloc[0])}


def _without_words(reading: Reading, forgotten: frozenset[str], country: str | None) -> Reading:
    """Return a reading in which neither rejected rows nor other cells speak of the people."""
    rejects = reading.rejects
    spoken = ids_in(set(rejects.texts), country)
    for place, text in enumerate(rejects.texts):
        if spoken.get(text, set()) & forgotten:
            rejects.rules[place], rejects.columns[place], rejects.texts[place] = ERASED, None, ""
    rows, unknown = reading.rows, reading.unknown
    for name in [name for name in NAME_COLUMNS if name in rows]:
        told = {text: name_pseudonym(text) for text in rows[name].dropna().unique()}
        theirs = rows[name].map(told).isin(list(forgotten))
        if theirs.any():
            rows = rows.assign(**{name: rows[name].mask(theirs)})
    if unknown is not None and len(unknown):
        spoken = ids_in(unknown["value"].unique(), country)
        stays = [not spoken.get(text, set()) & forgotten for text in unknown["value"]]
        unknown = unknown[stays]
    return reading._replace(rows=rows, unknown=unknown)
