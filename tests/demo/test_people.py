import re

import numpy as np
import pytest

from helpers.demo.customers import simulate_customers
from helpers.demo.dirt import RATES
from helpers.demo.people import simulate_people

DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


@pytest.fixture(scope="module")
def customers():
    return simulate_customers(20_000, 11)


@pytest.fixture(scope="module")
def people(customers):
    return simulate_people(customers, 11)


def test_ids_are_unique_and_rise_with_registration(people):
    ids = [int(value) for value in people.customer_id.to_pylist()]

    assert ids == sorted(set(ids))


def test_no_two_people_share_an_email_address_and_all_are_canonical(people):
    emails = [email for email in people.email.to_pylist() if email]

    assert len(emails) == len(set(emails))
    assert all(re.fullmatch(r"[a-z.]+\d+@example\.(com|net|org)", email) for email in emails)
    assert 1 - len(emails) / len(people.email) == pytest.approx(0.006, abs=0.003)


def test_no_two_people_share_a_phone_number_however_it_is_spelt(people):
    spelt = [phone.translate(DIGITS) for phone in people.phone.to_pylist()]

    plain = [re.sub(r"\D", "", phone)[-10:] for phone in spelt]

    assert len(set(plain)) == len(plain)


def test_phones_have_full_width_digits_at_their_rate(people, customers):
    wide = np.array([bool(re.search("[０-９]", phone)) for phone in people.phone.to_pylist()])

    assert wide[~customers.overseas].mean() == pytest.approx(RATES.phone_full_width, abs=0.004)


def test_american_phones_use_the_exchange_kept_for_fiction(people, customers):
    phones = np.array(people.phone.to_pylist())[customers.overseas]

    assert all("555" in phone for phone in phones)


def test_full_names_follow_the_order_of_their_language(people, customers):
    full = np.array(people.full_name.to_pylist())

    assert all(re.fullmatch(r"[\u4e00-\u9fff]+", name) for name in full[customers.chinese])
    assert all(" " in name for name in full[~customers.chinese])


def test_some_names_are_in_capitals_swapped_or_in_one_field(people, customers):
    latin = ~customers.chinese
    first, last = (np.array(field.to_pylist()) for field in (people.first_name, people.last_name))

    assert np.mean([name.isupper() for name in first[latin]]) == pytest.approx(0.03, abs=0.02)
    assert np.mean(last == "") == pytest.approx(RATES.name_in_one_field, abs=0.005)
    assert "欧阳" in first and "欧阳" in last


def test_postal_codes_have_the_length_of_their_country(people, customers):
    lengths = np.array([len(code) for code in people.zip_code.to_pylist()])

    assert (lengths == np.where(customers.overseas, 5, 6)).all()
    assert set(np.array(people.country.to_pylist())[customers.overseas]) == {"US"}


def test_take_keeps_the_fields_of_each_person_together(people):
    taken = people.take(np.array([5, 3]))

    assert taken.email.to_pylist() == [people.email[5].as_py(), people.email[3].as_py()]
    assert taken.phone.to_pylist() == [people.phone[5].as_py(), people.phone[3].as_py()]
