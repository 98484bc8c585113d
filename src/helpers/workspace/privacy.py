"""Keyed pseudonyms and masks: what keeps people out of tables, reports and messages."""

import hashlib
import hmac
import os
import re
import secrets
import tempfile
import unicodedata
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.workspace import key_chain
from helpers.workspace.errors import PrivacyError
from helpers.workspace.settings import settings

KEY_CHARACTERS = 32
ID_CHARACTERS = 20  # 80 bits: ten million customers collide with a chance below one in 10**10
LETTERS = "LMN"  # Unicode's letters, the marks that belong to them, and numbers


def _key() -> bytes:
    """Return the secret key: HELPERS_KEY, or the key file, made at first use.

    Raises
    ------
    PrivacyError
        If it is too short, can be neither read nor made, or is missing though there are
        tables that were made with it.
    """
    told = settings()
    if told.key is None:
        text = _key_from_file(told.key_file.expanduser())
    else:
        text = told.key.get_secret_value()
    if len(text) < KEY_CHARACTERS:
        raise PrivacyError(
            f"the pseudonym key is shorter than {KEY_CHARACTERS} characters: it must be long"
        )
    return text.encode()


@cache
def _key_from_file(path: Path) -> str:
    """Return the key in a file outside version control, writing a new one where there is none.

    A new key is linked into its place whole: of two processes that make one at the
    same time both use the first, and neither reads half of it.
    """
    try:
        if not path.exists():
            key_chain.refuse_new_key()
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, made = tempfile.mkstemp(dir=path.parent)  # readable by this user alone
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
            with suppress(FileExistsError):
                os.link(made, path)
            os.unlink(made)
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise PrivacyError(
            "the pseudonym key can be neither read nor made: set HELPERS_KEY to a secret of "
            f"{KEY_CHARACTERS} characters or more, or HELPERS_KEY_FILE to a file that this user "
            "may write"
        ) from None


def key_id() -> str:
    """Return a short name of the key, for manifests: it changes when the key does."""
    return hashlib.sha256(b"key id\0" + _key()).hexdigest()[:12]


def pseudonym(kind: str, value: str) -> str:
    """Return the keyed pseudonym (HMAC-SHA-256, 80 bits in hex) of one value of a kind.

    The kind keeps equal texts apart: an order number is not a customer number.
    """
    return _finished(_begun(kind), value)


def _begun(kind: str) -> hmac.HMAC:
    return hmac.new(_key(), f"{kind}\0".encode(), "sha256")


def _finished(begun: hmac.HMAC, value: str) -> str:
    """Return the pseudonym of a value; what all values of a kind begin with is hashed once."""
    whole = begun.copy()
    whole.update(value.encode())
    return whole.hexdigest()[:ID_CHARACTERS]


def pseudonyms(kind: str, values: pd.Series) -> pd.Series:
    """Return a column of pseudonyms; a missing or empty value stays missing."""
    begun = _begun(kind)
    place, unique = pd.factorize(values)
    known = [_finished(begun, value) if value else None for value in np.asarray(unique, object)]
    return pd.Series(pd.array(known, dtype="str").take(place, allow_fill=True), index=values.index)


def mask(text: str | None) -> str:
    """Return a text's shape: one letter at most is shown, and only of a word of three or more.

    Examples
    --------
    >>> mask("Ana.Diaz@example.com"), mask("12 Main St")
    ('A**.****@*******.***', '## M*** **')
    >>> mask("王小明"), mask("王 明"), mask("")
    ('王**', '* *', '')
    """
    if text is None or pd.isna(text):
        return ""
    shape = "".join(_shape_of(letter) for letter in text)
    first = re.search(r"\*{3,}", shape)
    if not first:
        return shape
    return shape[: first.start()] + text[first.start()] + shape[first.start() + 1 :]


def _shape_of(letter: str) -> str:
    kind = unicodedata.category(letter)[0]
    return "#" if kind == "N" else "*" if kind in LETTERS else letter
