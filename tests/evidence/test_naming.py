import numpy as np
import pandas as pd
import pytest

from helpers.evidence.naming import is_true, name_features, profile_of


def profiles(**groups):
    return pd.DataFrame(groups).T.fillna(0.0)


FIT = {"category=fitness": 2.0, "category=tea": 1.2, "channel=app": 1.1, "time=night": 0.9}


def test_a_profile_is_the_difference_to_everybody_else_in_standard_deviations():
    features = pd.DataFrame({"a=1": [1, 1, 3, 5], "same": 7.0, "unknown": np.nan,
                             "a=half": [1, np.nan, 3, 3]})  # fmt: skip

    found = profile_of(features, [0, 0, 1, 1])

    apart = 3 / np.std([1, 1, 3, 5]), 2 / np.std([1, 3, 3])
    assert found["a=1"].tolist() == pytest.approx([-apart[0], apart[0]])
    assert found["a=half"].tolist() == pytest.approx([-apart[1], apart[1]])
    assert not found[["same", "unknown"]].any(axis=None)
    assert profile_of(features, [0] * 4).empty


def test_figures_are_compared_by_their_logs_so_that_one_large_spender_names_nobody():
    spend = pd.DataFrame({"monetary": [10.0, 12.0, 11.0, 100.0, 110.0, 1e6]})

    found = profile_of(spend, [0, 0, 0, 1, 1, 1])

    logs = np.log1p(spend["monetary"])
    assert found.loc[1, "monetary"] == pytest.approx(
        (logs[3:].mean() - logs[:3].mean()) / logs.std(ddof=0)
    )


@pytest.mark.parametrize(("profile", "expected"), [
    (FIT, "category=fitness;category=tea;channel=app"),
    # A second category far behind the first says less than how they buy.
    (FIT | {"category=tea": 0.9}, "category=fitness;channel=app"),
    # Nor does a category lead where something else is twice as strong.
    ({"returned=yes": 2.2, "category=tea": 1, "code=yes": 2, "time=night": 1.8, "basket=mean": 1},
     "code=yes;returned=yes;time=night"),
    ({"category=tea": 1.0, "price=mean": -2.0, "basket=mean": 1.9}, "category=tea;price=low"),
    # Channel, platform and device say the same: the plainest that comes near is taken.
    ({"category=tea": 2.0, "platform=IOS": 1.5, "channel=app": 0.9}, "category=tea;channel=app"),
    ({"category=tea": 2.0, "platform=IOS": 1.5, "channel=app": 0.5}, "category=tea;platform=IOS"),
    ({"category=tea": 2.0, "code=yes": -1.6, "time=night": 0.7}, "category=tea;code=no"),
    # That something is not done says half as much.
    ({"category=tea": 2.0, "code=yes": -1.6, "time=night": 0.9}, "category=tea;time=night"),
    ({"category=tea": 2.0, "season=q4": 9.0, "weekday=weekend": 8.0}, "category=tea"),
    ({"category=tea": 2.0, "channel=app": 0.4}, "category=tea"),
    ({"recency_days": -1.0, "frequency": 1.5, "monetary": 1.2}, "recency_days=low;frequency=high"),
    ({"Q1. I like it": 1.5}, "Q1. I like it=high"),
    ({"category=a;b": 3.0, "category=tea": 1.0}, "category=tea"),
    ({"category=tea": 0.4, "channel=app": -3.0}, ""),
    ({}, ""),
])  # fmt: skip
def test_a_group_is_named_by_what_sets_it_apart_most(profile, expected):
    assert name_features(profiles(x=profile), {}) == {"x": expected}


def test_groups_that_would_have_one_name_are_told_apart_by_the_next_feature():
    named = name_features(profiles(x=FIT, y=FIT, z=FIT), {})

    assert named["y"] == "category=fitness;category=tea;channel=app;time=night"
    assert len(set(named.values())) == 3


def test_of_two_groups_without_a_mark_one_is_called_by_what_little_there_is():
    named = name_features(profiles(x={"category=tea": 0.1}, y={"category=tea": 0.4}), {})

    assert named == {"x": "", "y": "category=tea"}


def test_a_name_stays_while_its_features_are_true_though_others_are_stronger():
    now = FIT | {"category=fitness": 0.3, "channel=app": 0.26}
    old = "category=fitness;channel=app"

    assert name_features(profiles(x=now), {"x": old}) == {"x": old}
    assert name_features(profiles(x=now), {}) != {"x": old}


@pytest.mark.parametrize("gone", [{"category=fitness": 0.2}, {"channel=app": -0.5}])
def test_a_name_goes_when_one_of_its_features_is_no_longer_true(gone):
    old = "category=fitness;channel=app"

    assert name_features(profiles(x=FIT | gone), {"x": old})["x"] != old


def test_a_group_that_keeps_its_name_keeps_it_from_a_larger_new_one():
    old = "category=fitness;category=tea;channel=app"

    named = name_features(profiles(new=FIT, x=FIT), {"x": old})

    assert named["x"] == old and named["new"] != old
    assert list(named) == ["new", "x"]


def test_no_mark_is_true_of_a_group_until_it_has_one():
    assert is_true("", pd.Series({"category=tea": 0.4}))
    assert not is_true("", pd.Series({"category=tea": 0.6}))


def test_names_do_not_depend_on_the_order_of_features():
    rng = np.random.default_rng(1)
    marks = [f"category=c{place}" for place in range(5)] + ["channel=app", "time=night", "code=yes"]
    told = pd.DataFrame(rng.normal(size=(6, 8)), index=list("uvwxyz"), columns=marks)

    for _ in range(5):
        assert name_features(told[rng.permutation(marks)], {}) == name_features(told, {})


def test_names_are_distinct():
    rng = np.random.default_rng(2)
    marks = [f"category=c{place}" for place in range(9)] + ["channel=app", "time=night", "code=yes"]

    for _ in range(50):
        named = name_features(pd.DataFrame(rng.normal(size=(8, 12)), columns=marks), {})
        assert len(set(named.values())) == 8
