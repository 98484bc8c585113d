"""The desk of one chapter: one company, one period, one as-of day; its read and its write.

In the runner a desk works in the build area and the runner publishes. Anywhere
else (JupyterLab, bare papermill, tests of notebooks) it writes drafts, prefers
drafts when it reads, and says so.
"""

import json
import os
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import contracts, decisions, engine, paths, tables
from helpers.workspace.contracts import Contract
from helpers.workspace.customers import by_customer as of_customers
from helpers.workspace.errors import MissingTable
from helpers.workspace.periods import Period, as_of_day, parse_period
from helpers.workspace.settings import settings
from helpers.workspace.source import Source, load_source

DRAFT = ".draft"
IDENTITIES = "identities"


class Desk:
    """What one chapter works on. Use `open_desk` to get one.

    Attributes
    ----------
    chapter, company : str
        Names, as in ``05_segmentation`` and ``demo``.
    period : Period
        The quarter that is reported.
    as_of : date
        The last day that may be known.
    source : Source
        The company's declaration.
    staged : bool
        Whether the runner runs this chapter.
    reads, writes : list of str
        Tables used so far, in order.
    """

    def __init__(self, chapter: str, company: str, period: Period, as_of: date, source: Source):
        self.chapter, self.company, self.period = chapter, company, period
        self.as_of, self.source = as_of, source
        self.staged = settings().stage is not None
        self.reads: list[str] = []
        self.writes: list[str] = []
        self._thread_failed = _watch_threads()

    @property
    def complete(self) -> bool:
        """Whether the as-of day is the period's last."""
        return self.as_of >= self.period.last_day

    @property
    def folder(self) -> Path:
        """Where this period's results go."""
        if self.staged:
            return settings().stage / str(self.period)
        return paths.processed(self.company) / str(self.period) / DRAFT

    def read(
        self, name: str, *, as_of: date | None = None, by_customer: bool = False,
        every_version: bool = False, gross: bool = False, in_engine: bool = False,
    ) -> Any:  # fmt: skip
        """Return a table as known on the as-of day: pandas for customer-sized, Ibis for events.

        `order_lines` comes with `net_quantity` and `net_amount`.

        Parameters
        ----------
        name : str
            A table; with ``@previous`` behind it, that of the period before. With a
            ``?`` at the end, as on a *Reads* line, a table that is not there has no rows.
        as_of : date, optional
            An earlier day to know a canonical table on, for a snapshot.
        by_customer : bool, optional
            Whether `customer_id` is to be the customer, by the table `identities`, instead
            of the number that the source knows the customer by.
        every_version : bool, optional
            Whether a canonical table comes with all that the deliveries up to the day
            told of a thing, instead of the newest.
        gross : bool, optional
            Whether `order_lines` come as they were sold, without what is left of them.
        in_engine : bool, optional
            Whether a customer-sized table comes as a table of Ibis too, to take a part of it.

        Raises
        ------
        ValueError
            If `as_of` is later than the desk's: the future is not to be read.
        MissingTable
            If the table is not there: names the command that makes it.
        """
        day = as_of or self.as_of
        if day > self.as_of:
            raise ValueError(f"as_of {day} is later than the desk's {self.as_of}")
        name, optional, _ = name.partition("?")
        bare, _, which = name.partition("@")
        if which not in ("", "previous"):
            raise ValueError(f"{name!r}: a table of the period before is {bare}@previous")
        contract = contracts.load(bare)
        period = self.period.later(-1) if which else self.period
        if contract.area == decisions.AREA:
            table = decisions.read_decisions(self.company, contract)
        else:
            table = self._scan(contract, period, optional=bool(optional))
        if contract.area in tables.AREAS:
            table = self._as_known(contract, table, day, every_version=every_version, gross=gross)
        if by_customer:
            table = of_customers(table, self._identities())
        if name not in self.reads:
            self.reads.append(name)
        whole = isinstance(table, Table) and contract.size == "customer" and not in_engine
        return table.to_pandas() if whole else table

    def write(self, name: str, frame: pd.DataFrame | Table | Any) -> None:
        """Write a table under its contract: a draft, or into the runner's build area."""
        contract = contracts.load(name)
        tables.write_table(frame, contract, self.path_to_write(contract))
        self.writes.append(name)

    def keep(self, name: str) -> None:
        """Say that a company-wide table stands as an earlier run of this chapter wrote it."""
        self.writes.append(name)

    def path_to_write(self, contract: Contract) -> Path:
        """Return where a table of this desk is written."""
        if self.staged:
            return tables.table_path(settings().stage, str(self.period), contract, built=True)
        return self._draft(contract, self.period)

    def close(self, findings: int = 0) -> None:
        """Leave the completion mark that the runner waits for; the last act of a chapter.

        Raises
        ------
        RuntimeError
            If a background thread failed on the way.
        """
        if self._thread_failed:
            raise RuntimeError(f"a background thread failed: {self._thread_failed[0]}")
        mark = {
            "token": settings().token, "reads": self.reads, "writes": self.writes,
            "findings": findings,
        }  # fmt: skip
        path = self.folder / "marks" / f"{self.chapter}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{os.getpid()}.half")
        half.write_text(json.dumps(mark, indent=1), encoding="utf-8")
        os.replace(half, path)

    def _identities(self) -> Table:
        """Return the table that says which person each number and contact belongs to."""
        table = self._scan(contracts.load(IDENTITIES), self.period, optional=False)
        if IDENTITIES not in self.reads:
            self.reads.append(IDENTITIES)
        return table

    def _as_known(
        self, contract: Contract, table: Table, day: date, *, every_version: bool = False,
        gross: bool = False,
    ) -> Table:  # fmt: skip
        """Return a company-wide table as known on a day, order lines with what is left of them."""
        known = tables.as_known(
            table, contract, day, self.source.grace_days, every_version=every_version
        )
        if contract.name == "reversals":
            every = engine.scan(self._find(contracts.load("order_lines"), self.period))
            newest = tables.reading_delivery(every, day, self.source.grace_days)
            return known.filter(known.delivery == newest)
        if contract.name == "order_lines" and not gross:
            back = contracts.load("reversals")
            return tables.netted(
                known, self._as_known(back, engine.scan(self._find(back, self.period)), day)
            )
        return known

    def _scan(self, contract: Contract, period: Period, *, optional: bool) -> Table:
        try:
            return engine.scan(self._find(contract, period))
        except MissingTable:
            if not optional:
                raise
            return engine.in_memory(contract.schema.to_pyarrow().empty_table())

    def _draft(self, contract: Contract, period: Period) -> Path:
        base = paths.processed(self.company)
        if contract.area in tables.AREAS:
            return base / DRAFT / contract.area / f"{contract.name}.parquet"
        if contract.area == tables.PRIVATE_PERIOD:
            return base / f"private_{period}" / DRAFT / f"{contract.name}.parquet"
        return base / str(period) / DRAFT / f"{contract.name}.parquet"

    def _find(self, contract: Contract, period: Period) -> Path:
        published = tables.table_path(paths.processed(self.company), str(period), contract)
        if self.staged and period == self.period:
            built = tables.table_path(settings().stage, str(period), contract, built=True)
            candidates = [built]
        elif self.staged:
            candidates = [published]
        else:
            candidates = [self._draft(contract, period), published]
        for path in candidates:
            if path.exists():
                if DRAFT in path.parts and contract.name not in self.reads:
                    print(f"{contract.name}: read from a draft")
                return path
        raise MissingTable(
            f"table `{contract.name}` ({contract.row}) is not there for {self.company} {period}: "
            f"run `make reports COMPANY={self.company} PERIOD={period}` to make it"
        )


def open_desk(chapter: str, company: str, period: str, *, as_of: str = "") -> Desk:
    """Return the desk of a chapter.

    Parameters
    ----------
    chapter : str
        The notebook's name, such as ``05_segmentation``.
    company, period : str
        A folder of data/raw, and a quarter such as ``2026Q3``.
    as_of : str, optional
        The last day to know about (YYYY-MM-DD); by default the period's last day,
        or the last day that the data reach.

    Raises
    ------
    UsageError
        If company, period or as-of day are misspelt, or as-of lies outside the period.
    InputError
        If the period begins after the data end.
    """
    source = load_source(company)
    quarter = parse_period(period)
    day = as_of_day(quarter, source.data_through, as_of)
    return Desk(chapter, company, quarter, day, source)


def _watch_threads() -> list[str]:
    """Return a list that fills with the failures of background threads, which notebooks hide."""
    failed: list[str] = []
    usual = threading.excepthook

    def note(failure: threading.ExceptHookArgs) -> None:
        failed.append(failure.exc_type.__name__)
        usual(failure)

    threading.excepthook = note
    return failed
