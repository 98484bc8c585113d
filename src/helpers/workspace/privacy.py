"""Keyed pseudonyms and masks: what keeps people out of tables, reports and messages."""

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

import pandas as pd

from helpers.workspace.errors import PrivacyError
from helpers.workspace.settings import settings

ID_CHARACTERS = 20  # 80 bits: ten million customers collide with a chance below one in 10**10


@cache
def _key() -> bytes:
    """Return the secret key: HELPERS_KEY, or the key file, made at first use."""
    if settings().key is not None:
        text = settings().key.get_secret_value()
    else:
        text = _key_from_file(settings().key_file.expanduser())
    if len(text) < 32:
        raise PrivacyError("the pseudonym key is shorter than 32 characters: it must be long")
    return text.encode()


def _key_from_file(path: Path) -> str:
    """Return the key in a file outside version control, writing a new one where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        raise PrivacyError(
            "the pseudonym key can be neither read nor made: set HELPERS_KEY to a secret of "
            "32 characters or more, or HELPERS_KEY_FILE to a file that this user may write"
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def key_id() -> str:
    """Return a short name of the key, for manifests: it changes when the key does."""
    return hashlib.sha256(b"key id\0" + _key()).hexdigest()[:12]


def pseudonym(kind: str, value: str) -> str:
    """Return the keyed pseudonym (HMAC-SHA-256, 80 bits in hex) of one value of a kind.

    The kind keeps equal texts apart: an order number is not a customer number.
    """
    digest = hmac.digest(_key(), f"{kind}\0{value}".encode(), "sha256")
    return digest.hex()[:ID_CHARACTERS]


def pseudonyms(kind: str, values: pd.Series) -> pd.Series:
    """Return a column of pseudonyms; a missing or empty value stays missing."""
    unique = values.dropna().unique()
    known = {value: pseudonym(kind, value) for value in unique if value}
    return values.map(known).astype("str")


def mask(text: str | None, *, keep: int = 1) -> str:
    """Return a text with all but the first characters of each word hidden, its shape kept.

    Examples
    --------
    >>> mask("Ana.Diaz@example.com")
    'A**.D***@e******.c**'
    >>> mask("王小明"), mask("")
    ('王**', '')
    """
    if text is None or pd.isna(text):
        return ""
    shown, since = [], 0
    for letter in text:
        since = since + 1 if letter.isalnum() else 0
        shown.append("*" if since > keep else letter)
    return "".join(shown)
