"""What a persona is called beside its name: "who buys fitness and orders by app"."""

from helpers.workspace.cells import Said

# Blocks of features whose marks name things: each has a sentence of its own with a place for it.
NAMING = ("category", "channel", "time", "season", "origin", "platform", "device")
# Features that have a sentence each.
OWN = (
    "code_yes", "code_no", "offer_yes", "offer_no", "returned_yes", "returned_no", "opened_yes",
    "opened_no", "clicked_yes", "clicked_no", "weekday_weekend", "weekday_working_day",
    "price_high", "price_low", "basket_high", "basket_low", "frequency_high", "frequency_low",
    "monetary_high", "monetary_low", "recency_days_high", "recency_days_low",
)  # fmt: skip
MOST = 2  # features in a title


def title(features: str) -> Said:
    """Return a persona's title from its features, such as ``category=fitness;channel=app``.

    Parameters
    ----------
    features : str
        The persona's `title_features`, the most telling first; of one block side by side.

    Examples
    --------
    >>> [one.key for one in title("category=fitness;code=yes").values["features"]]
    ['personas.title.category', 'personas.title.code_yes']
    >>> title("").key
    'personas.title.nothing'
    """
    told = [_feature(block, marks) for block, marks in _blocks(features)]
    if not told:
        return Said("personas.title.nothing")
    return Said("personas.title.whole", {"features": told})


def items(features: str) -> list[str]:
    """Return the items that a title is made of.

    Examples
    --------
    >>> items("category=fitness;category=nutrition;channel=app;code=yes")
    ['category', 'channel']
    """
    return [block for block, _ in _blocks(features)]


def _blocks(features: str) -> list[tuple[str, list[str]]]:
    """Return the blocks of a title's features with their marks, the most telling first."""
    by_block: dict[str, list[str]] = {}
    for feature in features.split(";"):
        block, _, mark = feature.strip().partition("=")
        if block:
            by_block.setdefault(block, []).append(mark or "mean")
    return list(by_block.items())[:MOST]


def _feature(block: str, marks: list[str]) -> Said:
    if block in NAMING:
        return Said(f"personas.title.{block}", {"marks": marks})
    own = f"{block}_{marks[0]}"
    if own in OWN:
        return Said(f"personas.title.{own}")
    return Said("personas.title.other", {"block": block, "marks": marks})
