"""What readers call features of customers, and groups that are named after their features.

A feature is ``block=mark``, such as ``category=fitness`` or ``code=yes``, the mean of a block
(``price=mean``), or a figure or question by its own name (``monetary``). A group's name is a
list of features; there a mean or a figure is *high* or *low*, as in ``price=high``.
"""

from helpers.reporting import catalogue
from helpers.reporting.wording import Wording

ALSO = ";"  # between the features of a group's name


def feature(name: str, wording: Wording) -> str:
    """Return what a reader calls a feature, such as "products bought or looked at: nutrition"."""
    block, equals, mark = name.rpartition("=")
    if not equals:
        return wording.text("features.one", block=name)
    term = _term(block, wording)
    if mark == "mean" and term != block:
        return wording.text("features.one", block=term)
    own = f"features.mark_{block}"
    key = own if catalogue.has(own, wording.language) else "features.mark"
    return wording.text(key, block=term, mark=mark)


def _term(block: str, wording: Wording) -> str:
    """Return the term under which the catalogue has a block that is counted, else its own name."""
    counted = f"block_{block}"
    return counted if catalogue.has(f"terms.{counted}", wording.language) else block


def group_name(features: str, wording: Wording) -> str:
    """Return what a group is called, such as "Fitness and nutrition, by app".

    Parameters
    ----------
    features : str
        Features of the group, the most telling first, with a semicolon between them; of one
        block side by side. Empty for a group without a mark of its own.
    """
    if not features:
        return wording.text("features.no_mark")
    by_block: dict[str, list[str]] = {}
    for name in features.split(ALSO):
        block, _, mark = name.rpartition("=")
        by_block.setdefault(block, []).append(mark)
    parts = [_part(block, marks, wording) for block, marks in by_block.items()]
    name = wording.text("features.comma").join(parts)
    return name[:1].upper() + name[1:]


def _part(block: str, marks: list[str], wording: Wording) -> str:
    """Return a block of a group's name: by words of its own, else by those of its marks."""
    own = f"features.name.{block}_{marks[0]}"
    if len(marks) == 1 and catalogue.has(own, wording.language):
        return wording.text(own)
    key = f"features.name.{block}"
    if catalogue.has(key, wording.language):
        return wording.text(key, marks=marks)
    return wording.text("features.name.else", block=_term(block, wording), marks=marks)
