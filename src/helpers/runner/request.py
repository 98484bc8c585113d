"""What one run is asked to do: company, period, as-of day, language, parameters."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from helpers.runner import plan
from helpers.runner.notebook import Chapter
from helpers.runner.parameters import chapter_parameters
from helpers.workspace import as_of_day, paths, periods
from helpers.workspace.errors import UsageError
from helpers.workspace.periods import Period
from helpers.workspace.source import Source, load_source

MESSAGES = paths.HELPERS / "reporting" / "messages"


class Request(NamedTuple):
    """One run; `parameters` holds the values given to each chapter."""

    company: str
    source: Source
    period: Period
    as_of: date
    language: str
    chapters: list[Chapter]
    parameters: dict[str, dict[str, Any]]

    @property
    def complete(self) -> bool:
        """Whether the run knows the period up to its last day."""
        return self.as_of >= self.period.last_day

    @property
    def work(self) -> Path:
        """The company's build area."""
        return paths.work(self.company)

    @property
    def stage(self) -> Path:
        """The period's part of the build area."""
        return self.work / str(self.period)

    def table(self, name: str) -> Path:
        """Return where a table of this run is built."""
        area = plan.area(name)
        private = self.work / f"private_{self.period}"
        folders = {"period": self.stage / "tables", "private_period": private}
        folder = folders.get(area, self.work / area)
        return folder / f"{name}.parquet"

    def previous(self, name: str) -> Path:
        """Return where a file that the period before has published lies."""
        return paths.processed(self.company) / str(self.period.later(-1)) / name


def make_request(
    company: str,
    *,
    period: str | None = None,
    as_of: str | None = None,
    language: str = "en",
    given: list[str] | None = None,
    notebooks: Path | None = None,
) -> Request:
    """Return a request whose every part is known to make sense.

    Raises
    ------
    UsageError
        If the company, the period, the day, the language or a parameter is named wrongly.
    InputError
        If the period begins after the data end.
    """
    source = load_source(company)
    if period is None:
        chosen = periods.last_complete_period(source.data_through)
    else:
        chosen = periods.parse_period(period)
    day = as_of_day(chosen, source.data_through, as_of or "")
    known = languages()
    if language not in known:
        raise UsageError(f"language {language!r} is not known (languages: {', '.join(known)})")
    chapters = plan.read_plan(notebooks or plan.notebooks_folder())
    run = {
        "company": company, "period": str(chosen), "as_of": day.isoformat(), "language": language
    }
    parameters = chapter_parameters(chapters, given or [], run)
    return Request(company, source, chosen, day, language, chapters, parameters)


def languages() -> list[str]:
    """Return the languages in which reports can be written, sorted."""
    return sorted(path.name for path in MESSAGES.iterdir() if path.is_dir())

