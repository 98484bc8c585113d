"""All that the tables tell of customers, gathered as items for the profiles of personas."""

import pandas as pd

from helpers.evidence.answers import newest_answers
from helpers.evidence.basis import BEHAVIOUR, Basis
from helpers.evidence.counts import Counts
from helpers.evidence.traits import wide_traits
from helpers.personas.profile import asked, circumstances, observed
from helpers.personas.profile.facts import profile
from helpers.personas.profile.items import Item
from helpers.workspace import Desk


def main_personas(members: pd.DataFrame) -> pd.Series:
    """Return the main persona of each customer, by customer, sorted.

    Parameters
    ----------
    members : DataFrame
        The table `persona_members`.
    """
    own = members[members["is_main"].astype(bool)]
    return own.set_index("customer_id")["persona_id"].sort_index()


def formed_by(basis: Basis) -> frozenset[str]:
    """Return what formed the personas: blocks of acts, traits, or how they buy."""
    if basis.mix is not None:
        return frozenset(basis.mix.blocks)
    if getattr(basis, "traits", None) is not None:
        return frozenset(f"{circumstances.LISTED}{name}" for name in basis.traits.names)
    return frozenset(BEHAVIOUR)


def profile_facts(
    desk: Desk, members: pd.DataFrame, counts: Counts, basis: Basis, *, false_share: float = 0.10
) -> pd.DataFrame:
    """Return the table `persona_facts`: all that is known of each persona.

    Parameters
    ----------
    desk : Desk
        Where the tables of `gather` are read.
    members : DataFrame
        The table `persona_members`.
    counts : Counts
        What customers did up to the as-of day.
    basis : Basis
        What the personas were formed from: that is described and not tested.
    false_share : float
        Share of false discoveries that is accepted among what is called different.
    """
    main = main_personas(members)
    return profile(gather(desk, main.index, counts), main, formed_by(basis),
                   false_share=false_share)  # fmt: skip


def gather(desk: Desk, customers: pd.Index, counts: Counts) -> list[Item]:
    """Return what is known of some customers, one row per customer in every item.

    Parameters
    ----------
    desk : Desk
        Where `customers`, `features`, `identities`, and, as far as they are there,
        `enrichment`, `consents`, `memberships`, `interactions`, `survey_answers` and
        `traits` are read.
    customers : Index
        Who is wanted, sorted.
    counts : Counts
        What customers did up to the as-of day.
    """
    known = desk.read("identities", in_engine=True).select("person_id", "customer_id").to_pandas()
    person = known.drop_duplicates("person_id").set_index("person_id")["customer_id"]
    people = desk.read("customers", in_engine=True).select("customer_id", *circumstances.PLACES)
    places = desk.read("enrichment?", in_engine=True).select("person_id", "name", "value")
    consents = desk.read("consents?", in_engine=True).select(*circumstances.AGREED)
    by_customer = {name: desk.read(f"{name}?", by_customer=True)
                   for name in ("interactions", "memberships", "survey_answers")}  # fmt: skip
    answers = newest_answers(by_customer["survey_answers"], kinds=asked.KINDS)
    return [
        *observed.acted(counts), *observed.counted_up(_newest_features(desk), customers),
        *circumstances.placed(people.to_pandas(), customers),
        *circumstances.surrounded(places.to_pandas(), person, customers),
        *circumstances.reachable(consents.to_pandas(), person, customers),
        *circumstances.in_tiers(by_customer["memberships"], customers),
        *observed.asked_for_help(by_customer["interactions"], desk.as_of, customers),
        *asked.answered(answers, customers),
        *circumstances.listed(wide_traits(desk.read("traits?"), customers), customers),
    ]  # fmt: skip


def _newest_features(desk: Desk) -> pd.DataFrame:
    """Return the rows of the table `features` on its newest day: the others are not read."""
    features = desk.read("features?", in_engine=True)
    newest = features.filter(features.snapshot_day == features.snapshot_day.max())
    return newest.select(*observed.COUNTED_UP).to_pandas()
