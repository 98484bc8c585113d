"""What analysts decided about personas and segments: names that hold, ids that go on, vetoes.

Decisions stand in data/decisions/<company>/group_decisions.csv, which the chapter that makes
the groups reads. They are written there by hand, or in JupyterLab by `SEGMENTS` and `PERSONAS`.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from helpers.workspace import contracts
from helpers.workspace.decisions import add_decision, checked_day, checked_who, masked
from helpers.workspace.errors import InputError, UsageError

TABLE = "group_decisions"
FILE = f"{TABLE}.csv"
NAMES = ["name_en", "name_zh"]
LONGEST = 60  # letters of a name


class Decided(NamedTuple):
    """Decisions that hold, about groups of one kind.

    Attributes
    ----------
    names : DataFrame
        `name_en` and `name_zh` of groups that were renamed, indexed by id.
    pinned, vetoed : list of str
        Groups whose id goes on, and groups that are not to stand on their own.
    """

    names: pd.DataFrame
    pinned: list[str]
    vetoed: list[str]


def decided(decisions: pd.DataFrame, kind: str) -> Decided:
    """Return the decisions that hold: of two about the same thing, the later.

    Pins, vetoes and releases are about the same thing, and so are two names of one group.

    Parameters
    ----------
    decisions : DataFrame
        The table `group_decisions`, indexed by line.
    kind : {"persona", "segment"}

    Raises
    ------
    InputError
        If a line is not written as it should be, or two groups have one name: names the line
        and the column.
    """
    holding = _holding(decisions, kind)
    called = holding[holding["decision"].eq("rename")].set_index("group_id")[NAMES]
    names = called.assign(name_zh=called["name_zh"].fillna(called["name_en"]))
    listed = [sorted(holding.loc[holding["decision"].eq(way), "group_id"])
              for way in ("pin", "veto")]  # fmt: skip
    return Decided(names.sort_index(), *listed)


def waiting_lines(decisions: pd.DataFrame, kind: str, ids: Iterable[str]) -> list[int]:
    """Return the lines of decisions that hold and wait for a group which is not there."""
    holding = _holding(decisions, kind)
    absent = ~holding["group_id"].isin(list(ids)) & holding["decision"].ne("release")
    return sorted(holding.index[absent])


def _holding(decisions: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the decisions about one kind of groups that no later one replaces."""
    for line, row in decisions.iterrows():
        _refuse_unclear(f"{FILE}, line {line}", row)
    own = decisions[decisions["kind"].eq(kind)]
    own = own.assign(about=own["decision"].eq("rename"), day=pd.to_datetime(own["day"]))
    # Of two on one day, the one that stands further down.
    last = own.sort_values("day", kind="stable").drop_duplicates(
        ["group_id", "about"], keep="last"
    ).sort_index()  # fmt: skip
    for name in NAMES:
        twice = last[last[name].notna() & last[name].duplicated(keep=False)]
        if len(twice):
            lines = ", ".join(str(line) for line in twice.index)
            raise InputError(f"{FILE}, line {lines}: {name} is the same for two groups")
    return last


def _refuse_unclear(where: str, row: pd.Series) -> None:
    """Refuse a decision that does not say what it has to; what it says is not quoted."""
    prefix = f"{row['kind'][0]}-"
    if not row["group_id"].startswith(prefix):
        raise InputError(f"{where}: group_id of a {row['kind']} begins with {prefix}")
    for name in NAMES:
        told = pd.notna(row[name])
        if told and row["decision"] != "rename":
            raise InputError(f"{where}: {name} belongs to a rename alone; leave it empty")
        if told and (len(row[name]) > LONGEST or masked(row[name]) != row[name]):
            raise InputError(
                f"{where}: {name} is to have at most {LONGEST} letters, and no e-mail or "
                "telephone in it: names stand on pages"
            )
    if row["decision"] == "rename" and pd.isna(row["name_en"]):
        raise InputError(f"{where}: name_en is empty, and a rename needs it")


class GroupJudge(NamedTuple):
    """Who writes down decisions about one kind of groups; `SEGMENTS` and `PERSONAS` are two.

    Attributes
    ----------
    kind : str
        *persona* or *segment*.
    table, key : str
        The table of the groups of a quarter, and its column with their ids.
    """

    kind: str
    table: str
    key: str

    def rename(
        self, desk: Any, group_id: str, *, name_en: str, name_zh: str = "", by: str, day: str,
        note: str = "",
    ) -> None:  # fmt: skip
        """Write down what a group is called, for good and in every quarter.

        Parameters
        ----------
        desk : Desk
            Of the chapter that makes the groups, which must have run.
        group_id : str
            The group's id, as its page shows it.
        name_en, name_zh : str
            Its names; the English one stands for a Chinese one that is not given.
        by : str
            A role or initials; not a name.
        day : str
            The day of the decision (YYYY-MM-DD).
        note : str, optional
            Why, on one line; e-mails, links and long numbers are masked.

        Raises
        ------
        UsageError
            If no such group is there, or who decided or the day is not told as it should be.
        InputError
            If the name cannot be shown, or another group has it.
        """
        self._decide(desk, group_id, "rename", by, day, note, name_en, name_zh)

    def pin(self, desk: Any, group_id: str, *, by: str, day: str, note: str = "") -> None:
        """Write down that a group's id goes on as long as a customer of it is there."""
        self._decide(desk, group_id, "pin", by, day, note)

    def veto(self, desk: Any, group_id: str, *, by: str, day: str, note: str = "") -> None:
        """Write down that a group is not to stand on its own: its members go to the nearest one."""
        self._decide(desk, group_id, "veto", by, day, note)

    def release(self, desk: Any, group_id: str, *, by: str, day: str, note: str = "") -> None:
        """Take back a pin or a veto; a name stays."""
        self._decide(desk, group_id, "release", by, day, note)

    def _decide(self, desk, group_id, decision, by, day, note, name_en="", name_zh="") -> None:
        before = desk.read(f"{TABLE}?")
        known = {*desk.read(f"{self.table}?")[self.key], *before["group_id"]}
        if group_id not in known:
            raise UsageError(
                f"no {self.kind} of that id is known in {desk.period}: there are "
                f"{', '.join(sorted(known)) or 'none'}"
            )
        names = {name: told.strip() or None for name, told in zip(
            NAMES, (name_en, name_zh), strict=True)}  # fmt: skip
        made = {
            "kind": self.kind, "group_id": group_id, "decision": decision, **names,
            "day": checked_day(day), "decided_by": checked_who(by),
            "note": masked(" ".join(note.split())),
        }  # fmt: skip
        line = max(before.index, default=1) + 1
        _holding(pd.concat([before, pd.DataFrame([made], index=[line])]), self.kind)
        add_decision(desk.company, contracts.load(TABLE), made)


SEGMENTS = GroupJudge("segment", "segment_names", "segment_id")
PERSONAS = GroupJudge("persona", "personas", "persona_id")
