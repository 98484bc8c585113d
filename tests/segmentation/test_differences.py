import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from helpers.segmentation.differences import COLUMNS, differences, most_different
from helpers.workspace import contracts


def groups(rng, lift=1.0, rows=400):
    labels = rng.integers(0, 2, rows)
    formed = pd.DataFrame({"taste": labels + rng.normal(0, 0.1, rows)})
    others = pd.DataFrame({
        "planted": lift * labels + rng.normal(size=rows), "nothing": rng.normal(size=rows),
        "rare": pd.Series(rng.normal(size=rows)).where(np.arange(rows) < 10),
        "constant": 7.0,
    })  # fmt: skip
    return np.where(labels, "B", "A"), formed, others


def test_what_formed_the_groups_is_described_and_never_tested():
    found = differences(*groups(np.random.default_rng(1)))

    formed = found[found["formed"]]
    assert formed["p_adjusted"].isna().all() and not formed["differs"].any()
    assert formed["effect"].abs().min() > 1.5


def test_a_planted_difference_is_found_and_its_absence_is_not():
    found = differences(*groups(np.random.default_rng(2))).set_index(["segment_id", "feature"])

    assert found.loc[("A", "planted"), "differs"]
    assert not found.loc[("A", "nothing"), "differs"]


def test_means_effect_and_p_value_are_those_of_other_libraries():
    labels, formed, others = groups(np.random.default_rng(3), lift=0.3)
    own, rest = (others.loc[labels == side, "planted"] for side in ("A", "B"))

    told = differences(labels, formed, others[["planted"]]).set_index(["segment_id", "feature"])
    row = told.loc[("A", "planted")]

    assert (row["in_group"], row["elsewhere"]) == (pytest.approx(own.mean()),
                                                   pytest.approx(rest.mean()))  # fmt: skip
    assert row["effect"] == pytest.approx(
        (own.mean() - rest.mean()) / others["planted"].std(ddof=0)
    )
    # Two groups make the same test twice, so that nothing is adjusted away.
    assert row["p_adjusted"] == pytest.approx(ttest_ind(own, rest, equal_var=False).pvalue)


def test_what_is_known_of_few_or_the_same_for_all_is_left_out():
    found = differences(*groups(np.random.default_rng(4)))

    assert set(found["feature"]) == {"taste", "planted", "nothing"}


def test_one_group_differs_from_nobody():
    _, formed, others = groups(np.random.default_rng(5))

    found = differences(np.repeat("A", 400), formed, others)

    assert found.empty and list(found) == COLUMNS == list(
        contracts.load("group_differences").columns
    )


def test_each_list_holds_the_largest_differences_of_each_group():
    found = differences(*groups(np.random.default_rng(6)))

    assert set(most_different(found, formed=True)["feature"]) == {"taste"}
    assert set(most_different(found, formed=False)["feature"]) == {"planted"}
    assert len(most_different(found, formed=True, most=1)) == 2


@pytest.mark.trial
def test_without_any_difference_false_discoveries_stay_rare():
    rng = np.random.default_rng(7)

    false = [differences(*groups(rng, lift=0.0))["differs"].any() for _ in range(300)]

    assert np.mean(false) <= 0.13
