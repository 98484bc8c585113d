"""What a notebook shows its readers: sentences, tables, figures and findings."""

import sys
from typing import Any

import pandas as pd

from helpers.reporting import card_data, cards, catalogue, findings
from helpers.reporting.pages import piece_style
from helpers.reporting.speaking import Speaker, show
from helpers.reporting.suppression import Suppressed, drawable
from helpers.reporting.tables import Spec, guard, headings, holds_what_is_hidden, to_html
from helpers.reporting.wording import Wording, write_charts_in


def open_report(desk: Any, *, language: str = "en", minimum_group: int = 10) -> "Report":
    """Return a chapter's report and set the house style.

    Parameters
    ----------
    desk : Desk
        The chapter's desk; gives the chapter's name, the company's currency, and
        the folder in which findings are stored.
    language : str
        A language that has a message catalogue.
    minimum_group : int
        Smallest group that is shown, in customers.

    Raises
    ------
    UsageError
        If there is no catalogue of that language; names those that there are.
    """
    report = Report(desk, language=catalogue.check_language(language), minimum_group=minimum_group)
    write_charts_in(report.wording)
    if "matplotlib" in sys.modules:  # what draws is slow to import: a page of tables needs none
        from helpers.reporting import style

        style.use_house_style(report.wording)
    show(f"<style>{piece_style()}</style>", "")
    return report


