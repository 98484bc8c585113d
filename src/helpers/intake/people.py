"""Standard forms of names, e-mails, phones and addresses, for tables in the private area."""

import re
from functools import lru_cache

import pandas as pd
import phonenumbers

EMAIL = r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}"
HAN = "[\u3400-\u9fff]"


def plain(texts: pd.Series) -> pd.Series:
    """Return texts with full-width forms, odd spaces and a spreadsheet's apostrophe removed."""
    place, distinct = pd.factorize(texts.fillna(""))
    normal = pd.Series(distinct, dtype="str").str.normalize("NFKC")
    normal = normal.str.replace(r"^'", "", regex=True).str.replace(r"\s+", " ", regex=True)
    return normal.str.strip().take(place).set_axis(texts.index)


def standard_emails(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return e-mails in lower case, and each one's quality: good, malformed or missing."""
    written = plain(texts).str.lower()
    return _with_quality(written, written.where(written.str.fullmatch(EMAIL)))


def standard_phones(texts: pd.Series, country: str | None) -> tuple[pd.Series, pd.Series]:
    """Return phones as E.164, and each one's quality; a country reads numbers without a prefix."""
    written = plain(texts)
    found = {text: _phone(text, country) for text in written.unique() if text}
    return _with_quality(written, written.map(found))


@lru_cache(maxsize=100_000)  # the same people stand in many files
def _phone(text: str, country: str | None) -> str | None:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _with_quality(written: pd.Series, good: pd.Series) -> tuple[pd.Series, pd.Series]:
    quality = pd.Series("malformed", index=written.index, dtype="str")
    quality = quality.mask(written.eq(""), "missing").mask(good.notna(), "good")
    return good.astype("str"), quality


def standard_names(given: pd.Series, family: pd.Series) -> pd.Series:
    """Return full names: Chinese ones family first without a space, others given first."""
    given, family = plain(given), plain(family)
    chinese = (given + family).str.contains(HAN, regex=True)
    western = (given + " " + family).str.strip().map(_title)
    name = western.mask(chinese, (family + given).str.replace(" ", ""))
    return name.mask(name.eq("")).astype("str")


def _title(name: str) -> str:
    """Return a name in usual case where it was shouted or whispered, else as it is."""
    if name != name.upper() and name != name.lower():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)


def standard_addresses(parts: list[pd.Series]) -> pd.Series:
    """Return the parts of addresses joined by commas, empty parts left out."""
    rows = zip(*(plain(part) for part in parts), strict=True)
    joined = [", ".join(cell for cell in row if cell) for row in rows]
    index = parts[0].index
    text = pd.Series(joined, index=index, dtype="str")
    return text.mask(text.eq(""))
