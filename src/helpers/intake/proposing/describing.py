"""From a table with a header to its claims: by its format's name, or mapped column by column."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

from helpers.intake import files
from helpers.intake.proposing import known, order_rules
from helpers.intake.proposing.claim import CERTAIN, Claim, ask, counted, propose
from helpers.intake.proposing.dates import dates_of
from helpers.intake.proposing.days import Newest
from helpers.intake.proposing.decimals import decimal_claim, shows_sign
from helpers.intake.proposing.file_kind import ARCHIVE
from helpers.intake.proposing.inspected import Inspected, unread
from helpers.intake.proposing.looks import looks_of
from helpers.intake.proposing.mapping import (
    Mapping,
    best_mapping,
    fixed_claims,
    mapping_by_number,
    mapping_claims,
    nearest_table,
)
from helpers.intake.proposing.tables import Reading, Table, rows_of
from helpers.intake.proposing.ways import packing_claims, row_claims
from helpers.workspace.source import ORDER_ENTRIES

ONLY_NUMBER = (
    "does each row tell of one customer? Only a number names it, and the other columns are kept "
    "as attributes; if not, put the file under [[ignore]]"
)
NO_ROWS = "it has a header and no rows: was there nothing to tell?"


class Look:
    """A table with a header: of which format it is, or to which table it can be mapped."""

    def __init__(self, path: Path, below: str, reading: Reading, table: Table, claims: list[Claim]):
        self.path, self.below, self.reading = path, below, reading
        self.header, self.columns = table.header, table.columns
        self.claims = claims + packing_claims(path, reading.kind) + row_claims(table)
        self.cells = table.columns.columns
        self.dates = {n: told for n, c in self.cells.items() if (told := dates_of(c))}
        self.looks = {n: looks_of(c, self.dates.get(n)) for n, c in self.cells.items()}

    def told(self) -> Inspected:
        """Return the file by its format's name, or mapped, or as one that fits nothing."""
        found = known.recognise(list(self.cells), self.below)
        if known.is_sure(found) and self._can_be(found.name):
            return self._named(found)
        if not self.columns.rows:
            return self._without_rows()
        if self.reading.kind.name == "json" or self.reading.kind.packed == ARCHIVE:
            return self._unmapped(found)
        mapping = best_mapping(self.looks, known.tables())
        if mapping:
            return self._mapped(mapping)
        by_number = mapping_by_number(self.looks, known.tables())
        return self._mapped(by_number, ONLY_NUMBER) if by_number else self._unmapped(found)

    def _without_rows(self) -> Inspected:
        question = "it has a header and no rows: was it exported in full?"
        return unread(self.below, self.reading.kind.name, question, tuple(sorted(self.cells)))

    def _mapped(self, mapping: Mapping, question: str = "") -> Inspected:
        needed, _ = known.tables()[mapping.table]
        columns = {name: match.header for name, match in mapping.matches.items()
                   if match.confidence >= CERTAIN or name in needed}  # fmt: skip
        confidence = min((mapping.matches[name].confidence for name in needed
                          if name in mapping.matches), default=0.5)  # fmt: skip
        evidence = f"{len(columns)} of its {counted(len(self.cells), 'column')} fit this table"
        table = propose("table", mapping.table, evidence, confidence=confidence)
        if question:
            table = ask("table", question, suggestion=mapping.table, confidence=0.5)
        head = [propose("format", self.reading.kind.name, "no format with a name has its columns"),
                table]  # fmt: skip
        head += self._amounts(mapping.table, columns)
        body = mapping_claims(mapping, needed) + fixed_claims(mapping)
        body += self._rules(mapping.table, ORDER_ENTRIES, columns)
        events = [columns[name] for name in known.EVENT_COLUMNS if name in columns]
        return self._whole(head, body, mapping.table, self._dated(mapping.table, columns), events)

    def _can_be(self, name: str) -> bool:
        """Return whether a format reads such a file: an archive is read by few."""
        return self.reading.kind.packed != ARCHIVE or not known.format_named(name).is_plain

    def _named(self, found: known.Recognised) -> Inspected:
        form = known.format_named(found.name)
        head = [propose("format", form.name, found.evidence)]
        if found.rivals:
            question = f"is it {' or '.join((form.name, *found.rivals))}? Its columns fit all"
            head = [ask("format", question, suggestion=form.name, confidence=0.5)]
        by_name = files.kind_by_name(self.path)
        if by_name != self.reading.kind.name and form.is_plain:
            question = (f"it is {self.reading.kind.name} under a name that says {by_name}: rename "
                        f"it, then is it {form.name}?")  # fmt: skip
            head = [ask("format", question, suggestion=form.name, evidence=found.evidence)]
        if not self.columns.rows:
            head.append(ask("may_be_empty", NO_ROWS, suggestion=True))
        told = self._among(known.amount_columns(form))
        if form.any_column_tells:
            further = known.further_columns(form, self.cells)
            told += [name for name in further if self._is_amount(name)]
        amounts = [self.cells[name] for name in told]
        if shows_sign(amounts) and not known.has_decimal(form):
            head.append(decimal_claim(amounts))
        heeded = form.entries & ORDER_ENTRIES
        columns = known.order_columns(form, list(self.cells))
        rules = self._rules(form.records, heeded, columns) if heeded else []
        usual = known.usual_formats(form)
        dated = [name for name in self._among(form.dates) if not self._is_usual(name, usual)]
        events = self._among(known.event_columns(form))
        return self._whole(head, rules, form.records, dated, events)

    def _whole(
        self, head: list[Claim], body: list[Claim], records: str, dated: list[str],
        events: Iterable[str],
    ) -> Inspected:  # fmt: skip
        formats = [self.dates[name].claim for name in dated if name in self.dates]
        newest = self._newest(events)
        reading = (self.reading.kind, self.reading.encoding, self.reading.delimiter)
        shape = (*reading, head[0].value, tuple(sorted(self.cells)))
        if self.columns.every > 1:
            said = f"{head[0].evidence}; of {self.columns.every} rows one was looked at"
            head[0] = head[0]._replace(evidence=said)
        claims = head[:1] + self.claims + head[1:] + body + formats
        return Inspected(self.below, shape, claims, records, newest, self.cells, self.dates)

    def _amounts(self, table: str, columns: dict[str, str]) -> list[Claim]:
        """Return the decimal sign of the columns that are amounts, where there are any."""
        wanted = [header for name, header in columns.items()
                  if known.type_of(table, name) in ("money", "number")]  # fmt: skip
        return [decimal_claim([self.cells[header] for header in wanted])] if wanted else []

    def _is_amount(self, name: str) -> bool:
        look = self.looks[name]
        return bool(look) and look["amount"] >= CERTAIN and not look["date"] and not look["phone"]

    def _among(self, headers: Iterable[str]) -> list[str]:
        return [name for name in self.cells if known.among(name, headers)]

    def _is_usual(self, name: str, usual: dict[str, tuple[str, ...]]) -> bool:
        """Return whether dates are written as their format always has them."""
        dates, formats = self.dates.get(name), known.formats_of(name, usual)
        return dates is not None and set(dates.formats) <= set(formats)

    def _dated(self, table: str, columns: dict[str, str]) -> list[str]:
        return [header for name, header in columns.items()
                if known.type_of(table, name) in ("day", "time")]  # fmt: skip

    def _newest(self, dated: Iterable[str]) -> Newest | None:
        told = [(day, name, text) for name in dated if name in self.dates
                for text, day in self.dates[name].read.items()]  # fmt: skip
        if not told:
            return None
        day = max(day for day, _, _ in told)
        line, name = min((self.cells[n].lines[text], n) for d, n, text in told if d == day)
        return Newest(day, self.below, name, line)

    def _rules(self, records: str, heeded: frozenset[str], columns: dict[str, str]) -> list[Claim]:
        """Return what order lines tell of themselves; nothing for other tables."""
        if records not in ("orders", "order_lines"):
            return []
        places = {name: list(self.cells).index(header) for name, header in columns.items()
                  if header in self.cells}  # fmt: skip
        days = self.dates.get(columns.get("ordered_at", ""))
        rows = rows_of(self.path, self.reading, self.header, self.columns.every)
        lines = map(partial(_line, places=places, days=days.read if days else {}), rows)
        facts = order_rules.order_facts(lines)
        return order_rules.order_claims(facts, heeded, whole=self.columns.every == 1)

    def _unmapped(self, found: known.Recognised | None) -> Inspected:
        question = "nothing reads it: what is it?"
        near = nearest_table(self.looks, known.tables())
        if found and found.score < 1:
            question += f" It comes nearest to {found.name}, of which columns are missing"
        elif near:
            question += (
                f" It comes nearest to {near.table}, but has no {' and no '.join(near.missing)}"
            )
        told = unread(self.below, self.reading.kind.name, question, tuple(sorted(self.cells)))
        return told._replace(columns=self.cells, dates=self.dates)


def _line(row, places: dict[str, int], days: dict[str, date]) -> order_rules.Line:
    cells = [cell.strip() for cell in row[1]]

    def cell(name: str) -> str:
        return cells[places[name]] if name in places else ""

    return order_rules.Line(
        cell("order_id"), cell("product_id"), cell("product_name"), cell("quantity"),
        days.get(cell("ordered_at")), hash(tuple(cells)),
    )  # fmt: skip
