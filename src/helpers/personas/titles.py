"""What a persona is called beside its name: "who buys fitness and orders by app"."""

from helpers.workspace.cells import Said

# Blocks of features whose marks name things: each has a sentence of its own with a place for it.
NAMING = ("category", "channel", "time", "season", "origin", "platform", "device")
# Features that have a sentence each.
OWN = (
    "code_yes", "offer_yes", "returned_yes", "opened_yes", "clicked_yes", "weekday_weekend",
    "weekday_working_day", "price_high", "price_low", "basket_high", "basket_low",
    "frequency_high", "frequency_low", "monetary_high", "monetary_low", "recency_days_high",
    "recency_days_low",
)  # fmt: skip
MOST = 2  # features in a title


def title(features: str) -> Said:
    """Return a persona's title from its features, such as ``category=fitness;channel=app``.

    Parameters
    ----------
    features : str
        The persona's `title_features`, the most telling first.

    Examples
    --------
    >>> [one.key for one in title("category=fitness;code=yes").values["features"]]
    ['personas.title.category', 'personas.title.code_yes']
    >>> title("").key
    'personas.title.nothing'
    """
    told = [_feature(one) for one in features.split(";") if one.strip()]
    if not told:
        return Said("personas.title.nothing")
    return Said("personas.title.whole", {"features": told[:MOST]})


def items(features: str) -> list[str]:
    """Return the items that a title is made of.

    Examples
    --------
    >>> items("category=fitness;channel=app;code=yes")
    ['category', 'channel']
    """
    return [one.strip().partition("=")[0] for one in features.split(";") if one.strip()][:MOST]


def _feature(feature: str) -> Said:
    block, _, mark = feature.strip().partition("=")
    if block in NAMING and mark:
        return Said(f"personas.title.{block}", {"mark": mark})
    own = f"{block}_{mark}"
    if own in OWN:
        return Said(f"personas.title.{own}")
    return Said("personas.title.other", {"block": block, "mark": mark or "mean"})
