import signal

import pytest
import typer

from helpers.runner.ending import UNEXPECTED, failures_said
from helpers.workspace.errors import InputError


def ended(capsys, error, *, debug=False):
    """Return the exit code and the message that an error becomes."""
    with pytest.raises(typer.Exit) as end, failures_said(debug):
        raise error
    return end.value.exit_code, capsys.readouterr().err


def test_a_known_failure_ends_with_its_own_words_and_code(capsys):
    assert ended(capsys, InputError("no such column")) == (InputError.exit_code, "no such column\n")


def test_an_unknown_failure_tells_its_kind_and_never_its_words(capsys):
    code, said = ended(capsys, KeyError("Jane Roe"))

    assert code == UNEXPECTED
    assert said == "unexpected KeyError (--debug shows where)\n"


def test_a_failing_disk_tells_the_file_without_its_folder(capsys):
    code, said = ended(capsys, OSError(28, "No space left on device", "/home/kim/a.parquet"))

    assert (code, said) == (8, "No space left on device: a.parquet\n")


def test_a_signal_ends_a_command_and_says_what_is_kept(capsys):
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(typer.Exit) as end, failures_said(False):
            signal.raise_signal(signal.SIGTERM)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, before if number == signal.SIGTERM else signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    assert end.value.exit_code == 5
    assert capsys.readouterr().err.startswith("stopped by SIGTERM; the last good reports stay")


def test_with_debug_a_failure_is_raised_as_it_is():
    with pytest.raises(KeyError), failures_said(True):
        raise KeyError("x")
