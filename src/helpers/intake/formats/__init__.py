"""The exports that are known by name, one module each: adding one means adding its module.

Every module here has a `FORMAT`, or `FORMATS` where one tool writes several tables
of one make.
"""

import difflib
import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from helpers.intake.cells import plain
from helpers.intake.currencies import of_header
from helpers.intake.format import Format
from helpers.intake.layout import Layout
from helpers.workspace.errors import InputError


@cache
def known() -> dict[str, Format]:
    """Return every format by its name."""
    found: dict[str, Format] = {}
    for module in pkgutil.iter_modules(__path__):
        told = importlib.import_module(f"{__name__}.{module.name}")
        for form in getattr(told, "FORMATS", None) or (told.FORMAT,):
            found[form.name] = form
    return found


@cache
def systems() -> tuple[str, ...]:
    """Return the systems whose numbers of people are kept apart, the shop's left out, sorted."""
    modules = {importlib.import_module(f"{__name__}.{told.name}")
               for told in pkgutil.iter_modules(__path__)}  # fmt: skip
    layouts = [told for module in modules for told in vars(module).values()
               if isinstance(told, Layout)]  # fmt: skip
    return tuple(sorted({layout.numbers for layout in layouts} - {"shop"}))


def named(name: str, shown: str) -> Format:
    """Return the format of a name.

    Raises
    ------
    InputError
        If there is none: names the nearest.
    """
    if name not in known():
        near = difflib.get_close_matches(name, known(), n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(known()))}"
        raise InputError(f"{shown}: format = {name!r} in source.toml is not known: {hint}")
    return known()[name]


def recognise(header: Iterable[str]) -> list[tuple[str, float]]:
    """Return the formats that a header may be of, best first, each with its score.

    The score is the share of the tell-tale columns that are there; of formats with
    all of theirs, the one that asks for more columns comes first, one that asks for columns
    by one name before one that knows many. Scores below one are near misses: a column was
    renamed or left out.

    Parameters
    ----------
    header : iterable of str
        The names of a file's columns.
    """
    there = _plains(header)
    scored = [(_likeness(form, there), name) for name, form in known().items()]
    scored = [(best, name) for best, name in scored if best[0] >= 0.5]
    scored.sort(key=lambda item: (*(-float(part) for part in item[0]), item[1]))
    return [(name, best[0]) for best, name in scored]


def _likeness(form: Format, there: set[str]) -> tuple[float, int, bool]:
    """Return the best share of tell-tale columns, how many they are, and if by one name each."""
    told = [_plains(columns) for columns in form.tell_tale]
    found = [(len(columns & there) / len(columns), len(columns), True) for columns in told]
    if form.one_of_each:
        hits = sum(not there.isdisjoint(_plains(told)) for told in form.one_of_each)
        found.append((hits / len(form.one_of_each), len(form.one_of_each), False))
    return max(found, default=(0.0, 0, False))


def _plains(cells: Iterable[str]) -> set[str]:
    """Return headers as they are compared, with and without a currency behind them."""
    cells = list(cells)
    return {plain(told) for cell in cells for told in (cell, of_header(cell)[0])}
