from helpers.runner.summary import summary


def test_the_summary_tells_of_each_chapter_what_it_took_found_or_lacked():
    became = {
        "2026Q2/01_first": {"status": "published", "findings": 3},
        "2026Q2/02_second": {"status": "missing", "findings": 0, "missing": ["contacts"]},
        "2026Q3/01_first": {"status": "published", "findings": 1},
    }

    lines = summary(
        list(became), {"2026Q2/01_first": 11.26, "2026Q2/02_second": 0.4}, became,
        seconds=72, workers=2,
    )  # fmt: skip

    assert lines == [
        "2026Q2",
        "  01_first             11.3 s  3 findings",
        "  02_second           not run  lacks contacts (its page says what to add)",
        "2026Q3",
        "  01_first          unchanged  1 finding",
        "2 of 3 chapters ran in 1 min 12 s with 2 workers: 4 findings.",
    ]
