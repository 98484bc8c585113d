"""Judging pairs in JupyterLab: what two records say, side by side, and what was decided."""

import re

import pandas as pd

from helpers.single_view.judgements import judged
from helpers.single_view.records import DETAILS, gather
from helpers.workspace import Desk, PrivacyError, UsageError, contracts
from helpers.workspace.decisions import add_decision, checked_day, checked_who, masked

DECISIONS = "same_person"


def judge(desk: Desk, *, place: int = 1) -> pd.DataFrame:
    """Return two records side by side, the most doubtful pair that nobody has judged first.

    They come with names, e-mails, telephones and addresses: for the analyst's own screen,
    never for a notebook that is kept with its outputs.

    Parameters
    ----------
    desk : Desk
        Of chapter 02, which must have run.
    place : int
        1 for the most doubtful pair, 2 for the next.

    Returns
    -------
    DataFrame
        One row per detail, one column per record; the columns are named by the records'
        ids, which `decide` takes.

    Raises
    ------
    PrivacyError
        In a run: its pages are read by others.
    UsageError
        If there are not so many pairs.
    """
    if desk.staged:
        raise PrivacyError("judge shows names and telephones: use it in JupyterLab, not in a run")
    pairs = open_pairs(desk)
    if not 1 <= place <= len(pairs):
        raise UsageError(f"place {place}: there are {len(pairs)} pairs that nobody has judged")
    pair = pairs.iloc[place - 1]
    records = gather(desk).set_index("record_id")
    sides = [pair["record"], pair["other_record"]]
    shown = records.loc[sides, ["source", *DETAILS, "city", "country"]].T
    shown.loc["probability"] = round(pair["probability"], 3)
    return shown.rename_axis(None)


def open_pairs(desk: Desk) -> pd.DataFrame:
    """Return the pairs that nobody has judged, the most doubtful first.

    Returns
    -------
    DataFrame
        `record`, `other_record` and `probability`.
    """
    found = desk.read("linkage_pairs").drop_duplicates(["record", "other_record"])
    decided = desk.read(f"{DECISIONS}?")
    told = pd.MultiIndex.from_frame(pd.concat([
        decided[["record", "other_record"]],
        decided[["other_record", "record"]].set_axis(["record", "other_record"], axis=1),
    ]))  # fmt: skip
    new = found[~pd.MultiIndex.from_frame(found[["record", "other_record"]]).isin(told)]
    doubt = (new["probability"] - 0.5).abs()
    order = new.assign(doubt=doubt).sort_values(["doubt", "record", "other_record"])
    return order[["record", "other_record", "probability"]].reset_index(drop=True)


def decide(
    desk: Desk, record: str, other: str, *, same: bool, by: str, day: str, note: str = ""
) -> None:
    """Write down that two records are the same person, or that they never are.

    Parameters
    ----------
    desk : Desk
        Of chapter 02, which must have run.
    record, other : str
        Ids of records, as `judge` names its columns.
    same : bool
        True for always together, False for never.
    by : str
        A role or initials; not a name.
    day : str
        The day of the decision (YYYY-MM-DD).
    note : str, optional
        Why, on one line; e-mails, long numbers and what names the two records are masked.

    Raises
    ------
    UsageError
        If a record is not known, or who decided or the day is not told as it should be.
    InputError
        If the decision contradicts others.
    """
    known = gather(desk)
    for one in (record, other):
        if one not in set(known["record_id"]):
            raise UsageError("no record of that id is known: take both from the columns of judge()")
    made = {
        "record": record, "other_record": other, "same": bool(same),
        "decided_by": checked_who(by), "day": checked_day(day),
        "note": _note(note, known[known["record_id"].isin([record, other])]),
    }  # fmt: skip
    before = desk.read(f"{DECISIONS}?")
    line = max(before.index, default=1) + 1
    judged(pd.concat([before, pd.DataFrame([made], index=[line])]), known)
    add_decision(desk.company, contracts.load(DECISIONS), made)


def _note(text: str, pair: pd.DataFrame) -> str:
    """Return a note on one line, without what the two records tell of themselves."""
    told = {detail for name in DETAILS for detail in pair[name].dropna()}
    words = "|".join(re.escape(detail) for detail in sorted(told, key=len, reverse=True))
    line = " ".join(text.split())
    return masked(re.sub(words, "[name]", line, flags=re.IGNORECASE) if words else line)
