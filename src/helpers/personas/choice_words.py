"""What is said of the model: which one, how many personas, and why."""

from typing import Any

from helpers.personas.model.finding import Found

EVIDENCE_FORMATS = {
    "model": "term", "held_out_fit": "number3", "of_cloud": "percent0",
    "stability": "number2", "stability_lower": "number2",
    "smallest_share": "percent", "beyond_continuum": "yesno", "chosen": "yesno",
}  # fmt: skip
ALONE = ("too_few", "nothing_repeats", "one_cloud")


def choice_key(found: Found) -> str:
    """Return the key of the sentence on what was chosen, and why."""
    return f"personas.choice.{found.why}"


def choice_words(found: Found) -> dict[str, Any]:
    """Return the values of that sentence."""
    if found.why in ALONE:
        return {}
    words = {"personas": found.model.groups, "model": found.kind}
    chosen = found.evidence[found.evidence["chosen"]]
    if found.why == "kept" or chosen.empty:
        return words
    return words | {"stability": float(chosen.iloc[0]["stability"])}


def shown_evidence(found: Found) -> Any:
    """Return the evidence for readers: what decides, without bounds that repeat it."""
    return found.evidence[["model", "personas", *list(EVIDENCE_FORMATS)[1:]]]
