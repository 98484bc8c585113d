"""Everything that a reader of a report sees: words, tables, figures, findings, pages.

The runner asks for pages only, and must stay quick when nothing changed, so the
parts that need pandas and matplotlib are imported at their first use.
"""

import importlib

__all__ = ["Report", "charts", "open_report"]


def __getattr__(name: str) -> object:
    """Import what a notebook uses when it is first asked for."""
    if name in ("Report", "open_report"):
        return getattr(importlib.import_module("helpers.reporting.report"), name)
    if name == "charts":
        return importlib.import_module("helpers.reporting.charts")
    raise AttributeError(f"module 'helpers.reporting' has no attribute {name!r}")
