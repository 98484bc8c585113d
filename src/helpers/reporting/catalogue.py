"""The message catalogue: every sentence that code says, in every language.

One folder per language in ``messages/``, in it a TOML file per chapter and some for
what all pages share; a file may add to a section of another. A template's places are
written ``{name:form}``, the forms being those of ``helpers.reporting.formats``.
"""

import tomllib
from functools import cache
from pathlib import Path
from string import Formatter

from helpers.workspace.errors import UsageError

FOLDER = Path(__file__).parent / "messages"


class MessageError(ValueError):
    """A sentence cannot be said: its key or one of its values is missing or too many."""


def languages() -> list[str]:
    """Return the languages that have a catalogue, sorted."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def check_language(language: str) -> str:
    """Return the language as it is, refusing one without a catalogue.

    Raises
    ------
    UsageError
        If no catalogue has that name; names those that there are.
    """
    if language not in languages():
        known = ", ".join(languages())
        raise UsageError(f"language: {language!r} is not known: choose one of {known}")
    return language


@cache
def messages(language: str) -> dict[str, str]:
    """Return every template of a language by its key, ``section.name``.

    Raises
    ------
    MessageError
        If two files have the same key.
    """
    found: dict[str, str] = {}
    for path in sorted((FOLDER / check_language(language)).glob("*.toml")):
        for key, template in _flatten(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in found:
                raise MessageError(f"{language}/{path.name}: {key} is in another file too")
            found[key] = template
    return found


def _flatten(section: dict, prefix: str = ""):
    for name, value in section.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def has(key: str, language: str) -> bool:
    """Return whether a language's catalogue holds a key."""
    return key in messages(language)


def pieces(key: str, language: str) -> list[tuple[str, str | None, str]]:
    """Return a template in its parts: ``(literal text, name of the place, form)``.

    The last part has the place None where the template ends in text.

    Raises
    ------
    MessageError
        If the key is not in the catalogue.

    Examples
    --------
    >>> pieces("reporting.hidden_mark", "en")
    [('‹', 'minimum', 'count')]
    """
    try:
        template = messages(language)[key]
    except KeyError:
        raise MessageError(f"{key} is not in the message catalogue ({language})") from None
    parsed = Formatter().parse(template)
    return [(text, name, form or "") for text, name, form, _ in parsed]


def places(key: str, language: str) -> set[str]:
    """Return the names of the values that a template needs."""
    return {name for _, name, _ in pieces(key, language) if name is not None}


def check_values(key: str, language: str, given: set[str], *, optional: set[str] = frozenset()):
    """Refuse values that a template lacks or has no place for.

    Raises
    ------
    MessageError
        Naming the key, the language and the value.
    """
    needed = places(key, language)
    for name in sorted(needed - given):
        raise MessageError(f"{key} ({language}) needs a value for {name!r}")
    for name in sorted(given - needed - optional):
        raise MessageError(f"{key} ({language}) has no place for the value {name!r}")
