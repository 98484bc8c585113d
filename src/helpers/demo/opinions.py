"""Opinions by aspect, and the sentences that tell them, some plainly and some not."""

from typing import NamedTuple

import numpy as np

from helpers.demo import groups, phrases, products
from helpers.demo.streams import happens, pick_by_row

# How likely an opinion is praise, by category of the product and aspect (see phrases.ASPECTS).
PRAISED = {
    "footwear": (0.78, 0.42, 0.72, 0.70, 0.60, 0.75),
    "clothing": (0.80, 0.62, 0.72, 0.70, 0.62, 0.75),
    "packs_tents": (0.88, 0.75, 0.70, 0.72, 0.50, 0.70),
    "fitness": (0.62, 0.75, 0.58, 0.70, 0.75, 0.60),
    "nutrition": (0.80, 0.70, 0.75, 0.72, 0.66, 0.35),
    "accessories": (0.70, 0.72, 0.74, 0.72, 0.58, 0.88),
}
# How often each aspect is spoken of, by category.
SPOKEN_OF = {
    "footwear": (4, 6, 2, 1, 2, 0.5),
    "clothing": (4, 5, 2, 1, 2, 0.5),
    "packs_tents": (6, 1, 2, 1, 3, 1),
    "fitness": (4, 1, 3, 1, 3, 1),
    "nutrition": (4, 0.2, 2, 1, 3, 4),
    "accessories": (4, 1, 2, 1, 2, 3),
}
DELIVERY, SERVICE, PRICE = map(phrases.ASPECTS.index, ("delivery", "service", "price"))
# What shifts an opinion, as an addition to its logit.
REMOTE_ON_DELIVERY, TROUBLE_ON_SERVICE, BARGAIN_ON_PRICE = -1.4, -2.2, -0.8
ONE_MORE = 0.45  # texts with a second opinion
WITH_PLAIN, IRONIC, ONLY_PLAIN = 0.5, 0.03, 0.09


class Opinions(NamedTuple):
    """Opinions, one element per opinion.

    Attributes
    ----------
    text : numpy.ndarray of int
        Position of the text that tells it.
    aspect : numpy.ndarray of int
        Position in ``phrases.ASPECTS``.
    praise : numpy.ndarray of bool
    """

    text: np.ndarray
    aspect: np.ndarray
    praise: np.ndarray


def simulate_opinions(product, kind, remote, troubled, rng: np.random.Generator) -> Opinions:
    """Return one or two opinions per text.

    Parameters
    ----------
    product, kind : numpy.ndarray of int
        What the text is about; as which kind its author acts.
    remote, troubled : numpy.ndarray of bool
        Whether the author lives far off; whether service had failed the author before.
    rng : numpy.random.Generator
    """
    count = len(product)
    category = category_of(product)
    weights = np.array([SPOKEN_OF[name] for name in products.CATEGORIES])
    first, second = (pick_by_row(rng, weights, category) for _ in range(2))
    more = np.flatnonzero(happens(rng, ONE_MORE, count) & (first != second))
    text = np.concatenate([np.arange(count), more])
    aspect = np.concatenate([first, second[more]])
    chance = np.array([PRAISED[name] for name in products.CATEGORIES])[category[text], aspect]
    logit = np.log(chance / (1 - chance))
    logit += REMOTE_ON_DELIVERY * (remote[text] & (aspect == DELIVERY))
    logit += TROUBLE_ON_SERVICE * (troubled[text] & (aspect == SERVICE))
    bargain = kind[text] == groups.NAMES.index(groups.COSTLY)
    logit += BARGAIN_ON_PRICE * (bargain & (aspect == PRICE))
    praise = rng.random(len(text)) < 1 / (1 + np.exp(-logit))
    order = np.argsort(text, kind="stable")
    return Opinions(text[order], aspect[order], praise[order])


def category_of(product: np.ndarray) -> np.ndarray:
    """Return the category of each product; a pseudo-product counts as an accessory."""
    names = list(products.CATEGORIES)
    last = len(names) - 1
    number = [
        names.index(item.category) if item.category in names else last for item in products.PRODUCTS
    ]
    return np.array(number)[product]


def mood(opinions: Opinions, count: int) -> np.ndarray:
    """Return each text's mean opinion, from -1 (complaint) to 1 (praise)."""
    sign = np.where(opinions.praise, 1, -1)
    told = np.bincount(opinions.text, minlength=count)
    return np.bincount(opinions.text, weights=sign, minlength=count) / np.maximum(told, 1)


def stars(mood: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return from one to five stars: the mood, rounded with some noise."""
    return np.clip(np.rint(3.2 + 1.5 * mood + rng.normal(0, 0.6, len(mood))), 1, 5).astype(int)


def tell(opinions: Opinions, chinese: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Return one text per author, in Chinese or English."""
    starts = np.searchsorted(opinions.text, np.arange(len(chinese) + 1))
    # All chance is drawn at once: a text's parts are cheap, a generator's calls are not.
    chance = rng.random((len(chinese), 8))
    return [
        _one(opinions, range(starts[at], starts[at + 1]), int(speaks), chance[at])
        for at, speaks in enumerate(chinese.tolist())
    ]


def _one(opinions: Opinions, told: range, language: int, chance: np.ndarray) -> str:
    parts, before = [], None
    for number, at in enumerate(told):
        praise = bool(opinions.praise[at])
        book = phrases.PRAISE if praise else phrases.COMPLAINT
        phrase = _drawn(book[opinions.aspect[at]][language], chance[number])
        if not praise and chance[2] < IRONIC:
            irony = _drawn(phrases.IRONY[language], chance[3])
            phrase = irony + phrases.JOINTS[language][0] + phrase
        joint = phrases.EITHER_WAY[language] if before not in (None, praise) else None
        parts.append((joint or _drawn(phrases.JOINTS[language], chance[4])) if parts else "")
        parts.append(phrase)
        before = praise
    plain = _drawn(phrases.PLAIN[language], chance[5])
    if chance[6] < ONLY_PLAIN:
        parts = [plain]
    elif chance[6] < WITH_PLAIN:
        parts = [plain, phrases.JOINTS[language][0], *parts]
    opener = _drawn(phrases.OPENERS[language], chance[7])
    return opener + "".join(parts) + _drawn(phrases.ENDINGS[language], (chance[7] * 6) % 1)


def _drawn(choices: tuple[str, ...], chance: float) -> str:
    return choices[int(chance * len(choices))]
