"""The weekly panel: what was sold of each product in each week, and what was asked for it."""

from typing import NamedTuple

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.drivers import sales
from helpers.drivers.asked import asked_prices
from helpers.drivers.sales import Sold
from helpers.drivers.weeks import first_weekday, week_of, whole_weeks
from helpers.workspace import contracts

MOST_PRODUCTS, FEWEST_LINES = 300, 30  # products looked at: the most sold, each with so many lines
UNKNOWN = "(no category)"


class Panel(NamedTuple):
    """The weekly panel, and what it was made of.

    Attributes
    ----------
    cells : DataFrame
        The table `driver_panel`, sorted by product and week; the index counts from nought.
    weekday : int
        The weekday on which weeks begin, 0 for Monday.
    sold : Sold
        What was sold, in the engine, with regions that are large enough.
    left_out : int
        Products that are not in the panel, because too few lines of them were sold.
    """

    cells: pd.DataFrame
    weekday: int
    sold: Sold
    left_out: int

    @property
    def names(self) -> dict[str, str]:
        """What each product is called: its code, and the name that most lines tell."""
        told = sales.most_told(self.sold.lines, "product_name")
        named = {str(code): f"{code} {name}" for code, name in told.items()}
        return {code: named.get(code, code) for code in self.cells["product_id"].unique()}

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return self.cells["week"].nunique()


def make_panel(sold: Sold, as_of: pd.Timestamp) -> Panel:
    """Return the weekly panel of what was sold by a day.

    Parameters
    ----------
    sold : Sold
        As from `read_sold`.
    as_of : Timestamp
        The last day that may be known.
    """
    sold = sold._replace(lines=sales.with_regions(sold.lines))
    counts = sales.by_day(sold.lines)
    weekday = first_weekday([part["event_day"] for part in sold[1:5] if "event_day" in part])
    weeks = whole_weeks(counts["event_day"].min(), as_of, weekday) if len(counts) else []
    total = counts.groupby("product_id")["lines"].sum()
    known = total[total >= FEWEST_LINES].sort_values(ascending=False, kind="stable")
    products = sorted(known.index[:MOST_PRODUCTS])
    left_out = len(total) - len(products)
    if len(weeks) == 0 or not products:
        return Panel(_empty(), weekday, sold, left_out)
    cells = _cells(sold, products, weeks, weekday, counts)
    return Panel(cells, weekday, sold, left_out)


def _cells(sold: Sold, products, weeks, weekday: int, counts: pd.DataFrame) -> pd.DataFrame:
    paid = weekly(sales.paid_by_day(sold.lines), weekday, {"paid": "median", "listed": "median"})
    cells = asked_prices(products, weeks, sold.prices, sold.promotions, paid)
    sums = weekly(counts, weekday, {"lines": "sum", "pieces": "sum", "spend": "sum"})
    cells = cells.merge(sums, "left", ["product_id", "week"], validate="one_to_one")
    cells = cells.fillna({"lines": 0, "pieces": 0, "spend": 0.0})
    cells = cells.astype({"lines": "int64", "pieces": "int64"})
    kind = sales.most_told(sold.lines, "category")
    cells["category"] = cells["product_id"].map(kind).fillna(UNKNOWN).astype("str")
    cells["usual_price"] = usual_prices(cells)
    cells["in_stock"] = _in_stock(cells, sold.stock, weekday)
    cells["rival_price"] = rival_prices(cells, sold.rivals, weekday)
    cells["advertising"] = _advertising(cells, sold.advertising, weekday)
    return _while_sold(cells)[list(_empty())]


def _empty() -> pd.DataFrame:
    return contracts.empty("driver_panel")


def weekly(by_day: pd.DataFrame, weekday: int, how: dict[str, str]) -> pd.DataFrame:
    """Return what happened per product and week, of what happened per day."""
    table = by_day.assign(week=week_of(by_day["event_day"], weekday))
    return table.groupby(["product_id", "week"], as_index=False).agg(how)


