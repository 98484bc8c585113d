import csv

import numpy as np
import pytest

from helpers.demo import company, groups, habits, survey


@pytest.fixture(scope="module")
def answers(large):
    return survey.simulate_answers(large, survey.WAVES[0])


def test_there_is_one_wave_for_each_delivery_within_its_days():
    assert len(survey.WAVES) == len(company.DELIVERIES)
    for wave, delivery in zip(survey.WAVES, company.DELIVERIES, strict=True):
        first, last = company.window(delivery)

        assert first <= company.day_number(wave) <= last - 14


def test_answers_stay_on_their_scales_and_some_are_left_empty(answers):
    for ticks in (answers.attitudes, answers.interests):
        assert set(np.unique(ticks)) == set(range(6))
        assert (ticks == 0).mean() == pytest.approx(survey.UNANSWERED, abs=0.01)
    assert answers.recommend.min() >= 0 and answers.recommend.max() <= 10
    assert set(answers.satisfaction) <= set(range(1, 6))


def test_each_kind_ticks_its_own_attitudes(answers, large):
    day = company.day_number(survey.WAVES[0])
    kind = groups.acting(large.customers.kind[answers.customer], day)
    ticks = np.where(answers.attitudes == 0, np.nan, answers.attitudes)
    # Ends of the scale pull extreme means inwards.
    means = np.array([np.nanmean(ticks[kind == number], axis=0) for number in range(7)])

    planted = survey.ticked(habits.values("attitudes"))

    assert np.abs(means - planted).max() < 0.5
    assert np.corrcoef(means.ravel(), planted.ravel())[0, 1] > 0.98


def test_the_reversed_statement_is_ticked_the_other_way_round():
    attitudes = habits.values("attitudes")

    turned = survey.ticked(attitudes)

    assert turned[:, habits.REVERSED] == pytest.approx(6 - attitudes[:, habits.REVERSED])
    assert np.array_equal(np.delete(turned, habits.REVERSED, 1),
                          np.delete(attitudes, habits.REVERSED, 1))  # fmt: skip


def test_those_in_trouble_recommend_less(answers, large):
    troubled = large.customers.trouble_day[answers.customer] <= company.day_number(survey.WAVES[0])

    assert answers.recommend[troubled].mean() < answers.recommend[~troubled].mean() - 1


def test_the_file_has_one_column_a_question_and_hides_some_names(demo):
    path = demo.raw / company.DELIVERIES[0].folder / "customer_survey.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert sum(name.startswith("Q") for name in rows[0]) == len(habits.ATTITUDES)
    unsigned = np.mean([row["Email"] == "" for row in rows])
    assert unsigned == pytest.approx(survey.UNSIGNED, abs=0.1)
