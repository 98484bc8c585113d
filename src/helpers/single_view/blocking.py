"""Which pairs of records are looked at: every pair of a small table, else those that share a key.

What a rule costs is counted before anything is compared: a key that n records share makes
n (n - 1) / 2 pairs.
"""

from typing import NamedTuple

import pandas as pd

from helpers.single_view.linker import Records
from helpers.workspace import engine

ALL_PAIRS = 2_000_000  # below this every pair is looked at: it takes seconds
PAIRS_PER_RECORD = 10  # what blocking may cost in all, as pairs for each record
# Keys that true pairs often share, the most telling first. A typo breaks some, not all.
RULES = (
    ("national_id",), ("mailbox",), ("phone_end",), ("local",), ("birth_date", "family"),
    ("birth_date", "given"), ("birth_date", "postcode"), ("name_letters", "street"),
    ("name_letters", "postcode"), ("street", "postcode"), ("name_letters", "city"),
    ("name_letters",), ("family", "postcode"), ("given", "postcode"), ("family", "street"),
    ("birth_date",), ("street",), ("postcode", "city"), ("given", "city"),
    ("family", "city"),
)  # fmt: skip


class Blocking(NamedTuple):
    """Which pairs are looked at.

    Attributes
    ----------
    rules : tuple of tuples of str
        Each a set of keys that a pair must share; empty where every pair is looked at.
    costs : DataFrame
        One row per rule that was thought of: `rule`, `pairs`, `used`.
    """

    rules: tuple[tuple[str, ...], ...]
    costs: pd.DataFrame

    @property
    def sql(self) -> list[str]:
        """The rules as Splink reads them."""
        return [shared(rule) for rule in self.rules] or ["1 = 1"]


def choose_blocking(
    records: Records,
    *,
    all_pairs: int = ALL_PAIRS,
    pairs_per_record: float = PAIRS_PER_RECORD,
) -> Blocking:
    """Return how pairs are chosen, by what it costs on these records.

    The rules are taken in their order; one that does not fit into what is left of the
    budget is passed over, and cheaper ones behind it may still come.

    Parameters
    ----------
    records : Records
        As from `on_engine`.
    all_pairs : int
        Where all pairs are no more than this, there is no blocking.
    pairs_per_record : float
        The budget: pairs that all rules together may make, for each record.
    """
    count = len(records.keys)
    told = [(" + ".join(rule), pairs_sharing(records, rule)) for rule in RULES]
    costs = pd.DataFrame(told, columns=["rule", "pairs"])
    if count * (count - 1) // 2 <= all_pairs:
        return Blocking((), costs.assign(used=False))
    left, used = pairs_per_record * count, []
    for pairs in costs["pairs"]:
        used.append(0 < pairs <= left)
        left -= pairs if used[-1] else 0
    rules = tuple(rule for rule, taken in zip(RULES, used, strict=True) if taken)
    return Blocking(rules or RULES[:1], costs.assign(used=used))


def shared(rule: tuple[str, ...]) -> str:
    """Return in SQL that two records share these keys."""
    return " AND ".join(f"l.{key} = r.{key}" for key in rule)


def pairs_sharing(records: Records, rule: tuple[str, ...]) -> int:
    """Return how many pairs of records share these keys."""
    known = " AND ".join(f"{key} IS NOT NULL" for key in rule)
    return engine.connection().con.execute(
        "SELECT coalesce(sum(size * (size - 1) // 2), 0)::BIGINT FROM (SELECT count(*) AS size "
        f"FROM {records.table} WHERE {known} GROUP BY {', '.join(rule)})"
    ).fetchone()[0]  # fmt: skip
