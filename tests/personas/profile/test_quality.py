import numpy as np
import pandas as pd
import pytest

from helpers.personas.profile.quality import _ratio, perception, quality
from helpers.workspace import contracts
from helpers.workspace.tables import _typed

EVIDENCE = pd.DataFrame({"chosen": [False, True], "stability": [0.5, 0.9],
                         "stability_lower": [0.4, 0.8]})  # fmt: skip


def taken(counts, kind, degree=0.9):
    main = pd.Series([f"p-{one}" for one in kind], counts.customers)
    members = pd.DataFrame({"customer_id": main.index, "persona_id": main.to_numpy(),
                            "is_main": True, "degree": degree})  # fmt: skip
    margin = pd.DataFrame({"customer_id": main.index, "revenue": 10.0})
    facts = pd.DataFrame({
        "persona_id": ["p-0", "p-0", "p-1"], "card_item": ["places", "sources", "places"],
        "status": ["known", "not_asked", "known"],
    })  # fmt: skip
    told = quality(members, facts, counts, margin, EVIDENCE)
    contracts.validate(_typed(told, contracts.load("persona_quality")),
                       contracts.load("persona_quality"))  # fmt: skip
    return told.set_index(["measure", "persona_id"])


def test_halves_of_planted_customers_agree_far_above_chance(planted):
    told = taken(*planted)

    assert told.loc[("consistency", ""), "lower"] > told.loc[("consistency_by_chance", ""),
                                                              "value"] + 0.2  # fmt: skip
    assert told.loc["distinctness"]["value"].between(0, 1).all()
    assert told.loc[("stability", ""), "value"] == 0.9


def test_halves_of_customers_who_are_all_alike_agree_as_by_chance(company):
    rng = np.random.default_rng(7)
    counts, _ = company(rng, tastes=np.full((3, 4), 0.25), ways=np.full((3, 2), 0.5))

    told = taken(counts, rng.integers(0, 3, 600))

    chance = told.loc[("consistency_by_chance", ""), "value"]
    assert told.loc[("consistency", ""), "lower"] < chance + 0.05


def test_one_persona_alone_agrees_with_nothing_and_is_distinct_from_none(planted):
    counts, kind = planted

    told = taken(counts, np.zeros_like(kind))

    assert not {"consistency", "distinctness"} & set(told.index.get_level_values(0))


def test_coverage_counts_customers_and_revenue_with_a_clear_persona(planted):
    counts, kind = planted

    told = taken(counts, kind, np.where(np.arange(600) < 450, 0.9, 0.3))

    assert told.loc[("coverage", ""), "value"] == 0.75
    assert told.loc[("coverage_of_revenue", ""), "value"] == pytest.approx(0.75)


def test_completeness_is_the_share_of_ten_questions(planted):
    told = taken(*planted)

    assert told.loc["completeness"]["value"].to_dict() == pytest.approx(
        {"": 0.1, "p-0": 0.1, "p-1": 0.1}
    )


def test_the_interval_of_a_ratio_is_about_that_of_the_bootstrap():
    rng = np.random.default_rng(1)
    whole = rng.gamma(2, 10, 400)
    part = whole * (rng.random(400) < 0.6)
    draws = rng.integers(400, size=(2000, 400))

    told = _ratio(part, whole)

    resampled = part[draws].sum(axis=1) / whole[draws].sum(axis=1)
    assert (told.lower, told.upper) == pytest.approx(
        tuple(np.quantile(resampled, [0.025, 0.975])), abs=0.01
    )


def test_what_only_people_can_tell_is_not_computed():
    told = perception().set_index("construct")["measure"]

    assert told["completeness"] == "completeness"
    assert told[["empathy", "likability", "similarity", "willingness_to_use"]].eq("").all()
