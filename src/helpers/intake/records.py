"""Reading by layout: tables whose rows each tell of one thing, under any canonical contract.

A layout says which columns of a file fill which columns of a contract; the contract's
types say how cells are read and what is rejected. Order lines, which belong
together in orders and are netted, are read elsewhere.
"""

import pandas as pd

from helpers.intake import cell_money, people, persons, subscription_days, values
from helpers.intake.attributes import unknown_cells
from helpers.intake.cells import Cells, refuse_absent, refuse_damaged
from helpers.intake.layout import PERSON, Layout
from helpers.intake.persons import COMPANIONS, is_of_person
from helpers.intake.reading import (
    DELETED,
    EARLIEST_DAY,
    FileContext,
    Judge,
    Reading,
    content_hash,
)
from helpers.intake.text_table import TextTable
from helpers.workspace import contracts, free_text, privacy
from helpers.workspace.contracts import Column, Contract
from helpers.workspace.source import SourceFile

SUBSCRIPTIONS = "subscriptions"
ADDED = ("delivery", "file", "line")  # known of the file, not told in its rows
LOG_KEYS = ("event_id", "activity_id", "assignment_id")
PSEUDONYMS = {
    "contact_id": "contact", "account_id": "account", "deal_id": "deal", "visitor_id": "visitor",
    "respondent_id": "respondent", "feedback_id": "feedback", "interaction_id": "interaction",
    "related_id": "interaction", "subscription_id": "subscription",
}  # fmt: skip
PEOPLE = ("contact", "account", "deal")  # named by the numbers of the system that knows them
NAMED_BY_NUMBER = ("contacts", SUBSCRIPTIONS)  # of mapped files: their number goes first
NOT_HERE = ("orders", "order_lines", "attributes")  # read in other ways
DAY_MAY_LACK = ("campaign_history", SUBSCRIPTIONS)  # known from the day up to which the file knows
USUAL = {  # what a mapped file that is silent about it means
    "contacts": {"kind": "customer"}, "ad_spend": {"campaign": ""},
    "promotions": {"product_id": ""},
}  # fmt: skip
DATA_THROUGH = "#data_through"  # where no day is told: the day up to which the file knows
BROKEN = {
    "integer": "impossible_number", "number": "impossible_number", "money": "impossible_amount",
    "flag": "unknown_word", "day": "impossible_date", "time": "impossible_date",
}  # fmt: skip


def tables() -> list[str]:
    """Return the tables that are read by layout."""
    return [
        name for name in contracts.names()
        if {"delivery", "line"} <= contracts.load(name).columns.keys() and name not in NOT_HERE
    ]  # fmt: skip


def mappable(table: str) -> tuple[str, ...]:
    """Return the names that a layout of a table may have columns for."""
    columns = _told(Layout(table, {}))
    person = PERSON if COMPANIONS.get(table) == "contact_details" else ("email", "phone")
    person = person if "customer_id" in columns else ()
    money = ("currency",) if any(told.type == "money" for told in columns.values()) else ()
    not_told = (*ADDED, *LOG_KEYS, *subscription_days.WORKED_OUT)
    own = [name for name in columns if name not in not_told
           and not is_of_person(name, table)]  # fmt: skip
    return tuple(dict.fromkeys((*own, *person, *money)))


def needed(table: str) -> tuple[str, ...]:
    """Return the names that a layout of a table must have, by column or as a constant."""
    return tuple(_needed(contracts.load(table), Layout(table, {}, constants=USUAL.get(table, {}))))


def layout_of(declared: SourceFile) -> Layout:
    """Return the layout that a mapping in source.toml amounts to."""
    contract = contracts.load(declared.table)
    return Layout(
        declared.table, {name: (header,) for name, header in declared.columns.items()},
        record=contract.version, constants={**USUAL.get(declared.table, {}), **declared.fixed},
        date_formats={name: ("%Y-%m-%d",) for name, header in declared.columns.items()
                      if header == DATA_THROUGH},
        by_number=declared.table in NAMED_BY_NUMBER,
    )  # fmt: skip


