"""Currencies as exports write them: behind a header, beside an amount, or in a column."""

import re
from collections.abc import Iterable

import pandas as pd

CURRENCIES = frozenset(
    "AUD BDT BRL CAD CHF CNY CZK DKK EUR GBP HKD IDR INR JPY KRW MXN MYR NOK NZD PHP PLN SEK SGD "
    "THB TRY TWD USD VND ZAR".split()
)
# What a sign may stand for, the commonest first.
SIGNS = {
    "¥": ("CNY", "JPY"), "$": ("USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"),
    "€": ("EUR",), "£": ("GBP",), "৳": ("BDT",), "₹": ("INR",), "₩": ("KRW",), "฿": ("THB",),
    "₺": ("TRY",), "₱": ("PHP",), "₫": ("VND",), "US$": ("USD",), "HK$": ("HKD",),
    "NT$": ("TWD",), "A$": ("AUD",), "C$": ("CAD",), "S$": ("SGD",), "R$": ("BRL",),
    "CN¥": ("CNY",), "RMB": ("CNY",), "元": ("CNY",),
}  # fmt: skip
SIGN = "|".join(map(re.escape, sorted({*SIGNS, *CURRENCIES}, key=lambda sign: (-len(sign), sign))))
AMOUNT = re.compile(rf"([-+]?)\s*({SIGN})?\s*([-+]?)\s*([\d.,' ]*\d)\s*({SIGN})?")

BARE = r"[-+0-9.,]*"  # what most columns hold: numbers without a sign of a currency


def of_header(header: str) -> tuple[str, str | None]:
    """Return a header without the currency behind it, and the currency.

    Examples
    --------
    >>> of_header("spend_cny"), of_header("Amount (USD)"), of_header("Price")
    (('spend', 'CNY'), ('Amount', 'USD'), ('Price', None))
    """
    match = re.fullmatch(r"(.+?)[\s_]*[\s_(]([A-Za-z]{3})\)?", header)
    if match and match[2].upper() in CURRENCIES:
        return match[1], match[2].upper()
    return header, None


def apart(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return amounts without their currency sign or code, and the signs; none is missing.

    Examples
    --------
    >>> told = apart(pd.Series(["-$12.50", "3,477.00 CNY", "free"], dtype="str"))
    >>> told[0].tolist(), told[1].tolist()
    (['-12.50', '3,477.00', 'free'], ['$', 'CNY', nan])
    """
    if texts.str.fullmatch(BARE).all():
        return texts, pd.Series(pd.NA, index=texts.index, dtype="str")
    place, distinct = pd.factorize(texts)
    plain = pd.Series(distinct, dtype="str").str.normalize("NFKC").str.strip()
    found = [AMOUNT.fullmatch(text) for text in plain]
    bare = [
        match[1] + match[3] + match[4] if match and (match[2] or match[5]) else text
        for match, text in zip(found, plain, strict=True)
    ]
    signs = [match and (match[2] or match[5]) for match in found]
    return tuple(
        pd.Series(pd.array(told, dtype="str").take(place), index=texts.index)
        for told in (bare, signs)
    )


def of_sign(sign: str, usual: str, known: Iterable[str]) -> str:
    """Return the currency that a sign stands for in a file.

    Parameters
    ----------
    sign : str
        As `apart` returns it; a code such as ``CNY`` stands for itself.
    usual : str
        The currency of amounts without a sign.
    known : iterable of str
        Currencies that have a rate.

    Examples
    --------
    >>> of_sign("$", "CNY", ["USD"]), of_sign("$", "CAD", ["USD"]), of_sign("¥", "JPY", [])
    ('USD', 'CAD', 'JPY')
    """
    may_be = SIGNS.get(sign, (sign,))
    if usual in may_be:
        return usual
    return next((code for code in may_be if code in set(known)), may_be[0])
