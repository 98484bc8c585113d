import csv

import numpy as np
import pytest

from helpers.demo import company
from helpers.demo.feedback import named

FOLDERS = [delivery.folder for delivery in company.DELIVERIES]


@pytest.fixture(scope="module")
def files(demo):
    read = {}
    for name in ("product_reviews", "social_posts"):
        for folder in FOLDERS:
            with (demo.raw / folder / f"{name}.csv").open(encoding="utf-8") as file:
                read[name, folder] = list(csv.DictReader(file))
    return read


def test_a_text_comes_some_days_after_its_order(traces, history):
    for feedback in (traces.reviews, traces.posts):
        assert (feedback.day >= history.orders.day[feedback.order] + 3).all()
        assert (np.diff(feedback.day) >= 0).all()
        assert len(feedback.texts) == len(feedback.day)


def test_each_text_is_told_once_in_the_delivery_of_its_day(files, traces):
    ids = [row["review_id"] for folder in FOLDERS for row in files["product_reviews", folder]]

    assert ids == traces.reviews.ids.to_pylist()
    assert all(row["created_at"] > company.DELIVERIES[0].data_through.isoformat()
               for row in files["product_reviews", FOLDERS[1]])  # fmt: skip


def test_reviews_have_words_stars_and_a_product(files):
    rows = files["product_reviews", FOLDERS[0]]

    assert len(rows) > 100
    assert all(row["body"] and row["product_sku"] and row["order"].startswith("#") for row in rows)
    assert {row["rating"] for row in rows} == {"1", "2", "3", "4", "5"}


def test_few_texts_are_said_twice(traces):
    assert len(set(traces.reviews.texts)) > 0.85 * len(traces.reviews.texts)


def test_posts_are_in_both_languages_and_most_hide_their_author(files, traces, history):
    rows = files["social_posts", FOLDERS[0]]

    assert {row["language"] for row in rows} == {"en", "zh"}
    assert named(history, traces.posts).mean() < 0.6
    shown = [row for row in rows if not row["author"].startswith("trail")]
    assert 0 < len(shown) < len(rows)
