import re

from helpers.demo import phrases


def test_every_aspect_has_praise_and_complaint_in_both_languages():
    for book in (phrases.PRAISE, phrases.COMPLAINT):
        assert len(book) == len(phrases.ASPECTS)
        for english, chinese in book:
            assert min(len(english), len(chinese)) >= 6
            assert all(text.isascii() for text in english)
            assert all(re.search("[\u4e00-\u9fff]", text) for text in chinese)


def test_no_phrase_is_said_of_two_aspects_or_in_two_moods():
    said = [text for book in (phrases.PRAISE, phrases.COMPLAINT) for aspect in book
            for language in aspect for text in language]  # fmt: skip

    assert len(said) == len(set(said))
