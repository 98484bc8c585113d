"""Which rows stand in a file, in which order, and what a strict reader must make of each."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from helpers.demo.dirt import Damage

OUTCOMES = ("accepted", "continuation", "repeated", "rejected")
ACCEPTED, CONTINUATION, REPEATED, REJECTED = range(len(OUTCOMES))
REPEATS_COME_AFTER = 40  # records between a record and its repeat in the same file


class Rows(NamedTuple):
    """The rows of one file below its header, one element per row.

    Attributes
    ----------
    record : numpy.ndarray of int32
        Position of the order (or customer) that the row belongs to.
    line : numpy.ndarray of int64
        Position of the row's line among all lines.
    first : numpy.ndarray of bool
        Whether the row is the first of its record.
    outcome : numpy.ndarray of int8
        Position in ``OUTCOMES``.
    damage : numpy.ndarray of int8
        Position of the damage done to the row, or -1.
    again : numpy.ndarray of bool
        Whether the row repeats one that stands above it in the same file.
    """

    record: np.ndarray
    line: np.ndarray
    first: np.ndarray
    outcome: np.ndarray
    damage: np.ndarray
    again: np.ndarray


class Records(NamedTuple):
    """What may go into a file, one element per order (or customer).

    Attributes
    ----------
    included : numpy.ndarray of bool
        Whether the file holds the record at all.
    known : numpy.ndarray of bool
        Whether it stands identically in an earlier delivery.
    spared : numpy.ndarray of bool
        Whether its rows must stay sound, because another delivery holds it too.
    first_line, lines : numpy.ndarray of int
        Position of its first line among all lines, and number of its lines.
    """

    included: np.ndarray
    known: np.ndarray
    spared: np.ndarray
    first_line: np.ndarray
    lines: np.ndarray


def plan_rows(
    records: Records, damages: Sequence[Damage], *, repeated: float, rng: np.random.Generator
) -> Rows:
    """Return the rows of a file.

    A repeated record stands again, whole, further down. A damaged row rejects
    itself, and a damaged first row its whole record.

    Parameters
    ----------
    records : Records
    damages : sequence of Damage
        The ways in which rows are damaged.
    repeated : float
        Share of the records that stand twice (proportion).
    rng : numpy.random.Generator
    """
    block, again = _blocks(np.flatnonzero(records.included), repeated, rng)
    counts = records.lines[block]
    starts = np.cumsum(counts, dtype=np.int64) - counts
    within = np.arange(counts.sum()) - np.repeat(starts, counts)
    record, first = np.repeat(block, counts).astype(np.int32), within == 0
    again = np.repeat(again, counts)

    outcome = np.where(first, ACCEPTED, CONTINUATION).astype(np.int8)
    outcome[records.known[record] | again] = REPEATED
    sound = records.spared | np.isin(np.arange(len(records.lines)), record[again])
    damage = _damage(record, first, sound, damages, rng)
    lost = np.zeros(len(records.lines), dtype=bool)
    lost[record[first & (damage >= 0)]] = True
    outcome[(damage >= 0) | lost[record]] = REJECTED
    return Rows(record, records.first_line[record] + within, first, outcome, damage, again)


def _blocks(record: np.ndarray, repeated: float, rng) -> tuple[np.ndarray, np.ndarray]:
    """Return the records in the order of the file, and which of them stand for the second time."""
    chosen = np.sort(rng.choice(len(record), int(repeated * len(record)), replace=False))
    place = np.concatenate([np.arange(len(record)), chosen + REPEATS_COME_AFTER + 0.5])
    order = np.argsort(place, kind="stable")
    return np.concatenate([record, record[chosen]])[order], order >= len(record)


def _damage(record: np.ndarray, first: np.ndarray, sound: np.ndarray, damages, rng) -> np.ndarray:
    """Return the damage of each row; no record gets two, none that is sound gets one."""
    result = np.full(len(record), -1, dtype=np.int8)
    spoilt = sound.copy()
    for number, damage in enumerate(damages):
        count = int(damage.rate * len(record))
        if not count:
            continue
        where = {"first": first, "further": ~first, "any": True}[damage.rows]
        candidates = np.flatnonzero(where & ~spoilt[record])
        rows = rng.choice(candidates, min(count, len(candidates)), replace=False)
        rows = rows[np.unique(record[rows], return_index=True)[1]]
        result[rows] = number
        spoilt[record[rows]] = True
    return result
