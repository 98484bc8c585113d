import pytest

from helpers.workspace import UsageError, paths


def test_every_folder_lies_below_the_root(root):
    folders = [paths.raw("a"), paths.truth("a"), paths.processed("a"), paths.reports("a"),
               paths.work("a"), paths.reports()]  # fmt: skip

    assert all(folder.is_relative_to(root) for folder in folders)


@pytest.mark.parametrize("name", ["", "..", "../other", "a/b", "Acme", ".hidden", "a b", "_"])
def test_a_name_that_could_lead_out_is_refused(name):
    with pytest.raises(UsageError, match="is not a company's name"):
        paths.raw(name)


def test_companies_are_the_folders_with_a_declaration(declare):
    declare("", company="b")
    declare("", company="a")
    paths.raw("c").mkdir()

    assert paths.companies() == ["a", "b"]
