import numpy as np

from helpers.demo import places


def test_every_name_has_a_chinese_and_a_latin_form():
    for pair in (*places.SURNAMES, *places.GIVEN_NAMES):
        chinese, latin = pair

        assert "\u4e00" <= chinese[0] <= "\u9fff"
        assert latin.isascii()


def test_postal_codes_can_start_with_a_zero_in_both_countries():
    for cities in (places.CHINA, places.UNITED_STATES):
        assert any(place.zip_start.startswith("0") for place in cities)


def test_mail_addresses_lie_under_names_reserved_for_examples():
    assert all(domain.startswith("example.") for domain in places.MAIL_DOMAINS)


def test_weights_are_positive():
    weights = [place.weight for place in (*places.CHINA, *places.UNITED_STATES)]

    assert np.min(weights) > 0
