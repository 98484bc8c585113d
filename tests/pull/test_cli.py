import subprocess
import sys
from datetime import date

import pytest
from loopback import Answer
from typer.testing import CliRunner

from helpers.pull import cli
from helpers.pull.delivery import Deliveries
from helpers.workspace import paths

COMPANY = ["--company", "acme"]
DAY = ["--received", "2026-10-05"]


def run(*arguments):
    return CliRunner().invoke(cli.app, arguments)


def test_a_pull_tells_what_it_brought_and_where_it_lies(source):
    source("zoho")

    done = run(*COMPANY, *DAY)

    assert done.exit_code == 0
    assert done.stdout == "zoho_contacts: 7 records\nDelivered: data/raw/acme/2026-10-05\n"


def test_a_pull_that_brings_nothing_says_so(source):
    source("zoho")
    run(*COMPANY, *DAY)

    same_day = run(*COMPANY, *DAY)
    next_day = run(*COMPANY, "--received", "2026-10-06")

    assert "2026-10-05 is there: a day has one delivery" in same_day.stdout
    assert next_day.stdout == "Nothing is new since the last delivery: nothing written\n"
    assert (same_day.exit_code, next_day.exit_code) == (0, 0)


def test_without_a_day_the_delivery_is_of_today(source, monkeypatch):
    class Clock(date):
        @classmethod
        def today(cls):
            return cls(2026, 12, 24)

    monkeypatch.setattr(cli, "date", Clock)
    source("zoho")

    assert "data/raw/acme/2026-12-24" in run(*COMPANY).stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [([*COMPANY, "--received", "yesterday"], "--received: 'yesterday' is not a day"),
     ([*COMPANY, *DAY], "company 'acme' has no data/raw/acme/pull.toml"),
     (["--company", "../x", *DAY], "is not a company's name")],
)  # fmt: skip
def test_what_is_named_wrongly_ends_with_2(arguments, told):
    done = run(*arguments)

    assert done.exit_code == 2
    assert told in done.stderr


def test_a_missing_secret_ends_with_2_and_names_the_variable(source, monkeypatch):
    source("zoho")
    monkeypatch.delenv("ZOHO_CLIENT_ID")

    done = run(*COMPANY, *DAY)

    assert (done.exit_code, "ZOHO_CLIENT_ID" in done.stderr) == (2, True)


def test_a_refusing_source_ends_with_3_and_a_busy_one_with_5(source):
    made = source("shopify")
    made.served.faults = [Answer(403, {}), *[Answer(503)] * 5]

    assert [run(*COMPANY, *DAY).exit_code for _ in range(3)] == [3, 5, 0]


def test_a_second_pull_at_once_ends_with_7(source):
    source("shopify")

    with Deliveries("acme").open():
        done = run(*COMPANY, *DAY)

    assert (done.exit_code, "another pull" in done.stderr) == (7, True)


def test_a_full_disk_ends_with_8_and_names_no_path_of_the_machine(source, monkeypatch, root):
    source("shopify")

    def full(self, path):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("helpers.pull.spool.Spool.write", full)

    done = run(*COMPANY, *DAY)

    assert done.exit_code == 8
    assert done.stderr == "No space left on device: shopify_orders.jsonl.gz\n"


def test_a_fault_of_the_workspace_ends_with_1_and_quotes_no_record(source, monkeypatch):
    source("shopify")

    def broken(self, key, line):
        raise LookupError(line)

    monkeypatch.setattr("helpers.pull.spool.Spool.add", broken)

    done = run(*COMPANY, *DAY)

    assert done.exit_code == 1
    assert done.stderr == "unexpected LookupError (--debug shows where)\n"


def test_a_stopped_pull_ends_with_5_and_delivers_nothing(source, monkeypatch):
    source("shopify")

    def stopped(self, key, line):
        raise KeyboardInterrupt

    monkeypatch.setattr("helpers.pull.spool.Spool.add", stopped)

    done = run(*COMPANY, *DAY)

    assert done.exit_code == 5
    assert not (paths.raw("acme") / "2026-10-05").exists()


def test_the_command_as_a_scheduler_calls_it_shows_no_secret_and_no_person(source, root):
    made = source("mailchimp")

    done = subprocess.run(
        [sys.executable, "-m", "helpers.pull", *COMPANY, *DAY], capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "hidden" not in done.stdout and "@" not in done.stdout
    state = (paths.raw("acme") / ".pull" / "state.json").read_text()
    assert "hidden" not in state and "@" not in state
    assert len(made.delivered()) == 7
