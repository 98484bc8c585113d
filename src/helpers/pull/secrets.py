"""Secrets, from the environment and from nowhere else."""

import os
from collections.abc import Iterable

from helpers.pull.declaration import Declared
from helpers.workspace.errors import UsageError

NEEDED = {
    "zoho": ("CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"),
    "fxiaoke": ("APP_ID", "APP_SECRET", "PERMANENT_CODE", "USER_ID"),
    "mailchimp": ("API_KEY",),
    "shopify": ("ACCESS_TOKEN",),
    "ga4": ("CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"),
}


def variables(entry: Declared) -> dict[str, str]:
    """Return the environment variable of each secret of an entry.

    Examples
    --------
    >>> from helpers.pull.declaration import Shopify
    >>> variables(Shopify(api="shopify", base_url="https://a.example", version="2026-07"))
    {'ACCESS_TOKEN': 'SHOPIFY_ACCESS_TOKEN'}
    """
    return {secret: f"{entry.name.upper()}_{secret}" for secret in NEEDED[entry.api]}


def secrets_of(entry: Declared) -> dict[str, str]:
    """Return the secrets of an entry by their short names, such as ``REFRESH_TOKEN``.

    Raises
    ------
    UsageError
        If a variable is not set, or holds what no header can carry: names it,
        and never its value.
    """
    refuse_absent([entry])
    found = {secret: os.environ[name].strip() for secret, name in variables(entry).items()}
    for secret, value in found.items():
        if not value.isascii() or not value.isprintable():
            raise UsageError(f"{variables(entry)[secret]} holds characters that no secret has: "
                             "copy it again")  # fmt: skip
    return found


def refuse_absent(entries: Iterable[Declared]) -> None:
    """Refuse to begin where a secret of any entry is missing, naming all that are."""
    absent = [name for entry in entries for name in variables(entry).values()
              if not os.environ.get(name, "").strip()]  # fmt: skip
    if absent:
        raise UsageError(f"not set in the environment: {', '.join(absent)}: set each to the "
                         "secret of that source (never in a file of the workspace)")  # fmt: skip
