import json
import threading
from datetime import date

import pandas as pd
import pytest

from helpers.workspace import InputError, MissingTable, UsageError, contracts, open_desk, paths
from helpers.workspace.settings import settings

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


@pytest.fixture(autouse=True)
def acme(declare, source_text):
    return declare(source_text)


@pytest.fixture
def staged(root, monkeypatch):
    monkeypatch.setenv("HELPERS_STAGE", str(paths.work("acme")))
    monkeypatch.setenv("HELPERS_TOKEN", "t0ken")
    settings.cache_clear()


def desk(period="2026Q3", **options):
    return open_desk("05_segmentation", "acme", period, **options)


def ignored(*files):
    return pd.DataFrame({"file": list(files), "why": "x"})


def explanation(grouping):
    columns = contracts.empty("group_explanation")
    return columns.reindex([0]).assign(grouping=grouping, groups=3, customers=9, grade="B")


def published(desk, name, frame, period="2026Q3"):
    """Put a table where the runner publishes."""
    from helpers.workspace import tables

    contract = contracts.load(name)
    path = tables.table_path(paths.processed("acme"), period, contract)
    tables.write_table(frame, contract, path)


def test_the_as_of_day_is_the_periods_last_or_the_last_of_the_data():
    assert desk("2026Q2").as_of == date(2026, 6, 30)
    assert desk("2026Q3").as_of == date(2026, 9, 30)


def test_a_period_that_the_data_reach_only_into_is_not_complete(declare, source_text):
    declare(source_text.replace("2026-09-30", "2026-08-14"))

    begun = desk()

    assert (begun.as_of, begun.complete) == (date(2026, 8, 14), False)


def test_a_period_wholly_after_the_data_is_refused():
    with pytest.raises(InputError, match="2026Q4 begins on 2026-10-01, but the data reach only to"):
        desk("2026Q4")


@pytest.mark.parametrize(
    ("as_of", "told"), [("30/09/2026", "is not a day: write it like"), ("2026-06-30", "not lie in")]
)
def test_a_wrong_as_of_day_is_refused(as_of, told):
    with pytest.raises(UsageError, match=told):
        desk(as_of=as_of)


def test_outside_the_runner_a_table_is_written_as_a_draft_and_read_first(capsys):
    here = desk()
    published(here, "ignored_files", ignored("published"))

    here.write("ignored_files", ignored("draft"))
    found = here.read("ignored_files")

    assert found["file"].tolist() == ["draft"]
    assert capsys.readouterr().out == "ignored_files: read from a draft\n"
    assert (here.reads, here.writes) == (["ignored_files"], ["ignored_files"])
    draft = paths.processed("acme") / ".draft" / "canonical" / "ignored_files.parquet"
    assert draft.exists()


def test_a_draft_of_a_period_lies_in_that_period():
    here = desk()

    here.write("group_explanation", explanation("by spend"))

    assert (paths.processed("acme") / "2026Q3/.draft/group_explanation.parquet").exists()
    assert here.folder == paths.processed("acme") / "2026Q3" / ".draft"


def test_in_the_runner_tables_go_to_the_build_area_and_drafts_are_not_read(staged):
    here = desk()
    published(here, "group_explanation", explanation("published"))
    here.write("group_explanation", explanation("built"))

    assert here.read("group_explanation")["grouping"].tolist() == ["built"]
    assert (paths.work("acme") / "2026Q3/tables/group_explanation.parquet").exists()


def test_in_the_runner_what_was_published_before_is_no_substitute_for_what_is_built(staged):
    here = desk()
    published(here, "group_explanation", explanation("published"))

    with pytest.raises(MissingTable, match="`group_explanation`"):
        here.read("group_explanation")


@pytest.mark.parametrize("where", ["runner", "notebook"])
def test_a_table_of_the_period_before_is_the_published_one(where, request):
    if where == "runner":
        request.getfixturevalue("staged")
    here = desk()
    published(here, "group_explanation", explanation("before"), period="2026Q2")

    found = here.read("group_explanation@previous")

    assert found["grouping"].tolist() == ["before"]
    assert here.reads == ["group_explanation@previous"]


