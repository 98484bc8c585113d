"""Reading by layout: tables whose rows each tell of one thing, under any canonical contract.

A layout says which columns of a file fill which columns of a contract; the contract's
types say how cells are read and what is rejected. Order lines, which belong
together in orders and are netted, are read elsewhere.
"""

import pandas as pd

from helpers.intake import people, values
from helpers.intake.cells import Cells, refuse_absent
from helpers.intake.layout import PERSON, Layout
from helpers.intake.reading import (
    EARLIEST_DAY,
    FileContext,
    Judge,
    Reading,
    content_hash,
    to_company_currency,
)
from helpers.intake.text_table import TextTable
from helpers.workspace import contracts, free_text, privacy
from helpers.workspace.contracts import Column, Contract
from helpers.workspace.source import SourceFile

# Personal values stand in a table of their own, beside the one that they belong to.
COMPANIONS = {
    "contacts": "contact_details", "leads": "contact_details", "memberships": "contact_details",
    "accounts": "account_details", "deals": "deal_details",
}  # fmt: skip
ADDED = ("delivery", "file", "line")  # known of the file, not told in its rows
LOG_KEYS = ("event_id", "activity_id", "assignment_id")
PSEUDONYMS = {
    "contact_id": "contact", "account_id": "account", "deal_id": "deal", "visitor_id": "visitor",
    "respondent_id": "respondent", "feedback_id": "feedback", "interaction_id": "interaction",
    "related_id": "interaction",
}  # fmt: skip
NOT_HERE = ("orders", "order_lines", "attributes")  # read in other ways
DAY_MAY_LACK = ("campaign_history",)  # known from the day up to which the file knows
USUAL = {  # what a mapped file that is silent about it means
    "contacts": {"kind": "customer"}, "ad_spend": {"campaign": ""},
    "promotions": {"product_id": ""},
}  # fmt: skip
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
    own = [name for name in columns if name not in (*ADDED, *LOG_KEYS)
           and not _is_of_person(name, table)]  # fmt: skip
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
        by_number=declared.table == "contacts",
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
    cells = Cells(text.frame, context, layout)
    refuse_absent(cells, _needed(contract, layout))
    judge = Judge(text.frame, text.rejects)
    content = content_hash(text.frame)

    rows = _days(contract, cells, judge)
    for name, column in _told(layout).items():
        if name not in rows and name not in ADDED and not _is_of_person(name, layout.table):
            rows[name] = _column(name, column, cells, judge)
    rows |= _person(contract, cells, rows)
    record = _record(content, rows, layout, judge)
    for name in set(LOG_KEYS) & set(contract.columns):
        rows[name] = record
    frame = pd.DataFrame(rows, index=text.frame.index).assign(
        record=record, content=content, line=text.frame.index, head=True
    )
    kept = frame[judge.stands]
    judge.close()
    return Reading(layout.table, kept, text.rejects, text.frame, _unknown(cells, kept))


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
        if not column.missing and name not in filled and not _is_of_person(name, layout.table)
    ]  # fmt: skip
    # The customer's pseudonym is worked out of what names the person.
    return [name for name in needed if name != "customer_id"]


def _is_of_person(name: str, table: str) -> bool:
    """Return whether a column is worked out of a person's name, e-mail, phone or address."""
    detail = COMPANIONS.get(table) == "contact_details" and name in (
        contracts.load("contact_details").columns.keys() - {"contact_id"}
    )
    return name in ("customer_id", "is_test") or name.endswith("_quality") or detail


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
    return {"event_day": day, "occurred_at": told.at} if "occurred_at" in contract.columns else {
        "event_day": day
    }


def _column(name: str, column: Column, cells: Cells, judge: Judge) -> pd.Series:
    """Return one column, read as its type says, having judged its cells."""
    texts = cells(name)
    filled = texts.ne("")
    found = _typed(name, column, texts, cells)
    header = cells.header(name)
    if column.type in BROKEN:
        judge.forbid(filled & found.isna(), BROKEN[column.type], header)
    if column.one_of is not None:
        judge.forbid(filled & ~found.isin(column.one_of), "unknown_word", header)
    if column.minimum is not None:
        judge.forbid(found.lt(column.minimum), "out_of_bounds", header)
    if column.maximum is not None:
        judge.forbid(found.gt(column.maximum), "out_of_bounds", header)
    if not column.missing and header:
        judge.forbid(~filled, "empty_needed_cell", header)
    return found


