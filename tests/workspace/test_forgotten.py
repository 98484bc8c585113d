"""The list of who is to be forgotten holds pseudonyms, and one key alone can read it."""

import pytest

from helpers.workspace import PrivacyError, forgotten
from helpers.workspace.settings import settings


def test_most_companies_forget_nobody(own_root):
    assert forgotten.forgotten("shop") == frozenset()


def test_who_was_remembered_once_stays_on_the_list(own_root):
    forgotten.remember("shop", ["b", "a"])
    forgotten.remember("shop", ["c", "a"])

    assert forgotten.forgotten("shop") == {"a", "b", "c"}
    assert len(forgotten.list_file("shop").read_text().splitlines()) == 4


def test_a_list_of_another_key_is_refused_because_it_would_bring_people_back(own_root, monkeypatch):
    forgotten.remember("shop", ["a"])
    monkeypatch.setenv("HELPERS_KEY", "z" * 40)
    settings.cache_clear()

    with pytest.raises(PrivacyError, match="another pseudonym key"):
        forgotten.forgotten("shop")

    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("text", ["", "pseudonym\na\n", "key_id,pseudonym\na\n"])
def test_a_damaged_list_is_refused(own_root, text):
    path = forgotten.list_file("shop")
    path.parent.mkdir(parents=True)
    path.write_text(text)

    with pytest.raises(PrivacyError, match="is damaged"):
        forgotten.forgotten("shop")


def test_what_was_cut_short_is_to_be_finished_first(own_root):
    forgotten.refuse_unfinished("shop")
    path = forgotten.journal_file("shop")
    path.parent.mkdir(parents=True)
    path.write_text("{}")

    with pytest.raises(PrivacyError, match="forget --company shop --resume"):
        forgotten.refuse_unfinished("shop")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Ana Diaz", "diaz, ANA", True), ("王小明", "小明 王", True), ("Ana Diaz", "Ana Dias", False)],
)
def test_a_name_is_one_in_whichever_order_it_is_written(one, other, same):
    assert (forgotten.name_pseudonym(one) == forgotten.name_pseudonym(other)) is same
