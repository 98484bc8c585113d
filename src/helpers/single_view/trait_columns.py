"""Which columns that fit nowhere else become traits of customers, and which must not."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

NUMBER, FLAG, WORD = "number", "flag", "word"
TYPES = (NUMBER, FLAG, WORD)
PERSONAL, SENSITIVE, NAMES_ONE = "personal", "sensitive", "names_one"
CONSTANT, TOO_FEW, TOO_MANY_WORDS = "constant", "too_few", "too_many_words"
LEAST_CUSTOMERS = 10  # with a value
COVERED = 0.9  # share of the cells that common words must be
ALL_DIFFERENT = 0.95  # of whole numbers: such a column counts people, and says nothing of them
MOSTLY_LONG = 0.5  # share of values of nine digits or more: telephones, accounts, identities
REPEATED = 0.01  # share of cells that stand in the name, e-mail, phone or address beside them


def judged_columns(measured: pd.DataFrame) -> pd.DataFrame:
    """Return the table `trait_columns`: what becomes of each column.

    Parameters
    ----------
    measured : DataFrame
        One row per column: `name`, `customers`, `different` (values), `numbers`, `whole`,
        `coded` (a leading zero somewhere), `flags`, `two_ways` (yes and no occur),
        `mailboxes` (an @ somewhere), `long` (share of values of nine digits or more),
        `in_common` (customers with a common word), `repeats` (cells that stand in the details).

    Returns
    -------
    DataFrame
        `name`, `customers`, `different`, `fate`.
    """
    fates = [fate(row) for row in measured.to_dict("records")]
    told = measured[["name", "customers", "different"]].assign(fate=pd.Series(fates, dtype="str"))
    return told.astype({"name": "str", "customers": "int64", "different": "int64"})


def fate(column: dict[str, Any]) -> str:
    """Return what a column becomes, or why it is left out."""
    repeats = 0 if pd.isna(column["repeats"]) else column["repeats"]
    if speaks_of(column["name"], PERSONAL) or column["mailboxes"]:
        return PERSONAL
    if repeats >= REPEATED * column["customers"] and repeats > 0:
        return PERSONAL
    if speaks_of(column["name"], SENSITIVE):
        return SENSITIVE
    if column["customers"] < LEAST_CUSTOMERS:
        return TOO_FEW
    if column["different"] == 1:
        return CONSTANT
    return _kind(column)


def _kind(column: dict[str, Any]) -> str:
    if column["flags"] and column["two_ways"]:
        return FLAG
    if column["numbers"] and not column["coded"]:
        many = column["different"] > ALL_DIFFERENT * column["customers"]
        return NAMES_ONE if column["whole"] and (many or column["long"] > MOSTLY_LONG) else NUMBER
    if column["long"] > MOSTLY_LONG:
        return NAMES_ONE
    return WORD if column["in_common"] >= COVERED * column["customers"] else TOO_MANY_WORDS


def speaks_of(name: str, what: str) -> bool:
    """Return whether the name of a column speaks of something: of a person, or *sensitive*.

    Examples
    --------
    >>> speaks_of("ContactOwner", "personal"), speaks_of("联系电话", "personal")
    (True, True)
    >>> speaks_of("Hotel_Stays", "personal"), speaks_of("Religion", "sensitive")
    (False, True)
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()
    words = " " + " ".join(re.findall(r"[^\W_]+", apart)) + " "
    return any(
        f" {word} " in words if word.isascii() else word in words for word in _listed()[what]
    )


@cache
def _listed() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
