"""The errors that an analyst can mend, each with the exit code that the runner gives it."""


class InputError(ValueError):
    """Something in data/raw or its source.toml cannot be used: says what, where, and what to do."""

    exit_code = 3


class UsageError(ValueError):
    """A command, a parameter, a company or a period was named wrongly."""

    exit_code = 2


class PrivacyError(ValueError):
    """Going on would break a privacy rule, or the pseudonym key is missing."""

    exit_code = 6


class SourceChanged(ValueError):
    """A source tells of much less than it always did, and nobody has confirmed that it is so."""

    exit_code = 9


class MissingTable(LookupError):
    """A table that a chapter reads is not there yet: names the command that makes it."""

    exit_code = 3
