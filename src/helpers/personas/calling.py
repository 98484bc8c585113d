"""What readers call personas, and what is said of where they come from."""

from typing import Any

import pandas as pd

from helpers.personas.settling import Settled

TELLING = ("split", "birth", "merge", "death")


def called(personas: pd.DataFrame, report: Any) -> pd.Series:
    """Return the name of each persona in the report's language, by id, the largest first.

    Parameters
    ----------
    personas : DataFrame
        The table `personas`.
    """
    names = personas.set_index("persona_id")[f"name_{report.wording.language}"]
    return names.rename(None).astype("str")


def roll(personas: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return the personas for readers: name, what names them, size, role, and since when."""
    marks = [report.group_name(features) for features in personas["title_features"]]
    return pd.DataFrame({
        "persona": called(personas, report).to_numpy(), "features": marks,
        "customers": personas["customers"], "share": personas["share"],
        "share_before": personas["share_before"],
        "role": personas["role"], "id": personas["persona_id"], "since": personas["since"],
        "change": "persona_" + personas["change"],
    })  # fmt: skip


def lineage_key(settled: Settled) -> str:
    """Return the key of the sentence on what became of last quarter's personas."""
    if settled.earlier.empty:
        return "personas.lineage_first"
    return "personas.lineage_changes" if len(_changes(settled)) else "personas.lineage_same"


def lineage_words(settled: Settled, personas: pd.DataFrame, report: Any) -> dict[str, Any]:
    """Return the values of that sentence."""
    rows = _changes(settled)
    if settled.earlier.empty or rows.empty:
        return {}
    now, was = called(personas, report), called(settled.earlier, report)
    told = [
        report.words(f"personas.change.{row.kind}", **{
            place: names.get(name, name)
            for place, names, name in (("now", now, row.to_id), ("was", was, row.from_id))
            if not pd.isna(name)
        })
        for row in rows.itertuples()
    ]  # fmt: skip
    return {"changes": told}


def _changes(settled: Settled) -> pd.DataFrame:
    changes = settled.lasting.changes
    return changes[changes["kind"].isin(TELLING)]


def decided_key(settled: Settled) -> str:
    """Return the key of the sentence on what analysts decided."""
    told = settled.decided
    if len(told.names) or told.pinned or told.vetoed or settled.waiting:
        return "personas.decided"
    return "personas.nothing_decided"


def decided_words(settled: Settled, named: pd.Series) -> dict[str, Any]:
    """Return the values of that sentence."""
    if decided_key(settled) == "personas.nothing_decided":
        return {}
    here = set(settled.lasting.ids)
    gone = {name for places in settled.lasting.gone_to.values() for name in places}
    return {
        "renamed": len(here & set(settled.decided.names.index)),
        "pinned": len(here & set(settled.decided.pinned)),
        "vetoed": len(settled.lasting.gone_to), "to": [named[name] for name in sorted(gone)],
        "waiting": len(settled.waiting), "lines": [str(line) for line in settled.waiting],
    }  # fmt: skip
