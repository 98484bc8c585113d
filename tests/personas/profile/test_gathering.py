from datetime import date
from types import SimpleNamespace

import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.evidence.basis import BEHAVIOUR, learn_basis
from helpers.personas.profile.gathering import formed_by, gather, main_personas, profile_facts
from helpers.workspace import contracts

FRAMES = ("identities", "features", "customers", "enrichment", "consents")


@pytest.fixture
def desk(planted):
    """A desk of a company of which little more is known than what its customers did."""
    counts, _ = planted
    tables = {name: contracts.empty(name) for name in FRAMES}
    tables["customers"] = pd.DataFrame({"customer_id": counts.customers, "country": "CN",
                                        "province": None, "city": None})  # fmt: skip
    tables["features"] = contracts.empty("features").reindex(range(len(counts.customers))).assign(
        customer_id=counts.customers.to_numpy(), snapshot_day=pd.Timestamp("2026-09-30"),
        net_amount=np.arange(len(counts.customers), dtype=float),
    )  # fmt: skip

    def read(name, by_customer=False, in_engine=False):
        bare = name.removesuffix("?")
        if bare not in tables:
            return ibis.memtable(contracts.empty(bare))
        return ibis.memtable(tables[bare]) if in_engine else tables[bare]

    return SimpleNamespace(read=read, as_of=date(2026, 9, 30))


def members_of(counts, kind):
    return pd.DataFrame({"customer_id": counts.customers, "is_main": True,
                         "persona_id": [f"p-{one}" for one in kind]})  # fmt: skip


def test_each_customer_counts_for_its_main_persona():
    members = pd.DataFrame({"customer_id": ["b", "a", "a"], "persona_id": ["p", "q", "p"],
                            "is_main": [True, True, False]})  # fmt: skip

    assert main_personas(members).to_dict() == {"a": "q", "b": "p"}
    assert main_personas(members).index.is_monotonic_increasing


def test_tables_that_are_not_there_are_no_items(desk, planted):
    counts, _ = planted

    names = {item.name for item in gather(desk, counts.customers, counts)}

    assert {"category", "channel", "net_amount", "country"} <= names
    assert not {"answered", "tickets", "tier", "consent"} & names


def test_what_formed_the_personas_is_known_from_their_basis(desk, planted, scored):
    counts, kind = planted
    basis = learn_basis(scored(counts, np.random.default_rng(1)), counts, seed=1)

    facts = profile_facts(desk, members_of(counts, kind), counts, basis)

    formed = set(facts.loc[facts["formed"], "item"])
    assert formed == set(basis.mix.blocks) == {"category", "channel"}
    assert formed_by(basis._replace(mix=None)) == frozenset(BEHAVIOUR)
    assert set(facts["persona_id"]) == {"p-0", "p-1", "p-2"}
