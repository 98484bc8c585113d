"""Who the customers are on paper: names, addresses, phones, e-mail, as they typed them."""

from typing import NamedTuple

import numpy as np
import pyarrow.compute as pc

from helpers.demo import places, text
from helpers.demo.customers import Customers
from helpers.demo.dirt import RATES
from helpers.demo.streams import happens, pick, stream

FIRST_ID = 7_100_000_000_000


class People(NamedTuple):
    """What each customer would write into a form, one element per customer; all text.

    ``email`` is in its canonical form, lower case, and empty where there is none;
    every other field is as it was typed, dirt included.
    """

    customer_id: text.Text
    first_name: text.Text
    last_name: text.Text
    full_name: text.Text
    email: text.Text
    phone: text.Text
    street: text.Text
    city: text.Text
    province_code: text.Text
    province_name: text.Text
    country: text.Text
    zip_code: text.Text

    def take(self, positions: np.ndarray) -> "People":
        """Return the people at these positions."""
        return People(*(field.take(positions) for field in self))


def simulate_people(customers: Customers, seed: int, *, start: int = 0) -> People:
    """Return what each customer would write into a form.

    Ids and e-mail addresses count on from ``start``, so that two crowds never share one.
    """
    count = len(customers.kind)
    first, last, full, latin = _names(customers, stream(seed, "names"))
    rng = stream(seed, "people")
    address = _address(customers, rng)
    unique = text.number(np.arange(start, start + count) + 10)
    domain = text.lookup(places.MAIL_DOMAINS, rng.integers(0, len(places.MAIL_DOMAINS), count))
    email = text.join(latin, unique, "@", domain)
    return People(
        customer_id=text.number(FIRST_ID + 4099 * np.arange(start, start + count)),
        first_name=first,
        last_name=last,
        full_name=full,
        email=text.choose(happens(rng, RATES.customer_without_email, count), "", email),
        phone=_phones(customers, rng),
        **address,
    )


def _names(customers: Customers, rng) -> tuple[text.Text, text.Text, text.Text, text.Text]:
    """Return first, last and full names as typed, and a Latin form for the e-mail address."""
    count = len(customers.kind)
    surname = rng.integers(0, len(places.SURNAMES), count)
    given = rng.integers(0, len(places.GIVEN_NAMES), count)
    last_name = text.lookup(places.LAST_NAMES, rng.integers(0, len(places.LAST_NAMES), count))
    first_name = text.lookup(places.FIRST_NAMES, rng.integers(0, len(places.FIRST_NAMES), count))
    hanzi, pinyin = zip(*places.SURNAMES, strict=True)
    given_hanzi, given_pinyin = zip(*places.GIVEN_NAMES, strict=True)

    # Half of those who shop in English at home have a Chinese name in Latin letters.
    latin = ~customers.chinese & (customers.overseas | happens(rng, 0.5, count))
    first = text.choose(latin, first_name, text.lookup(given_pinyin, given))
    last = text.choose(latin, last_name, text.lookup(pinyin, surname))
    local = text.lower(pc.replace_substring_regex(text.join(first, ".", last), "[^A-Za-z.]", ""))
    first = text.choose(customers.chinese, text.lookup(given_hanzi, given), first)
    last = text.choose(customers.chinese, text.lookup(hanzi, surname), last)
    return *_misspelt(first, last, customers.chinese, rng), local


def _misspelt(first, last, chinese: np.ndarray, rng) -> tuple[text.Text, text.Text, text.Text]:
    """Return names in odd casing, in the wrong order, or both in one field."""
    case = pick(rng, (RATES.name_in_capitals, RATES.name_in_small_letters, 1), len(first))
    first, last = (
        text.choose(case == 0, text.upper(name), text.choose(case == 1, text.lower(name), name))
        for name in (first, last)
    )
    full = text.choose(chinese, text.join(last, first), text.join(first, " ", last))
    swapped = happens(rng, RATES.name_swapped, len(first))
    first, last = text.choose(swapped, last, first), text.choose(swapped, first, last)
    joined = happens(rng, RATES.name_in_one_field, len(first))
    return text.choose(joined, full, first), text.choose(joined, "", last), full


def _address(customers: Customers, rng) -> dict[str, text.Text]:
    def of_place(field: str) -> text.Text:
        return text.lookup([getattr(place, field) for place in places.CITIES], customers.place)

    digits = np.where(customers.overseas, 100, 1000)
    rest = rng.integers(0, digits)
    tail = text.choose(customers.overseas, text.number(rest, width=2), text.number(rest, width=3))
    name = ("city", "chinese", "english"), ("province_name", "province_chinese", "province_english")
    fields = {
        field: text.choose(customers.chinese, of_place(zh), of_place(en)) for field, zh, en in name
    }
    return {
        **fields,
        "street": _streets(customers, rng),
        "province_code": of_place("province_code"),
        "country": text.lookup(["CN", "US"], customers.overseas.astype(np.int8)),
        "zip_code": text.join(of_place("zip_start"), tail),
    }


def _streets(customers: Customers, rng) -> text.Text:
    count = len(customers.kind)
    house, room = (text.number(rng.integers(1, most, count)) for most in (400, 2000))
    road = rng.integers(0, len(places.ROADS), count)
    chinese, english = zip(*places.ROADS, strict=True)
    home = text.choose(
        customers.chinese,
        text.join(text.lookup(chinese, road), house, "号", room, "室"),
        text.join(house, " ", text.lookup(english, road), ", Room ", room),
    )
    abroad = text.join(house, " ", text.lookup(places.STREETS, road))
    return text.choose(customers.overseas, abroad, home)


def _phones(customers: Customers, rng) -> text.Text:
    """Return one phone per customer, in several spellings; no two share a number."""
    count = len(customers.kind)
    # A step without a common divisor with the modulus visits every number once.
    rest = text.number((48_271 * np.arange(count) + rng.integers(10**8)) % 10**8, width=8)
    start = text.lookup(places.MOBILE_STARTS, rng.integers(0, len(places.MOBILE_STARTS), count))
    mobile = text.join(start, rest)
    rank = np.cumsum(customers.overseas) - 1
    area = text.lookup(places.AREA_CODES, np.maximum(rank, 0) // 10_000 % len(places.AREA_CODES))
    line = text.number(np.maximum(rank, 0) * 4_271 % 10_000, width=4)

    spelling = rng.random(count)
    spaced = spelling < RATES.phone_without_country_code
    wide = ~spaced & (spelling < RATES.phone_without_country_code + RATES.phone_full_width)
    home = text.choose(spaced, mobile, text.join("+86", mobile))
    home = text.choose(wide, text.full_width(mobile), home)
    local, abroad = text.join("(", area, ") 555-", line), text.join("+1", area, "555", line)
    return text.choose(customers.overseas, text.choose(spaced, local, abroad), home)
