"""Ids that last: the same person keeps the id of the quarter before, and changes are recorded."""

from typing import NamedTuple

import pandas as pd

from helpers.single_view.inheritance import inherited

# What may join the records of two people, the strongest first.
REASONS = ("decision", "certain", "weighed")
COLUMNS = ["period", "from_id", "to_id", "kind", "reason", "records"]


class Lasting(NamedTuple):
    """`person_id` by record id, and `before`: the person of each record in the period before."""

    person_id: pd.Series
    before: pd.Series


def lasting_ids(people: pd.Series, records: pd.DataFrame, previous: pd.DataFrame) -> Lasting:
    """Return the id of each record's person, inherited where most of its records had it.

    A record that is new itself stands for the number that it carries: a contact that
    comes to a number which only orders knew is no new person.

    Parameters
    ----------
    people : Series
        The group of each record, by record id.
    records : DataFrame
        As from `gather`: which number each record carries.
    previous : DataFrame
        The table `identities` of the period before; without rows where there is none.

    Returns
    -------
    Lasting
        Both Series by record id; `before` is missing for what is new.
    """
    owned = previous[previous["owns_number"].astype(bool)]
    by_number = owned.set_index("source_customer_id")["person_id"]
    by_record = previous.set_index("record_id")["person_id"]
    numbers = records.set_index("record_id")["customer_id"].reindex(people.index)
    before = people.index.to_series().map(by_record).fillna(numbers.map(by_number))
    gone = by_record[~by_record.index.isin(people.index)]
    ids = inherited(people, pd.concat([before.dropna(), gone]), kind="person")
    return Lasting(ids.rename("person_id"), before.rename("before"))


def moves(
    lasting: Lasting, links: pd.DataFrame, apart: pd.DataFrame, *, period: str
) -> pd.DataFrame:
    """Return who was merged and who was split since the period before, and by what.

    Parameters
    ----------
    lasting : Lasting
        As from `lasting_ids`.
    links : DataFrame
        `record_l`, `record_r` and `reason`, one of *decision*, *certain* and *weighed*: what
        joins records now.
    apart : DataFrame
        `record_l`, `record_r`: records that were decided to be two people.
    period : str
        The quarter.

    Returns
    -------
    DataFrame
        The table `merges`. People who were joined by a record that is new, and by nothing
        else, have the reason *new_record*; who was parted without a decision has
        *evidence*: what is known of them, or of everybody, has changed.
    """
    both = pd.DataFrame({"from_id": lasting.before, "to_id": lasting.person_id}).dropna()
    moved = both[both["from_id"] != both["to_id"]]
    found = moved.groupby(["from_id", "to_id"]).size().rename("records").reset_index()
    lives = found["from_id"].isin(lasting.person_id)
    found = found.assign(period=period, kind=lives.map({True: "split", False: "merge"}))
    joined, parted = _joined_by(lasting, links), _decided(lasting, apart)
    pairs = list(zip(found["from_id"], found["to_id"], strict=True))
    found["reason"] = [
        ("decision" if (a, b) in parted else "evidence") if split else joined.get((a, b))
        for (a, b), split in zip(pairs, lives, strict=True)
    ]
    found["reason"] = found["reason"].fillna("new_record")
    return found[COLUMNS].sort_values(["from_id", "to_id"], ignore_index=True)


def _joined_by(lasting: Lasting, links: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the strongest reason why records of a person before belong to another now."""
    sides = [(links[one].map(lasting.before), links[two].map(lasting.before),
              links[one].map(lasting.person_id), links[two].map(lasting.person_id))
             for one, two in (("record_l", "record_r"), ("record_r", "record_l"))]  # fmt: skip
    parts = [
        pd.DataFrame({"a": a, "b": b, "now": now, "reason": links["reason"]})[
            now.eq(other) & b.eq(now)
        ]
        for a, b, now, other in sides
    ]
    told = pd.concat(parts).dropna()
    told = told.assign(place=told["reason"].map(REASONS.index)).sort_values("place")
    told = told.drop_duplicates(["a", "b"])
    return dict(zip(zip(told["a"], told["b"], strict=True), told["reason"], strict=True))


def _decided(lasting: Lasting, apart: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the people before and now whom a decision keeps apart."""
    one, two = (apart[side].map(lasting.person_id) for side in ("record_l", "record_r"))
    return set(zip(one, two, strict=True)) | set(zip(two, one, strict=True))
