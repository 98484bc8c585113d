"""What readers call regions, tiers and other parts that tables name by codes."""

from typing import Any

import pandas as pd

from helpers.drivers.sales import ELSEWHERE

ALL = "all"


def part_words(kind: str, part: str, report: Any, names: dict[str, str] | None = None) -> str:
    """Return what readers call a part, such as a region told as CN/GD.

    Parameters
    ----------
    kind : str
        What the part is one of: region, value_tier, persona, or anything that names itself.
    names : dict of str to str, optional
        Names by id, such as those of personas.
    """
    if part == ALL:
        return report.words("drivers.everything")
    if kind == "region":
        country, _, province = part.rpartition("/")
        if part == ELSEWHERE:
            return report.words("drivers.elsewhere")
        if province == ELSEWHERE:
            return report.words("drivers.rest_of", country=country)
        return report.words("drivers.at", place=part)
    if kind == "value_tier":
        return report.words(f"drivers.tier.{part}")
    return (names or {}).get(part, part)


def named(
    table: pd.DataFrame, report: Any, names: dict[str, str] | None = None, *, by: str = "by",
    part: str = "part",
) -> list[str]:  # fmt: skip
    """Return what readers call the part of each row."""
    kinds = table[by] if by in table else [by] * len(table)
    return [part_words(*row, report, names) for row in zip(kinds, table[part], strict=True)]


def persona_names(personas: pd.DataFrame, report: Any) -> dict[str, str]:
    """Return what each persona is called, in the report's language, by its id."""
    names = personas.set_index("persona_id")[f"name_{report.wording.language}"]
    return names.astype("str").to_dict()
