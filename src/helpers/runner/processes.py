"""Child processes that never outlive the run, nor leave anything behind."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from helpers.runner.failures import RunKilled

STAGE_VARIABLE = "HELPERS_STAGE"
RUN_VARIABLE = "HELPERS_RUN"
ROUNDS = 100  # of killing; each finds what the one before set free


def run_child(
    command: list[str], *, env: dict[str, str], told: bytes, deadline: float, debug: bool = False
) -> int:
    """Return the exit code of a child process that is told something and then watched.

    The child's standard input stays open as long as this process lives: its end
    tells the child that it is alone. Whatever the child started is gone when
    this returns or raises, sessions of their own included.

    Raises
    ------
    RunKilled
        If the deadline (of `time.monotonic`) passes first.
    """
    output = None if debug else subprocess.DEVNULL
    child = subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=output, stderr=output,
        start_new_session=True,
    )
    try:
        child.stdin.write(told)
        child.stdin.flush()
        return child.wait(max(deadline - time.monotonic(), 0))
    except BrokenPipeError:
        return child.wait()
    except subprocess.TimeoutExpired:
        raise RunKilled("the time limit of the run has passed") from None
    finally:
        kill_marked(RUN_VARIABLE, env[RUN_VARIABLE])
        child.wait()
        child.stdin.close()


def kill_marked(variable: str, value: str) -> None:
    """Kill every process whose environment carries a mark, and all that descend from one."""
    spared = {process.pid for process in [psutil.Process(), *psutil.Process().parents()]}
    for _ in range(ROUNDS):
        found = [process for process in _marked(variable, value) if process.pid not in spared]
        if not found:
            return
        for process in {relative for first in found for relative in _family(first)}:
            if process.pid not in spared:
                _kill(process)
        psutil.wait_procs(found, timeout=0.5)


def die_with_parent(leftovers: Path) -> None:
    """Watch standard input; at its end, kill all that this run started, then this process."""

    def watch() -> None:
        while os.read(0, 1024):  # not through sys.stdin: its lock would trouble the exit
            pass
        kill_marked(RUN_VARIABLE, os.environ[RUN_VARIABLE])
        for process in psutil.Process().children(recursive=True):
            _kill(process)
        shutil.rmtree(leftovers, ignore_errors=True)
        os._exit(RunKilled.exit_code)

    threading.Thread(target=watch, daemon=True, name="parent watch").start()


def _marked(variable: str, value: str) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        try:
            if process.environ().get(variable) == value:
                yield process
        except (psutil.Error, OSError):
            continue  # gone, or not ours to look at


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return [process]


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.Error:
        pass
