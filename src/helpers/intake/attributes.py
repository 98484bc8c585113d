"""What fits nowhere else: filled cells of columns that no layout knows, kept as attributes."""

import pandas as pd

from helpers.intake.cells import Cells


def unknown_cells(cells: Cells, rows: pd.DataFrame) -> pd.DataFrame | None:
    """Return the filled cells of columns that the layout does not know, one row per cell."""
    customer = rows["customer_id"] if "customer_id" in rows else pd.Series(pd.NA, index=rows.index)
    found, place = [], cells.index.get_indexer(rows.index)
    for name in cells.unknown():
        column = cells.text.column(name).stripped()
        if column.texts.eq("").all():
            continue
        texts = column.take(place).plain()
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
