"""Tables on for whom: headings in both languages, units of features, small groups withheld."""

import pandas as pd

from helpers.experiments.uplift.every import ForWhom
from helpers.experiments.uplift.showing import (
    show_for_whom,
    show_tests,
    show_trust,
    shown_policies,
    shown_traits,
    typical_words,
)


def test_every_table_is_shown_under_headings_of_its_own(targeted, report):
    show_tests(targeted, report)
    show_for_whom(targeted, report)
    show_trust(targeted, report)

    captions = [text for _, text in report.shown]
    assert len(captions) == 7
    assert "experiments_uplift.holds" in report.shown[-1][0]
    assert not any("experiments_uplift" in text for text in captions)


def test_a_check_that_fails_is_said(targeted, report):
    checks = targeted.tables["uplift_checks"]
    failed = checks.assign(holds=checks["check"].ne("placebo"))

    show_trust(ForWhom(targeted.tables | {"uplift_checks": failed}, []), report)

    assert "experiments_uplift.fails" in report.shown[-1][0]
    assert report.shown[-1][1].startswith(("2 ", "6 项检验中有 2 项"))


def test_where_nothing_can_be_told_nothing_is_shown(targeted, report):
    nothing = ForWhom({name: table.iloc[:0] for name, table in targeted.tables.items()}, [])

    show_tests(nothing, report)
    show_for_whom(nothing, report)
    show_trust(nothing, report)

    assert report.shown == []


def test_figures_of_a_policy_that_treats_few_are_withheld(targeted, report):
    table = targeted.tables["uplift_policy"]
    few = table.assign(treated=table["treated"].mask(table["policy"].eq("x"), 4),
                       value=table["value"].mask(table["policy"].eq("x"), 9.0))  # fmt: skip

    told = shown_policies(ForWhom(targeted.tables | {"uplift_policy": few}, []), report)

    told = told.set_index("policy")
    hidden = ["treated_share", "value", "over_all", "guard"]
    assert told.index.tolist() == ["all", "none", "plain", "x"]
    assert told.loc["x", hidden].isna().all()
    assert told.loc["plain", hidden].notna().all()
    assert told.loc[["all", "none"], "treated_share"].tolist() == [1, 0]


def test_traits_are_told_only_where_effects_differ(targeted, report):
    same = targeted.tests.assign(differs=False)

    assert len(shown_traits(targeted, report)) == 3
    assert shown_traits(ForWhom(targeted.tables | {"uplift_tests": same}, []), report).empty


def test_features_are_told_in_their_own_units(targeted, report):
    assert typical_words("orders_365", 3.0, report) == "3"
    assert typical_words("spend", 1_200.0, report) == "¥1,200"
    assert typical_words("code=yes", 0.25, report).startswith("25")
    traits = pd.DataFrame({"experiment": "try", "arm": "new", "feature": ["orders_365"],
                           "customers": [200], "most": [3.2], "least": [1.0],
                           "spread": [1.5]})  # fmt: skip
    told = shown_traits(ForWhom(targeted.tables | {"uplift_traits": traits}, []), report)
    assert told[["most", "least"]].iloc[0].tolist() == ["3", "1"]
