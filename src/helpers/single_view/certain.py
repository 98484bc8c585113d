"""Links that need no weighing: records that carry the same mark, or one e-mail and one name."""

import pandas as pd

COLUMNS = ["record_l", "record_r", "why"]


def certain_links(keys: pd.DataFrame, marks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return pairs of records that are certainly the same person.

    Each record is linked to the first that has the same mark, or the same mailbox under
    a name that does not speak against it: a household may share a mailbox.

    Parameters
    ----------
    keys : DataFrame
        As from `without_placeholders`.
    marks : DataFrame, optional
        What is known to name one person across sources: `record_id`, `why` (such as
        "order" or "number") and `mark`.

    Returns
    -------
    DataFrame
        `record_l` and `record_r`, the smaller first, and `why`; each pair once.
    """
    parts = [_same_mailbox(keys)]
    if marks is not None:
        known = marks[marks["record_id"].isin(keys["record_id"]) & marks["mark"].notna()]
        known = known.sort_values(["why", "mark", "record_id"])
        first = known.groupby(["why", "mark"])["record_id"].transform("first")
        parts.append(_pairs(first, known["record_id"], known["why"]))
    links = pd.concat(parts).drop_duplicates(COLUMNS[:2])
    return links.sort_values(COLUMNS[:2], ignore_index=True)


def _same_mailbox(keys: pd.DataFrame) -> pd.DataFrame:
    """Return links between records of one mailbox, within groups of names that agree.

    A record without a name goes with the mailbox's only name, if there is but one.
    """
    several = keys["mailbox"].notna() & keys["mailbox"].duplicated(keep=False)
    known = keys.loc[several, ["record_id", "mailbox", "name_letters"]]
    names = known.groupby("mailbox")["name_letters"].transform("nunique")
    only = known.groupby("mailbox")["name_letters"].transform("first")
    name = known["name_letters"].mask(names.le(1), only).fillna("")
    known = known.assign(name=name)[names.le(1) | known["name_letters"].notna()]
    first = known.groupby(["mailbox", "name"])["record_id"].transform("first")
    return _pairs(first, known["record_id"], "email")


def _pairs(first: pd.Series, other: pd.Series, why: pd.Series | str) -> pd.DataFrame:
    pairs = pd.DataFrame({"record_l": first, "record_r": other, "why": why})
    return pairs[pairs["record_l"] != pairs["record_r"]]
