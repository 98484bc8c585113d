"""What can end a run, each with the exit code that schedulers act on."""


class ChapterFailed(RuntimeError):
    """A notebook is not fit to run, or stopped before its last cell."""

    exit_code = 4


class RunKilled(RuntimeError):
    """The run was stopped: by its time limit, by a signal, or by losing a kernel."""

    exit_code = 5


class RunLocked(RuntimeError):
    """Another run of the same company is under way."""

    exit_code = 7


class PublishFailed(RuntimeError):
    """The new version could not be put in place: a full disk, a folder without permission."""

    exit_code = 8
