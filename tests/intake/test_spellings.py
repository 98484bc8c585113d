from helpers.intake import spellings
from helpers.intake.cells import plain


def every_list():
    return {name: told for name, told in vars(spellings).items() if name.isupper()}


def test_each_spelling_stands_once_in_its_list_however_it_is_written():
    for name, told in every_list().items():
        assert len({plain(word) for word in told}) == len(told), name


def test_what_is_common_is_known_in_english_and_in_chinese():
    for name, told in every_list().items():
        assert any(word.isascii() for word in told), name
        assert any(not word.isascii() for word in told), name
