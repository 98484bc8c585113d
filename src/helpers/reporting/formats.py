"""How a value is written in each language: counts, shares, money, days.

A form is a name, a number of decimals where it takes one, and arguments after
``|``: ``count``, ``percent``, ``percent0``, ``money2``, ``plural|day|days``. Numbers of people
are ``people``, and what share some are of others is a ``share`` of a pair of numbers, in words
``about``.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

from helpers.reporting import catalogue
from helpers.reporting.people import SMALLEST, Told, hides, is_few, rounded

SYMBOLS = {"CNY": "¥", "GBP": "£", "EUR": "€", "USD": "$", "JPY": "JP¥", "HKD": "HK$"}
MONTHS = (
    "January February March April May June July August September October November December"
).split()
# Up to which share each word is said.
ABOUT = (
    (0.03, "hardly"), (0.075, "twentieth"), (0.11, "tenth"), (0.145, "eighth"), (0.18, "sixth"),
    (0.225, "fifth"), (0.29, "quarter"), (0.36, "third"), (0.45, "four_tenths"), (0.55, "half"),
    (0.63, "six_tenths"), (0.7, "two_thirds"), (0.775, "three_quarters"),
    (0.85, "eight_tenths"), (0.95, "nine_tenths"), (math.inf, "nearly"),
)  # fmt: skip
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"


def is_missing(value: Any) -> bool:
    """Return whether a value is None, NaN or pandas' NA or NaT."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, (Real, Decimal)) and value != value


def write(value: Any, form: str, *, language: str, currency: str, minimum: int = SMALLEST) -> str:
    """Return a value as the reader of a language expects it.

    Parameters
    ----------
    value : object
        A missing value is written as "not known", in words.
    form : str
        See the module's summary; empty for text, whole numbers and days.
    language : str
        A language that has a catalogue.
    currency : str
        The company's currency, three letters, for ``money``.
    minimum : int
        Smallest number of people that is told, for ``people`` and ``share``.

    Raises
    ------
    ValueError
        If the form is not known, or does not fit the value.

    Examples
    --------
    >>> write(12345, "count", language="en", currency="GBP")
    '12,345'
    >>> write(16391525.4, "money", language="en", currency="GBP")
    '£16,391,525'
    """
    name, decimals, arguments = read_form(form or _natural(value))
    if is_missing(value):
        return catalogue.messages(language)["reporting.not_known_word"]
    context = {"language": language, "currency": currency, "minimum": minimum}
    if isinstance(value, Told) and name != "plural":
        return _in_words(value, context)
    try:
        return FORMS[name](value, decimals, arguments, context)
    except (TypeError, AttributeError):
        kind = type(value).__name__
        raise ValueError(f"the form {form!r} does not fit a value of type {kind}") from None


def read_form(form: str) -> tuple[str, int | None, list[str]]:
    """Return a form's name, its number of decimals and its arguments.

    Raises
    ------
    ValueError
        If there is no such form.

    Examples
    --------
    >>> read_form("percent0"), read_form("plural|day|days")
    (('percent', 0, []), ('plural', None, ['day', 'days']))
    """
    head, *arguments = form.split("|")
    match = re.fullmatch(r"([a-z]+?)(\d*)", head)
    if not match or match[1] not in FORMS:
        raise ValueError(f"{form!r} is not a form: choose one of {', '.join(sorted(FORMS))}")
    return match[1], int(match[2]) if match[2] else None, arguments


def _natural(value: Any) -> str:
    """Return the form of a value that has only one way to be written."""
    if isinstance(value, (Real, Decimal)) and not isinstance(value, Integral) and value == value:
        raise ValueError(f"{value} needs a form: count, percent, points, money or number")
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yesno"
    if isinstance(value, date):
        return "day"
    return "text" if isinstance(value, str) or is_missing(value) else "count"


def _number(value: Any, decimals: int, *, signed: bool = False) -> str:
    if not math.isfinite(value):
        raise ValueError("an infinite number cannot be written in a report")
    text = format(abs(value), f",.{decimals}f")
    if not any(digit in "123456789" for digit in text):
        return text
    return (MINUS if value < 0 else "+" if signed else "") + text


