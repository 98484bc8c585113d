"""How two records are compared, detail by detail: levels from agreeing to not.

Each level has a code for its label, for which the message catalogues have words.
"""

import pandas as pd
from splink import comparison_level_library as level
from splink.comparison_library import CustomComparison

ALIKE, MUCH_ALIKE = 0.88, 0.92  # Jaro-Winkler similarity
ROUGHLY_ALIKE = 0.8  # Jaro similarity
NO_COMMON_PART = (  # two records of which one tells the given and the other the family name
    "name_letters_l IS NULL OR name_letters_r IS NULL"
    " OR (given_l IS NULL AND family_r IS NULL) OR (family_l IS NULL AND given_r IS NULL)"
)
FEWEST_KNOWN = 0.005  # share of records that must know a detail for it to be compared


def comparisons(keys: pd.DataFrame) -> list[CustomComparison]:
    """Return Splink's comparisons of those details that the records know.

    Each detail is one comparison, because what lies inside one goes together: a postal
    code that agrees says nothing new where the street agrees. Levels use no more than
    what Splink's DuckDB and Spark backends both have.

    Parameters
    ----------
    keys : DataFrame
        As from `without_placeholders`.
    """
    fewest = max(2, FEWEST_KNOWN * len(keys))
    known = {columns: keys[list(columns)].notna().any(axis="columns").sum() for columns in COMPARED}
    return [make() for columns, make in COMPARED.items() if known[columns] >= fewest]


def _name() -> CustomComparison:
    """Compare names: in their own script, then by sound and letters, then by their parts."""
    given, family = (level.JaroWinklerLevel(part, ALIKE) for part in ("given", "family"))
    same_given, same_family = (level.ExactMatchLevel(part) for part in ("given", "family"))
    either = level.Or(given, family)
    return CustomComparison([
        level.CustomLevel(NO_COMMON_PART, "no_common_part").configure(is_null_level=True),
        _exact("name_key", "same_name", often=True),
        _exact("name_letters", "same_letters", often=True),
        _labelled(level.And(same_family, given), "same_family_given_alike"),
        _labelled(level.And(same_given, family), "same_given_family_alike"),
        _labelled(level.JaroWinklerLevel("name_latin", MUCH_ALIKE), "name_much_alike"),
        _exact("family", "same_family", often=True),
        _exact("given", "same_given", often=True),
        _labelled(level.ColumnsReversedLevel("given", "family"), "part_of_other"),
        _labelled(either, "part_alike"),
        _different(),
    ], output_column_name="name")  # fmt: skip


def _email() -> CustomComparison:
    """Compare e-mails: digits tell apart people of one name, so likeness is sought beside them."""
    digits = level.ExactMatchLevel("local_digits")
    typo = level.And(digits, _typos("mailbox", 2))
    alike = level.And(digits, level.JaroWinklerLevel("local", MUCH_ALIKE))
    return CustomComparison([
        level.NullLevel("mailbox"),
        _exact("mailbox", "same_mailbox"),
        _labelled(typo, "mailbox_typo"),
        _exact("local", "same_local"),
        _labelled(alike, "local_alike"),
        _different(),
    ], output_column_name="email")  # fmt: skip


def _phone() -> CustomComparison:
    return CustomComparison([
        level.NullLevel("phone"),
        _exact("phone", "same_phone"),
        _exact("phone_end", "same_phone_end"),
        _labelled(_typos("phone", 1), "phone_typo"),
        _different(),
    ], output_column_name="phone")  # fmt: skip


def _street() -> CustomComparison:
    return CustomComparison([
        level.NullLevel("street"),
        _exact("street", "same_street"),
        _labelled(level.JaroWinklerLevel("street", MUCH_ALIKE), "street_much_alike"),
        _labelled(level.ArrayIntersectLevel("street_words", 2), "street_two_words"),
        _labelled(level.JaroWinklerLevel("street", 0.8), "street_alike"),
        _different(),
    ], output_column_name="street")  # fmt: skip


def _place() -> CustomComparison:
    """Compare postal code and city together: who shares the first shares the second."""
    missing = "(postcode_{0} IS NULL AND city_{0} IS NULL)"
    nowhere = level.CustomLevel(f"{missing.format('l')} OR {missing.format('r')}", "no_place")
    digit = _typos("postcode", 1)
    return CustomComparison([
        nowhere.configure(is_null_level=True),
        _exact("postcode", "same_postcode", often=True),
        _labelled(level.And(digit, level.JaroWinklerLevel("city", ALIKE)),
                  "postcode_digit_same_city"),
        _exact("city", "same_city", often=True),
        _labelled(level.JaroWinklerLevel("city", ALIKE), "city_alike"),
        _labelled(digit, "postcode_digit"),
        _different(),
    ], output_column_name="place")  # fmt: skip


def _birth_date() -> CustomComparison:
    return CustomComparison([
        level.NullLevel("birth_date"),
        _exact("birth_date", "same_day"),
        _labelled(_typos("birth_date", 1), "day_digit"),
        _labelled(_typos("birth_date", 2), "day_two_digits"),
        level.AbsoluteDateDifferenceLevel(
            "birth_date", input_is_string=True, threshold=2, metric="year"
        ).configure(label_for_charts="within_two_years"),
        _different(),
    ], output_column_name="birth_date")  # fmt: skip


def _national_id() -> CustomComparison:
    return CustomComparison([
        level.NullLevel("national_id"),
        _exact("national_id", "same_number"),
        _labelled(_typos("national_id", 1), "number_digit"),
        _labelled(_typos("national_id", 2), "number_two_digits"),
        _different(),
    ], output_column_name="national_id")  # fmt: skip


# Which comparisons look at a key.
LOOKED_AT = {
    "name": ("given", "family", "name_key", "name_latin", "name_letters"),
    "email": ("email", "mailbox", "local", "local_digits"), "phone": ("phone", "phone_end"),
    "street": ("street",), "place": ("postcode", "city"), "birth_date": ("birth_date",),
    "national_id": ("national_id",),
}  # fmt: skip
COMPARED = {
    ("name_letters",): _name, ("mailbox",): _email, ("phone",): _phone,
    ("street",): _street, ("postcode", "city"): _place, ("birth_date",): _birth_date,
    ("national_id",): _national_id,
}  # fmt: skip


def _typos(column: str, most: int):
    """Return a level of few typos; what is not even roughly alike need not be spelt through.

    Counting typos takes forty times as long as a rough likeness, which is .8 or more
    where at most two of seven letters differ, or one of four.
    """
    roughly = level.JaroLevel(column, ROUGHLY_ALIKE)
    return level.And(roughly, level.DamerauLevenshteinLevel(column, most))


def _labelled(one, label: str):
    return one.configure(label_for_charts=label)


def _exact(column: str, label: str, *, often: bool = False):
    """Return an exact level; `often` where how common the value is says how much it tells."""
    exact = level.ExactMatchLevel(column, term_frequency_adjustments=often)
    return exact.configure(label_for_charts=label)


def _different():
    return level.ElseLevel().configure(label_for_charts="different")
