"""Provinces and states under one spelling: 广东, 广东省, Guangdong and GD are one place.

Sources
-------
ISO 3166-2:CN and ISO 3166-2:US (codes).
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pandas as pd

DATA = Path(__file__).with_suffix(".toml")
ENDINGS = re.compile(
    r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|\s+(?:province|sheng|state))$",
    re.IGNORECASE,
)


@cache
def _codes() -> dict[tuple[str, str], str]:
    """Return the code of each country and name, and of a name alone where one country has it."""
    told = tomllib.loads(DATA.read_text(encoding="utf-8"))
    known = {(country, name.casefold()): code for country, provinces in told.items()
             for code, names in provinces.items() for name in (code, *names)}  # fmt: skip
    owners: dict[str, set[str]] = {}
    for country, provinces in told.items():
        for name in (name.casefold() for names in provinces.values() for name in names):
            owners.setdefault(name, set()).add(known[country, name])
    return known | {("", name): codes.pop() for name, codes in owners.items() if len(codes) == 1}


def standard_provinces(provinces: pd.Series, countries: pd.Series | None = None) -> pd.Series:
    """Return provinces by their codes where they are known, as they are written elsewhere.

    Parameters
    ----------
    provinces : Series of str
        As sources write them.
    countries : Series of str, optional
        Two-letter codes beside them; without one a code such as SC may be two places,
        and stays as it is.

    Examples
    --------
    >>> standard_provinces(pd.Series(["广东省", "guangdong", "GD", "Kent"], dtype="str")).tolist()
    ['GD', 'GD', 'GD', 'Kent']
    """
    country = pd.Series("", provinces.index) if countries is None else countries.fillna("")
    pairs = list(zip(country, provinces.fillna(""), strict=True))
    found = {pair: _code(*pair) for pair in set(pairs)}
    told = pd.Series([found[pair] for pair in pairs], provinces.index, dtype="str")
    return told.where(provinces.notna())


def _code(country: str, province: str) -> str:
    bare = ENDINGS.sub("", province.strip()).casefold()
    known = _codes()
    return known.get((country, bare)) or known.get(("", bare)) or province
