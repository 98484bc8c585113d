import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from helpers.segmentation.cuts import COLUMNS, spend_by_cut, with_difference


def company(rng, lift=0.0, rows=400):
    """Customers in two countries, who spend alike but for a planted lift in the second."""
    country = np.repeat(["CN", "US"], rows // 2)
    spend = rng.gamma(2, 100, rows) + lift * (country == "US")
    names = [f"c{number:04d}" for number in range(rows)]
    scored = pd.DataFrame({"customer_id": names, "recent_monetary": spend})
    people = pd.DataFrame({
        "customer_id": names, "country": country, "province": None, "city": None,
        "accepts_email": pd.array(rng.random(rows) < 0.5, dtype="boolean"),
    })  # fmt: skip
    return scored, people


def test_the_difference_is_welchs_against_everybody_else():
    scored, people = company(np.random.default_rng(1), lift=80)
    own = people["country"].eq("US").to_numpy()
    expected = ttest_ind(scored.loc[own, "recent_monetary"], scored.loc[~own, "recent_monetary"],
                         equal_var=False)  # fmt: skip

    row = spend_by_cut(scored, people).set_index(["cut", "part"]).loc[("country", "US")]

    assert row["difference"] == pytest.approx(
        scored.loc[own, "recent_monetary"].mean() - scored.loc[~own, "recent_monetary"].mean()
    )
    bounds = expected.confidence_interval(0.95)
    assert (row["difference_lower"], row["difference_upper"]) == pytest.approx(tuple(bounds))


def test_a_planted_difference_is_found_and_its_absence_is_not():
    scored, people = company(np.random.default_rng(2), lift=120)

    cuts = spend_by_cut(scored, people).set_index("cut")

    assert cuts.loc["country", "differs"].all()
    assert not cuts.loc["accepts_email", "differs"].any()


def test_two_halves_differ_by_the_same_amount_with_other_signs():
    cuts = spend_by_cut(*company(np.random.default_rng(3), lift=50))

    first, second = cuts.loc[cuts["cut"].eq("country"), "difference"]
    assert first == pytest.approx(-second)


def test_small_parts_and_unknown_places_are_left_out():
    scored, people = company(np.random.default_rng(4))
    people.loc[:9, "country"] = "NZ"

    cuts = spend_by_cut(scored, people)

    assert "NZ" not in set(cuts["part"])
    assert not cuts["cut"].isin(["province", "city"]).any()


def test_one_country_alone_is_no_cut():
    scored, people = company(np.random.default_rng(5))
    nothing = people.assign(country="CN", accepts_email=None)

    assert list(spend_by_cut(scored, nothing)) == COLUMNS
    assert spend_by_cut(scored, nothing).empty


def test_readers_are_told_where_the_data_cannot_tell():
    cuts = spend_by_cut(*company(np.random.default_rng(6), lift=120))

    assert set(with_difference(cuts)["known_to_differ"]) == {"differs", "cannot_tell"}


@pytest.mark.trial
def test_without_any_difference_false_discoveries_stay_rare():
    rng = np.random.default_rng(7)

    false = [spend_by_cut(*company(rng))["differs"].any() for _ in range(300)]

    assert np.mean(false) <= 0.13


def test_answers_are_cuts_and_who_was_not_asked_is_no_part_of_the_others():
    scored, people = company(np.random.default_rng(8), lift=0)
    asked = scored["customer_id"][:250]
    high = np.arange(250) < 120
    scored.loc[:249, "recent_monetary"] += np.where(high, 150, 0)
    scored.loc[250:, "recent_monetary"] += 5_000
    part = pd.Series(np.where(high, "high", "low"), index=asked)

    cuts = spend_by_cut(scored, people, {"Q1": part}).set_index(["cut", "part"])

    assert cuts.loc[("Q1", "high"), "differs"]
    assert cuts.loc[("Q1", "high"), "difference"] == pytest.approx(150, abs=60)
    assert list(cuts.index.get_level_values("cut"))[-2:] == ["Q1", "Q1"]
