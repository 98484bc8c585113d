"""Rules that an analyst declares, such as ``recent_monetary > 500 and category=fitness > 0.3``.

A rule is read by a grammar of its own and never run as code::

    rule       = part {"or" part}
    part       = condition {"and" condition}
    condition  = "(" rule ")" | feature comparison value
    comparison = ">" | ">=" | "<" | "<=" | "==" | "!="

A feature with spaces in its name stands in quotation marks, and so does a word with spaces.
"""

import operator
import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.workspace import UsageError

COMPARE: dict[str, Callable] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
    ">": operator.gt, "<": operator.lt,
}  # fmt: skip
# In this order: a word may hold a single "=", as category=fitness does, but no comparison.
TOKEN = re.compile(
    r'\s*(?:(?P<sign>>=|<=|==|!=|>|<)|(?P<bracket>[()])|"(?P<quoted>[^"]*)"'
    r'|(?P<word>(?:(?!>=|<=|==|!=)[^\s()<>"])+))'
)
JOINTS = ("and", "or")


class Token(NamedTuple):
    """A piece of a rule: its kind (sign, bracket, quoted or word) and its text."""

    kind: str
    text: str


def meets_rule(rule: str, features: pd.DataFrame) -> np.ndarray:
    """Return which customers meet a rule; who is not known in a feature does not.

    Parameters
    ----------
    rule : str
        As in the module's summary.
    features : DataFrame
        One row per customer, one column per feature that rules may name: numbers, or words,
        which can be equal or not.

    Returns
    -------
    ndarray of bool, shape (customers,)

    Raises
    ------
    UsageError
        If the rule cannot be read; names the word, and lists those that are known.
    """
    found = _Reader(tokens(rule), features)
    met = found.rule()
    if found.place < len(found.tokens):
        raise UsageError(f"tactical_rule: {found.now.text!r} is not expected; write 'and' or 'or'")
    return met


def tokens(rule: str) -> list[Token]:
    """Return the pieces of a rule."""
    found, place = [], 0
    while rule[place:].strip():
        match = TOKEN.match(rule, place)
        if match is None:
            raise UsageError(f"tactical_rule: {rule[place:].strip()!r} cannot be read")
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


class _Reader:
    """Reads pieces from left to right; each method takes what its name says."""

    def __init__(self, pieces: list[Token], features: pd.DataFrame) -> None:
        self.tokens, self.features, self.place = pieces, features, 0

    @property
    def now(self) -> Token:
        """The next piece; an empty one at the end."""
        return self.tokens[self.place] if self.place < len(self.tokens) else Token("end", "")

    def take(self) -> Token:
        token = self.now
        self.place += 1
        return token

    def rule(self) -> np.ndarray:
        met = self.part()
        while self.now == Token("word", "or"):
            self.take()
            met = met | self.part()
        return met

    def part(self) -> np.ndarray:
        met = self.condition()
        while self.now == Token("word", "and"):
            self.take()
            met = met & self.condition()
        return met

    def condition(self) -> np.ndarray:
        if self.now == Token("bracket", "("):
            self.take()
            met = self.rule()
            if self.take() != Token("bracket", ")"):
                raise UsageError("tactical_rule: a bracket is opened and not closed")
            return met
        name, sign, value = self.feature(), self.sign(), self.take()
        if value.kind not in ("word", "quoted") or value.text in JOINTS:
            raise UsageError(f"tactical_rule: {name} is compared with nothing; write a number")
        return compared(self.features[name], sign, value.text)

    def feature(self) -> str:
        token = self.take()
        if token.kind in ("word", "quoted") and token.text in self.features:
            return token.text
        known = ", ".join(sorted(map(str, self.features)))
        raise UsageError(
            f"tactical_rule: {token.text or 'the end'!r} is no feature; known are: {known}"
        )

    def sign(self) -> str:
        token = self.take()
        if token.kind != "sign":
            raise UsageError(
                f"tactical_rule: {token.text or 'the end'!r} is no comparison; write one of "
                f"{', '.join(COMPARE)}"
            )
        return token.text


def compared(values: pd.Series, sign: str, told: str) -> np.ndarray:
    """Return which values stand so to a number or a word.

    Raises
    ------
    UsageError
        If a number is compared with a word, or words by size.
    """
    known = values.notna().to_numpy()
    if pd.api.types.is_numeric_dtype(values):
        try:
            bound = float(told)
        except ValueError:
            raise UsageError(
                f"tactical_rule: {values.name} is a number, and {told!r} is none"
            ) from None
        return known & COMPARE[sign](values.to_numpy(dtype=float, na_value=np.nan), bound)
    if sign not in ("==", "!="):
        raise UsageError(f"tactical_rule: {values.name} is a word: compare it by == or !=")
    return known & COMPARE[sign](values.astype("str").to_numpy(dtype=object), told)
