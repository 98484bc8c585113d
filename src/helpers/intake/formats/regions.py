"""Figures about regions that were bought or looked up: one row a figure, or one column each."""

import pandas as pd

from helpers.intake import cell_money, records, values
from helpers.intake.cells import Cells
from helpers.intake.format import Format
from helpers.intake.layout import Layout
from helpers.intake.reading import FileContext, Reading
from helpers.intake.spread import spread
from helpers.intake.text_table import TextTable

REGION = ("region", "region_code", "province_code", "state_code", "province", "state", "city",
          "country_code", "country", "postcode", "地区", "省份", "省", "城市")  # fmt: skip
LONG = Layout(
    "third_party",
    {
        "region": REGION,
        "year": ("year", "reference_year", "年份", "年"),
        "name": ("indicator", "figure", "variable", "metric", "name", "指标"),
        "value": ("value", "amount", "数值", "值"),
        "source": ("source", "provider", "来源"),
    },
    record=("region", "year", "name"),
    left_out=frozenset(("region name", "province name", "state name", "省份名称")),
)  # fmt: skip
WIDE = LONG._replace(
    columns={name: LONG.columns[name] for name in ("region", "year", "source")},
    constants={"name": ""},
    record=("region", "year"),
)


def read_regions(text: TextTable, context: FileContext) -> Reading:
    """Return figures about regions, one row each; columns that hold no numbers are attributes."""
    if Cells(text, context, LONG).header("name"):
        return records.read(text, context, LONG)
    reading = records.read(text, context, WIDE)
    figures = {
        name: number for name, cells in _by_column(reading.unknown)
        if (number := _numbers(name, cells, text, context)) is not None
    }  # fmt: skip
    return _spread(reading, figures)


def _by_column(unknown: pd.DataFrame | None) -> list[tuple[str, pd.Series]]:
    """Return each column that the layout does not know, with its filled cells by line."""
    if unknown is None:
        return []
    return [(name, cells.set_index("line")["value"])
            for name, cells in unknown.groupby("name", sort=False)]  # fmt: skip


def _numbers(
    name: str, cells: pd.Series, text: TextTable, context: FileContext
) -> pd.Series | None:
    """Return a column of figures as numbers, broken ones missing; None if it holds words."""
    if not cells.str.contains(r"^\W?\d", regex=True).mean() > 0.5:
        return None
    column = Cells(text, context, Layout("third_party", {name: (name,)}))
    return values.read_numbers(cells, cell_money.decimal(column, name))


def _spread(reading: Reading, figures: dict[str, pd.Series]) -> Reading:
    """Return one row per region, year and figure."""
    number = pd.concat(figures, names=["name", "line"]) if figures else pd.Series(dtype="Float64")
    broken = sorted(set(number[number.isna()].index.get_level_values("line")))
    reading.reject(broken, "impossible_number")
    known = number[~number.index.isin(broken, level="line")]
    # Two tables about the same region and year tell of other things: both stand.
    told = "\x1f".join(figures)
    rows = reading.rows[~reading.rows["line"].isin(broken)]
    reading = reading._replace(rows=rows.assign(record=rows["record"] + "\x1f" + told))
    rest = reading.unknown
    found = spread(reading, known.rename("value").reset_index())
    return found._replace(unknown=None if rest is None else rest[~rest["name"].isin(figures)])


FORMAT = Format(
    name="regions",
    records="third_party",
    tell_tale=(),
    needs=lambda context: (),
    read=read_regions,
    any_column_tells=True,
    one_of_each=(REGION, LONG.columns["year"], LONG.columns["source"]),
)