def test_private_tables_of_a_quarter_lie_apart_from_those_of_another(staged):
    known = contracts.empty("customer_details").reindex([0]).assign(person_id="p")
    quarters = desk("2026Q2"), desk("2026Q3")

    for here, name in zip(quarters, ("Al", "Bo"), strict=True):
        here.write("customer_details", known.assign(name=name))

    assert [here.read("customer_details")["name"].item() for here in quarters] == ["Al", "Bo"]
    folder = paths.work("acme") / "private_2026Q3"
    assert (folder / "customer_details.parquet").exists()
    assert folder.stat().st_mode & 0o077 == 0


def test_a_private_draft_of_a_quarter_lies_in_the_private_area():
    known = contracts.empty("customer_details").reindex([0]).assign(person_id="p", name="Al")
    here = desk()

    here.write("customer_details", known)

    folder = paths.processed("acme") / "private_2026Q3" / ".draft"
    assert here.read("customer_details")["name"].item() == "Al"
    assert folder.is_dir() and folder.stat().st_mode & 0o077 == 0


def test_only_previous_may_stand_behind_a_tables_name():
    with pytest.raises(ValueError, match="group_explanation@previous"):
        desk().read("group_explanation@before")


def test_a_missing_table_names_the_command_that_makes_it():
    with pytest.raises(MissingTable, match="run `make reports COMPANY=acme PERIOD=2026Q2`"):
        desk().read("segments@previous")


def test_order_lines_come_netted_as_known_on_the_day(line, reversal):
    here = desk()
    here.write("order_lines", pd.DataFrame([line("#1", date(2026, 7, 1)),
                                            line("#2", date(2026, 8, 20))]))  # fmt: skip
    here.write("reversals", pd.DataFrame([reversal("#1", date(2026, 8, 5), units=1, amount=10.0)]))

    before, after = (
        here.read("order_lines", as_of=day).to_pandas().set_index("order_id")["net_quantity"]
        for day in (date(2026, 8, 4), date(2026, 8, 31))
    )

    assert before.to_dict() == {"#1": 2} and after.to_dict() == {"#1": 1, "#2": 2}


def test_order_lines_come_as_they_were_sold_where_that_is_asked(line, reversal):
    here = desk()
    here.write("order_lines", pd.DataFrame([line("#1", date(2026, 7, 1))]))
    here.write("reversals", pd.DataFrame([reversal("#1", date(2026, 8, 5), units=1, amount=10.0)]))

    sold = here.read("order_lines", gross=True)

    assert sold.to_pandas()["quantity"].tolist() == [2]
    assert not {"net_quantity", "net_amount"} & set(sold.columns)


def test_a_customer_sized_table_comes_as_a_table_of_the_engine_where_that_is_asked(staged):
    here = desk()
    here.write("group_explanation", explanation("built"))

    told = here.read("group_explanation", in_engine=True)

    assert told.select("grouping").to_pandas()["grouping"].tolist() == ["built"]


def test_reversals_are_those_that_the_newest_delivery_in_time_makes_known(line, reversal):
    here = desk()
    july, october = date(2026, 7, 6), date(2026, 10, 5)
    here.write("order_lines", pd.DataFrame([line("#1", date(2026, 7, 1), delivery=july),
                                            line("#2", delivery=october)]))  # fmt: skip
    here.write("reversals", pd.DataFrame([
        reversal("#1", date(2026, 7, 2), delivery=july, amount=1.0),
        reversal("#1", date(2026, 7, 2), delivery=october, amount=2.0),
    ]))  # fmt: skip

    early, late = (
        here.read("reversals", as_of=day).to_pandas()["amount"].astype(float).tolist()
        for day in (date(2026, 8, 1), date(2026, 9, 30))
    )

    assert (early, late) == ([1.0], [2.0])


