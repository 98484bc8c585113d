"""Columns of text as codes: each distinct text is held once, so what is done to it is done once.

A million order lines name a few thousand products and days. Work on texts
(parsing, hashing, pseudonyms, sorting) is therefore done on the distinct ones,
and only whole numbers run over the rows.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


class Coded(NamedTuple):
    """A column of text: the place of each row's text among the distinct ones, -1 where missing."""

    codes: np.ndarray
    texts: pd.Series
    index: pd.Index

    def each(self, change: Callable[[pd.Series], pd.Series]) -> "Coded":
        """Return the column with each distinct text changed; texts that become equal are one."""
        changed = change(self.texts)
        if changed.equals(self.texts):
            return self
        place, texts = pd.factorize(changed)
        return Coded(spread(place, self.codes, missing=-1), texts_of(texts), self.index)

    def stripped(self) -> "Coded":
        """Return the column without space around its texts."""
        return self.each(lambda texts: texts.str.strip())

    def where_text(self, test: Callable[[pd.Series], pd.Series]) -> pd.Series:
        """Return for each row whether its text passes a test; a missing one does not."""
        passes = test(self.texts).fillna(False).to_numpy(dtype=bool)
        return pd.Series(spread(passes, self.codes, missing=False), index=self.index)

    def on_rows(self, values: pd.Series) -> pd.Series:
        """Return what was found for each distinct text on each row that has it, else missing."""
        gaps = len(self.codes) > 0 and self.codes.min() < 0
        return pd.Series(values.array.take(self.codes, allow_fill=gaps), index=self.index)

    def eq(self, text: str) -> pd.Series:
        """Return for each row whether its text is this one."""
        return self.where_text(lambda texts: texts.eq(text))

    def ne(self, text: str) -> pd.Series:
        """Return for each row whether its text is another one, or missing."""
        return ~self.eq(text)

    def or_missing(self) -> pd.Series:
        """Return the column without space around its texts, an empty one as missing."""
        column = self.stripped()
        return Coded(
            column.codes, column.texts.mask(column.texts.eq("")), self.index
        ).categories()

    def or_else(self, other: "Coded") -> "Coded":
        """Return the column with another's text in rows whose own is empty or missing."""
        empty = self.eq("").to_numpy() | (self.codes < 0)
        if not empty.any():
            return self
        place, texts = pd.factorize(pd.concat([self.texts, other.texts]))
        other_codes = np.where(other.codes < 0, -1, other.codes + len(self.texts))
        codes = np.where(empty, other_codes, self.codes)
        return Coded(spread(place, codes, missing=-1), texts_of(texts), self.index)

    def only(self, chosen: np.ndarray) -> "Coded":
        """Return the column as it is in some rows, missing in the others, with their texts alone.

        What is then done to each text is not done to those of the other rows.
        """
        if chosen.all():
            return self
        return Coded(np.where(chosen, self.codes, -1), self.texts, self.index).used()

    def used(self) -> "Coded":
        """Return the column without texts that no row has."""
        seen = np.zeros(len(self.texts) + 1, dtype=bool)
        seen[self.codes] = True
        place, seen = seen.cumsum(dtype="int32") - 1, seen[:-1]
        if seen.all():
            return self
        codes = spread(place[:-1], self.codes, missing=-1)
        return Coded(codes, texts_of(self.texts[seen]), self.index)

    def rows(self, stays: np.ndarray) -> "Coded":
        """Return the rows that are true, all of them without a copy."""
        return self if stays.all() else self.take(np.flatnonzero(stays))

    def take(self, places: np.ndarray) -> "Coded":
        """Return the rows at some places."""
        return Coded(self.codes.take(places), self.texts, self.index.take(places))

    def categories(self) -> pd.Series:
        """Return the column as a pandas categorical, for frames of rows."""
        known = self.texts.notna().to_numpy()
        place = np.where(known, known.cumsum() - 1, -1).astype("int32")
        values = pd.Categorical.from_codes(
            spread(place, self.codes, missing=-1),
            dtype=pd.CategoricalDtype(pd.Index(self.texts[known])), validate=False,
        )  # fmt: skip
        return pd.Series(values, index=self.index)

    def plain(self) -> pd.Series:
        """Return the column as one text for each row."""
        return self.on_rows(self.texts)


def spread(values: np.ndarray, codes: np.ndarray, *, missing) -> np.ndarray:
    """Return what was found for each distinct text on every row that has it."""
    return np.append(values, values.dtype.type(missing)).take(codes)


def texts_of(values) -> pd.Series:
    """Return distinct texts, numbered from 0."""
    return pd.Series(values, dtype="str").reset_index(drop=True)


def coded(column: "pd.Series | Coded") -> Coded:
    """Return a column of text, or of categories, as codes."""
    if isinstance(column, Coded):
        return column
    if isinstance(column.dtype, pd.CategoricalDtype):
        return Coded(column.cat.codes.to_numpy(), texts_of(column.cat.categories), column.index)
    place, texts = pd.factorize(column)
    return Coded(place, texts_of(texts), column.index)


def of_arrow(column: pa.ChunkedArray, index: pd.Index) -> Coded:
    """Return a column that Arrow has read as a dictionary, without a missing text."""
    parts = column.unify_dictionaries().combine_chunks()
    codes = parts.indices.to_numpy().astype("int32", copy=False)
    return Coded(codes, texts_of(parts.dictionary.to_pandas()), index)


def everywhere(text: str, index: pd.Index) -> Coded:
    """Return a column that has the same text on each row."""
    return Coded(np.zeros(len(index), dtype="int8"), texts_of([text]), index)


def constant(text: str, index: pd.Index) -> pd.Series:
    """Return a column that has the same text on each row, as categories."""
    return everywhere(text, index).categories()


def either(first: pd.Series, second: pd.Series) -> pd.Series:
    """Return the first column's text, where it is missing the second's, as categories."""
    both = pd.api.types.union_categoricals([first.array, second.array])
    rest = np.arange(len(first)) + np.where(first.isna(), len(first), 0)
    return pd.Series(both.take(rest), index=first.index)


def in_order(column: pd.Series) -> pd.Series:
    """Return a column of text as categories whose codes sort as the texts do."""
    known = coded(column)
    order = known.texts.argsort().to_numpy()
    place = np.empty(len(order), dtype="int32")
    place[order] = np.arange(len(order))
    texts = known.texts.take(order).reset_index(drop=True)
    return Coded(spread(place, known.codes, missing=-1), texts, known.index).categories()


def ranks(column: pd.Series) -> np.ndarray:
    """Return whole numbers that sort as the texts of a column do, a missing one first."""
    known = coded(column)
    texts = pa.array(known.texts)
    in_place = pc.all(pc.less_equal(texts[:-1], texts[1:])).as_py()
    return known.codes if in_place is not False else coded(in_order(column)).codes


def stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return frames one below the other, their columns of categories still as categories."""
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    rows = pd.concat([frame.drop(columns=_categorical(frame)) for frame in frames],
                     ignore_index=True)  # fmt: skip
    for name in dict.fromkeys(name for frame in frames for name in _categorical(frame)):
        parts = [frame[name] if name in frame else pd.Series(pd.NA, frame.index, dtype="str")
                 for frame in frames]  # fmt: skip
        known = [coded(part).categories().array for part in parts]
        rows[name] = pd.api.types.union_categoricals(known)
    return rows


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame in which columns of categories are plain text again."""
    return frame.assign(**{name: coded(frame[name]).plain() for name in _categorical(frame)})


def _categorical(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