def usual_prices(cells: pd.DataFrame) -> pd.Series:
    """Return each product's usual price: the middle of its weeks without a promotion."""
    plain = cells["price"].where(cells["depth"].eq(0))
    by = cells["product_id"]
    return plain.groupby(by).transform("median").fillna(cells["price"].groupby(by).transform("max"))


def _in_stock(cells: pd.DataFrame, stock: pd.DataFrame, weekday: int) -> pd.Series:
    """Return the share of a week's stock lists that had the product; 1 where none tells."""
    if stock.empty:
        return pd.Series(1.0, cells.index)
    told = stock.assign(there=stock["pieces"].gt(0).astype(float))
    found = weekly(told, weekday, {"there": "mean"})
    return cells.merge(found, "left", ["product_id", "week"])["there"].fillna(1.0).set_axis(
        cells.index
    )


def rival_prices(cells: pd.DataFrame, rivals: pd.DataFrame, weekday: int) -> pd.Series:
    """Return competitors' price level of each category and week, 1 where it is usual.

    Each price is held against the usual one of its competitor and product, so that a week in
    which other products were seen is no cheaper week; the level is the geometric mean.
    """
    if rivals.empty:
        return pd.Series(np.nan, cells.index)
    kind = cells.drop_duplicates("product_id").set_index("product_id")["category"]
    told = rivals.assign(category=rivals["product_id"].map(kind)).dropna(subset="category")
    told = told[told["price"].gt(0)]
    log = np.log(told["price"])
    told["log"] = log - log.groupby([told["competitor"], told["product_id"]]).transform("mean")
    told["week"] = week_of(told["event_day"], weekday)
    level = told.groupby(["category", "week"])["log"].mean().rename("level")
    found = cells[["category", "week"]].merge(level.reset_index(), "left")["level"]
    return np.exp(found).set_axis(cells.index)


def _advertising(cells: pd.DataFrame, spend: pd.DataFrame, weekday: int) -> pd.Series:
    """Return what was spent on advertising in each week, on all channels; missing without any."""
    if spend.empty:
        return pd.Series(np.nan, cells.index)
    by_week = spend.groupby(week_of(spend["event_day"], weekday))["spend"].sum()
    return cells["week"].map(by_week).fillna(0.0).astype(float)


def _while_sold(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells from each product's first week with a sale to its last one."""
    week = cells["week"].where(cells["lines"].gt(0))
    by = week.groupby(cells["product_id"])
    kept = cells["week"].between(by.transform("min"), by.transform("max"))
    return cells[kept].sort_values(["product_id", "week"]).reset_index(drop=True)


def part_counts(panel: Panel, column: str, names: pd.Series | None = None) -> dict[str, np.ndarray]:
    """Return the lines of each cell that belong to one part, such as a region.

    Parameters
    ----------
    panel : Panel
    column : str
        A column of the lines: `region`, or `customer_id` with `names`.
    names : Series, optional
        The part of each value of the column; values without one are left out.

    Returns
    -------
    dict of str to ndarray of float, shape (cells,)
    """
    lines, column = _parted(panel, column, names)
    counts = sales.by_day(lines, column).dropna(subset=column)
    counts["week"] = week_of(counts["event_day"], panel.weekday)
    wide = counts.pivot_table(
        index=["product_id", "week"], columns=column, values="lines", aggfunc="sum"
    )
    rows = pd.MultiIndex.from_frame(panel.cells[["product_id", "week"]])
    wide = wide.reindex(rows).fillna(0.0)
    return {str(name): wide[name].to_numpy() for name in wide}


def part_customers(panel: Panel, column: str, names: pd.Series | None = None) -> pd.Series:
    """Return how many known customers of each part bought; as `part_counts`."""
    lines, column = _parted(panel, column, names)
    counted = lines.group_by(column).agg(customers=lines.customer_id.nunique()).to_pandas()
    return counted.dropna(subset=column).set_index(column)["customers"]


def _parted(panel: Panel, column: str, names: pd.Series | None) -> tuple[Table, str]:
    """Return the lines, and the column that holds the part of each."""
    lines = panel.sold.lines
    if names is None:
        return lines, column
    told = names.dropna().rename("part").rename_axis(column).reset_index()
    return lines.join(ibis.memtable(told.astype("str")), column), "part"
