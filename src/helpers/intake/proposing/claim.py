"""A claim: one entry of a declaration as it is proposed, with the evidence for it."""

from typing import Any, NamedTuple

CERTAIN = 0.8  # from here on a value is proposed; below, it is asked


class Claim(NamedTuple):
    """One entry of a declaration, as proposed.

    Attributes
    ----------
    entry : str
        The entry's name; within a table of names it has both, as in
        ``date_format.Created at``.
    value : object, optional
        What is proposed; absent where it is asked, or better left out.
    confidence : float
        From 0 to 1, how sure the evidence makes the value or the suggestion.
    evidence : str
        What speaks for it. It quotes dates, numbers and headers, and no other cell.
    question : str
        What a person has to answer before the declaration can be used.
    suggestion : object, optional
        What the answer may be.
    """

    entry: str
    value: Any
    confidence: float
    evidence: str
    question: str = ""
    suggestion: Any = None

    @property
    def is_open(self) -> bool:
        """Whether a person has to answer."""
        return bool(self.question) and self.value is None


def propose(entry: str, value: Any, evidence: str, *, confidence: float = 1.0) -> Claim:
    """Return a claim that stands unless a person changes it."""
    return Claim(entry, value, confidence, evidence)


def ask(
    entry: str, question: str, *, evidence: str = "", suggestion: Any = None, confidence: float = 0
) -> Claim:
    """Return a claim that a person must answer."""
    return Claim(entry, None, confidence, evidence, question, suggestion)


def perhaps(entry: str, suggestion: Any, evidence: str, *, confidence: float = 0.5) -> Claim:
    """Return a claim that may be left out: it stands in the draft as a remark."""
    return Claim(entry, None, confidence, evidence, "", suggestion)


def counted(number: int, thing: str) -> str:
    """Return a number of things in words.

    Examples
    --------
    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
