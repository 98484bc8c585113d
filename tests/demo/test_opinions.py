import numpy as np
import pytest

from helpers.demo import groups, opinions, phrases, products


@pytest.fixture(scope="module")
def told():
    rng = np.random.default_rng(3)
    product = rng.integers(0, products.GIFT_CARD, 40_000)
    kind, nobody = np.ones(len(product), dtype=int), np.zeros(len(product), dtype=bool)
    return product, opinions.simulate_opinions(product, kind, nobody, nobody, rng)


def test_every_text_has_one_or_two_opinions_on_different_aspects(told):
    product, found = told

    counts = np.bincount(found.text, minlength=len(product))

    assert set(counts) == {1, 2}
    assert len(set(zip(found.text, found.aspect, strict=True))) == len(found.text)


def test_praise_has_its_planted_share_by_category_and_aspect(told):
    product, found = told
    category = opinions.category_of(product)[found.text]

    for number, name in enumerate(products.CATEGORIES):
        for aspect, share in enumerate(opinions.PRAISED[name]):
            praise = found.praise[(category == number) & (found.aspect == aspect)]

            error = np.sqrt(share * (1 - share) / len(praise))
            assert praise.mean() == pytest.approx(share, abs=4.5 * error), (name, aspect)


def test_distance_trouble_and_price_shift_opinions_on_their_own_aspect_only():
    rng, count = np.random.default_rng(4), 30_000
    product, everybody = np.zeros(count, dtype=int), np.ones(count, dtype=bool)
    hunting = np.full(count, groups.NAMES.index(groups.COSTLY))

    found = opinions.simulate_opinions(product, hunting, everybody, everybody, rng)

    usual = dict(zip(phrases.ASPECTS, opinions.PRAISED["footwear"], strict=True))
    shares = {name: found.praise[found.aspect == number].mean()
              for number, name in enumerate(phrases.ASPECTS)}  # fmt: skip
    assert all(shares[name] < usual[name] - 0.12 for name in ("delivery", "service", "price"))
    assert shares["fit"] == pytest.approx(usual["fit"], abs=0.03)


def test_stars_follow_the_mood_with_noise():
    mood, rng = np.repeat([-1.0, 0.0, 1.0], 2000), np.random.default_rng(1)

    given = opinions.stars(mood, rng).reshape(3, -1)

    assert given.min() == 1 and given.max() == 5
    assert given.mean(axis=1).tolist() == sorted(given.mean(axis=1))
    assert (given.std(axis=1) > 0.3).all()


def test_a_text_says_its_opinion_in_its_authors_language():
    told = opinions.Opinions(np.array([0, 1]), np.array([0, 2]), np.array([True, False]))

    texts = [opinions.tell(told, np.array([False, True]), np.random.default_rng(seed))
             for seed in range(40)]  # fmt: skip

    english = [any(phrase in pair[0] for phrase in phrases.PRAISE[0][0]) for pair in texts]
    chinese = [any(phrase in pair[1] for phrase in phrases.COMPLAINT[2][1]) for pair in texts]
    # Some say nothing that is plain.
    assert 0.75 < np.mean(english) < 1 and 0.75 < np.mean(chinese) < 1
