"""The sentences that a notebook shows its readers."""

from typing import Any

from IPython.display import display

from helpers.reporting import feature_words, people
from helpers.reporting.wording import Wording


class Speaker:
    """Who says a report's sentences; a `Report` is one."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    def say(self, key: str, **values: Any) -> None:
        """Show one computed sentence; of figures of a small group only that they are withheld.

        Numbers of people stand in places of the form ``people``, shares of people, as
        pairs of numbers, in places of the form ``share``: small ones are then not told.

        Raises
        ------
        MessageError
            If the key, or a value of its sentence, is missing or not known.
        """
        if self.wording.rests_on_few(key, values):
            return self.refuse("reporting.sentence_refused")
        self._say(key, values, kind="said")

    def words(self, key: str, **values: Any) -> str:
        """Return a sentence as plain text, for a label or a cell of a table."""
        return self.wording.text(key, **values)

    def tells_of_few(self, part: float, whole: float) -> bool:
        """Return whether so many people of so many are, or leave, too few to be told of."""
        return people.tells_of_few(part, whole, self.wording.minimum)

    def feature(self, name: str) -> str:
        """Return what a reader calls a feature, such as ``category=nutrition``, for a cell."""
        return feature_words.feature(name, self.wording)

    def group_name(self, features: str) -> str:
        """Return what a group is called that its features name, such as "Nutrition, by app"."""
        return feature_words.group_name(features, self.wording)

    def missing(self, key: str | None, **values: Any) -> None:
        """Show that something is not known, and what to add; show nothing where key is None."""
        if key is not None:
            self._say("reporting.missing", {"what": self.words(key, **values)}, kind="not-known")

    def not_known(self, reason: str | None, **values: Any) -> None:
        """Show that something is not known, and why; show nothing where reason is None."""
        if reason is not None:
            known = {"reason": self.words(reason, **values)}
            self._say("reporting.not_known", known, kind="not-known")

    def refuse(self, key: str) -> None:
        """Show that something is withheld because of a small group, and what that is."""
        self._say(key, {"minimum": self.wording.minimum}, kind="not-known")

    def _say(self, key: str, values: dict[str, Any], *, kind: str) -> None:
        html = f'<p class="{kind}" data-says="{key}">{self.wording.html(key, **values)}</p>'
        show(html, self.words(key, **values), self.wording.markdown(key, **values))


def show(html: str, text: str, markdown: str | None = None) -> None:
    """Show the same thing as HTML for pages and as text for terminals."""
    forms = {"text/html": html, "text/plain": text}
    display({**forms, "text/markdown": markdown} if markdown else forms, raw=True)