def test_the_future_cannot_be_read():
    with pytest.raises(ValueError, match="as_of 2026-10-01 is later than the desk's 2026-09-30"):
        desk().read("order_lines", as_of=date(2026, 10, 1))


def test_closing_leaves_a_mark_with_the_token_and_what_was_used(staged):
    here = desk()
    here.write("ignored_files", ignored("a"))
    here.keep("orders")
    here.read("ignored_files")

    here.close(findings=3)

    mark = json.loads((paths.work("acme") / "2026Q3/marks/05_segmentation.json").read_text())
    assert mark == {"token": "t0ken", "reads": ["ignored_files"],
                    "writes": ["ignored_files", "orders"], "findings": 3}  # fmt: skip


def test_a_thread_that_failed_in_the_background_keeps_the_chapter_from_closing():
    here = desk()
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

    with pytest.raises(RuntimeError, match="a background thread failed: ZeroDivisionError"):
        here.close()

    assert not (here.folder / "marks").exists()


def test_an_optional_table_that_is_not_there_has_no_rows():
    events, customers = desk().read("contacts?"), desk().read("segments@previous?")

    assert events.count().to_pandas() == 0
    assert customers.empty
    assert list(customers) == list(contracts.load("segments").columns)


def test_an_optional_table_that_is_there_is_read():
    published(desk(), "ignored_files", ignored("a.csv"))

    assert desk().read("ignored_files?")["file"].tolist() == ["a.csv"]


def identities():
    return pd.DataFrame({
        "record_id": ["anna"], "contact_id": [None], "source_customer_id": ["anna"],
        "source": ["orders"], "person_id": ["p1"], "customer_id": ["p1"], "owns_number": [True],
        "why": ["alone"], "probability": [None],
    }).astype({"contact_id": "str", "probability": "float64"})  # fmt: skip


def test_lines_come_by_customer_where_that_is_asked_for(line, reversal):
    here = desk()
    here.write("order_lines", pd.DataFrame([line("#1"), line("#2", customer_id="ben")]))
    here.write("reversals", pd.DataFrame([reversal("#1", units=1, amount=10.0)]))
    here.write("identities", identities())

    found = here.read("order_lines", by_customer=True).order_by("order_id").to_pandas()

    assert found["customer_id"].tolist() == ["p1", "ben"]
    assert found["net_quantity"].tolist() == [1, 2]
    assert here.reads == ["identities", "order_lines"]


def test_reading_by_customer_needs_to_know_who_is_who(line):
    here = desk()
    here.write("ignored_files", ignored("a"))

    with pytest.raises(MissingTable, match="`identities`"):
        here.read("ignored_files", by_customer=True)


def contact(delivery, customer):
    told = contracts.load("contacts").columns
    usual = {"text": "x", "flag": False, "integer": 1, "day": delivery}
    frame = pd.DataFrame({name: [usual[column.type]] for name, column in told.items()})
    one_of = {"kind": "customer", **dict.fromkeys(
        ("name_quality", "email_quality", "phone_quality"), "good")}  # fmt: skip
    return frame.assign(contact_id="k1", customer_id=customer, **one_of)


def test_what_earlier_deliveries_told_comes_where_that_is_asked_for():
    here = desk()
    versions = [contact(date(2026, 7, 6), "old"), contact(date(2026, 10, 5), "new")]
    here.write("contacts", pd.concat(versions))

    newest = here.read("contacts").to_pandas()["customer_id"]
    every = here.read("contacts", every_version=True).to_pandas()["customer_id"]
    early = here.read("contacts", every_version=True, as_of=date(2026, 7, 31)).to_pandas()

    assert newest.tolist() == ["new"] and sorted(every) == ["new", "old"]
    assert early["customer_id"].tolist() == ["old"]


def test_decisions_are_read_from_the_file_that_analysts_write():
    path = paths.decisions("acme", "same_person")
    path.parent.mkdir(parents=True)
    path.write_text("record,other_record,same,decided_by,day,note\na,b,no,AB,2026-01-05,\n")

    found = desk().read("same_person?")

    assert found["same"].tolist() == [False]
