"""What people ask about themselves: ``python -m helpers forget`` and ``export-me``.

Who is meant is typed at a prompt that does not show it, or read from a file or from standard
input: on a command line it would stay in the shell's history and in the list of processes.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.runner.lock import company_lock
from helpers.runner.log import counted
from helpers.runner.processes import STAGE_VARIABLE, kill_marked
from helpers.workspace import forgotten, key_chain, paths, privacy
from helpers.workspace.errors import PrivacyError, UsageError
from helpers.workspace.source import load_source

STANDARD_INPUT = "-"
LONGEST = 1_000  # bytes of an e-mail, a phone or a number
NOT_REACHED = (
    "Not reached: backups, copies outside data/ and reports/, mail and systems that the exports "
    "came from. They are its owner's to clear."
)


def value_from(file: str | None, kind: str, prompt: Callable[[str], str]) -> str:
    """Return the e-mail, phone or number of who is meant, from a file, a pipe or a prompt.

    Raises
    ------
    UsageError
        If there is none; it is never repeated.
    """
    if file is None:
        told = prompt(f"The person's {kind} (it is not shown)")
    elif file == STANDARD_INPUT:
        told = sys.stdin.read(LONGEST)
    else:
        try:
            told = Path(file).read_text(encoding="utf-8-sig")[:LONGEST]
        except (OSError, UnicodeDecodeError):
            raise UsageError("the file that was given cannot be read as text") from None
    lines = told.split()
    if kind == "email" and len(lines) != 1 or not lines:
        raise UsageError(f"exactly one {kind} is needed: the file or pipe holds {len(lines)}")
    return " ".join(lines)


def forget(
    company: str, kind: str, value: Callable[[], str], *, resume: bool,
    confirm: Callable[[str], bool], say: Callable[[str], None],
) -> None:  # fmt: skip
    """Forget a person everywhere and prove it; or finish what was cut short.

    Raises
    ------
    UsageError
        If nobody can be told from what was given, or it was not confirmed.
    InputError
        If a file cannot be read or rewritten.
    PrivacyError
        If a search still finds the person afterwards: names the files.
    """
    from helpers.rights import forgetting, person

    source = load_source(company)
    with company_lock(paths.work(company), company) as ended_early:
        if ended_early:
            kill_marked(STAGE_VARIABLE, str(paths.work(company)))
        key_chain.check(company, privacy.key_id())
        left = forgetting.unfinished(company)
        if left is not None:
            say("Finishing what was cut short:")
            _tell(company, forgetting.finish(company, left, person.read_all(company)), say)
        if resume:
            if left is None:
                say("Nothing was cut short.")
            return
        told = value()
        start = person.ids_of(kind, told, source.country)
        who, traces, files = forgetting.meant(company, start, kind=kind)
        if not traces.lines:
            _tell_of_nobody(company, start, say)
            _tell_search(forgetting.proof(company, {told, *start}), say)
            return
        _tell_what_goes(who, traces, say)
        if not confirm("Forget this person? It cannot be undone."):
            raise UsageError("nothing was changed")
        forgetting.begin(company, traces)
        _tell(company, forgetting.finish(company, traces, files), say)


def export_me(
    company: str, kind: str, value: Callable[[], str], say: Callable[[str], None]
) -> None:
    """Write down all that is known of a person, for them or for a lawyer.

    Raises
    ------
    UsageError
        If nobody can be told from what was given.
    """
    from helpers.rights import forgetting, person, telling

    source = load_source(company)
    forgotten.refuse_unfinished(company)
    key_chain.check(company, privacy.key_id())
    start = person.ids_of(kind, value(), source.country)
    who, traces, files = forgetting.meant(company, start, kind=kind)
    if not traces.lines:
        say(f"Nobody is known by this {kind}.")
        return
    told = telling.what_is_known(company, who, traces, files)
    for path in telling.write(company, told):
        say(f"Written: {path.relative_to(paths.root())}")
    rows = sum(len(part["rows"]) for part in told["received"])
    say(f"{counted(rows, 'row')} of {counted(len(told['received']), 'file')}, and "
        f"{counted(len(told['made']), 'table')} made of them.")  # fmt: skip
    say("These files name a person: hand them over, then delete them. Make sure who asks.")


def _tell_of_nobody(company: str, start: set[str], say: Callable[[str], None]) -> None:
    known = start & forgotten.forgotten(company)
    say("This person was forgotten before: no row is about them."
        if known else "Nobody is known by what was given: nothing was changed.")  # fmt: skip


def _tell_what_goes(who: Any, traces: Any, say: Callable[[str], None]) -> None:
    """Say how much would go, with counts and file names alone."""
    for file, lines in sorted(traces.lines.items()):
        say(f"  {counted(len(lines), 'row'):>10}  {file}")
    if who.shared:
        say(f"{counted(who.shared, 'detail')} of theirs (e-mail or phone) stands beside others "
            "as well, and stays there.")  # fmt: skip
    if who.weighed:
        say(f"{counted(who.weighed, 'record')} were joined to this person because they are alike, "
            "not by a certain rule: look at chapter 02 if in doubt.")  # fmt: skip


def _tell(company: str, report: Any, say: Callable[[str], None]) -> None:
    """Say what was done, and what the search of every byte found; see `_tell_search`."""
    rows = sum(report.raw.values())
    say(f"Taken out of {counted(len(report.raw), 'raw file')} ({counted(rows, 'row')}) and of "
        f"{counted(len(report.cut), 'file')} made of them.")  # fmt: skip
    _tell_search(report.searched, say)
    say(NOT_REACHED)
    say(f"Pages are made anew by the next run: python -m helpers run --company {company}")


def _tell_search(searched: Any, say: Callable[[str], None]) -> None:
    """Say what a search of every byte came to.

    Raises
    ------
    PrivacyError
        If it found the person: names the files.
    """
    for path in searched.unread:
        say(f"Could not be unpacked to be searched: {_shown(path)}")
    say(f"Searched {counted(searched.files, 'file')}: "
        f"{counted(sum(one.hits for one in searched.found), 'hit')}.")  # fmt: skip
    if searched.found:
        names = ", ".join(_shown(one.path) for one in searched.found)
        raise PrivacyError(
            f"the person still stands in {names}: clear or remove these by hand, then give this "
            "command again"
        )


def _shown(path: Path) -> str:
    base = paths.root() if path.is_relative_to(paths.root()) else paths.CODE
    return path.relative_to(base).as_posix()
