import os
import secrets
import subprocess
import sys
import time

import psutil
import pytest

from helpers.runner.failures import RunKilled
from helpers.runner.processes import RUN_VARIABLE, run_child

# A child that starts an orphan in a session of its own, whose pid is written to a file.
FAMILY = """
import subprocess, sys, time
start = "sleep 300 & echo $! > $0.half; mv $0.half $0"
subprocess.run(["sh", "-c", start, sys.argv[1]], start_new_session=True)
if sys.argv[2] == "wait":
    time.sleep(300)
"""
WATCHED = """
import sys
from pathlib import Path
from helpers.runner.processes import die_with_parent
die_with_parent(Path(sys.argv[3]))
""" + FAMILY
PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], *sys.argv[2:]],
                         stdin=subprocess.PIPE, env=os.environ)
child.wait()
"""


def marked():
    return {**os.environ, RUN_VARIABLE: secrets.token_hex(8)}


def is_gone(pid):
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def wait_until(true, seconds=20.0):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_a_child_beyond_its_deadline_is_killed_with_orphans_in_their_own_session(tmp_path):
    command = [sys.executable, "-c", FAMILY, str(tmp_path / "pid"), "wait"]

    with pytest.raises(RunKilled, match="time limit"):
        run_child(command, env=marked(), told=b"", deadline=time.monotonic() + 1.5)

    assert is_gone(int((tmp_path / "pid").read_text()))


def test_what_a_finished_child_left_running_is_killed(tmp_path):
    command = [sys.executable, "-c", FAMILY, str(tmp_path / "pid"), "go"]

    code = run_child(command, env=marked(), told=b"", deadline=time.monotonic() + 60)

    assert code == 0
    assert is_gone(int((tmp_path / "pid").read_text()))


def test_a_child_whose_parent_is_killed_dies_with_all_it_started(tmp_path):
    told, leftovers = tmp_path / "pid", tmp_path / "leftovers"
    leftovers.mkdir()
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, WATCHED, str(told), "wait", str(leftovers)], env=marked()
    )
    wait_until(told.exists)
    child = psutil.Process(parent.pid).children()[0].pid

    parent.kill()
    parent.wait()

    assert wait_until(lambda: is_gone(child) and is_gone(int(told.read_text())))
    assert not leftovers.exists()


def test_killing_spares_the_killer_and_strangers():
    stranger = subprocess.Popen(["sleep", "60"])
    env = marked()
    script = f"""
import subprocess
from helpers.runner.processes import kill_marked
child = subprocess.Popen(["sleep", "60"])
kill_marked("{RUN_VARIABLE}", "{env[RUN_VARIABLE]}")
print(child.wait() is not None)
"""

    killer = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)

    alive = stranger.poll() is None
    stranger.kill()
    stranger.wait()
    assert alive
    assert (killer.returncode, killer.stdout) == (0, "True\n")