class Report(Speaker):
    """The reader's side of one chapter; ``open_report`` makes it."""

    def __init__(self, desk: Any, *, language: str, minimum_group: int) -> None:
        super().__init__(Wording(language, desk.source.currency, minimum_group))
        self.desk = desk
        self.findings: list[dict[str, Any]] = []
        self._pieces = 0

    def safe(
        self,
        frame: pd.DataFrame,
        *,
        count: str,
        within: str | list[str] | None = None,
        labels: list[str] | None = None,
    ) -> pd.DataFrame:
        """Return a frame that may be drawn: small groups missing, sizes rounded to 5."""
        return drawable(guard(frame, Spec(count, within, labels), self.wording.minimum))

    def table(
        self,
        frame: pd.DataFrame,
        caption: str,
        *,
        count: str | None = None,
        within: str | list[str] | None = None,
        labels: list[str] | None = None,
        steps_from: float | None = None,
        shares: dict[str, float] | None = None,
        total: dict[str, Any] | None = None,
        notes: str | list[str] | None = None,
        formats: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        or_nothing: bool = False,
        **values: Any,
    ) -> None:
        """Show a frame as a table.

        Parameters
        ----------
        frame : DataFrame
            One row per row of the table; a named index becomes its first columns.
        caption : str
            Catalogue key of what the table shows.
        count, within, labels, steps_from : optional
            Column with the size of each group, and the options of ``suppress``:
            small groups are then withheld and sizes are rounded to 5.
        shares : dict of str to number, optional
            Columns that tell which share of so many people are meant: taken from rounded
            numbers, and withheld where they tell of a small group.
        total : dict, optional
            Values of a last row, by column; left out where it would give a group away.
        notes : str or list of str, optional
            Catalogue keys of sentences under the table.
        formats : dict of str to str, optional
            A form by column, see ``helpers.reporting.formats``.
        headers : dict of str to str, optional
            Catalogue key of a heading by column; ``columns.<name>`` by default.
        or_nothing : bool
            Whether a frame without rows is passed over, because the page says elsewhere why.
        **values
            What the caption's places hold.
        """
        if or_nothing and frame.empty:
            return
        spec = Spec(count, within, labels, steps_from, shares, total, notes, formats, headers)
        shown = guard(frame, spec, self.wording.minimum)
        said = self.wording.html(caption, **values)
        show(self._table(shown, spec, caption, said, "table"), self.words(caption, **values))

    def figure(
        self,
        drawn: Any,
        caption: str,
        alt: str,
        data: pd.DataFrame,
        *,
        count: str | None = None,
        within: str | list[str] | None = None,
        labels: list[str] | None = None,
        formats: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        or_nothing: bool = False,
        **values: Any,
    ) -> None:
        """Show a chart with its caption, words for who cannot see it, and its data, folded.

        Parameters
        ----------
        drawn : Axes, Figure or seaborn's grid
            The chart; it is put into house style and closed.
        caption, alt : str
            Catalogue keys; each takes from ``values`` what it needs.
        data : DataFrame
            What the chart draws. With ``count``, draw from ``report.safe(...)`` and
            give the same: of data that hold a small group only the table is shown.
        count, within, labels, formats, headers, or_nothing
            As in ``table``.
        **values
            What the places of caption and alt hold.
        """
        from helpers.reporting import figures

        if data.empty:
            figures.close(drawn)
            if or_nothing:
                return None
            return self._say("reporting.empty_table", {}, kind="not-known")
        said, described = figures.words(caption, alt, values, self.wording)
        spec = Spec(count, within, labels, formats=formats, headers=headers)
        shown = guard(data, spec, self.wording.minimum)
        table = self._table(shown, spec, caption, said, "data")
        gaps = shown.hidden.any(axis=None)
        tells = holds_what_is_hidden(data, shown) or (gaps and figures.shows_more(drawn, data))
        svg = self._svg(drawn, shown, spec)
        if tells:
            self.refuse("reporting.figure_withheld")
            return show(table, described)
        folded = (self.wording.html("reporting.figure_data"), table)
        identity = f"figure-{self._pieces}"
        show(figures.to_html(svg, identity, described, said, folded), described)

    def finding(
        self,
        identity: str,
        key: str,
        *,
        number: float,
        lower: float | None = None,
        upper: float | None = None,
        n: int,
        table: str,
        unit: str | None = None,
        action: str | None = None,
        owner: str | None = None,
        grade: str | None = None,
        people: bool = True,
        share_of_n: bool = False,
        unless: str | None = None,
        **values: Any,
    ) -> None:
        """Record what the chapter claims, and show it as a card.

        Parameters
        ----------
        identity : str
            Names the finding within its chapter, from quarter to quarter.
        key : str
            Catalogue key of its sentence, which may use number, lower, upper and n.
        number, lower, upper : float
            The figure and its interval.
        n : int
            How many it rests on; below the smallest group nothing is recorded.
        table : str
            The table behind it.
        unit : str, optional
            The form in which the card writes the figure, such as ``percent``.
        action, owner : str, optional
            Catalogue keys: what to do, and who might own it.
        grade : {"A", "B", "C", "refused"}, optional
            How well it stood against its baseline.
        people : bool
            Whether `n` counts people: it is then rounded to 5.
        share_of_n : bool
            Whether the figure is a share of those `n` people: it is then taken from
            rounded numbers, and not recorded where it tells of a small group.
        unless : str, optional
            Catalogue key of the reason why this cannot be claimed; only that is shown.
        **values
            What the places of sentence, action and owner hold.
        """
        if any(known["id"] == identity for known in self.findings):
            raise ValueError(f"finding {identity!r} is recorded twice in {self.desk.chapter}")
        if unless is not None:
            return self.not_known(unless)
        claim = findings.Claim(
            number, lower, upper, n, table, unit, action, owner, grade, people, share_of_n
        )
        if findings.rests_on_few(key, claim, values, self.wording):
            return self.refuse("reporting.finding_refused")
        made = findings.make(identity, key, claim, values, self.desk.chapter, self.wording)
        self.findings.append(made)
        show(findings.card(made, self.wording), findings.said(made["sentence"], self.wording))

    def cards(self, made: list[Any]) -> None:
        """Show personas' cards, and write them down as data to be published with the page."""
        told = [card_data.card_data(card, self.wording) for card in made]
        for card in told:
            show(cards.to_html(card, self.wording), card["names"]["en"])
        if not told:
            self._say("card.none", {}, kind="not-known")
        path = self.desk.folder / "cards" / f"{self.desk.chapter}.json"
        card_data.write(path, card_data.document(told, self.desk))

    def close(self) -> None:
        """Write the chapter's findings, then leave the desk: the last cell of a notebook."""
        findings.write(self.desk.folder / "findings" / f"{self.desk.chapter}.json", self.findings)
        self.desk.close(findings=len(self.findings))

    def _svg(self, drawn: Any, shown: Suppressed, spec: Spec) -> str:
        """Return a chart in house style, its axes named as the table names its columns."""
        from helpers.reporting import figures, style

        names = headings(shown.frame, spec, self.wording)
        names.setdefault("Count", self.words("reporting.count_axis"))
        return figures.to_svg(style.dress(figures.figure_of(drawn), names))

    def _table(self, shown: Suppressed, spec: Spec, key: str, caption: str, kind: str) -> str:
        """Return a table's HTML under the next free number of the page."""
        self._pieces += 1
        return to_html(
            shown,
            spec,
            identity=f"{kind}-{self._pieces}",
            key=key,
            caption=caption,
            wording=self.wording,
            minimum=self.wording.minimum,
        )
