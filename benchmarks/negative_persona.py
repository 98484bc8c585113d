"""Whether the persona that should not be pursued is the group that costs more than it brings.

For each seed a simulated company is written, the series is run, and the roles of its personas
are held against the planted groups: the personas in which the costly group acts most are to be
called *do_not_pursue*, and no other. Beside it the margin per order is held against the truth.
Run as ``python -m benchmarks negative_persona [variant [seed ...]]``; it writes into a
temporary folder only. Where no personas are published yet, the groups of chapter 05 stand in.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.demo_difficulty import acting_groups

SEEDS = ("31", "9001", "9002", "9003")
QUARTER = "2026Q3"


def negative_persona(desk, members: pd.DataFrame, truth: Path) -> dict[str, object]:
    """Return the roles that personas get, against the planted groups of their members.

    Parameters
    ----------
    desk : Desk
        Of a demo company whose chapters 01 and 02 were run.
    members : DataFrame
        The table `persona_members`.
    truth : Path
        Folder of what the company knows of itself.

    Returns
    -------
    dict
        `right` (the negative personas are those of the costly group, and no other), `avoided`
        and `costly` (ids), `ideal`, and `margins` and `planted` per order by persona and group.
    """
    from helpers import personas
    from helpers.demo import groups
    from helpers.evidence.counts import counts_on

    sales = personas.read_sales(desk)
    margin = personas.margins(sales, members)
    counts = counts_on(desk.read("acts"), desk.as_of, members["customer_id"].unique())
    held_out = personas.held_out_margins(sales, members, counts)
    told = personas.economics(margin, members, held_out).set_index("persona_id")
    group = _groups(desk, truth)
    main = personas.main_personas(members)
    most = pd.crosstab(main, group.reindex(main.index)).idxmax(axis=1)
    avoided = set(told.index[told["role"].eq("do_not_pursue")])
    costly = set(most.index[most.eq(groups.COSTLY)])
    sums = margin.groupby(margin["customer_id"].map(main))[["margin", "orders"]].sum()
    planted = pd.read_parquet(truth / "groups_profit.parquet").set_index("group")
    return {
        "right": avoided == costly and bool(costly), "avoided": avoided, "costly": costly,
        "ideal": set(told.index[told["role"].eq("ideal")]),
        "margins": (sums["margin"] / sums["orders"]).rename(index=most).round(1).to_dict(),
        "planted": (planted["margin"] / planted["orders"]).round(1).to_dict(),
    }  # fmt: skip


def _groups(desk, truth: Path) -> pd.Series:
    """Return the planted group of each customer, by the customer that its e-mail belongs to."""
    from helpers.workspace import privacy

    people = pd.read_parquet(truth / "customers.parquet").dropna(subset=["email"])
    acting = acting_groups(people, split=True)
    numbers = privacy.pseudonyms("email", pd.Series(acting.index.str.lower()))
    known = desk.read("identities").drop_duplicates("source_customer_id")
    customer = known.set_index("source_customer_id")["customer_id"].reindex(numbers)
    found = pd.Series(acting.to_numpy(), index=customer.to_numpy())
    return found[found.index.notna() & ~found.index.duplicated()]


def members_of(desk) -> pd.DataFrame:
    """Return the published personas' members; where there are none, chapter 05's groups."""
    members = desk.read("persona_members?")
    if len(members):
        return members
    segments = desk.read("segments")
    own = segments[segments["cluster"].notna()]
    return pd.DataFrame({"customer_id": own["customer_id"], "persona_id": own["cluster"],
                         "is_main": True})  # fmt: skip


def main(variant: str = "usual", *seeds: str) -> None:
    """Print for each seed whether the negative persona is the costly group, and for how many."""
    from helpers.workspace import open_desk, paths

    right = []
    for seed in seeds or SEEDS:
        with tempfile.TemporaryDirectory(prefix="helpers-bench-") as root:
            os.environ[paths.ROOT_VARIABLE] = root
            for command in (["demo", "--seed", seed, "--variant", variant],
                            ["run", "--company", "demo", "--period", QUARTER, "--workers", "1"]):
                subprocess.run([sys.executable, "-m", "helpers", *command], check=True,
                               capture_output=True)  # fmt: skip
            desk = open_desk("04_personas", "demo", QUARTER)
            told = negative_persona(desk, members_of(desk), paths.truth("demo"))
            right.append(told["right"])
            print(f"{variant}, seed {seed}: {told}", flush=True)
    print(f"{variant}: the negative persona is the costly group in {sum(right)} of {len(right)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
