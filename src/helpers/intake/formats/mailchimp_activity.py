"""What readers did with newsletters: the granular activity of Mailchimp's account export.

An archive holds one small table per newsletter and kind of activity, such as
`granular_activity/opens/C01_spring.csv`; its path says what its rows do not. Lines are
counted through all of its tables, sorted by path; an unpacked table is read as well.
"""

import re
from pathlib import Path

import pandas as pd

from helpers.intake.archive import files_in
from helpers.intake.contents import as_utf8
from helpers.intake.csv_file import csv_table
from helpers.intake.format import laid_out
from helpers.intake.layout import Layout
from helpers.intake.text_table import TextTable, no_rejects, on_lines
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

INNER = re.compile(
    r"(?:.*/)?(opens|clicks|sends|sent|bounces|unsubscribes|complaints|abuse)/([^/]+)\.csv"
)
ACTIONS = {
    "opens": "open", "clicks": "click", "sends": "send", "sent": "send", "bounces": "bounce",
    "unsubscribes": "unsubscribe", "complaints": "complain", "abuse": "complain",
}  # fmt: skip
NEEDED = ("Timestamp", "Email")
NO_ROWS = on_lines(pd.DataFrame(columns=[*NEEDED, "action", "campaign"], dtype="str"), [])
LAYOUT = Layout(
    "email_activity",
    {"occurred_at": ("Timestamp",), "email": ("Email",), "action": ("action",),
     "campaign": ("campaign",)},
    words={"action": ACTIONS},
    date_formats={"occurred_at": ("%Y-%m-%d %H:%M:%S",)},
    left_out=frozenset(("Url", "IP", "Latitude", "Longitude")),
)  # fmt: skip


def open_activity(
    path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]
) -> TextTable:
    """Return all tables of an archive as one, with the columns `action` and `campaign`.

    Raises
    ------
    InputError
        If the archive is unsafe, or holds something else than activity: names it.
    """
    packed = path.suffix == ".zip"
    members = files_in(path, name) if packed else [(path.as_posix(), path.read_bytes())]
    frames, rejects, lines_before = [NO_ROWS], no_rejects(), 0
    for inner, content in members:
        told = INNER.fullmatch(inner)
        if told is None:
            raise InputError(_say_strange(inner if packed else path.name, name))
        shown = f"{name}, {told[1]}/{told[2]}.csv" if packed else name
        text = as_utf8(content, declared.encoding, shown)
        table = csv_table(text, declared.delimiter, shown, NEEDED)
        frames.append(on_lines(
            table.frame.assign(action=told[1], campaign=told[2]), table.frame.index + lines_before
        ))  # fmt: skip
        for line, rule, column, row in zip(*table.rejects, strict=True):
            rejects.add(line + lines_before, rule, column, row)
        lines_before += text.count(b"\n") + 1
    return TextTable(pd.concat(frames).fillna(""), rejects)


def _say_strange(inner: str, name: str) -> str:
    return (
        f"{name}: {inner} lies in no folder of activity (opens, clicks, ...): keep only the "
        "folder granular_activity in this archive, and put other tables beside it"
    )


FORMAT = laid_out("mailchimp-activity", (frozenset(NEEDED),), LAYOUT, open_file=open_activity)
