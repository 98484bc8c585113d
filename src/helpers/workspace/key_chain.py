"""Which pseudonym key a company's tables were made with: another one would make other people.

Ids of one quarter meet those of the next only under one key. So the first run writes down
the key's id, which tells nothing of the key, and later ones are held to it.
"""

import json
import os
from pathlib import Path

from helpers.workspace import paths
from helpers.workspace.errors import PrivacyError

FILE_NAME = "key.json"
ANEW = (
    "To change the key on purpose, begin a fresh chain: set aside data/processed/{company}, "
    "reports/{company} and data/decisions/{company}, whose ids belong to the old key (PRIVACY.md "
    "says what is lost with them)"
)


def made_with(company: str) -> str | None:
    """Return the id of the key that a company's tables were made with; None before any run."""
    processed = paths.processed(company)
    published = sorted(processed.glob("*/manifest.json"), reverse=True)
    for path in (paths.work(company) / FILE_NAME, *published):
        told = _told(path)
        if told:
            return told
    return None


def check(company: str, key_id: str) -> None:
    """Refuse another key than that of a company's tables.

    Raises
    ------
    PrivacyError
        If its tables were made with another key: says what to do.
    """
    earlier = made_with(company)
    if earlier not in (None, key_id):
        raise PrivacyError(
            f"the pseudonym key has changed: the tables of {company} were made with key {earlier}, "
            f"and this is {key_id}. Everybody would be somebody else: give the old key back "
            f"(HELPERS_KEY, or the file of HELPERS_KEY_FILE). {ANEW.format(company=company)}"
        )


def hold(company: str, key_id: str) -> None:
    """Hold a company to the key of its tables; the first one is written down. See `check`."""
    check(company, key_id)
    path = paths.work(company) / FILE_NAME
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{FILE_NAME}.{os.getpid()}.half")
        half.write_text(json.dumps({"key_id": key_id}) + "\n", encoding="utf-8")
        os.replace(half, path)


def refuse_new_key() -> None:
    """Refuse to make a key where some company's tables need the one that is missing.

    Raises
    ------
    PrivacyError
        Names the company, and says what to do.
    """
    folder = paths.root() / "data" / "processed"
    for company in sorted(path.name for path in folder.glob("*") if path.is_dir()):
        earlier = made_with(company)
        if earlier:
            raise PrivacyError(
                f"the pseudonym key is missing: the tables of {company} were made with key "
                f"{earlier}. Put it back (HELPERS_KEY, or the file of HELPERS_KEY_FILE); no other "
                f"is made in its place. {ANEW.format(company=company)}"
            )


def _told(path: Path) -> str | None:
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return told.get("key_id") if isinstance(told, dict) else None
