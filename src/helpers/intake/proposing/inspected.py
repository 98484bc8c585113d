"""What a file is found to be: its claims, and what it tells of its company."""

from typing import NamedTuple

from helpers.intake.proposing.claim import Claim, ask
from helpers.intake.proposing.columns import Column
from helpers.intake.proposing.dates import Dates
from helpers.intake.proposing.days import Newest


class Inspected(NamedTuple):
    """One file, as far as its content tells.

    Attributes
    ----------
    below : str
        Its path below the company's folder.
    shape : tuple
        What files of one family have in common: kind, format and header.
    claims : list of Claim
        How it is to be read; only ``why`` where nothing reads it.
    records : str
        The table that it fills, or nothing.
    newest : Newest, optional
        The newest day on which something happened.
    columns : dict of str to Column
        For what it tells of its company.
    dates : dict of str to Dates
        Its columns of dates.
    """

    below: str
    shape: tuple
    claims: list[Claim]
    records: str
    newest: Newest | None
    columns: dict[str, Column]
    dates: dict[str, Dates]

    @property
    def is_read(self) -> bool:
        """Whether something reads it."""
        return self.claims[0].entry != "why"


def unread(below: str, kind: str, question: str, header: tuple = ()) -> Inspected:
    """Return a file that nothing reads, with the question what to do about it."""
    why = ask("why", question, suggestion="Nothing reads it yet." if header else None)
    return Inspected(below, (kind, None, header), [why], "", None, {}, {})
