import numpy as np

from helpers.demo.sources import UNREAD, simulate_traces


def test_the_same_history_leaves_the_same_traces(history, traces):
    again = simulate_traces(history)

    assert np.array_equal(again.visits.product, traces.visits.product)
    assert again.reviews.texts == traces.reviews.texts
    assert again.contacts.people.email.equals(traces.contacts.people.email)


def test_patterns_of_unread_files_are_unique_and_explained():
    assert len({item.path for item in UNREAD}) == len(UNREAD)
    assert all(item.what for item in UNREAD)
