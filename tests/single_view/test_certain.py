import pandas as pd

from helpers.single_view.certain import certain_links


def pairs_in(links):
    return list(links[["record_l", "record_r"]].itertuples(index=False, name=None))


def test_one_mailbox_under_one_name_is_one_person(keys):
    found = keys({"email": "li.wei@x.example", "name": "李伟"},
                 {"email": "liwei@x.example", "name": "Wei Li"})  # fmt: skip

    links = certain_links(found)

    assert pairs_in(links) == [("r0", "r1")]
    assert links["why"].tolist() == ["email"]


def test_a_mailbox_with_two_names_links_only_those_of_one_name(keys):
    mailbox = {"email": "home@x.example"}
    found = keys(*(mailbox | {"name": name} for name in ("Ana Diaz", "Ben Diaz", "Diaz Ana")))

    assert pairs_in(certain_links(found)) == [("r0", "r2")]


def test_a_record_without_a_name_goes_with_the_only_name_of_its_mailbox(keys):
    known, nameless = {"email": "a@x.example", "name": "Ana Diaz"}, {"email": "a@x.example"}

    assert pairs_in(certain_links(keys(known, nameless))) == [("r0", "r1")]
    two_names = keys(known, nameless, nameless, known | {"name": "Ben Day"})
    assert certain_links(two_names).empty


def test_records_with_one_mark_are_linked_each_pair_once(keys):
    found = keys({}, {}, {}, {"name": "Ana Diaz"})
    marks = pd.DataFrame({
        "record_id": ["r2", "r0", "r1", "r0", "r1", "r3", "gone"],
        "why": ["order", "order", "device", "device", "order", "device", "order"],
        "mark": ["#1", "#1", "d", "d", "#1", None, "#1"],
    })  # fmt: skip

    links = certain_links(found, marks)

    assert pairs_in(links) == [("r0", "r1"), ("r0", "r2")]
