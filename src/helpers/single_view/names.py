"""Names as keys to compare: free of order, case, accents and script, in Chinese and in Latin."""

import re
import unicodedata

import pandas as pd
from pypinyin import lazy_pinyin

HAN = re.compile("[\u3400-\u9fff]")
COMPOUND_SURNAMES = (
    "欧阳", "诸葛", "司马", "上官", "东方", "独孤", "公孙", "皇甫", "令狐", "慕容", "南宫", "司徒",
    "申屠", "太史", "澹台", "夏侯", "轩辕", "尉迟", "长孙", "宇文", "端木", "百里", "西门", "闻人",
)  # fmt: skip
# Surnames that are read otherwise than the same character elsewhere.
SURNAME_READINGS = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao",
    "任": "ren", "盖": "ge", "翟": "zhai", "尹": "yin", "乐": "yue", "缪": "miao", "覃": "qin",
}  # fmt: skip
COLUMNS = ["given", "family", "name_key", "name_latin", "name_letters"]


def name_keys(people: pd.DataFrame) -> pd.DataFrame:
    """Return what names are compared by; one row per record.

    Chinese names are read in pinyin for `given`, `family`, `name_latin` and
    `name_letters`: other names read alike, so that these are weaker than `name_key`.

    Parameters
    ----------
    people : DataFrame
        `given_name` and `family_name`, or `name`: Chinese ones family first, others given
        first, as the intake writes them.

    Returns
    -------
    DataFrame
        `given`, `family`: in Latin letters, as far as known, in the order in which they
        were written. `name_key`: the whole name in its own script, its parts (its
        characters, if Chinese) sorted, so that a swapped name is the same. `name_latin`:
        the parts in Latin letters, sorted. `name_letters`: all Latin letters, sorted: equal
        whatever the order, the spacing or the script. All are missing where the name is;
        a name of one part is taken for a family name, unless it came as a given one.
    """
    if "family_name" in people:
        written = people["given_name"].fillna("") + "\t" + people["family_name"].fillna("")
    else:
        written = people["name"].fillna("")
    place, distinct = pd.factorize(written)
    keys = pd.DataFrame([_keys_of(name) for name in distinct], columns=COLUMNS, dtype="str")
    return keys.take(place).set_axis(people.index)


def _keys_of(name: str) -> tuple[str | None, ...]:
    """Return the keys of one name, in the order of `COLUMNS`."""
    given, tab, family = name.partition("\t")
    if not tab:
        given, family = _split(given)
    given, family = _plain(given), _plain(family)
    latin = [_in_latin(given, surname=False), _in_latin(family, surname=True)]
    words = sorted(word for part in latin for word in part.split())
    own = given + " " + family
    key = "".join(sorted(HAN.findall(own))) if HAN.search(own) else " ".join(words)
    letters = "".join(sorted("".join(words)))
    joined = [part.replace(" ", "") or None for part in latin]
    return (*joined, key or None, " ".join(words) or None, letters or None)


def _split(name: str) -> tuple[str, str]:
    """Return given and family name of a whole name."""
    name = name.strip()
    if HAN.search(name):
        name = name.replace(" ", "")
        family = 2 if name.startswith(COMPOUND_SURNAMES) and len(name) > 2 else 1
        return name[family:], name[:family]
    given, _, family = name.rpartition(" ")
    return given, family


def _plain(name: str) -> str:
    """Return a name in small letters without accents and marks."""
    text = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.sub(r"[^\w\s]|[\d_]", "", text).split())


def _in_latin(name: str, *, surname: bool) -> str:
    """Return a name with its Chinese characters read in pinyin, without tones."""
    if not HAN.search(name):
        return name
    if surname and name in SURNAME_READINGS:
        return SURNAME_READINGS[name]
    return "".join(lazy_pinyin(name))
