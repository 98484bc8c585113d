import pandas as pd
import pytest

from helpers.single_view.match_keys import KEYS, match_keys


def test_dots_and_tags_do_not_make_another_mailbox(keys):
    found = keys({"email": "ana.diaz+shop@x.example"}, {"email": "anadiaz@x.example"})

    assert found["mailbox"].tolist() == ["anadiaz@x.example"] * 2
    assert found["email"].nunique() == 2


def test_the_local_part_and_its_digits_are_told_apart(keys):
    found = keys({"email": "li.wei88@x.example"})

    assert found.loc[0, ["local", "local_digits"]].tolist() == ["liwei88", "88"]


def test_a_phone_with_and_without_its_prefix_ends_alike(keys):
    found = keys({"phone": "+8613812345679"}, {"phone": "13812345679"})

    assert found["phone_end"].nunique() == 1


@pytest.mark.parametrize(
    ("address", "street", "postcode"),
    [
        ("中山路101号1111室, 518110", "中山路101号1111室", "518110"),
        ("335 Orchard Ln, 78793", "335 ln orchard", "78793"),
        ("10 Downing St, SW1A 2AA", "10 downing st", "SW1A 2AA"),
        ("人民路38号", "人民路38号", None),
    ],
)
def test_an_address_is_told_apart_into_street_and_postal_code(keys, address, street, postcode):
    found = keys({"address": address})

    assert found.loc[0, "street"] == street
    assert (None if pd.isna(found.loc[0, "postcode"]) else found.loc[0, "postcode"]) == postcode


def test_the_parts_of_a_street_may_stand_in_any_order(keys):
    found = keys({"street": "67 McGivern Crescent, Wyncliffe"},
                 {"street": "Wyncliffe 67 mcgivern crescent"})  # fmt: skip

    assert found["street"].nunique() == 1


def test_a_birth_date_in_the_future_is_still_compared(keys):
    assert keys({"birth_date": "2031-04-01"}).loc[0, "birth_date"] == "2031-04-01"


def test_every_key_is_there_whatever_is_known_and_records_are_sorted():
    found = match_keys(pd.DataFrame({"record_id": ["b", "a"]}))

    assert list(found) == ["record_id", "source", *KEYS]
    assert found["record_id"].tolist() == ["a", "b"]
    assert found[list(KEYS)].isna().all(axis=None)


@pytest.mark.parametrize("ids", [["a", "a"], ["a", None]])
def test_records_must_be_told_apart(ids):
    with pytest.raises(ValueError, match="record_id must name each record"):
        match_keys(pd.DataFrame({"record_id": ids}))


def test_records_need_an_id():
    with pytest.raises(ValueError, match="need a column record_id"):
        match_keys(pd.DataFrame({"name": ["Ana"]}))
