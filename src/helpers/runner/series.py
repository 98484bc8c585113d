"""The series as doit tasks: what runs, in which order, and what is skipped.

doit plans, compares and drives. Three of its parts are extended:
its store is written after every chapter, because doit's own is written at the
end and a killed run would lose what it finished; a chapter's inputs are hashed
before it starts, because doit hashes them after and would take a notebook
edited meanwhile for the one that ran; and a table that may be absent is an
input while it exists.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from doit.control import TaskControl
from doit.dependency import Dependency, JsonDB
from doit.exceptions import TaskFailed
from doit.runner import MThreadRunner
from doit.task import Stream, Task, dict_to_task
from doit.tools import config_changed

from helpers.runner.failures import ChapterFailed
from helpers.runner.hashes import ContentChecker, Hashes
from helpers.runner.json_files import read_json, write_json
from helpers.runner.steps import Step

FILE_REASONS = ("changed_file_dep", "added_file_dep", "removed_file_dep")
ATTEMPTS = 3
SHOWN = 3  # names of changed files in one line


class Store(JsonDB):
    """doit's memory in one JSON file that is replaced as a whole."""

    def _load(self) -> dict:
        return read_json(Path(self.name), absent={})

    def dump(self) -> None:
        """Write the memory."""
        write_json(Path(self.name), self._db)


class Memory(Dependency):
    """What every chapter was made from when it last succeeded."""

    def __init__(self, work: Path, hashes: Hashes) -> None:
        super().__init__(Store, str(work / "memory.json"), lambda: ContentChecker(hashes))
        self.hashes = hashes
        self.before: dict[str, dict[str, str]] = {}
        self.failures: list[Exception] = []

    def get_status(self, task: Task, tasks_dict: dict, get_log: bool = False) -> Any:
        """Compare a task with what is remembered, over those of its inputs that exist."""
        task.file_dep = {path for path in task.meta["inputs"] if os.path.exists(path)}
        return super().get_status(task, tasks_dict, get_log)

    def why(self, task: Task) -> str:
        """Return in words why a task is not up to date; an empty text where it is."""
        status = self.get_status(task, {}, get_log=True)
        if status.status == "up-to-date":
            return ""
        if not self.get_values(task.name):
            return "not done yet"
        files = {path for kind in FILE_REASONS for path in status.reasons.get(kind, ())}
        if files:
            names = sorted({Path(path).name for path in files})
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            return f"changed: {', '.join(names[:SHOWN])}{more}"
        checks = [check for check, _, _ in status.reasons["uptodate_false"]]
        return "what it made is gone or altered" if _is_whole in checks else "other parameters"

    def made_from(self, task: str) -> dict[str, str]:
        """Return the hash of each file that a task was made from when it last succeeded."""
        return {dep: self._get(task, dep) for dep in self._get(task, "deps:") or ()}

    def look(self, task: Task) -> None:
        """Take down the hashes of a task's inputs before it runs."""
        self.before[task.name] = {dep: self.hashes.digest(dep) for dep in task.file_dep}

    def moved(self, task: Task) -> list[str]:
        """Return the inputs that changed since the look, sorted."""
        before = self.before[task.name]
        return sorted(dep for dep in before if self.hashes.digest(dep) != before[dep])

    def save_success(self, task: Task, result_hash: str | None = None) -> None:
        """Remember a success on disk at once, with the inputs as they were before the start."""
        super().save_success(task, result_hash)
        for dep, state in self.before.pop(task.name, {}).items():
            self._set(task.name, dep, state)
        self.backend.dump()
        self.hashes.save()


def series_tasks(steps: list[Step], memory: Memory, perform: Callable) -> list[Task]:
    """Return the chapters of a quarter as doit tasks.

    Parameters
    ----------
    steps : list of Step
        In reading order.
    memory : Memory
        What was done before.
    perform : callable
        Runs one step and returns what became of it, with the files it made.
    """
    return [
        _task(
            step.task,
            (_perform, [], {"step": step, "memory": memory, "perform": perform}),
            after=step.after,
            uptodate=[config_changed(step.settings), (_is_whole, [memory.hashes])],
            inputs=[str(path) for path in [*step.outside, *step.inside]],
        )
        for step in steps
    ]


def publishing_task(
    name: str, after: list[str], memory: Memory, publish: Callable, is_done: Callable
) -> Task:
    """Return the task that publishes a quarter once its chapters are done.

    Parameters
    ----------
    name : str
        The task.
    after : list of str
        The tasks that must be done before it.
    publish : callable
        Publishes.
    is_done : callable
        Returns whether what is published is what the chapters made.
    """
    action = (_publish, [], {"memory": memory, "publish": publish})
    return _task(name, action, after=after, uptodate=[lambda task, values: is_done()], inputs=[])


def is_chapter(task: Task) -> bool:
    """Return whether a task runs a chapter; the others publish a quarter."""
    return bool(task.meta["inputs"])


def run_series(tasks: list[Task], memory: Memory, reporter: Any, *, workers: int = 1) -> bool:
    """Return whether every task is done, having run those that were not.

    So many run at once as there are workers and as the plan allows. After a
    failure none begins, and those under way are seen to their end and remembered.
    """
    control = TaskControl(tasks)
    control.process([task.name for task in tasks])
    runner = MThreadRunner(memory, reporter, stream=Stream(2), num_process=workers)
    return runner.run_all(control.task_dispatcher()) == 0


def _task(name: str, action: tuple, *, after: list, uptodate: list, inputs: list) -> Task:
    return dict_to_task(
        {
            "name": name,
            "actions": [action],
            "task_dep": after,
            "uptodate": uptodate,
            "io": {"capture": False},
            "meta": {"inputs": inputs},
        }
    )


def _publish(*, memory: Memory, publish: Callable) -> Any:
    """Publish a quarter and keep what went wrong."""
    try:
        publish()
    except BaseException as error:
        memory.failures.append(error)
        return TaskFailed(str(error))
    return None


def _perform(task: Task, *, step: Step, memory: Memory, perform: Callable) -> Any:
    """Run a step and return what doit remembers of it."""
    try:
        made = _made_from_what_stands(task, step, memory, perform)
    except BaseException as error:  # kept whole: doit passes on a text, and waits for lost threads
        memory.failures.append(error)
        return TaskFailed(str(error))
    files = made.pop("files")
    return {**made, "made": {path: memory.hashes.digest(path) for path in files}}


def _made_from_what_stands(task: Task, step: Step, memory: Memory, perform: Callable) -> dict:
    """Run a step, again where an input was edited meanwhile: the result would be of neither."""
    for _ in range(ATTEMPTS):
        memory.look(task)
        made = perform(step)
        moved = memory.moved(task)
        if not moved:
            return made
    raise ChapterFailed(f"{Path(moved[0]).name} keeps changing while {step.chapter.name} runs")


def _is_whole(task: Task, values: dict, hashes: Hashes) -> bool:
    """Return whether all that a chapter made is still there as it made it."""
    made = values.get("made")
    return made is not None and all(hashes.digest(path) == made[path] for path in made)
