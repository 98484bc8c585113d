"""The workspace: paths, periods, table contracts, the engine and the rules of privacy.

The desk brings pandas and the engine with it. The runner needs neither to find
that nothing changed, so the desk is imported at its first use.
"""

import importlib

from helpers.workspace.errors import (
    InputError,
    MissingTable,
    PrivacyError,
    SourceChanged,
    UsageError,
)
from helpers.workspace.periods import Period, as_of_day, parse_period, snapshot_days

__all__ = [
    "Desk",
    "InputError",
    "MissingTable",
    "Period",
    "PrivacyError",
    "SourceChanged",
    "UsageError",
    "as_of_day",
    "open_desk",
    "parse_period",
    "snapshot_days",
]


def __getattr__(name: str) -> object:
    """Import the desk when a chapter first asks for it."""
    if name in ("Desk", "open_desk"):
        return getattr(importlib.import_module("helpers.workspace.desk"), name)
    raise AttributeError(f"module 'helpers.workspace' has no attribute {name!r}")
