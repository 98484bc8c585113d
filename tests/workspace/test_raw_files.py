import pytest

from helpers.workspace import InputError
from helpers.workspace.raw_files import declared_files, ignored_files, undeclared_files
from helpers.workspace.source import load_source


def swapped(text, old, new):
    assert old in text
    return text.replace(old, new)


def files_of(folder_name="acme"):
    return declared_files(folder_name, load_source(folder_name))


def test_files_come_in_the_order_of_delivery_and_then_of_name(declare, source_text):
    early = source_text[source_text.index("[[files]]") :]
    early = swapped(swapped(early, "people.csv", "july/*.csv"), "2026-10-05", "2026-07-05")
    declare(source_text + early, ["people.csv", "july/b.csv", "july/a.csv"])

    assert [path.name for _, path in files_of()] == ["a.csv", "b.csv", "people.csv"]


def test_a_declared_file_that_is_not_there_is_named(declare, source_text):
    declare(source_text)

    with pytest.raises(InputError, match="data/raw/acme/people.csv is declared .* is not there"):
        files_of()


def test_a_file_that_is_not_declared_is_named_with_what_to_write(declare, source_text):
    declare(source_text, ["people.csv", "2026/more.csv"])

    with pytest.raises(InputError, match=r'data/raw/acme/2026/more.csv .*path = "2026/more.csv"'):
        files_of()


def test_a_pattern_of_deliveries_takes_the_day_of_each_from_its_folder(declare, source_text):
    text = swapped(source_text, "people.csv", "*/people.csv")
    declare(
        swapped(text, "2026-10-05", '"folder"'), ["2026-10-06/people.csv", "2026-07-05/people.csv"]
    )

    assert [str(declared.received) for declared, _ in files_of()] == ["2026-07-05", "2026-10-06"]


@pytest.mark.parametrize("name", ["people.csv", "july/people.csv", "2026-13-05/people.csv"])
def test_a_folder_that_is_no_day_cannot_tell_when_its_files_were_received(
    declare, source_text, name
):
    text = swapped(source_text, "people.csv", "**/people.csv")
    declare(swapped(text, "2026-10-05", '"folder"'), [name])

    with pytest.raises(InputError, match=f"acme/{name} has received .* its folder is no day: name"):
        files_of()


def test_what_a_company_pulls_is_declared_beside_its_files_and_is_none_of_them(
    declare, source_text
):
    declare(source_text, ["people.csv", "pull.toml", ".pull/state.json"])

    assert len(files_of()) == 1


def test_a_file_that_two_entries_find_is_refused(declare, source_text):
    again = source_text[source_text.index("[[files]]") :]
    declare(source_text + swapped(again, "people.csv", "*.csv"), ["people.csv"])

    with pytest.raises(InputError, match="people.csv is declared twice"):
        files_of()


def test_a_file_that_is_declared_and_ignored_is_refused(declare, source_text):
    declare(source_text + '[[ignore]]\npath = "*.csv"\nwhy = "x"\n', ["people.csv"])

    with pytest.raises(InputError, match="people.csv is both declared and ignored"):
        files_of()


def test_ignored_files_keep_their_reason(declare, source_text):
    folder = declare(
        source_text + '[[ignore]]\npath = "notes/*"\nwhy = "no data"\n', ["people.csv", "notes/a"]
    )

    assert ignored_files("acme", load_source("acme")) == [(folder / "notes/a", "no data")]
    assert len(files_of()) == 1


@pytest.mark.parametrize(
    "name", [".DS_Store", "sub/.DS_Store", "Thumbs.db", "desktop.ini", "~$people.xlsx",
             ".ipynb_checkpoints/people-checkpoint.csv"],
)  # fmt: skip
def test_what_a_system_leaves_behind_is_no_data_even_where_a_pattern_finds_it(
    declare, source_text, name
):
    declare(swapped(source_text, "people.csv", "**/*"), ["people.csv", name])

    assert [path.name for _, path in files_of()] == ["people.csv"]


def test_a_link_that_leads_out_of_the_folder_is_refused(declare, source_text, tmp_path):
    folder = declare(source_text)
    (tmp_path / "outside.csv").write_text("id\n1\n")
    (folder / "people.csv").symlink_to(tmp_path / "outside.csv")

    with pytest.raises(InputError, match="data/raw/acme/people.csv leads out of data/raw/acme"):
        files_of()


def test_a_file_named_after_somebody_is_refused_without_saying_whom(declare, source_text):
    folder = declare(source_text.replace("people.csv", "*.csv"))
    (folder / "ana@example.com.csv").write_text("x")

    with pytest.raises(InputError, match="holds an e-mail address") as refusal:
        declared_files("acme", load_source("acme"))

    assert "ana" not in str(refusal.value)


def test_files_that_no_entry_reads_or_ignores_are_listed_the_draft_left_out(declare, source_text):
    folder = declare(source_text, ["people.csv", "new.csv", "source.draft.toml", ".hidden"])

    assert undeclared_files("acme", load_source("acme")) == [folder / "new.csv"]
    assert undeclared_files("acme", None) == [folder / "new.csv", folder / "people.csv"]
