"""What changed since the quarters before, and the stop where a source has halved."""

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import Desk, SourceChanged, contracts

QUARTERS = 4  # before this one, with which it is compared
HALVED = 0.5


def source_changes(desk: Desk, tables: dict[str, Table], ledger: pd.DataFrame) -> pd.DataFrame:
    """Return how much each source told of this quarter, beside the quarters before.

    A source is *steady* where each of the last four quarters (as many as it has, two at
    least) has rows. One that is steady and now has less than half of the least of them
    has *halved*, unless source.toml confirms it; a source that is only now and then heard,
    and one with fewer than two quarters before this, cannot be judged.

    Returns
    -------
    DataFrame
        The table `source_changes`; without rows where the quarter is not over.
    """
    columns = list(contracts.load("source_changes").columns)
    dated = {name: table for name, table in tables.items() if contracts.load(name).dated}
    if not desk.complete or not dated:
        return pd.DataFrame(columns=columns)
    counts = pd.concat([_by_quarter(name, table, ledger) for name, table in dated.items()])
    confirmed = {told.source for told in desk.source.confirmed if told.period == str(desk.period)}
    rows = [
        (*key, *_judged(count, desk, key[1] in confirmed))
        for key, count in counts.groupby(level=["table", "source"])
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"least_before": "Int64"})


def why_no_changes(changes: pd.DataFrame) -> str | None:
    """Return the key of what is missing where nothing can be compared, or None."""
    return "cleaning.no_changes" if changes.empty else None


def _by_quarter(name: str, table: Table, ledger: pd.DataFrame) -> pd.Series:
    """Return rows by table, source and the first day of the quarter."""
    counted = table.group_by("file", quarter=table.event_day.truncate("Q")).agg(
        rows=ibis._.count()
    ).to_pandas()  # fmt: skip
    counted["source"] = counted["file"].map(ledger.set_index("file")["format"]).fillna("unknown")
    counted["quarter"] = pd.to_datetime(counted["quarter"])
    return counted.assign(table=name).groupby(["table", "source", "quarter"])["rows"].sum()


def _judged(count: pd.Series, desk: Desk, confirmed: bool) -> tuple:
    """Return this quarter's rows, last quarter's, the least of the last four, and the verdict."""
    by_day = count.droplevel(["table", "source"])
    now = int(by_day.get(pd.Timestamp(desk.period.first_day), 0))
    first = by_day.index.min()
    before = [pd.Timestamp(desk.period.later(-back).first_day) for back in range(1, QUARTERS + 1)]
    # The quarter in which a source begins is seldom a whole one.
    known = [int(by_day.get(day, 0)) for day in before if day > first]
    last = int(by_day.get(before[0], 0))
    if len(known) < 2:
        return now, last, None, "too_short"
    if min(known) == 0:
        return now, last, 0, "not_steady"
    if now < HALVED * min(known):
        return now, last, min(known), "confirmed" if confirmed else "halved"
    return now, last, min(known), "usual"


def assert_no_source_halved(changes: pd.DataFrame, desk: Desk) -> None:
    """Stop where a source has halved and nobody has confirmed it.

    Raises
    ------
    SourceChanged
        Names each source, its rows, and what to write.
    """
    halved = changes[changes["judgement"].eq("halved")]
    if halved.empty:
        return
    told = "; ".join(
        f"{row.source} has {row.rows_now:,} rows of {row.table} in {desk.period}, and never fewer "
        f"than {int(row.least_before):,} in the quarters before"
        for row in halved.itertuples()
    )
    raise SourceChanged(
        f"{told}. Is a file missing, or cut off? If the quarter was like that, add to "
        f'data/raw/{desk.company}/source.toml: [[confirmed]] with period = "{desk.period}", '
        f'source = "{halved["source"].iloc[0]}" and why = "..."'
    )
