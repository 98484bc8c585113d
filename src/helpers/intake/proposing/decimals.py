"""Which decimal sign a file's amounts have, and which cell shows it."""

import re
import unicodedata
from collections.abc import Iterable

from helpers.intake.currencies import CURRENCIES
from helpers.intake.proposing.claim import Claim, ask, counted, propose
from helpers.intake.proposing.columns import Column

# A currency before or behind the number: its code, or a sign that is no letter.
UNIT = rf"(?:{'|'.join(sorted(CURRENCIES))}|RMB|元|kr|zł|Rs\.?|[^\w\s.,+()'/:#@-])?"
AMOUNT = re.compile(rf"[-+(]?\s*{UNIT}\s*[-+]?(\d[\d.,]*)\s*{UNIT}\)?")
SIGNS = {".": ",", ",": "."}  # each decimal sign, and the one that then groups
OTHERWISE_AT_MOST = 0.005


def digits_of(text: str) -> str | None:
    """Return the digits and signs of an amount without currency, or None where it is none.

    Examples
    --------
    >>> digits_of("¥1,234.50"), digits_of("(12,00 €)"), digits_of("Tent 2")
    ('1,234.50', '12,00', None)
    """
    match = AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return match[1] if match else None


def sign_of(text: str) -> str | None:
    """Return the decimal sign that an amount shows; None where it shows none, or may be either.

    Examples
    --------
    >>> sign_of("1.234,50"), sign_of("12.5"), sign_of("1,234"), sign_of("0,125"), sign_of("7")
    (',', '.', None, ',', None)
    """
    digits = digits_of(text)
    for sign, group in SIGNS.items():
        point, parts = re.escape(sign), re.escape(group)
        grouped = rf"\d{{1,3}}(?:{parts}\d{{2,3}})+{point}\d+"
        plain = rf"(?:\d+{point}(?:\d{{1,2}}|\d{{4,}})|0+{point}\d+|\d{{4,}}{point}\d+)"
        repeated = rf"\d{{1,3}}(?:{parts}\d{{2,3}}){{2,}}"
        if digits and re.fullmatch(rf"{grouped}|{plain}|{repeated}", digits):
            return sign
    return None


def shows_sign(columns: Iterable[Column]) -> bool:
    """Return whether any amount in some columns shows a decimal sign."""
    return any(sign_of(text) for column in columns for text in column.counts)


def decimal_claim(columns: Iterable[Column]) -> Claim:
    """Return the decimal sign of a file, by the amounts in some of its columns."""
    shown = {".": [], ",": []}
    either: list[tuple[int, str, int]] = []
    for column in columns:
        for text, rows in column.counts.items():
            sign = sign_of(text)
            if sign:
                shown[sign].append((column.lines[text], text, rows))
            elif (digits_of(text) or "").count(",") + (digits_of(text) or "").count(".") == 1:
                either.append((column.lines[text], text, rows))
    rows = {sign: sum(n for _, _, n in told) for sign, told in shown.items()}
    if any(rows.values()):
        return _by_majority(shown, rows)
    if either:
        line, text, _ = min(either)
        question = f"does the sign in {text} (line {line}) part thousands or decimals?"
        evidence = f"{counted(len(either), 'amount')} could be read both ways"
        return ask("decimal", question, suggestion=".", confidence=0.5, evidence=evidence)
    return propose("decimal", ".", "no amount has a decimal sign", confidence=0.9)


def _by_majority(shown: dict[str, list], rows: dict[str, int]) -> Claim:
    sign = max(rows, key=rows.get)
    other = SIGNS[sign]
    line, text, _ = min(shown[sign])
    evidence = f"{text} in line {line}"
    if not rows[other]:
        return propose("decimal", sign, evidence)
    line, text, _ = min(shown[other])
    against = f"{counted(rows[other], 'amount')} written otherwise, first {text} in line {line}"
    if rows[other] <= OTHERWISE_AT_MOST * sum(rows.values()):
        return propose("decimal", sign, f"{evidence}; {against}: rejected when read",
                       confidence=0.95)  # fmt: skip
    return ask("decimal", f"both signs are used: {against}. Which one is decimal?",
               suggestion=sign, evidence=evidence, confidence=0.3)  # fmt: skip
