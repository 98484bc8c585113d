"""The same person in another system: typed again, with what goes wrong on the way."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from helpers.demo import places, text
from helpers.demo.people import People
from helpers.demo.streams import happens


class Rates(NamedTuple):
    """How often a field differs from the shop's, as proportions of records.

    Together they leave about as many true pairs agreeing on a field as in FEBRL's third
    set of duplicates: 55 to 70 per cent on each part of a name, 70 to 85 on what
    identifies (there, a postal code and two numbers; here, phone and e-mail).
    """

    name_in_latin: float = 0.22  # Chinese names, in pinyin
    name_with_typo: float = 0.25
    name_swapped: float = 0.06
    email_missing: float = 0.12
    other_email: float = 0.13
    email_with_typo: float = 0.03
    phone_missing: float = 0.10
    other_phone: float = 0.09
    street_missing: float = 0.25
    moved: float = 0.10


RATES = Rates()
PINYIN = {chinese: latin for chinese, latin in (*places.SURNAMES, *places.GIVEN_NAMES)}
OTHER_DOMAIN = "mail.example.com"


def retyped(people: People, chinese: np.ndarray, rng: np.random.Generator) -> People:
    """Return these people as another system knows them."""
    count = len(people.email)
    first, last = _names(people, chinese, rng)
    email = text.choose(happens(rng, RATES.other_email, count), _other_emails(people, rng),
                        people.email)  # fmt: skip
    email = with_typos(email, happens(rng, RATES.email_with_typo, count), rng)
    email = text.choose(happens(rng, RATES.email_missing, count), "", email)
    other = text.join("+86177", text.number(rng.integers(0, 10**8, count), width=8))
    phone = text.choose(happens(rng, RATES.other_phone, count), other, people.phone)
    phone = text.choose(happens(rng, RATES.phone_missing, count), "", phone)
    moved = text.join(text.number(rng.integers(1, 400, count)), " ",
                      text.lookup(places.STREETS, rng.integers(0, 6, count)))  # fmt: skip
    street = text.choose(happens(rng, RATES.moved, count), moved, people.street)
    street = text.choose(happens(rng, RATES.street_missing, count), "", street)
    return people._replace(
        first_name=first, last_name=last, email=email, phone=phone, street=street,
        full_name=text.choose(chinese, text.join(last, first), text.join(first, " ", last)),
    )  # fmt: skip


def with_typos(column: text.Text, struck: np.ndarray, rng: np.random.Generator) -> text.Text:
    """Return the column with two neighbouring letters swapped where struck.

    Examples
    --------
    >>> with_typos(pa.array(["ab", "ab"]), np.array([True, False]), None).to_pylist()
    ['ba', 'ab']
    """
    positions = np.flatnonzero(struck)
    changed = []
    for value in column.take(pa.array(positions)).to_pylist():
        # A first letter is seldom mistaken.
        at = 0 if len(value) < 3 else int(rng.integers(1, len(value) - 1))
        changed.append(value[:at] + value[at : at + 2][::-1] + value[at + 2 :])
    values = np.array(column.to_pylist(), dtype=object)
    values[positions] = changed
    return pa.array(values, pa.string())


def _names(people: People, chinese: np.ndarray, rng) -> tuple[text.Text, text.Text]:
    count = len(chinese)
    latin = chinese & happens(rng, RATES.name_in_latin, count)
    typo = happens(rng, RATES.name_with_typo, count)
    first, last = (
        with_typos(text.choose(latin, _in_latin(name), name), typo & happens(rng, 0.6, count), rng)
        for name in (people.first_name, people.last_name)
    )
    swapped = happens(rng, RATES.name_swapped, count)
    return text.choose(swapped, last, first), text.choose(swapped, first, last)


def _in_latin(names: text.Text) -> text.Text:
    return pa.array([PINYIN.get(name, name) for name in names.to_pylist()], pa.string())


def _other_emails(people: People, rng) -> text.Text:
    """Return a second address of each person, at another provider."""
    local = [email.split("@")[0] for email in people.email.to_pylist()]
    number = text.number(rng.integers(100, 1000, len(local)))
    return text.join(pa.array(local, pa.string()), number, "@", OTHER_DOMAIN)
