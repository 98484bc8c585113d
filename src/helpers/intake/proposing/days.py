"""When a file was received, and up to which day it knows."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from helpers.intake.proposing.claim import Claim, ask, perhaps, propose

DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


class Newest(NamedTuple):
    """The newest day that a file tells of, and where it stands."""

    day: date
    file: str
    column: str
    line: int


def days_in(name: str) -> list[date]:
    """Return the days that stand in a name.

    Examples
    --------
    >>> days_in("ga4_events_20250701_20250930"), days_in("orders 12345678")
    ([datetime.date(2025, 7, 1), datetime.date(2025, 9, 30)], [])
    """
    found = []
    for year, _, month, day in DAY.findall(name):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def received_claim(below: str, newest: Newest | None) -> Claim:
    """Return on which day a file was received, by its folder's name or its own.

    Parameters
    ----------
    below : str
        The file's path below the company's folder.
    newest : Newest, optional
        The newest day inside: nothing is received before it.
    """
    path = PurePosixPath(below)
    for folder in reversed(path.parent.parts):
        if days := days_in(folder):
            return _checked(days[-1], f"the folder's name, {folder}", newest, 1.0)
    days = days_in(path.name)
    if len(days) == 1:
        return _checked(days[0], "the day in the file's name", newest, 0.85)
    question = "on which day was it received?"
    if newest is None:
        return ask("received", question)
    said = f"{question} Not before {newest.day}, {_place(newest)}"
    return ask("received", said, suggestion=newest.day, confidence=0.2)


def data_through_claim(received: date | None, newest: Iterable[Newest]) -> Claim | None:
    """Return up to which day a delivery knows: the newest day in its dated files.

    Parameters
    ----------
    received : date, optional
        When it was received; later days are plans, not data.
    newest : iterable of Newest
        The newest day of each of its dated files.
    """
    told = [item for item in newest if received is None or item.day <= received]
    if not told:
        return None
    last = max(told, key=lambda item: (item.day, item.file))
    evidence = f"{_place(last)}; later if nothing happened on the days after"
    if received is None:
        return perhaps("data_through", last.day, evidence, confidence=0.9)
    return propose("data_through", last.day, evidence, confidence=0.9)


def _checked(day: date, where: str, newest: Newest | None, confidence: float) -> Claim:
    if newest is None or newest.day <= day:
        return propose("received", day, where, confidence=confidence)
    question = f"on which day was it received? {where} is before {newest.day}, {_place(newest)}"
    return ask("received", question, suggestion=newest.day, confidence=0.2)


def _place(newest: Newest) -> str:
    return f"the newest day inside ({newest.column} in line {newest.line} of {newest.file})"
