"""Answers of an API, judged before anything is taken from them."""

import re
from typing import Any

from requests import Response

from helpers.pull import exact_json
from helpers.pull.declaration import FILE_NAME, Declared
from helpers.pull.secrets import variables
from helpers.workspace.errors import InputError

NO_CONTENT = (204, 304)
BUSY = (429, *range(500, 600))


class SourceUnavailable(RuntimeError):
    """A source did not answer, or not in full, however often it was asked."""

    exit_code = 5


def is_broken(response: Response | None, error: BaseException | None) -> bool:
    """Return whether an answer should be asked for again: it says 200, and is no whole JSON."""
    if response is None or error is not None or response.status_code != 200:
        return False
    try:
        exact_json.parse(response.content)
    except ValueError:
        return True
    return False


def told(response: Response, entry: Declared) -> Any:
    """Return what an answer tells; None where it says that there is nothing.

    Raises
    ------
    InputError
        If the source refuses, in the status or, as some do, in the words of a 200.
    SourceUnavailable
        If it is busy, or what it sends is no JSON.

    Notes
    -----
    Only codes are quoted: the sentences of an API may hold what somebody typed.
    """
    status = response.status_code
    if status in NO_CONTENT:
        return None
    try:
        answer = exact_json.parse(response.content)
    except ValueError:
        answer = None
    code = code_of(answer)
    if status in BUSY:
        raise SourceUnavailable(f"{entry.name}: the source is busy or out of order "
                                f"({_quoted(status, code)}): pull again later")  # fmt: skip
    if status != 200 or code:
        raise InputError(f"{entry.name}: the source refuses ({_quoted(status, code)}): "
                         f"{_what_to_do(status, entry)}")  # fmt: skip
    if answer is None:
        raise SourceUnavailable(f"{entry.name}: the source sends what is no whole JSON: pull again "
                                f"later, or check base_url in {FILE_NAME}")  # fmt: skip
    return answer


def code_of(answer: Any) -> str:
    """Return the error code that an answer carries, or "" where it carries none.

    Examples
    --------
    >>> code_of({"errorCode": 20016}), code_of({"errorCode": 0}), code_of({"errors": []})
    ('20016', '', '')
    >>> code_of({"status": "error", "code": "INVALID_TOKEN"})
    'INVALID_TOKEN'
    """
    if not isinstance(answer, dict):
        return ""
    if str(answer.get("errorCode", 0)) != "0":
        return _code(answer["errorCode"])
    if answer.get("status") == "error":
        return _code(answer.get("code"))
    for key in ("errors", "error"):
        if answer.get(key):
            return _code(answer[key])
    return ""


def part(answer: Any, entry: Declared, keys: tuple[str, ...]) -> list[Any]:
    """Return the records that stand in an answer under some keys, one below the other.

    Raises
    ------
    InputError
        If there is no list of objects at that place: nothing is taken for "no records".
    """
    for key in keys:
        answer = answer.get(key) if isinstance(answer, dict) else None
    if not isinstance(answer, list) or not all(isinstance(item, dict) for item in answer):
        raise InputError(f"{entry.name}: an answer has no list {'.'.join(keys)!r}: check base_url "
                         f"(and version) in {FILE_NAME}")  # fmt: skip
    return answer


def _code(value: Any) -> str:
    """Return what is shaped like a code; of anything else only that it is an error."""
    if isinstance(value, list):
        value = value[0]
    if isinstance(value, dict):
        value = value.get("status") or value.get("code") or ""
    return str(value) if re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", str(value)) else "error"


def _quoted(status: int, code: str) -> str:
    return f"HTTP {status}, {code}" if code else f"HTTP {status}"


def _what_to_do(status: int, entry: Declared) -> str:
    names = ", ".join(variables(entry).values())
    rest = f"in the entry {entry.name!r} of {FILE_NAME}"
    if status in (401, 403):
        return f"set {names} to secrets that may read all that the entry asks for"
    if status == 404 or 300 <= status < 400:
        return f"check base_url and the names {rest}"
    return f"check {names}, and what is asked for {rest}"
