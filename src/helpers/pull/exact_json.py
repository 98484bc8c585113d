"""JSON in and out without a change: numbers keep the characters with which they are written."""

from typing import Any

import simplejson
from simplejson.raw_json import RawJSON


class Numeral(RawJSON):
    """A number as it was written: 1.10 stays 1.10, and an id keeps all its digits."""

    def __str__(self) -> str:
        return self.encoded_json

    def __int__(self) -> int:
        return int(self.encoded_json)


def parse(content: bytes) -> Any:
    """Return what JSON tells, its numbers as `Numeral`.

    Raises
    ------
    ValueError
        If it is cut short, is no JSON or not UTF-8, or tells a key twice (one of
        the two would be lost).
    """
    try:
        return simplejson.loads(
            content.decode("utf-8"), parse_int=Numeral, parse_float=Numeral, object_pairs_hook=_once
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None


def line(record: Any) -> bytes:
    r"""Return a record as one line of JSON.

    Examples
    --------
    >>> line(parse(b'{"id": 5400000000000000001, "total": 1.10}'))
    b'{"id":5400000000000000001,"total":1.10}\n'
    """
    try:
        return (simplejson.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    except UnicodeEncodeError:  # half of an emoji: no UTF-8 can hold it, an escape can
        return (simplejson.dumps(record, separators=(",", ":")) + "\n").encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)
