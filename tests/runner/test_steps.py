from helpers.runner.steps import label, raw_files, run_id, steps_of


def identity(tiny, key="key", changed=None, **chosen):
    request = tiny.request(**chosen)
    steps = steps_of(request, key)

    def made_from(task):
        files = {str(path): "same" for step in steps for path in step.outside}
        return files | {str(changed): "other"}

    return run_id(request.company, steps, made_from)


def test_a_run_is_named_after_all_that_it_is_made_from(tiny):
    names = {
        identity(tiny),
        identity(tiny, key="another"),
        identity(tiny, as_of="2026-06-29"),
        identity(tiny, language="zh"),
        identity(tiny, given=["02_second.size=6"]),
        identity(tiny, changed=tiny.raw / "orders.csv"),
        identity(tiny, changed=tiny.notebooks / "02_second.ipynb"),
    }

    assert len(names) == 7
    assert identity(tiny) in names


def test_only_the_first_chapter_depends_on_the_exports(tiny):
    first, second = steps_of(tiny.request(), "key")

    assert tiny.raw / "orders.csv" in first.outside
    assert tiny.raw / "orders.csv" not in second.outside
    assert tiny.raw / "source.toml" in second.outside


def test_ignored_exports_are_inputs_too(tiny):
    source = tiny.raw / "source.toml"
    source.write_text(source.read_text() + '[[ignore]]\npath = "old.csv"\nwhy = "replaced"\n')
    (tiny.raw / "old.csv").write_text("a\n")

    files = raw_files(tiny.request())

    assert [path.name for path in files] == ["old.csv", "orders.csv", "source.toml"]


def test_tables_of_this_period_and_of_the_one_before_lie_apart(tiny):
    tiny.chapter("02_second", "`orders`, `segments@previous`?", "`segments`")

    step = steps_of(tiny.request(), "key")[1]

    assert step.inside == [tiny.work / "canonical" / "orders.parquet"]
    assert tiny.processed / "2026Q1" / "segments.parquet" in step.outside
    assert tiny.processed / "2026Q1" / "manifest.json" in step.outside


def test_what_analysts_decided_is_an_input_of_the_chapter_that_reads_it_and_no_table(tiny):
    tiny.chapter("02_second", "`orders`, `same_person`?", "`segments`")

    first, second = steps_of(tiny.request(), "key")

    file = tiny.root / "data" / "decisions" / "tiny" / "same_person.csv"
    assert file in second.outside and file not in first.outside
    assert second.inside == [tiny.work / "canonical" / "orders.parquet"]


def test_only_a_chapter_with_company_wide_tables_waits_for_itself_in_the_earlier_quarter(tiny):
    earlier, later = tiny.request(period="2026Q1"), tiny.request()

    first, second = steps_of(later, "key", earlier=earlier)

    assert first.after == ["2026Q1/01_first"]
    assert second.after == ["2026Q2/01_first"]


def test_a_chapter_that_reads_the_quarter_before_waits_until_it_is_published(tiny):
    tiny.chapter("02_second", "`orders`, `segments@previous`?", "`segments`")
    earlier, later = tiny.request(period="2026Q1"), tiny.request()

    after = steps_of(later, "key", earlier=earlier)[1].after

    assert after == ["2026Q2/01_first", "2026Q1/publish"]


def test_labels_name_no_machine(tiny):
    assert label(tiny.raw / "orders.csv") == "data/raw/tiny/orders.csv"
