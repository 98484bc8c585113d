from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.single_view.enrichment import (
    doubtful_regions,
    enrich,
    enriched_share,
    figure_conflicts,
    newest_figures,
    why_not_enriched,
)
from helpers.workspace import contracts, engine

AS_OF = date(2026, 9, 30)


def people(*rows):
    """People: id, country, province, city."""
    columns = ["person_id", "country", "province", "city"]
    return pd.DataFrame(rows, columns=columns).astype("str")


def figures(*rows, file="a.csv", day="2026-01-31"):
    """Figures: region, name, value, year, source."""
    padded = [(*row, *(2025, "yearbook")[len(row) - 3 :]) for row in rows]
    frame = pd.DataFrame(padded, columns=["region", "name", "value", "year", "source"])
    return frame.assign(event_day=pd.Timestamp(day), file=file)


PEOPLE = people(
    ("p1", "CN", "SH", "Shanghai"), ("p2", "CN", "ZJ", "Hangzhou"), ("p3", "US", "CA", "Fresno"),
    ("p4", "CA", "ON", "Toronto"), ("p5", None, None, None),
)  # fmt: skip


def joined(third_party, details=PEOPLE):
    found = enrich(details, third_party, as_of=AS_OF)
    return found.set_index("person_id")[["value", "level"]].apply(tuple, axis=1).to_dict()


def test_people_get_the_figure_of_their_region_and_nobody_else_gets_any():
    found = joined(figures(("SH", "income", 85.0), ("CN", "income", 40.0), ("TX", "income", 1.0)))

    # The narrowest region counts; who lives nowhere known, or where nothing is told, has none.
    assert found == {"p1": (85.0, "province"), "p2": (40.0, "country")}


def test_a_province_is_found_under_another_of_its_names():
    found = joined(figures(("浙江省", "income", 70.0), ("California", "income", 90.0)))

    assert found == {"p2": (70.0, "province"), "p3": (90.0, "province")}


def test_where_a_figure_comes_from_is_told():
    row = enrich(PEOPLE, figures(("shanghai", "rain", 9.0)), as_of=AS_OF).iloc[0]

    assert row[["region", "level", "year", "source", "file"]].tolist() == [
        "shanghai", "city", 2025, "yearbook", "a.csv",
    ]  # fmt: skip
    assert row["day"] == pd.Timestamp("2026-01-31")


def test_the_newest_year_that_has_come_counts():
    years = figures(("SH", "income", 1.0, 2024), ("SH", "income", 2.0, 2026),
                    ("SH", "income", 3.0, 2027), ("SH", "income", None, 2026))  # fmt: skip

    assert joined(years) == {"p1": (2.0, "province")}


def test_a_name_of_two_levels_is_read_as_most_regions_of_its_figure_are():
    states = figures(("CA", "snow", 1.0), ("ZJ", "snow", 2.0))
    countries = figures(("CA", "snow", 1.0), ("CN", "snow", 2.0), ("US", "snow", 3.0))

    assert joined(states) == {"p3": (1.0, "province"), "p2": (2.0, "province")}
    assert joined(countries)["p4"] == (1.0, "country")
    assert joined(countries)["p3"] == (3.0, "country")


def test_a_name_of_two_levels_without_others_is_joined_to_nobody_and_told():
    alone = figures(("CA", "snow", 1.0))

    assert joined(alone) == {}
    told = doubtful_regions(PEOPLE, alone, as_of=AS_OF)
    assert told.to_numpy().tolist() == [["snow", "CA", "two_levels"]]
    assert joined(figures(("US-CA", "snow", 1.0))) == {"p3": (1.0, "province")}
    # One region of each level beside it settles nothing either.
    mixed = figures(("CA", "snow", 1.0), ("ZJ", "snow", 2.0), ("US", "snow", 3.0))
    assert 1.0 not in {value for value, _ in joined(mixed).values()}


def test_a_city_in_two_provinces_is_joined_only_where_its_country_makes_it_one():
    cities = people(("a", "US", "IL", "Springfield"), ("b", "US", "MA", "Springfield"),
                    ("c", "DE", "BY", "Ulm"), ("d", "DE", None, "Ulm"))  # fmt: skip
    rain = figures(("Springfield", "rain", 1.0), ("Ulm", "rain", 2.0))

    assert joined(rain, cities) == {"c": (2.0, "city"), "d": (2.0, "city")}
    assert doubtful_regions(cities, rain, as_of=AS_OF)["why"].tolist() == ["two_places"]


def test_of_two_figures_that_differ_the_one_delivered_last_counts_and_both_are_told():
    early = figures(("SH", "income", 1.0), ("ZJ", "income", 5.0))
    late = figures(("sh ", "income", 2.0), ("ZJ", "income", 5.0), file="b.csv", day="2026-06-30")
    both = pd.concat([late, early], ignore_index=True)

    conflicts = figure_conflicts(both, as_of=AS_OF)

    assert joined(both)["p1"] == (2.0, "province")
    assert conflicts[["region", "lowest", "highest", "taken"]].to_numpy().tolist() == [
        ["sh ", 1.0, 2.0, 2.0]
    ]


def test_how_many_people_each_figure_is_known_of_is_counted():
    table = enrich(PEOPLE, figures(("SH", "income", 85.0), ("CN", "income", 40.0)), as_of=AS_OF)

    shares = enriched_share(table, len(PEOPLE))

    assert shares[["level", "people", "coverage"]].to_numpy().tolist() == [
        ["country", 1, 0.2], ["province", 1, 0.2],
    ]  # fmt: skip


def test_the_table_keeps_its_contract_and_an_absent_source_has_its_reason():
    some, none = figures(("SH", "income", 1.0)), figures()
    table = enrich(PEOPLE, some, as_of=AS_OF)

    contracts.validate(engine.in_memory(table), contracts.load("enrichment"))
    assert list(table) == list(contracts.load("enrichment").columns)
    assert why_not_enriched(table, some) is None
    nothing = enrich(PEOPLE, contracts.empty("third_party"), as_of=AS_OF)
    assert nothing.empty
    assert why_not_enriched(nothing, none) == "single_view.no_third_party"
    abroad = enrich(PEOPLE, figures(("TX", "income", 1.0)), as_of=AS_OF)
    assert why_not_enriched(abroad, some) == "single_view.no_region_matched"


PLACES = st.lists(
    st.tuples(st.sampled_from(["CN", "US", None]), st.sampled_from(["A", "CN", None]),
              st.sampled_from(["A", "B", None])), max_size=6,
)  # fmt: skip
TOLD = st.lists(
    st.tuples(st.sampled_from(["CN", "US", "A", "B", "US-A", "x"]), st.sampled_from("fg"),
              st.sampled_from([1.0, 2.0]), st.sampled_from([2024, 2025])), max_size=6,
    unique_by=lambda row: (row[0], row[1], row[3]),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(places=PLACES, told=TOLD, seed=st.integers(0, 99))
def test_nothing_is_invented_and_the_order_of_rows_never_matters(places, told, seed):
    details = people(*((f"p{n}", *place) for n, place in enumerate(places)))
    third_party = figures(*told)

    table = enrich(details, third_party, as_of=AS_OF)

    known = newest_figures(third_party, as_of=AS_OF).set_index(["name", "region"])["value"]
    lives = details.set_index("person_id")
    for row in table.itertuples():
        assert row.value == known[row.name, row.region]
        assert row.region.split("-")[-1] == lives.loc[row.person_id, row.level]
    assert not table.duplicated(["person_id", "name"]).any()
    shuffled = third_party.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(enrich(details, shuffled, as_of=AS_OF), table)