def headers_of(layout: Layout, types: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headers, in all their spellings, of a layout's columns of some types."""
    told = _told(layout)
    return tuple(
        header for name, headers in layout.columns.items() for header in headers
        if name in told and told[name].type in types
    )  # fmt: skip


def read(text: TextTable, context: FileContext, layout: Layout) -> Reading:
    """Return a file's rows under the contract of its layout's table.

    A row is rejected where a cell that is needed is empty or a cell that is filled cannot
    be read; columns that the layout does not know are handed over as attributes.

    Raises
    ------
    InputError
        If a needed column is missing, or a date format or the decimal sign is not declared.
    """
    contract = contracts.load(layout.table)
    cells = Cells(text, context, layout)
    refuse_absent(cells, _needed(contract, layout))
    judge = Judge(text.frame, text.rejects)
    content = content_hash(_as_told(cells))

    judge.forbid(values.read_flags(cells("is_deleted")), DELETED, cells.header("is_deleted"))
    rows = _days(contract, cells, judge)
    for name, column in _told(layout).items():
        told = cells.header(name) is not None or name in layout.constants
        if told and name not in (*rows, *ADDED) and not is_of_person(name, layout.table):
            rows[name] = _column(name, column, cells, judge)
    if contract.name == SUBSCRIPTIONS:
        rows |= subscription_days.columns(cells, rows, judge)
    rows |= persons.columns(contract, cells, rows)
    record = _record(content, rows, layout, judge)
    for name in set(LOG_KEYS) & set(contract.columns):
        rows[name] = record
    frame = pd.DataFrame(rows, index=text.frame.index).assign(
        record=record, content=content, line=text.frame.index, head=True
    )
    kept = frame[judge.stands]
    judge.close()
    return Reading(layout.table, kept, text.rejects, text.frame, unknown_cells(cells, kept))


def _as_told(cells: Cells) -> pd.DataFrame:
    """Return the file's cells as they are compared from delivery to delivery.

    Ids stand without what is stripped: spelled otherwise, they are equal. What the format says
    of all rows is part of them: who was subscribed may now be cleaned, and nothing in the row
    itself tells the difference.
    """
    plain = {
        header: cells.stripped(name, cells.frame[header])
        for name in sorted(PSEUDONYMS.keys() & cells.layout.strip.keys())
        for header in cells.headers(name) if header not in cells.layout.also_kept
    }  # fmt: skip
    constants = {f"({name})": told for name, told in cells.layout.constants.items()}
    # A day that no row tells does not make an old row a new one.
    told = cells.frame.drop(columns=DATA_THROUGH, errors="ignore")
    return told.assign(**plain, **constants)


def _told(layout: Layout) -> dict[str, Column]:
    """Return the columns that a layout's rows may fill: the contract's and its companion's."""
    companion = COMPANIONS.get(layout.table)
    beside = contracts.load(companion).columns if companion else {}
    return {**beside, **contracts.load(layout.table).columns}


def _needed(contract: Contract, layout: Layout) -> list[str]:
    """Return the columns that must be in the file, because nothing else can fill them."""
    filled = {*ADDED, *LOG_KEYS, *layout.constants}
    if not contract.dated or "occurred_at" in contract.columns or contract.name in DAY_MAY_LACK:
        filled.add("event_day")
    if "event_day" in layout.columns:
        filled.add("occurred_at")
    needed = [
        name for name, column in contract.columns.items()
        if not column.missing and name not in filled and not is_of_person(name, layout.table)
    ]  # fmt: skip
    # The customer's pseudonym is worked out of what names the person.
    return [name for name in needed if name != "customer_id"]


def _days(contract: Contract, cells: Cells, judge: Judge) -> dict[str, pd.Series]:
    """Return the business day, and the moment where the contract has one, of each row."""
    source = "occurred_at" if cells.header("occurred_at") else "event_day"
    if not cells.header(source):
        day = pd.Series(cells.context.known_through, index=cells.index)
        return {"event_day": day}
    told = cells.moments(source)
    day = cells.moments("event_day").day if cells.header("event_day") else told.day
    for name in {source, "event_day"} & {n for n in cells.layout.columns if cells.header(n)}:
        own = cells.moments(name).day
        judge.forbid(own.isna() | own.lt(EARLIEST_DAY), "impossible_date", cells.header(name))
    if contract.dated:
        late = day.gt(cells.context.known_through)
        judge.forbid(late, "date_after_delivery", cells.header(source))
    return (
        {"event_day": day, "occurred_at": told.at}
        if "occurred_at" in contract.columns
        else {"event_day": day}
    )


def _column(name: str, column: Column, cells: Cells, judge: Judge) -> pd.Series:
    """Return one column, read as its type says, having judged its cells."""
    if not cells.header(name) and not cells.layout.constants.get(name):
        return cells.absent(name, column.type, may_miss=column.missing)
    texts = cells(name)
    filled = texts.ne("")
    found = _typed(name, column, texts, cells)
    header = cells.header(name)
    if column.type in BROKEN:
        judge.forbid(filled & found.isna(), BROKEN[column.type], header)
    if column.one_of is not None:
        judge.forbid(filled & ~found.isin(column.one_of), "unknown_word", header)
    if column.type in ("day", "time") and name != "event_day":
        early = cells.moments(name).day.lt(EARLIEST_DAY)
        judge.forbid(early, "impossible_date", header)
    if column.minimum is not None:
        judge.forbid(found.lt(column.minimum), "out_of_bounds", header)
    if column.maximum is not None:
        judge.forbid(found.gt(column.maximum), "out_of_bounds", header)
    if not column.missing and header and name not in cells.layout.constants:
        judge.forbid(~filled, "empty_needed_cell", header)
    return found


def _typed(name: str, column: Column, texts: pd.Series, cells: Cells) -> pd.Series:
    if name in PSEUDONYMS:
        refuse_damaged(cells, name)
        kind = kind_of_number(PSEUDONYMS[name], cells)
        return privacy.pseudonyms(kind, values.or_missing(people.plain(texts)))
    if column.type == "integer":
        return values.read_pieces(texts)
    if column.type == "number":
        found = values.read_numbers(texts, cell_money.decimal(cells, name))
        signed = texts.str.endswith("%") & (column.unit == "proportion")
        return found.mask(signed | (name in cells.layout.percents), found / 100)
    if column.type == "money":
        return cell_money.money(cells, name)
    if column.type == "flag":
        return values.read_flags(texts)
    if column.type in ("day", "time"):
        told = cells.moments(name)
        return told.day if column.type == "day" else told.at
    if name == "phone":
        return people.standard_phones(texts, cells.context.source.country)[0]
    if name == "address":
        return people.standard_addresses([texts, cells("postcode")])
    if column.free_text:
        return values.or_missing(free_text.without_personal(texts))
    return texts if not column.missing else values.or_missing(texts)


def kind_of_number(thing: str, cells: Cells) -> str:
    """Return the kind of a pseudonym: numbers of two systems never meet."""
    system = cells.context.declared.numbers or cells.layout.numbers
    if thing not in PEOPLE:
        system = cells.layout.own_numbers or system
    return thing if system == "shop" else f"{thing} of {system}"


def _record(content: pd.Series, rows: dict, layout: Layout, judge: Judge) -> pd.Series:
    """Return what each row tells of: its record's name, or itself and its number among equals."""
    if layout.record:
        parts = [rows[name].astype("str").fillna("") for name in layout.record]
        record = parts[0].str.cat(parts[1:], sep="\x1f")
        judge.forbid(record.str.replace("\x1f", "").eq(""), "record_without_name")
        return record
    nth = content.groupby(content).cumcount()
    return pd.Series(
        [f"{told:016x}-{place}" for told, place in zip(content, nth, strict=True)],
        index=content.index, dtype="str",
    )  # fmt: skip
