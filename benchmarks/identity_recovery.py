"""How well chapter 02 finds the planted people of simulated companies, and keeps their ids.

Run as ``python -m benchmarks identity_recovery [seed ...]``. The records are those that the
intake makes of the demo's exports; what the demo knows of itself is read only to judge them.
A seed that was used to shape the linkage is no longer unseen: name new ones.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers import cleaning, single_view
from helpers.demo import write_demo
from helpers.workspace import contracts, open_desk, paths, privacy

SEEDS = ("20261101", "20261102", "20261103", "20261104", "20261105")
QUARTERS = ("2026Q2", "2026Q3")
NUMBERS = {
    "shopify": "contact", "zoho": "contact of zoho", "fxiaoke": "contact of fxiaoke",
    "loyalty": "contact of loyalty",
}  # fmt: skip


def main(*seeds: str) -> None:
    """Print, for each seed, F1 of all clusters and by script, and the share of ids kept."""
    for seed in seeds or SEEDS:
        with tempfile.TemporaryDirectory(prefix="helpers-bench-") as root:
            os.environ[paths.ROOT_VARIABLE] = root
            write_demo(seed=int(seed))
            cleaning.take_in(open_desk("01_cleaning", "demo", QUARTERS[-1]))
            (before, _, _), (now, records, people) = quarters()
            print(seed, scores(records, people, Path(root)), kept(before, now), flush=True)


def quarters() -> Iterator[tuple[pd.DataFrame, pd.DataFrame, pd.Series]]:
    """Yield identities, records and people of each quarter, ids inherited from the one before."""
    identities = contracts.empty("identities")
    for quarter in QUARTERS:
        desk = open_desk("02_single_view", "demo", quarter)
        records = single_view.gather(desk)
        marks = single_view.marks_of(desk, records)
        linkage = single_view.link_records(records, marks=marks)
        person = single_view.lasting_ids(linkage.people, records, identities).person_id
        nothing = single_view.judged(contracts.empty("same_person"), records)
        identities = single_view.identities(records, linkage, person, nothing)
        yield identities, records, linkage.people


def scores(records: pd.DataFrame, people: pd.Series, root: Path) -> str:
    """Return F1 of clusters: of all records, of those with a Chinese name, and of the others."""
    listed = records[records["source"].ne("orders")]
    truth, found = planted(listed, root), people.loc[listed["record_id"]]
    chinese = listed["name"].str.contains("[\u3400-\u9fff]", na=False).to_numpy()
    parts = {"all": chinese | True, "Chinese": chinese, "other": ~chinese}
    return ", ".join(
        f"F1 {name} {single_view.cluster_quality(found[part], truth[part]).f1:.4f}"
        for name, part in parts.items()
    )


def planted(records: pd.DataFrame, root: Path) -> pd.Series:
    """Return who each record is, by record id; a lead is nobody whom another record tells of."""
    told = pd.read_parquet(root / "data/truth/demo/identities.parquet")
    who = pd.Series({
        privacy.pseudonym(NUMBERS[row.source], row.record.removeprefix("zcrm_")): row.customer
        for row in told.itertuples() if row.source in NUMBERS
    })  # fmt: skip
    mail = told[told["source"].eq("mailchimp")].set_index("record")["customer"]
    truth = records["record_id"].map(who).fillna(records["email"].map(mail))
    truth = truth.where(records["source"].ne("lead"), records["record_id"])
    return truth.set_axis(records["record_id"])


def kept(before: pd.DataFrame, now: pd.DataFrame) -> str:
    """Return the share of the shop's customers who kept their id."""
    both = before.merge(now, on="record_id", suffixes=("_before", "_now"))
    shop = both[both["source_now"].eq("customer")]
    same = shop["person_id_before"].eq(shop["person_id_now"])
    return f"ids kept {same.mean():.4f} of {len(shop):,}"
