import pytest

from helpers.personas.profile import mapping
from helpers.personas.profile.mapping import formed, load_mapping, subject_of_words


def test_every_kind_conclusion_and_question_of_the_card_has_a_subject():
    told = load_mapping()

    subjects = told.subjects.values()
    assert {one.kind for one in subjects} == set(told.kinds)
    assert {one.conclusion for one in subjects} == set(told.conclusions)
    assert {one.card_item for one in subjects} - {""} == set(told.card_items)
    assert len(told.card_items) == 10


@pytest.mark.parametrize(("words", "subject"), [
    ("Q1. I plan my weekends around being outdoors", "enjoys"),  # longer than "weekends"
    ("How do you spend your weekends?", "weekends"),
    ("Average basket", "attitude"),  # "age" is a word, not letters within one
    ("您的年龄段", "age"),
    ("我会比价再买", "compares"),
    ("Something that nobody foresaw", "attitude"),
])  # fmt: skip
def test_a_question_is_known_by_the_longest_words_that_it_holds(words, subject):
    assert subject_of_words(words).name == subject


def test_a_subject_of_a_kind_that_there_is_not_is_refused_with_those_that_there_are(tmp_path):
    broken = mapping.CARD.read_text(encoding="utf-8").replace(
        'kind = "demographic"', 'kind = "astrological"', 1
    )
    path = tmp_path / "card.toml"
    path.write_text(broken, encoding="utf-8")

    with pytest.raises(ValueError, match="'age': kind is 'astrological'; choose one of demograph"):
        load_mapping(path)


def test_a_subject_formed_the_personas_where_one_of_its_blocks_did():
    subjects = load_mapping().subjects

    assert formed(subjects["code"], frozenset({"code", "time"}))
    assert not formed(subjects["age"], frozenset({"code", "time"}))
