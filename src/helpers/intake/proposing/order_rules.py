"""What order lines tell of themselves: which take back, which are no goods, which stand twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from helpers.intake.proposing.claim import Claim, ask, counted, perhaps, propose
from helpers.intake.proposing.headers import synonyms

NEARLY_ALL = 0.99
MOST = 0.9
FEWEST_CODES = 5
SHARE_OF_GOODS = 0.8  # share of lines that the goods' pattern must fit
WHOLE_DAY = 0.99


class Line(NamedTuple):
    """What is looked at of an order line; absent columns are empty."""

    order: str
    product: str
    name: str
    quantity: str
    day: date | None
    content: int


class OrderFacts(NamedTuple):
    """What all order lines of a file tell together."""

    negative: dict[str, list[int]]  # by the letters before an order's number: lines, negative ones
    products: Counter  # of pairs of code and name
    per_day: dict[date, list[int]]  # lines, and those that stand at least twice
    repeated: int


def order_facts(lines: Iterable[Line]) -> OrderFacts:
    """Return what order lines tell together."""
    negative: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    products: Counter = Counter()
    per_content: Counter = Counter()
    per_day: dict[date, Counter] = defaultdict(Counter)
    for line in lines:
        count = negative[re.match(r"[^\W\d_]*", line.order)[0]]
        count[0] += 1
        count[1] += line.quantity.startswith("-")
        products[(line.product, line.name)] += 1
        per_content[line.content] += 1
        if line.day:
            per_day[line.day][line.content] += 1
    days = {day: [told.total(), sum(n for n in told.values() if n > 1 and n % 2 == 0)]
            for day, told in per_day.items()}  # fmt: skip
    repeated = sum(n - 1 for n in per_content.values() if n > 1)
    return OrderFacts(dict(negative), products, days, repeated)


def order_claims(facts: OrderFacts, heeded: frozenset[str], *, whole: bool = True) -> list[Claim]:
    """Return the claims that order lines give rise to, of those that their format heeds.

    Parameters
    ----------
    facts : OrderFacts
        What the lines tell together.
    heeded : frozenset of str
        The entries that the format looks at.
    whole : bool, default True
        Whether every line was looked at: of a part, equal lines cannot be counted.
    """
    found = [_cancellations(facts), _merchandise(facts.products)]
    found += [_overlaps(facts) if whole else None, _repeats(facts, whole)]
    return [claim for claim in found if claim and claim.entry in heeded]


def _cancellations(facts: OrderFacts) -> Claim | None:
    """Return the letters of orders that take back: all their quantities are negative."""
    for letters, (lines, negative) in sorted(facts.negative.items(), key=lambda i: -i[1][1]):
        usual = facts.negative.get("", [0, 0])
        if letters and lines >= 20 and negative >= NEARLY_ALL * lines and usual[0] > lines:
            evidence = (f"{negative:,} of {counted(lines, 'line')} of such orders have a negative "
                        f"quantity, and {usual[1]:,} of {usual[0]:,} of the others")  # fmt: skip
            return propose("cancellation_orders", f"^{letters}", evidence, confidence=0.9)
    return None


def _merchandise(products: Counter) -> Claim | None:
    """Return a pattern of the codes of goods, where names tell which products are none."""
    codes = {code for code, _ in products if code}
    odd = {code for code, name in products if code and is_no_goods(f"{code} {name}")}
    goods = codes - odd
    if len(goods) < FEWEST_CODES or not odd:
        return None
    pattern = _common_pattern(goods)
    lines = products.total()
    fitting = sum(n for (code, _), n in products.items() if pattern and re.match(pattern, code))
    if not pattern or fitting < SHARE_OF_GOODS * lines:
        return None
    left = sorted(code for code in goods if not re.match(pattern, code))
    also = [code for code in odd if re.match(pattern, code)]
    pattern, said = _with_empty(pattern, products)
    evidence = (f"{len(goods) - len(left):,} of {counted(len(codes), 'product code')} fit; of the "
                f"others, {len(odd) - len(also)} have names of no goods, such as gift cards or "
                f"shipping{said}")  # fmt: skip
    if left or also:
        return perhaps("merchandise", pattern, f"{evidence}, and {len(left)} do not tell")
    return propose("merchandise", pattern, evidence, confidence=0.9)


def _common_pattern(codes: set[str]) -> str | None:
    """Return how nearly all codes begin: with the same letters, or with digits."""
    begins = Counter(match[0] for code in codes if (match := re.match(r"[^\W\d_]+[-_]?", code)))
    if begins and begins.most_common(1)[0][1] >= NEARLY_ALL * len(codes):
        return f"^{re.escape(begins.most_common(1)[0][0])}".replace("\\-", "-")
    digits = Counter(len(re.match(r"\d*", code)[0]) for code in codes)
    length = min((n for n in digits if n), default=0)
    for n in sorted({length, *digits} - {0}, reverse=True):
        if sum(re.match(rf"\d{{{n}}}", code) is not None for code in codes) >= 0.95 * len(codes):
            return rf"^\d{{{n}}}"
    return None


def _with_empty(pattern: str, products: Counter) -> tuple[str, str]:
    """Return the pattern, fitting lines without a code too where their names are those of goods."""
    named = {name for code, name in products if code and re.match(pattern, code)}
    bare = {name: lines for (code, name), lines in products.items() if not code}
    lines, of_goods = sum(bare.values()), sum(n for name, n in bare.items() if name in named)
    if not bare or of_goods < MOST * lines:
        return pattern, ""
    said = f"; {of_goods:,} of {counted(lines, 'line')} without a code have names of goods"
    return f"^({pattern.removeprefix('^')}.*)?$", said


def _overlaps(facts: OrderFacts) -> Claim | None:
    """Return the days of which every line stands twice."""
    twice = sorted(day for day, (lines, repeated) in facts.per_day.items()
                   if lines >= 20 and repeated >= WHOLE_DAY * lines)  # fmt: skip
    if not twice:
        return None
    first, last = twice[0], twice[-1]
    inside = [told for day, told in facts.per_day.items() if first <= day <= last]
    lines, repeated = (sum(told[place] for told in inside) for place in (0, 1))
    if repeated < WHOLE_DAY * lines:
        return None
    why = f"every line of these days stands twice ({lines:,} lines)"
    value = [{"first_day": first, "last_day": last, "copies": 2, "why": why}]
    return propose("overlaps", value, f"{repeated:,} of {lines:,} lines have an equal one",
                   confidence=0.9)  # fmt: skip


def _repeats(facts: OrderFacts, whole: bool) -> Claim:
    if not whole:
        question = "are equal lines of an order two lines (keep) or one (once)?"
        return ask("exact_repeats", question, suggestion="keep", confidence=0.5)
    if not facts.repeated:
        return propose("exact_repeats", "keep", "no two lines are equal", confidence=0.9)
    question = (f"are equal lines of an order two lines (keep) or one (once)? "
                f"{counted(facts.repeated, 'line')} repeat{'s' if facts.repeated == 1 else ''} "
                "another")  # fmt: skip
    return ask("exact_repeats", question, suggestion="keep", confidence=0.5)


def is_no_goods(text: str) -> bool:
    """Return whether a product's code or name is one of a service, a voucher or a correction."""
    words = re.sub(r"[\W_]+", " ", text.casefold())
    said = f" {words} "
    return any(
        f" {word} " in said if word.isascii() else word in said
        for word in synonyms()["no_goods"]["words"]
    )
