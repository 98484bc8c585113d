"""The people to be forgotten: a list of keyed pseudonyms that every intake applies.

The list holds no value of anybody. It works only with the key that made it, and says
which one that was.
"""

import csv
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path

from helpers.workspace import paths, privacy
from helpers.workspace.errors import PrivacyError

KIND = "forgotten"
FILE_NAME = f"{KIND}.csv"
COLUMNS = ("key_id", "pseudonym")
HAN = "[\u3400-\u9fff]"  # Chinese letters, written without spaces
NAME = "name"  # the kind of a pseudonym of somebody's full name


def list_file(company: str) -> Path:
    """Return where a company's list lies."""
    return paths.decisions(company, KIND)


def forgotten(company: str) -> frozenset[str]:
    """Return the pseudonyms of everybody who is to be forgotten; most companies have none.

    Raises
    ------
    PrivacyError
        If the list was made with another key: with this one it would find nobody, and
        bring back who was forgotten. Also if it cannot be read.
    """
    path = list_file(company)
    if not path.exists():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if not rows or tuple(rows[0]) != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise PrivacyError(
            f"data/decisions/{company}/{FILE_NAME} is damaged: it must have the columns "
            f"{', '.join(COLUMNS)}; restore it from a backup, or those whom it names come back"
        )
    if {key for key, _ in rows[1:]} - {privacy.key_id()}:
        raise PrivacyError(
            f"data/decisions/{company}/{FILE_NAME} was made with another pseudonym key, and finds "
            "nobody with this one: give the old key back (HELPERS_KEY or HELPERS_KEY_FILE)"
        )
    return frozenset(pseudonym for _, pseudonym in rows[1:])


def remember(company: str, pseudonyms: Iterable[str]) -> None:
    """Add pseudonyms to a company's list, whole or not at all."""
    every = sorted(forgotten(company) | set(pseudonyms))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((privacy.key_id(), told) for told in every)
    path = list_file(company)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    half.write_text(text.getvalue(), encoding="utf-8")
    os.replace(half, path)


def journal_file(company: str) -> Path:
    """Return where it stands, while somebody is being forgotten, who that is."""
    return paths.processed(company) / ".forgetting.json"


def refuse_unfinished(company: str) -> None:
    """Refuse to go on where forgetting somebody was begun and not finished.

    Raises
    ------
    PrivacyError
        Says how to finish it.
    """
    if journal_file(company).exists():
        raise PrivacyError(
            f"somebody of {company} is being forgotten, and that was cut short: finish it first, "
            f"with `python -m helpers forget --company {company} --resume`"
        )


def name_pseudonym(name: str) -> str:
    """Return the pseudonym of a full name, the same in whichever order its parts stand.

    Examples
    --------
    >>> name_pseudonym("Ana Diaz") == name_pseudonym("DIAZ, Ana")
    True
    >>> name_pseudonym("明 王") == name_pseudonym("王明")
    True
    """
    parts = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    together = "".join(parts)
    letters = list(together) if re.search(HAN, together) else parts
    return privacy.pseudonym(NAME, " ".join(sorted(letters)))