def _count(value, decimals, arguments, context):
    return _number(value, 0)


def _rounded(value, decimals, arguments, context):
    return _number(rounded(value), 0)


def _people(value, decimals, arguments, context):
    """Return a number of people rounded to 5, a small one only as being small."""
    if is_few(value, context["minimum"]):
        return _in_words(Told.FEW, context)
    return _number(rounded(value, context["minimum"]), 0)


def _in_words(told: Told, context: dict[str, Any]) -> str:
    """Return what is said instead of a number of people."""
    words = catalogue.messages(context["language"])[told.value]
    return words.replace("{minimum:count}", _number(context["minimum"], 0))


def _share(value, decimals, arguments, context):
    """Return what share some people are of others, from rounded numbers, told as (some, all)."""
    part, whole = value
    if hides(part, whole, context["minimum"]):
        return _in_words(Told.WITHHELD, context)
    return _percent(rounded(part) / max(rounded(whole), 1), decimals, arguments, context)


def _decimal_number(value, decimals, arguments, context):
    return _number(value, 1 if decimals is None else decimals)


def _percent(value, decimals, arguments, context):
    text = _number(100 * value, 1 if decimals is None else decimals)
    return f"{text}%" if context["language"] == "zh" else f"{text}{NO_BREAK}%"


def _points(value, decimals, arguments, context):
    text = _number(100 * value, 1 if decimals is None else decimals, signed=True)
    return f"{text} 个百分点" if context["language"] == "zh" else f"{text}{NO_BREAK}points"


def _money(value, decimals, arguments, context):
    currency = context["currency"]
    text = _number(abs(value), decimals or 0)
    sign = MINUS if value < 0 and text.strip("0.,") else ""
    return f"{sign}{SYMBOLS.get(currency, currency + NO_BREAK)}{text}"


def _day(value, decimals, arguments, context):
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if context["language"] == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day}{NO_BREAK}{MONTHS[value.month - 1]}{NO_BREAK}{value.year}"


def _plural(value, decimals, arguments, context):
    one, many = arguments
    return one if value == 1 or context["language"] == "zh" else many


def _yes_no(value, decimals, arguments, context):
    key = "reporting.yes" if value else "reporting.no"
    return catalogue.messages(context["language"])[key]


def _about(value, decimals, arguments, context):
    """Return a share in words, as people say it; of people it is told as (some, all)."""
    if isinstance(value, tuple):
        if hides(*value, context["minimum"]):
            return _in_words(Told.WITHHELD, context)
        value = rounded(value[0]) / max(rounded(value[1]), 1)
    word = next(word for below, word in ABOUT if value < below)
    return catalogue.messages(context["language"])[f"about.{word}"]


def _term(value, decimals, arguments, context):
    """Return the reader's word; with arguments first the one that is said in such a place."""
    known = catalogue.messages(context["language"])
    keys = [*(f"terms.{place}_{value}" for place in arguments), f"terms.{value}"]
    return next((known[key] for key in keys if key in known), str(value).replace("_", " "))


def _place(value, decimals, arguments, context):
    """Return the name of a country, or of a province told as CN/GD."""
    known = catalogue.messages(context["language"])
    told = known.get(f"places.{str(value).replace('/', '_')}")
    return told or str(value).rpartition("/")[2]


def _list(value, decimals, arguments, context):
    form = "|".join(arguments)
    items = [write(item, form, **context) for item in value]
    known = catalogue.messages(context["language"])
    if len(items) < 2:
        return items[0] if items else known["reporting.none"]
    *first, last = items
    return known["reporting.list_comma"].join(first) + known["reporting.list_and"] + last


def _text(value, decimals, arguments, context):
    return value.isoformat() if isinstance(value, datetime) else str(value)


FORMS: dict[str, Callable[..., str]] = {
    "about": _about,
    "count": _count,
    "day": _day,
    "list": _list,
    "money": _money,
    "number": _decimal_number,
    "people": _people,
    "percent": _percent,
    "place": _place,
    "plural": _plural,
    "points": _points,
    "rounded": _rounded,
    "share": _share,
    "term": _term,
    "text": _text,
    "yesno": _yes_no,
}
