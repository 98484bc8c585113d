"""Write a frame as an accessible HTML table."""

from html import escape
from numbers import Integral, Number
from typing import Any, NamedTuple

import pandas as pd

from helpers.reporting.formats import is_missing
from helpers.reporting.people import rounded
from helpers.reporting.suppression import Suppressed, suppress, withhold_shares
from helpers.reporting.wording import Wording

NARROW = 3  # columns that fit a phone side by side
SHARES = ("percent", "points", "share")  # how the names of forms of shares begin


class Spec(NamedTuple):
    """How a notebook wants a frame to be shown; ``Report.table`` says what each field means."""

    count: str | None = None
    within: str | list[str] | None = None
    labels: list[str] | None = None
    steps_from: float | None = None
    shares: dict[str, float] | None = None
    total: dict[str, Any] | None = None
    notes: str | list[str] | None = None
    formats: dict[str, str] | None = None
    headers: dict[str, str] | None = None


def guard(frame: pd.DataFrame, spec: Spec, minimum: int) -> Suppressed:
    """Return what may be shown of a frame: all of it, unless it tells of groups."""
    frame = frame.reset_index(drop=not any(frame.index.names))
    shown = Suppressed(frame, pd.DataFrame(False, frame.index, frame.columns), True)
    if spec.count is not None:
        options = {"labels": spec.labels, "steps_from": spec.steps_from}
        shown = suppress(frame, spec.count, minimum, spec.within, **options)
    return withhold_shares(shown, spec.shares or {}, minimum)


def holds_what_is_hidden(frame: pd.DataFrame, shown: Suppressed) -> bool:
    """Return whether a frame still holds a figure that may not be shown."""
    held = frame.reset_index(drop=not any(frame.index.names)).notna()
    return bool((shown.hidden & held[shown.hidden.columns]).any(axis=None))


def headings(frame: pd.DataFrame, spec: Spec, wording: Wording) -> dict[str, str]:
    """Return the reader's word for each column: the notebook's own, else the catalogue's."""
    given = spec.headers or {}
    return {
        name: wording.text(given[name]) if name in given else wording.column(name)
        for name in frame.columns
    }


def to_html(
    shown: Suppressed,
    spec: Spec,
    *,
    identity: str,
    key: str,
    caption: str,
    wording: Wording,
    minimum: int,
) -> str:
    """Return a frame as a table in a region that scrolls by itself on a narrow screen.

    Parameters
    ----------
    shown : Suppressed
        What may be shown, as ``guard`` gives it; the first column's cells head their rows.
    spec : Spec
        How to show it.
    identity : str
        The table's id on its page; its caption's is ``<identity>-caption``.
    key : str
        Catalogue key of the caption, by which a table can be found on its page.
    caption : str
        HTML that says what the table shows.
    wording : Wording
        Language and currency.
    minimum : int
        Smallest group that is shown.
    """
    given = spec.formats or {}
    forms = {name: given.get(name) or _form(column) for name, column in shown.frame.items()}
    words = headings(shown.frame, spec, wording)
    kind = "report-table wide" if len(words) > NARROW else "report-table"
    parts = [
        f'<caption id="{identity}-caption"><span>{caption}</span></caption>',
        _head(shown.frame, words),
        _body(shown, forms, words, wording, minimum),
        _foot(shown, spec, forms, words, wording),
    ]
    under = _notes(shown, spec, wording, minimum)
    notes = "".join(f'<p class="table-note">{note}</p>' for note in under)
    return (
        '<div class="table-block"><div class="scroll" role="region" tabindex="0" '
        f'aria-labelledby="{identity}-caption"><table class="{kind}" id="{identity}" '
        f'data-says="{key}">'
        f"{''.join(parts)}</table></div>{notes}</div>"
    )


def _head(frame: pd.DataFrame, words: dict[str, str]) -> str:
    cells = [
        f'<th scope="col" data-column="{escape(str(name))}"{_classes(_is_number(column))}>'
        f"{escape(words[name])}</th>"
        for name, column in frame.items()
    ]
    return f"<thead><tr>{''.join(cells)}</tr></thead>\n"


