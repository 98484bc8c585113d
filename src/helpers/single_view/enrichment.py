"""Figures about where people live: joined by region, each with where it comes from.

A figure is joined to whoever lives in its region: the narrowest region that is known counts.
Where a region's name may be two places nothing is joined, and that is told.
"""

import unicodedata
from datetime import date

import pandas as pd

from helpers.single_view.provinces import standard_provinces

LEVELS = ("city", "province", "country")  # the narrowest first
SAME = ["region_key", "name", "year"]
COLUMNS = ["person_id", "name", "value", "level", "region", "year", "source", "day", "file"]


def newest_figures(third_party: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return the figure of each region and name of the newest year that has come.

    Of two figures for one region and year the one delivered last counts, then the source and
    file first by name.

    Parameters
    ----------
    third_party : DataFrame
        The table `third_party`, as known on the as-of day.
    as_of : date
        The as-of day; figures of years after its own are forecasts, and left out.
    """
    come = third_party[third_party["year"].le(as_of.year) & third_party["value"].notna()]
    told = come.assign(region_key=_plain(come["region"]), day=pd.to_datetime(come["event_day"]))
    order = ["region_key", "name", "year", "day", "source", "file"]
    ordered = told.sort_values(order, ascending=[True, True, False, False, True, True])
    return ordered.drop_duplicates(["region_key", "name"], ignore_index=True)


def figure_conflicts(third_party: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return where two figures for one region, name and year differ, and which was taken.

    Returns
    -------
    DataFrame
        `region`, `figure`, `year`, `lowest`, `highest`, `taken`, `source` (whose was taken).
    """
    told = third_party.dropna(subset="value").assign(region_key=_plain(third_party["region"]))
    values = told.groupby(SAME)["value"].agg(["nunique", "min", "max"])
    values = values.set_axis(["told", "lowest", "highest"], axis="columns")
    apart = values[values["told"].gt(1)].reset_index()
    newest = newest_figures(third_party, as_of=as_of).rename(columns={"value": "taken"})
    both = apart.merge(newest[[*SAME, "region", "taken", "source"]], on=SAME)
    columns = ["region", "figure", "year", "lowest", "highest", "taken", "source"]
    both = both.rename(columns={"name": "figure"})
    return both[columns].sort_values(columns[:3], ignore_index=True)


def enrich(details: pd.DataFrame, third_party: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return the table `enrichment`: what is told of the places where people live.

    A region is a country, a province or a city, alone or behind its country ("US-CA"). One that
    reads as two levels is of the level of most of its figure's other regions.

    Parameters
    ----------
    details : DataFrame
        The table `customer_details`: `person_id`, `country`, `province`, `city`.
    third_party : DataFrame
        As known on the as-of day.

    Returns
    -------
    DataFrame
        One row per person and figure: `value`, and where it comes from: `level`, `region` (as
        written), `year`, `source`, `day` (up to which its file knows), `file`.
    """
    keys = _keys(details)
    figures = _called(newest_figures(third_party, as_of=as_of), keys)
    levels = _levels(figures, keys)
    placed = figures.merge(levels[levels["level"].notna()], on=["name", "region_key"])
    joined = placed.merge(keys[~keys["doubtful"]], on=["level", "region_key"])
    joined["rank"] = joined["level"].map(LEVELS.index)
    best = joined.sort_values(
        ["person_id", "name", "rank", "whole", "day", "region"],
        ascending=[True, True, True, False, False, True],
    ).drop_duplicates(["person_id", "name"])
    return best[COLUMNS].reset_index(drop=True)


def doubtful_regions(
    details: pd.DataFrame, third_party: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """Return the regions of figures that are not joined, because they may be two places.

    Returns
    -------
    DataFrame
        `figure`, `region`, `why`: ``two_levels`` or ``two_places``.
    """
    keys = _keys(details)
    figures = _called(newest_figures(third_party, as_of=as_of), keys)
    levels = _levels(figures, keys)
    told = figures.merge(levels, on=["name", "region_key"])
    twice = keys.loc[keys["doubtful"], ["level", "region_key"]].drop_duplicates()
    places = told.merge(twice, on=["level", "region_key"]).assign(why="two_places")
    two = told[told["level"].isna()].assign(why="two_levels")
    every = pd.concat([places, two]).rename(columns={"name": "figure"})
    return every[["figure", "region", "why"]].sort_values(["figure", "region"], ignore_index=True)


def _keys(details: pd.DataFrame) -> pd.DataFrame:
    """Return by what each person's places may be called.

    Returns
    -------
    DataFrame
        One row per person, level and name: `region_key`; `whole`, whether its country stands
        before it; `doubtful`, whether people of two known countries or provinces live in places
        so called.
    """
    place = {level: _plain(details[level]) for level in LEVELS}
    country = place["country"]
    names = {"country": country, "province": country + "|" + place["province"],
             "city": country + "|" + place["province"] + "|" + place["city"]}  # fmt: skip
    parts = []
    for level in LEVELS:
        bare, where = place[level], names[level]
        spelled = [(bare, False)]
        spelled += [] if level == "country" else [(country + "-" + bare, True)]
        parts += [
            pd.DataFrame({"person_id": details["person_id"], "level": level, "region_key": key,
                          "place": where, "whole": whole})
            for key, whole in spelled
        ]  # fmt: skip
    keys = pd.concat(parts, ignore_index=True).dropna(subset="region_key")
    places = keys.groupby(["level", "region_key"])["place"].transform("nunique")
    return keys.assign(doubtful=places.gt(1)).drop(columns="place")


def _called(figures: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """Return figures whose region, where nobody lives in a place so called, goes by its code."""
    own = figures["region_key"]
    code = _plain(standard_provinces(figures["region"].astype("str")))
    return figures.assign(region_key=own.where(own.isin(keys["region_key"]), code))


def _levels(figures: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """Return the level of each figure's regions where somebody lives; missing where in doubt."""
    called = keys[["level", "region_key"]].drop_duplicates()
    found = figures[["name", "region_key"]].merge(called, on="region_key")
    many = found.groupby(["name", "region_key"])["level"].transform("size")
    clear = found[many.eq(1)]
    usual = _most_usual(clear)
    open_ = found[many.gt(1)]
    settled = open_[open_["level"].eq(open_["name"].map(usual))]
    every = open_[["name", "region_key"]].drop_duplicates()
    rest = every.merge(settled, on=["name", "region_key"], how="left")
    return pd.concat([clear, rest], ignore_index=True).astype({"level": "str"})


def _most_usual(clear: pd.DataFrame) -> pd.Series:
    """Return each figure's level of most regions, missing where two have as many."""
    counts = clear.groupby(["name", "level"]).size().rename("regions").reset_index()
    most = counts[counts["regions"].eq(counts.groupby("name")["regions"].transform("max"))]
    return most[~most["name"].duplicated(keep=False)].set_index("name")["level"]


def _plain(texts: pd.Series) -> pd.Series:
    """Return names of places as they are compared: one width, small letters, no odd spaces."""
    place, distinct = pd.factorize(texts.astype("str"))
    plain = [unicodedata.normalize("NFKC", text).casefold().strip() or None for text in distinct]
    return pd.Series(pd.array(plain, dtype="str").take(place, allow_fill=True), index=texts.index)


def enriched_share(table: pd.DataFrame, people: int) -> pd.DataFrame:
    """Return of how many people each figure is known.

    Returns
    -------
    DataFrame
        One row per figure, level and source: `figure`, `level`, `source`, `year` (the newest),
        `people`, `coverage` (their share of all people, proportion).
    """
    told = table.assign(source=table["source"].fillna("")).rename(columns={"name": "figure"})
    grouped = told.groupby(["figure", "level", "source"])
    frame = grouped.agg(year=("year", "max"), people=("person_id", "size")).reset_index()
    return frame.assign(coverage=frame["people"] / max(people, 1))


def why_not_enriched(table: pd.DataFrame, third_party: pd.DataFrame) -> str | None:
    """Return the key of the reason why nothing is known of people's regions, or None."""
    if len(third_party) == 0:
        return "single_view.no_third_party"
    return "single_view.no_region_matched" if table.empty else None
