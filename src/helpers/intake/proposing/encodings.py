"""Which encoding a text has: a mark, strict UTF-8 of the whole file, or the most plausible one."""

import codecs
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from helpers.intake.proposing.claim import Claim, ask, counted, propose

PIECE = 1 << 20
SAMPLE = 200_000  # bytes of lines beyond ASCII that are judged
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHINESE = ("gb18030", "big5")
WIDE = ("utf-16-le", "utf-16-be")
WESTERN_SIGNS = frozenset("€£¥§©®°±²³½¼¾–—‘’“”„…•™«»¿¡ºª")
LATIN = frozenset(
    map(chr, (*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x100)))
) | frozenset("ŒœŠšŸŽž")
FEW = 3  # characters beyond ASCII that may have come out valid by chance
ASCII = bytes(range(128))

Opener = Callable[[], AbstractContextManager[BinaryIO]]


class _Utf8(NamedTuple):
    """How far a file is UTF-8: characters beyond ASCII, and the line of the first wrong byte."""

    characters: int
    wrong_line: int | None


def encoding_claim(opened: Opener) -> Claim:
    """Return the encoding of a text, judged on the whole file.

    Parameters
    ----------
    opened : callable
        Opens the file's bytes, unpacked, as a context manager.
    """
    with opened() as file:
        start = file.read(4)
    for mark, name in MARKS:
        if start.startswith(mark):
            return propose("encoding", name, "it begins with the mark of this encoding")
    with opened() as file:
        told = _utf8(file)
    sample = _sample(opened)
    if told.wrong_line is None and b"\0" not in sample:
        return _claim_utf8(told, sample)
    return _most_plausible(opened, sample, told)


def plausibility(text: str, name: str) -> float:
    """Return how plausible a decoded text is, from 0 to 1.

    For Chinese it is the share of its characters beyond ASCII that are frequent ones, or
    stand in a usual header; for Western text, of those that stand where accents and
    signs do; for UTF-16, of all its characters that are frequent or plain.
    """
    if "\0" in text or "\ufffd" in text:
        return 0.0
    beyond = [character for character in text if character > "\x7f"]
    if name in WIDE:
        plain = sum(" " <= character <= "~" or character in "\r\n\t" for character in text)
        return (plain + _frequent(beyond)) / max(len(text), 1)
    if not beyond:
        return 0.0
    if name in CHINESE:
        return _frequent(beyond) / len(beyond)
    return _western(text) / len(beyond)


@cache
def frequent_characters() -> frozenset[str]:
    """Return the characters that make up most of Chinese business text."""
    path = Path(__file__).with_name("frequent_characters.toml")
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset("".join(told.values())) - {"\n", " "}


def _utf8(file: BinaryIO) -> _Utf8:
    decoder = codecs.getincrementaldecoder("utf-8")()
    characters, line = 0, 1
    for piece in _pieces(file):
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError as error:
            return _Utf8(characters, line + error.object[: error.start].count(b"\n"))
        characters += len(text) - len(text.encode("ascii", errors="ignore"))
        line += text.count("\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _Utf8(characters, line)
    return _Utf8(characters, None)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _sample(opened: Opener) -> bytes:
    """Return the header and lines with bytes beyond ASCII, up to a sample's size.

    Of UTF-16, where lines are no lines of bytes, it is the beginning.
    """
    with opened() as file:
        head = file.read(4096)
    if b"\0" in head:
        with opened() as file:
            return file.read(SAMPLE)
    kept, size = [], 0
    with opened() as file:
        for number, line in enumerate(file):
            if number == 0 or line.translate(None, ASCII):
                kept.append(line[:4096] if len(line) > SAMPLE else line)
                size += len(kept[-1])
            if size > SAMPLE:
                break
    return b"".join(kept)


def _claim_utf8(told: _Utf8, sample: bytes) -> Claim:
    if told.characters == 0:
        return propose("encoding", "utf-8", "every byte is ASCII, in the whole file")
    evidence = (
        f"{counted(told.characters, 'character')} beyond ASCII, the whole file is valid UTF-8"
    )
    for name in CHINESE:
        text = _decoded(sample, name)
        if told.characters <= FEW and text and plausibility(text, name) > 0.9:
            question = f'"utf-8" or "{name}"? Its few characters beyond ASCII are valid in both'
            return ask("encoding", question, suggestion="utf-8", confidence=0.6, evidence=evidence)
    return propose("encoding", "utf-8", evidence)


def _most_plausible(opened: Opener, sample: bytes, told: _Utf8) -> Claim:
    scores = {}
    for name in (*CHINESE, *WIDE, "cp1252"):
        text = _decoded(sample, name)
        if text is not None and _is_whole(opened, name):
            scores[name] = plausibility(text, name)
    order = sorted(scores, key=scores.get, reverse=True)
    damaged = _damaged_utf8(sample, told)
    if damaged:
        return ask("encoding", damaged, suggestion="utf-8", confidence=0.5)
    if not order:
        return ask("encoding", "which encoding has this file? None of the usual ones fits")
    best, score = order[0], scores[order[0]]
    second = scores[order[1]] if len(order) > 1 else 0.0
    confidence = round(max(0.0, (score - second) / score if score else 0.0), 2)
    evidence = (
        (f"not UTF-8 (line {told.wrong_line}); " if told.wrong_line else "")
        + ", ".join(f"{name} {scores[name]:.0%}" for name in order)
        + " of its characters plausible"
    )
    if score >= 0.3 and confidence >= 0.5:
        return propose("encoding", best, evidence, confidence=max(confidence, 0.8))
    question = f'is it "{best}"? The evidence is weak: look at names and places in the file'
    return ask("encoding", question, suggestion=best, confidence=confidence, evidence=evidence)


def _damaged_utf8(sample: bytes, told: _Utf8) -> str:
    """Return a question where a text is UTF-8 but for a few bytes, else nothing."""
    text = sample.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    beyond = sum(character > "\x7f" for character in text) - wrong
    if b"\0" in sample or beyond < 10 or wrong > 0.05 * beyond:
        return ""
    return (
        f'is it damaged "utf-8"? {counted(beyond, "character")} beyond ASCII are valid, and '
        f"{wrong} not, first in line {told.wrong_line}: mend it or export it again"
    )


def _decoded(sample: bytes, name: str) -> str | None:
    try:
        # A sample may end within a character.
        return codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return None


def _is_whole(opened: Opener, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with opened() as file:
            for piece in _pieces(file):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _frequent(characters: list[str]) -> int:
    common = frequent_characters()
    return sum(character in common for character in characters)


def _western(text: str) -> int:
    """Return how many characters beyond ASCII stand as accented letters and signs do."""
    alone = re.findall(r"(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])", text)
    return sum(character in WESTERN_SIGNS or character in LATIN for character in alone)
