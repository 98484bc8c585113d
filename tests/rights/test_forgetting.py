"""Forgetting leaves nothing of a person, and everything of everybody else."""

import shutil
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers import intake
from helpers.intake.reading import ERASED
from helpers.rights import forgetting, person
from helpers.workspace import PrivacyError, contracts, forgotten, tables
from helpers.workspace.errors import InputError

# Accounts of the rows that came in, which say that some are gone.
ACCOUNTS = ("intake_ledger", "rejected", "rejected_text")


class Killed(Exception):
    """A kill at a step."""


def taken_in(company):
    found = intake.take_in(company.name, company.source)
    return {name: table.to_pandas() for name, table in found.items()}


def meant_by(company):
    start = person.ids_of("email", company.who, "CN")
    return forgetting.meant(company.name, start, kind="email")


def about(frame, ids):
    """Return which rows of a table carry an id of somebody."""
    told = [name for name in frame if frame[name].dtype in ("str", object)]
    return frame[told].isin(list(ids)).any(axis="columns")


def paths_of(company, name):
    contract = contracts.load(name)
    return [
        tables.table_path(base, "2026Q3", contract)
        for base in (company.processed, company.processed / ".work")
    ]


@pytest.fixture(scope="module")
def story(shared_company, tmp_path_factory):
    """Before, a person forgotten, after, and the same files delivered once more."""
    company, backup = shared_company, tmp_path_factory.mktemp("backup") / "raw"
    stray = company.raw / "2026-07-06" / "payouts.csv"
    stray.write_text(f"who,amount\nanna@example.org,1\n{company.who},2\n", encoding="utf-8")
    stray.chmod(0o600)
    shutil.copytree(company.raw, backup)
    made = intake.take_in(company.name, company.source)
    before = {name: table.to_pandas() for name, table in made.items()}
    for name, table in made.items():
        for path in paths_of(company, name):
            tables.write_table(table, contracts.load(name), path)
    told = company.processed / "told" / "1"
    told.mkdir(parents=True)
    (told / "known.json").write_text(company.who, encoding="utf-8")
    who, traces, files = meant_by(company)
    forgetting.begin(company.name, traces)
    report = forgetting.finish(company.name, traces, files)
    cut = {name: [pd.read_parquet(path) for path in paths_of(company, name)] for name in before}
    after, text = taken_in(company), stray.read_text(encoding="utf-8")
    mode = stray.stat().st_mode & 0o777
    shutil.copytree(backup, company.raw, dirs_exist_ok=True)
    again = taken_in(company)
    return SimpleNamespace(
        company=company, before=before, traces=traces, report=report, cut=cut, after=after,
        again=again, stray=text, mode=mode, told=told,
    )  # fmt: skip


def test_a_search_of_every_byte_finds_nothing_afterwards(story):
    assert story.report.searched.found == []
    assert story.report.searched.unread == []
    assert story.report.searched.files > 60
    assert len(story.traces.sure) >= 3


def test_rows_of_everybody_else_stand_as_they_were(story):
    counted = 0
    for name in story.before.keys() - {*ACCOUNTS, "orders", "order_lines", "deals"}:
        theirs = about(story.before[name], story.traces.ids)
        left = story.before[name][~theirs].reset_index(drop=True)
        counted += theirs.sum()
        if name not in ("attributes", "deal_details"):
            pd.testing.assert_frame_equal(story.after[name], left, obj=name)

    assert counted > 50


def test_orders_keep_their_amounts_under_nobody(story):
    for name in ("orders", "order_lines"):
        before, after = story.before[name], story.after[name]
        theirs = before["customer_id"].isin(story.traces.ids)

        assert theirs.sum() > 1
        assert after.loc[theirs, "customer_id"].isna().all()
        pd.testing.assert_series_equal(
            after.loc[~theirs, "customer_id"], before.loc[~theirs, "customer_id"]
        )
        pd.testing.assert_frame_equal(
            after.drop(columns="customer_id"), before.drop(columns="customer_id")
        )


def test_tables_that_were_made_are_cut_as_they_are_made_anew(story):
    for name in story.after.keys() - {*ACCOUNTS}:
        for cut in story.cut[name]:
            pd.testing.assert_frame_equal(
                cut.astype(str), story.after[name].astype(str), obj=name, check_dtype=False
            )


def test_files_that_are_delivered_again_bring_nobody_back(story):
    for name in story.after.keys() - {*ACCOUNTS}:
        pd.testing.assert_frame_equal(story.again[name], story.after[name], obj=name)


def test_rows_that_come_back_are_accounted_for_by_a_rule_of_their_own(story):
    ledger, rejected = story.again["intake_ledger"], story.again["rejected"]
    texts = story.again["rejected_text"].merge(rejected, on=["file", "line"])

    parts = ledger[["accepted", "continuation", "repeated", "rejected"]].sum(axis="columns")
    assert parts.eq(ledger["rows_in"]).all()
    assert rejected["rule"].eq(ERASED).sum() > 50
    assert texts.loc[texts["rule"].eq(ERASED), "text"].eq("").all()


def test_the_list_holds_pseudonyms_and_no_value(story):
    text = forgotten.list_file(story.company.name).read_text(encoding="utf-8")

    assert not any(value in text for value in story.traces.sure | story.traces.likely)
    assert forgotten.forgotten(story.company.name) == story.traces.ids


def test_what_was_told_to_the_person_goes_too(story):
    assert not story.told.exists()


def test_a_file_that_nothing_reads_loses_the_words(story):
    assert story.stray == "who,amount\nanna@example.org,1\n,2\n"


def test_a_file_that_this_user_alone_may_read_stays_so(story):
    assert story.mode == 0o600


def killing_at(step):
    def at(told):
        if told == step:
            raise Killed

    return at


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*")
            if path.is_file()}  # fmt: skip


def test_a_kill_at_any_step_leaves_it_to_be_finished(company, tmp_path_factory):
    _, traces, files = meant_by(company)
    copy = tmp_path_factory.mktemp("copy") / "data"
    shutil.copytree(company.root / "data", copy)
    steps = []
    forgetting.begin(company.name, traces)
    forgetting.finish(company.name, traces, files, at=steps.append)
    expected = contents(company.raw)

    for step in ("remembered", steps[len(steps) // 2], "texts"):
        shutil.rmtree(company.root / "data")
        shutil.copytree(copy, company.root / "data")
        forgetting.begin(company.name, traces)
        with pytest.raises(Killed):
            forgetting.finish(company.name, traces, files, at=killing_at(step))
        with pytest.raises(PrivacyError, match="--resume"):
            forgotten.refuse_unfinished(company.name)

        left = forgetting.unfinished(company.name)
        report = forgetting.finish(company.name, left, person.read_all(company.name))

        assert report.searched.found == []
        assert contents(company.raw) == expected
        assert forgetting.unfinished(company.name) is None


def test_an_old_workbook_is_refused_before_anything_changes(own_root):
    (own_root / "data" / "raw" / "shop").mkdir(parents=True)
    told = forgetting.Traces(frozenset("i"), frozenset(), frozenset(), {"clients.xls": {2}})

    with pytest.raises(InputError, match="save it as .xlsx"):
        forgetting.begin("shop", told)

    assert forgetting.unfinished("shop") is None
