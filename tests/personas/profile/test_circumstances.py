import ibis
import pandas as pd

from helpers.evidence.traits import WideTraits
from helpers.personas.profile import circumstances

PEOPLE = pd.Index(["ann", "bob", "cat"])
WHOSE = pd.Series({"p1": "ann", "p2": "bob", "p3": "bob"})


def test_places_are_shares_of_those_whose_place_is_known():
    people = pd.DataFrame({"customer_id": ["ann", "bob", "cat"], "country": ["CN", "CN", "US"],
                           "province": ["GD", None, None], "city": None})  # fmt: skip

    country, province, city = circumstances.placed(people, PEOPLE)

    assert country.values["CN"].tolist() == [1, 1, 0]
    assert province.values["GD"].notna().tolist() == [True, False, False]
    assert city.values.shape == (3, 0)


def test_a_figure_of_places_is_a_customer_s_by_its_people():
    told = pd.DataFrame({"person_id": ["p1", "p2", "p3"], "name": "income",
                         "value": [10.0, 20.0, 30.0]})  # fmt: skip

    (item,) = circumstances.surrounded(told, WHOSE, PEOPLE)

    assert item.name == "place:income"
    assert item.values["mean"].tolist()[:2] == [10, 25]


def test_silence_is_no_consent_and_whom_no_list_knows_is_missing():
    told = pd.DataFrame({"person_id": ["p1", "p2", "p2"], "channel": ["email", "email", "sms"],
                         "newest_state": ["granted", "unknown", "refused"]})  # fmt: skip

    (item,) = circumstances.reachable(told, WHOSE, PEOPLE)

    assert item.values["email"].tolist()[:2] == [1, 0]
    assert item.values.loc["cat"].isna().all()
    assert circumstances.reachable(told.head(0), WHOSE, PEOPLE) == []


def test_of_two_memberships_the_newer_tells_the_tier():
    rows = [("ann", "Green", "2025-01-01", "m1"), ("ann", "Gold", "2026-01-01", "m2"),
            ("bob", None, "2026-01-01", "m3")]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["customer_id", "tier", "event_day", "contact_id"])

    (item,) = circumstances.in_tiers(ibis.memtable(frame), PEOPLE)

    assert item.values["Gold"].tolist()[0] == 1
    assert list(item.values) == ["Gold"]


def test_traits_are_flags_numbers_and_words_each_where_its_name_belongs():
    frame = pd.DataFrame({"Response": [1.0, 0.0, 1.0], "Year_Birth": [1980.0, 1990.0, 2000.0],
                          "Marital_Status": ["Single", "Married", None]}, index=PEOPLE)  # fmt: skip
    types = pd.Series({"Response": "flag", "Year_Birth": "number", "Marital_Status": "word"})

    flag, number, word = circumstances.listed(WideTraits(frame, types), PEOPLE)

    assert (flag.name, flag.flags, flag.subject.kind) == ("column:Response", True, "behavioural")
    assert (number.form, number.subject.name) == ("number", "age")
    assert word.values["Married"].tolist()[:2] == [0, 1]
    assert word.subject.kind == "demographic"
