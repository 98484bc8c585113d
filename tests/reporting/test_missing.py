from helpers.reporting import missing
from helpers.reporting.wording import Wording


def write(path, run, **options):
    missing.write_missing_page(
        path,
        question="Who buys?",
        missing=["orders", "costs"],
        company="demo",
        **{**run, **options},
    )
    return path.read_text(encoding="utf-8")


def test_the_page_says_what_is_missing_and_what_to_put_where(tmp_path, run):
    page = write(tmp_path / "06_value.html", run)

    assert "<h1>Who buys?</h1>" in page
    assert "<code>orders</code>" in page and "<code>costs</code>" in page
    assert "What to put into data/raw/demo" in page
    assert "Shopify order export" in page


def test_the_page_speaks_chinese(tmp_path, run):
    page = write(tmp_path / "06_value.html", run, language="zh")

    assert "缺少什么" in page


def test_a_table_without_words_of_its_own_is_named():
    words = missing.what_to_add("costs", Wording("en"))

    assert "the table “costs”" in words
