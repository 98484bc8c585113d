"""Where everything lies. No other module spells a folder's name."""

import os
from pathlib import Path

from helpers.workspace.errors import UsageError

CODE = Path(__file__).resolve().parents[3]
HELPERS = CODE / "src" / "helpers"
NOTEBOOKS = CODE / "notebooks"
PULL_FILE = "pull.toml"
ROOT_VARIABLE = "HELPERS_ROOT"


def root() -> Path:
    """Return the folder of data/ and reports/: the checkout, or where HELPERS_ROOT points."""
    return Path(os.environ.get(ROOT_VARIABLE, CODE)).resolve()


def raw(company: str) -> Path:
    """Return the folder of a company's exports."""
    return root() / "data" / "raw" / slug(company)


def decisions(company: str, kind: str) -> Path:
    """Return the file of what a company's analysts decided, of one kind."""
    return root() / "data" / "decisions" / slug(company) / f"{kind}.csv"


def truth(company: str) -> Path:
    """Return the folder of what a simulated company knows about itself."""
    return root() / "data" / "truth" / slug(company)


def processed(company: str) -> Path:
    """Return the folder of everything made from a company's exports."""
    return root() / "data" / "processed" / slug(company)


def told(company: str) -> Path:
    """Return the folder of what was told to people about themselves, beside the private area."""
    return processed(company) / "told"


def reports(company: str | None = None) -> Path:
    """Return the folder of all reports, or of one company's."""
    folder = root() / "reports"
    return folder if company is None else folder / slug(company)


def work(company: str) -> Path:
    """Return the folder in which the runner builds before it publishes."""
    return processed(company) / ".work"


def slug(name: str) -> str:
    """Return a company's folder name, refusing what could lead out of its folder."""
    if not name or not name.replace("_", "").replace("-", "").isalnum() or name != name.lower():
        raise UsageError(
            f"{name!r} is not a company's name: use its folder in data/raw, "
            "lower-case letters, digits, - and _"
        )
    return name


def companies() -> list[str]:
    """Return the companies that have a source.toml, sorted."""
    return sorted(path.parent.name for path in (root() / "data" / "raw").glob("*/source.toml"))
