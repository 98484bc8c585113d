"""Linkage held against data whose truth is known, and that is never a feature.

FEBRL 3 (Christen, 2008; BSD) and Splink's fake people (MIT). The references were measured
elsewhere with plain Splink: pairs of FEBRL 3 at a probability of 0.9, F1 .998; clusters of
fake_1000 without blocking, F1 .937.
"""

import pandas as pd
import pytest

from helpers.single_view import (
    cluster_quality,
    contact_records,
    gather,
    identities,
    judged,
    lasting_ids,
    link_records,
    marks_of,
    moves,
    pair_quality,
    reasons,
)
from helpers.single_view.clusters import THRESHOLD
from helpers.workspace import contracts, open_desk, paths, privacy

DATA = paths.CODE.parent / "shared" / "data" / "febrl"

needs_data = pytest.mark.skipif(
    not DATA.exists(), reason="FEBRL and fake_1000 are not at hand in ../shared/data/febrl"
)


@pytest.fixture(scope="module")
def febrl():
    """The people of FEBRL 3 under ids that tell nothing, and who they are."""
    raw = pd.read_csv(DATA / "febrl3.csv", dtype=str, skipinitialspace=True)
    shuffled = raw.sample(frac=1, random_state=0).reset_index(drop=True)
    born = shuffled["date_of_birth"].str
    street = shuffled[["street_number", "address_1", "address_2"]].fillna("")
    details = pd.DataFrame({
        "record_id": shuffled.index.astype("str").str.zfill(4),
        "given_name": shuffled["given_name"], "family_name": shuffled["surname"],
        "street": street.agg(" ".join, axis="columns"), "postcode": shuffled["postcode"],
        "city": shuffled["suburb"], "national_id": shuffled["soc_sec_id"],
        "birth_date": born[:4] + "-" + born[4:6] + "-" + born[6:],
    })  # fmt: skip
    who = shuffled["rec_id"].str.split("-").str[1]
    return details, pd.Series(who.to_numpy(), index=details["record_id"])


@pytest.fixture(scope="module")
def fake():
    """Splink's fake people, and who they are."""
    raw = pd.read_csv(DATA / "fake_1000.csv", dtype=str)
    details = raw.rename(columns={
        "unique_id": "record_id", "first_name": "given_name", "surname": "family_name",
        "dob": "birth_date",
    }).drop(columns="cluster")  # fmt: skip
    details["email"] = details["email"].str.lower()
    return details, raw.set_index("unique_id")["cluster"]


@needs_data
def test_febrl_is_linked_as_well_as_by_the_reference(febrl):
    details, truth = febrl

    found = link_records(details)

    likely = found.pairs[found.pairs["probability"] >= THRESHOLD]
    assert pair_quality(likely, truth).f1 >= 0.998
    assert cluster_quality(found.people, truth).f1 >= 0.999


@needs_data
def test_fake_people_are_grouped_better_than_by_the_reference(fake):
    details, truth = fake

    found = link_records(details)

    assert cluster_quality(found.people, truth).f1 >= 0.95


@pytest.fixture(scope="module")
def simulated(demo):
    """The demo's records of people as the intake left them, and who they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.ROOT_VARIABLE, str(demo))
        desk = open_desk("02_single_view", "demo", "2026Q3")
        tables = [desk.read(name).to_pandas() for name in
                  ("contacts", "contact_details", "leads", "memberships")]  # fmt: skip
        records = contact_records(*tables[:2], leads=tables[2], memberships=tables[3])
        told = pd.read_parquet(demo / "data" / "truth" / "demo" / "identities.parquet")
        who = pd.Series({
            privacy.pseudonym(NUMBERS[row.source], row.record.removeprefix("zcrm_")): row.customer
            for row in told.itertuples() if row.source in NUMBERS
        })  # fmt: skip
        mail = told[told["source"] == "mailchimp"].set_index("record")["customer"]
        truth = records["record_id"].map(who).fillna(records["email"].map(mail))
        # A lead is nobody whom another record tells of.
        truth = truth.where(records["source"] != "lead", records["record_id"])
        yield records, truth.set_axis(records["record_id"])


NUMBERS = {
    "shopify": "contact", "zoho": "contact of zoho", "fxiaoke": "contact of fxiaoke",
    "loyalty": "contact of loyalty",
}  # fmt: skip


def test_the_demo_s_people_are_found_in_all_their_lists(simulated):
    records, truth = simulated
    chinese = records["name"].str.contains("[\u3400-\u9fff]", na=False).to_numpy()

    people = link_records(records).people

    assert truth.notna().all()
    found, same = people.loc[records["record_id"]], truth.to_numpy()
    assert cluster_quality(people, truth).f1 >= 0.97
    for part in (chinese, ~chinese):
        assert cluster_quality(found[part], pd.Series(same, found.index)[part]).f1 >= 0.97


def identified(records, marks, previous):
    """What a quarter would write of these records, given the quarter before."""
    marks = marks[marks["record_id"].isin(records["record_id"])]
    linkage = link_records(records, marks=marks)
    nothing = judged(contracts.empty("same_person"), records)
    lasting = lasting_ids(linkage.people, records, previous)
    moved = moves(lasting, reasons(linkage, nothing, least=THRESHOLD), nothing.apart, period="x")
    return identities(records, linkage, lasting.person_id, nothing), moved


@pytest.fixture(scope="module")
def quarters(demo):
    """Records and marks of the demo as known at the end of two quarters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.ROOT_VARIABLE, str(demo))
        desks = [open_desk("02_single_view", "demo", period) for period in ("2026Q2", "2026Q3")]
        told = [(desk, gather(desk)) for desk in desks]
        yield [(records, marks_of(desk, records)) for desk, records in told]


def kept(before, after):
    """The share of records on both sides whose person has the same id."""
    both = before.merge(after, on="record_id", suffixes=("_before", "_after"))
    return both["person_id_before"].eq(both["person_id_after"]), both


def test_customers_who_stay_keep_their_ids_from_one_quarter_to_the_next(quarters):
    nobody = contracts.empty("identities")

    before, none = identified(*quarters[0], nobody)
    after, moved = identified(*quarters[1], before)

    same, both = kept(before, after)
    shop = both["source_after"].eq("customer")
    assert shop.sum() > 4_000 and same[shop].mean() >= 0.995
    assert none.empty
    assert (~same).sum() <= moved["records"].sum()


def test_an_added_source_changes_no_id_without_a_recorded_merge(quarters):
    records, marks = quarters[1]
    without = records[records["source"] != "contact"]

    before, _ = identified(without, marks, contracts.empty("identities"))
    after, moved = identified(records, marks, before)

    same, both = kept(before, after)
    changed = set(zip(both["person_id_before"], both["person_id_after"], strict=True)) - {
        (one, one) for one in both["person_id_before"]
    }
    assert set(after["source"]) - set(before["source"]) == {"contact"}
    assert changed == set(zip(moved["from_id"], moved["to_id"], strict=True))
    assert same.mean() > 0.99


def test_the_published_tables_tell_of_one_another(demo):
    folder = demo / "data/processed/demo/2026Q3"
    people, customers = (
        pd.read_parquet(folder / f"{name}.parquet") for name in ("identities", "customers")
    )
    segments = pd.read_parquet(folder / "segments.parquet")

    assert set(customers["customer_id"]) <= set(people["person_id"])
    assert set(segments["customer_id"]) <= set(customers["customer_id"])
    owners = people[people["owns_number"]]
    assert owners["source_customer_id"].is_unique
    assert set(owners["source_customer_id"]) == set(people["source_customer_id"])
