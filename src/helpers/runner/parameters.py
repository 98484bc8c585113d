"""Parameters from the command line, typed by the chapters' own annotations."""

import math
import re
from typing import Any

from helpers.runner.notebook import Chapter
from helpers.workspace.errors import UsageError

RUN_OPTIONS = {
    "company": "--company",
    "period": "--period",
    "as_of": "--as-of",
    "language": "--language",
}


def chapter_parameters(
    chapters: list[Chapter], given: list[str], run: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """Return what each chapter is given: the run's own values and those set with ``-p``.

    Parameters
    ----------
    chapters : list of Chapter
        The plan.
    given : list of str
        ``name=value`` for every chapter that has the parameter, or
        ``05_segmentation.name=value`` for one.
    run : dict of str
        company, period, as_of and language of this run.

    Raises
    ------
    UsageError
        If no chapter has the parameter, its text does not fit its type, or it
        is one of the run's own options.
    """
    values = {
        chapter.name: {name: run[name] for name in run if name in chapter.parameters}
        for chapter in chapters
    }
    for text in given:
        scope, name, value = _split(text)
        takers = [c for c in chapters if name in c.parameters and scope in (None, c.name)]
        if not takers:
            raise UsageError(_unknown(scope, name, chapters))
        for chapter in takers:
            told = chapter.parameters[name]
            values[chapter.name][name] = within(name, typed(name, value, told.type), told.meaning)
    return values


def typed(name: str, text: str, type_: str) -> Any:
    """Return a text as a value of the annotated type, refusing whatever could be a slip.

    Examples
    --------
    >>> typed("minimum_group", "20", "int"), typed("code", "0012", "str")
    (20, '0012')
    """
    number = re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text)
    if type_ == "str":
        return text
    if type_ == "int" and re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    if type_ == "float" and number and math.isfinite(float(text)):
        return float(text)
    if type_ == "bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if type_ not in ("str", "int", "float", "bool"):
        raise UsageError(f"parameter {name} is a {type_} and cannot be set with -p")
    wanted = {"int": "a whole number", "float": "a number", "bool": "true or false"}[type_]
    raise UsageError(f"parameter {name} must be {wanted}, not {text!r}")


def within(name: str, value: Any, meaning: str) -> Any:
    """Return a value that lies within the bounds of its meaning: ``(days, 1 to 3650)``.

    Raises
    ------
    UsageError
        If it does not; names the bounds.

    Examples
    --------
    >>> within("tier_days", 180, "tiers look back over this window (days, 1 to 3650)")
    180
    """
    bounds = re.search(r", (-?[\d.]+) to (-?[\d.]+)\)$", meaning)
    if bounds and not float(bounds[1]) <= value <= float(bounds[2]):
        raise UsageError(f"parameter {name} must lie between {bounds[1]} and {bounds[2]}: {value}")
    return value


def _split(text: str) -> tuple[str | None, str, str]:
    left, equals, value = text.partition("=")
    scope, dot, name = left.rpartition(".")
    if not equals or not name.isidentifier() or (dot and not re.fullmatch(r"\d\d_\w+", scope)):
        raise UsageError(f"-p {text!r} must read name=value or 05_segmentation.name=value")
    if name in RUN_OPTIONS:
        raise UsageError(f"parameter {name} belongs to the whole run: use {RUN_OPTIONS[name]}")
    return scope or None, name, value


def _unknown(scope: str | None, name: str, chapters: list[Chapter]) -> str:
    if scope and scope not in {chapter.name for chapter in chapters}:
        return f"no chapter is named {scope}: " + ", ".join(chapter.name for chapter in chapters)
    among = [chapter for chapter in chapters if scope in (None, chapter.name)]
    known = sorted({known for c in among for known in c.parameters} - RUN_OPTIONS.keys())
    where = scope or "any chapter"
    return f"no parameter {name} in {where} (parameters: {', '.join(known) or 'none'})"
