"""What recipients did with newsletters, as the reports of Mailchimp's API tell it.

A recipient is one object with a list of acts; each act is a row, and rows are counted through
the whole file. Who did nothing has an empty list and is no row: the API tells no moment at
which a newsletter was sent to somebody. The newsletter is told by its number, where an export
has its name. A pull tells acts again that it told before: they are counted once. Links,
addresses of machines and whether a bounce was hard are not kept.
"""

from pathlib import Path

import pandas as pd

from helpers.intake.format import laid_out
from helpers.intake.layout import YEAR_FIRST, Layout
from helpers.intake.nested import items, open_nested
from helpers.intake.text_table import TextTable, on_lines, row_texts
from helpers.workspace.source import SourceFile

NEEDED = ("campaign_id", "activity")
RECIPIENT = ("campaign_id", "list_id", "list_is_active", "email_id", "email_address")
ACT = ("action", "timestamp")
LAYOUT = Layout(
    "email_activity",
    {"occurred_at": ("timestamp",), "email": ("email_address",), "action": ("action",),
     "campaign": ("campaign_id",)},
    date_formats={"occurred_at": YEAR_FIRST},
    left_out=frozenset(("list_id", "list_is_active", "email_id", "type", "url", "ip")),
)  # fmt: skip


def open_report(
    path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]
) -> TextTable:
    """Return the acts of all recipients as a table of text, numbered; see `files.read_text`."""
    text = open_nested(path, declared, name, NEEDED)
    acts = items(text.frame, "activity", ACT)
    for line in acts.broken:
        text.rejects.add(line, "not_a_list", "activity", row_texts(text.frame.loc[[line]])[0])
    told = [column for column in RECIPIENT if column in text.frame]
    recipients = text.frame[told].loc[acts.frame.index].reset_index(drop=True)
    rows = pd.concat([recipients, acts.frame.reset_index(drop=True)], axis="columns")
    # Behind the lines that were rejected, so that no number stands for two.
    first = 1 + max(text.rejects.lines, default=0)
    return TextTable(on_lines(rows, range(first, first + len(rows))), text.rejects)


FORMAT = laid_out(
    "mailchimp-email-activity",
    (frozenset(("campaign_id", "email_id", "email_address")),),
    LAYOUT,
    open_file=open_report,
)
