import pytest

from helpers.workspace import InputError, UsageError
from helpers.workspace.source import load_source

LINES = """table = "order_lines"
exact_repeats = "keep"
columns = { order_id = "id" }"""


def swapped(text, old, new):
    assert old in text
    return text.replace(old, new)


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