def _typed(name: str, column: Column, texts: pd.Series, cells: Cells) -> pd.Series:
    if name in PSEUDONYMS:
        kind = _kind(PSEUDONYMS[name], cells)
        return privacy.pseudonyms(kind, values.or_missing(texts))
    if column.type == "integer":
        return values.read_pieces(texts)
    if column.type == "number":
        return values.read_numbers(texts, cells.decimal(name))
    if column.type == "money":
        amount = values.read_money(texts, cells.decimal(name))
        return to_company_currency(amount, cells.currency(name), cells.context)
    if column.type == "flag":
        return values.read_flags(texts)
    if column.type in ("day", "time"):
        told = cells.moments(name)
        return told.day if column.type == "day" else told.at
    if column.free_text:
        return values.or_missing(free_text.without_personal(texts))
    return texts if not column.missing else values.or_missing(texts)


def _kind(thing: str, cells: Cells) -> str:
    """Return the kind of a pseudonym: numbers of two systems never meet."""
    system = cells.context.declared.numbers or cells.layout.numbers
    return thing if system == "shop" else f"{thing} of {system}"


def _person(contract: Contract, cells: Cells, rows: dict) -> dict[str, pd.Series]:
    """Return what is known of the person: the customer's pseudonym, and the details."""
    email, email_quality = people.standard_emails(cells("email"))
    country = cells.context.source.country
    phone, phone_quality = people.standard_phones(cells("phone"), country)
    found = {}
    if "customer_id" in contract.columns:
        customer = privacy.pseudonyms("email", email)
        customer = customer.where(customer.notna(), privacy.pseudonyms("phone", phone))
        if cells.layout.by_number:
            customer = rows["contact_id"]
        elif not contract.columns["customer_id"].missing:
            customer = customer.where(customer.notna(), rows["contact_id"])
        found["customer_id"] = customer
    if COMPANIONS.get(contract.name) == "contact_details":
        found |= _details(cells, email, phone)
    if "email_quality" in contract.columns:
        named = found["name"].notna().map({True: "good", False: "missing"})
        found |= {"name_quality": named, "email_quality": email_quality,
                  "phone_quality": phone_quality, "is_test": False}  # fmt: skip
    return found


def _details(cells: Cells, email: pd.Series, phone: pd.Series) -> dict[str, pd.Series]:
    given = cells("given_name").where(cells("given_name").ne(""), cells("name"))
    received = (given + " " + cells("family_name")).str.strip()
    return {
        "name_received": values.or_missing(received),
        "name": people.standard_names(given, cells("family_name")),
        "email_received": values.or_missing(cells("email")), "email": email,
        "phone_received": values.or_missing(cells("phone")), "phone": phone,
        "address_received": values.or_missing(cells("address")),
        "address": people.standard_addresses([cells("address"), cells("postcode")]),
    }  # fmt: skip


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


def _unknown(cells: Cells, rows: pd.DataFrame) -> pd.DataFrame | None:
    """Return the filled cells of columns that the layout does not know, one row per cell."""
    names = cells.unknown()
    customer = rows["customer_id"] if "customer_id" in rows else pd.Series(pd.NA, index=rows.index)
    found = []
    for name in names:
        texts = cells.frame.loc[rows.index, name].str.strip()
        texts = texts[texts.ne("")]
        found.append(pd.DataFrame({
            "record": rows["record"][texts.index], "line": texts.index, "name": name,
            "value": texts, "type": _looks_like(texts), "customer_id": customer[texts.index],
        }))  # fmt: skip
    return pd.concat(found, ignore_index=True) if found else None


def _looks_like(texts: pd.Series) -> str:
    """Return what all cells of a column look like: number, day, flag or text."""
    some = texts.drop_duplicates()
    if some.str.fullmatch(r"[-+]?\d{1,15}(?:\.\d+)?").all():
        return "number"
    if some.str.fullmatch(r"\d{4}-\d{2}-\d{2}").all():
        return "day"
    words = {"yes", "no", "true", "false", "是", "否"}
    return "flag" if some.str.casefold().isin(words).all() else "text"
