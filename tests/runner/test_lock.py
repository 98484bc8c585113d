import os
import subprocess
import sys
import threading

import pytest

from helpers.runner.failures import RunLocked
from helpers.runner.lock import company_lock, turn

HOLD = """
import sys
import threading
from pathlib import Path
from helpers.runner.lock import company_lock, turn
with company_lock(Path(sys.argv[1]), "tiny"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_refused_with_the_process_that_holds_the_lock(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE)  # fmt: skip
    holder.stdout.readline()

    with pytest.raises(RunLocked, match=rf"run of tiny is under way \(process {holder.pid}\)"):
        with company_lock(tmp_path, "tiny"):
            pass

    holder.communicate()


def test_the_lock_of_a_killed_process_is_free(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE)  # fmt: skip
    holder.stdout.readline()
    holder.kill()
    holder.communicate()

    with company_lock(tmp_path, "tiny"):
        held_by = (tmp_path / "lock").read_text()

    assert held_by == f"{os.getpid()}\n"


def test_a_run_is_told_whether_the_last_one_ended_early(tmp_path):
    told = []

    with company_lock(tmp_path, "tiny") as ended_early:
        told.append(ended_early)
    with pytest.raises(KeyError), company_lock(tmp_path, "tiny") as ended_early:
        told.append(ended_early)
        raise KeyError
    with company_lock(tmp_path, "tiny") as ended_early:
        told.append(ended_early)

    assert told == [False, False, True]


def test_children_do_not_inherit_the_lock(tmp_path):
    with company_lock(tmp_path, "tiny"):
        child = subprocess.Popen(["sleep", "60"], close_fds=False)

    with company_lock(tmp_path, "tiny"):
        alive = child.poll() is None

    child.kill()
    child.wait()
    assert alive


def test_a_turn_waits_until_the_folder_is_free(tmp_path):
    order: list[str] = []

    def second():
        with turn(tmp_path):
            order.append("second")

    waiting = threading.Thread(target=second)
    with turn(tmp_path):
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join()

    assert order == ["first", "second"]
