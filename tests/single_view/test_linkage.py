import pandas as pd
import pytest

from helpers.single_view.linkage import link_records
from helpers.single_view.quality import cluster_quality
from helpers.workspace import settings


@pytest.fixture(scope="module")
def found(two_sources):
    """What is found of 250 people in two sources."""
    return link_records(two_sources[0])


def test_people_are_found_in_two_sources(found, two_sources):
    quality = cluster_quality(found.people, two_sources[1])

    assert quality.precision > 0.99
    assert quality.f1 > 0.97


def test_the_order_of_the_records_and_the_threads_make_no_difference(
    found, two_sources, monkeypatch
):
    monkeypatch.setenv("HELPERS_THREADS", "1")
    settings.settings.cache_clear()

    again = link_records(two_sources[0].sample(frac=1, random_state=1))

    monkeypatch.undo()
    settings.settings.cache_clear()
    pd.testing.assert_series_equal(again.people, found.people)
    pd.testing.assert_frame_equal(again.pairs, found.pairs, check_exact=True)


def test_ten_thousand_people_with_one_placeholder_phone_are_ten_thousand(people):
    crowd = people(*({"name": f"P{n // 676}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)} "
                      f"{chr(97 + n % 23)}{chr(97 + n % 19)}", "phone": "+8613812312312",
                      "email": f"user{n}@x.example"} for n in range(10_000)))  # fmt: skip

    found = link_records(crowd)

    assert found.people.nunique() == 10_000
    assert found.placeholders.to_numpy().tolist() == [["phone", "shared", 1, 10_000]]


def test_records_with_nothing_in_common_each_stand_alone(people):
    found = link_records(people({"name": "Ana Diaz"}, {"phone": "+12065551234"}))

    assert found.people.nunique() == 2
    assert found.pairs.empty
    assert found.model == {}


@pytest.mark.parametrize("records", [[], [{"name": "Ana Diaz", "email": "a@x.example"}]])
def test_one_record_or_none_is_no_difficulty(people, records):
    details = people(*records) if records else pd.DataFrame({"record_id": []}, dtype="str")

    assert len(link_records(details).people) == len(records)


def test_a_source_with_one_row_finds_its_person(two_sources):
    details, _ = two_sources
    one = details.iloc[[0]].assign(record_id="new", source="new", phone=None)

    found = link_records(pd.concat([details, one]))

    assert found.people["new"] == found.people["shop-0000"]


def test_what_an_analyst_decided_holds(two_sources):
    details = two_sources[0]
    together = pd.DataFrame({"record_l": ["crm-0001"], "record_r": ["crm-0002"]})
    apart = pd.DataFrame({"record_l": ["crm-0003"], "record_r": ["shop-0003"]})

    found = link_records(details, together=together, apart=apart)

    assert found.people["crm-0001"] == found.people["crm-0002"]
    assert found.people["crm-0003"] != found.people["shop-0003"]
