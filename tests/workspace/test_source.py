import pytest

from helpers.workspace import InputError, UsageError
from helpers.workspace.source import declared_files, ignored_files, load_source, undeclared_files

LINES = """table = "order_lines"
exact_repeats = "keep"
columns = { order_id = "id" }"""


def swapped(text, old, new):
    assert old in text
    return text.replace(old, new)


def test_files_that_no_entry_reads_or_ignores_are_listed_the_draft_left_out(declare, source_text):
    folder = declare(source_text, ["people.csv", "new.csv", "source.draft.toml", ".hidden"])

    assert undeclared_files("acme", load_source("acme")) == [folder / "new.csv"]
    assert undeclared_files("acme", None) == [folder / "new.csv", folder / "people.csv"]


def test_a_company_without_a_declaration_is_refused_with_the_names_of_those_that_have_one(declare):
    declare("", company="northbound")

    with pytest.raises(UsageError, match=r"company 'nortbound' .*companies here: northbound"):
        load_source("nortbound")


def test_a_declaration_that_is_no_toml_names_the_file_and_the_place(declare):
    declare("title = \n")

    with pytest.raises(InputError, match=r"data/raw/acme/source.toml is not valid TOML: .*line 1"):
        load_source("acme")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('currency = "CNY"\n', "", "currency: is not declared: add it"),
        ('"CNY"', '"yuan"', "currency: String should match pattern"),
        ('"Asia/Shanghai"', '"Asia/Shangai"', "time_zone: is no known time zone"),
        ("2026-09-30\n", "2026-09-31\n", "is not valid TOML"),
        ("title", "titel", "titel: is not known here"),
        ('"csv"', '"cvs"', "entry 1: cvs is no kind of file that can be mapped .csv, excel"),
        ('encoding = "utf-8"\n', "", 'entry 1: encoding is not declared: write encoding = "utf-8"'),
        ('"utf-8"', '"utf-9"', "files, entry 1, encoding: is no known encoding"),
        ("received = 2026-10-05\n", "", "files, entry 1, received: is not declared"),
        ("2026-10-05", '"yesterday"', "files, entry 1, received: is not a day: write it like"),
        ("2026-10-05", '"folder"\ndata_through = 2026-10-05', "data_through has no meaning for"),
        ('path = "people.csv"', 'path = "../people.csv"', "path: must lie in the company's folder"),
        ('path = "people.csv"', 'path = "/people.csv"', "path: must lie in the company's folder"),
        ('path = "people.csv"', 'path = ""', "path: must lie in the company's folder"),
        ('table = "contacts"\n', "", 'needs columns and a table, such as "order_lines"'),
        ('encoding = "utf-8"', 'encoding = "utf-8"\ndelimiter = "||"', "delimiter: String should"),
        ('encoding = "utf-8"', 'encoding = "utf-8"\nsheet = "a"', "sheet has no meaning for csv"),
        ('encoding = "utf-8"', 'encoding = "utf-8"\nexact_repeats = "keep"',
         "exact_repeats has no meaning for csv with contacts"),
        ('encoding = "utf-8"', 'encoding = "utf-8"\ndata_through = 2026-10-06',
         "data_through lies after received"),
        ('[[files]]', 'files = ["people.csv"]\n[[more]]', "files, entry 1: Input should be"),
        ('[[files]]', '[exchange_rates]\nUSD = 0\n[[files]]',
         "exchange_rates, USD: .*greater than"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_entry_and_what_to_write(declare, source_text, old, new, told):
    declare(swapped(source_text, old, new))

    with pytest.raises(InputError, match=told) as caught:
        load_source("acme")

    assert "data/raw/acme/source.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('merchandise = "["', "merchandise: is no regular expression"),
        ('time_zone = "Peking"', "entry 1, time_zone: is no known time zone"),
        ('currency = "euro"', "entry 1, currency: String should match"),
        ('date_format = { day = ["%d/%m/%Y", "%m/%d/%y"] }', "day-first and month-first"),
        ('date_format = { day = ["%Y-%m-%d", "%Y-%d-%m"] }', "day-first and month-first"),
        ('date_format = { day = "%Y-%m" }', "lacks the year, month or day"),
        ('date_format = { day = "%z %Y-%m-%d" }', "a directive that is not read here"),
        ('date_format = { day = "%Y-%m-%d %Z" }', "a directive that is not read here"),
        ("overlaps = [{ first_day = 2026-02-02, last_day = 2026-02-01, copies = 2, why = 'x' }]",
         "last_day lies before first_day"),
        ("overlaps = [{ first_day = 2026-02-02, last_day = 2026-02-03, copies = 1, why = 'x' }]",
         "copies: Input should be greater than or equal to 2"),
    ],
)  # fmt: skip
def test_a_mistake_about_order_lines_is_told(declare, source_text, more, told):
    text = swapped(source_text, 'table = "contacts"\n', f"{more}\n")
    declare(swapped(text, 'columns = { contact_id = "id" }', LINES))

    with pytest.raises(InputError, match=told):
        load_source("acme")


def test_exact_repeats_of_order_lines_must_be_declared(declare, source_text):
    text = swapped(source_text, '"contacts"', '"order_lines"')
    declare(text)

    with pytest.raises(InputError, match='exact_repeats is not declared: write "keep" or "once"'):
        load_source("acme")


@pytest.mark.parametrize(
    "formats", ['"%d/%m/%Y"', '["%Y-%m-%d", "%d/%m/%Y"]', '["%d/%m/%Y", "%d.%m.%y"]',
                '["%b %d, %Y", "%d/%m/%Y"]', '["%Y-%m-%dT%H:%M:%S%z", "%Y%m%d"]'],
)  # fmt: skip
def test_formats_that_agree_on_the_order_of_day_and_month_go_together(
    declare, source_text, formats
):
    declare(source_text + f"date_format = {{ day = {formats} }}\n")

    assert load_source("acme").files[0].date_format["day"]


def test_all_mistakes_are_told_at_once(declare, source_text):
    declare(swapped(swapped(source_text, '"CNY"', '"yuan"'), '"utf-8"', '"utf-9"'))

    with pytest.raises(InputError, match=r"(?s)currency: .*encoding: "):
        load_source("acme")


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
