"""The workspace: paths, periods, table contracts, the engine and the rules of privacy."""

from helpers.workspace.desk import Desk, as_of_day, open_desk
from helpers.workspace.errors import InputError, MissingTable, PrivacyError, UsageError
from helpers.workspace.periods import Period, parse_period, snapshot_days

__all__ = [
    "Desk",
    "InputError",
    "MissingTable",
    "Period",
    "PrivacyError",
    "UsageError",
    "as_of_day",
    "open_desk",
    "parse_period",
    "snapshot_days",
]