def _body(
    shown: Suppressed, forms: dict[str, str], words: dict[str, str], wording: Wording, minimum: int
) -> str:
    frame = shown.frame
    if frame.empty:
        text = escape(wording.text("reporting.empty_table"))
        return f'<tbody><tr><td colspan="{max(len(forms), 1)}">{text}</td></tr></tbody>'
    few = wording.text("reporting.hidden_mark", minimum=minimum)
    columns = []
    for name, column in frame.items():
        # A share is withheld where it tells of few, or of all but few: it is not below ten.
        share = forms[name].startswith(SHARES)
        mark = wording.text("reporting.withheld") if share else few
        written = [wording.value(value, forms[name]) for value in column]
        hidden = shown.hidden[name]
        # A column of figures stays one where figures are missing or withheld.
        numeric = _is_number(column) or hidden.any()
        columns.append(
            [
                (escape(mark if withheld else text), _classes(numeric, withheld))
                for text, withheld in zip(written, hidden, strict=True)
            ]
        )
    labels = [escape(word) for word in words.values()]
    rows = "\n".join(_row(cells, labels) for cells in zip(*columns, strict=True))
    return f"<tbody>\n{rows}\n</tbody>"


def _row(cells: tuple[tuple[str, str], ...], labels: list[str]) -> str:
    """Return a row; each cell carries its column's heading, beside which a phone shows it."""
    (first, kind), *others = cells
    rest = "".join(
        f'<td data-label="{label}"{kind}>{text}</td>'
        for (text, kind), label in zip(others, labels[1:], strict=True)
    )
    return f'<tr><th scope="row"{kind}>{first}</th>{rest}</tr>'


def _foot(
    shown: Suppressed, spec: Spec, forms: dict[str, str], words: dict[str, str], wording: Wording
) -> str:
    """Return the row of totals, without one that would give a withheld group away."""
    if not spec.total or not shown.total_is_safe:
        return ""
    total = dict(spec.total)
    if spec.count in total:
        total[spec.count] = rounded(total[spec.count])
    first, *others = shown.frame.columns
    label = escape(str(total.get(first, wording.text("reporting.total"))))
    cells = [
        f'<td data-label="{escape(words[name])}" class="number">'
        f"{escape(wording.value(total[name], forms[name]))}</td>"
        if not is_missing(total.get(name))
        else "<td></td>"
        for name in others
    ]
    return f'<tfoot><tr><th scope="row">{label}</th>{"".join(cells)}</tr></tfoot>'


def _notes(shown: Suppressed, spec: Spec, wording: Wording, minimum: int) -> list[str]:
    given = [spec.notes] if isinstance(spec.notes, str) else spec.notes or []
    notes = [wording.html(key) for key in given]
    if shown.hidden.any(axis=None):
        notes.append(wording.html("reporting.hidden_note", minimum=minimum))
    if spec.count is not None and len(shown.frame):
        notes.append(wording.html("reporting.rounded_note"))
    return notes


def _classes(number: bool, withheld: bool = False) -> str:
    kinds = [kind for kind, on in (("number", number), ("withheld", withheld)) if on]
    return f' class="{" ".join(kinds)}"' if kinds else ""


def _is_number(column: pd.Series) -> bool:
    if pd.api.types.is_bool_dtype(column):
        return False
    if pd.api.types.is_numeric_dtype(column):
        return True
    held = column.dropna()
    return len(held) > 0 and all(
        isinstance(value, Number) and not isinstance(value, bool) for value in held
    )


def _form(column: pd.Series) -> str:
    """Return the form of a column that nobody gave one: whole numbers, one decimal, or plain."""
    if not _is_number(column):
        return ""
    whole = all(isinstance(value, Integral) for value in column.dropna())
    if pd.api.types.is_float_dtype(column):
        # Whole numbers with a gap among them are floats to pandas, and still whole to a reader.
        whole = bool((column.dropna() % 1 == 0).all())
    return "count" if whole else "number1"
