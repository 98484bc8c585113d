"""For whom the demo's experiments are said to work, beside what is planted in them.

Asked of unseen companies: `training_plans`, which helps some kinds of customers and harms others,
is targeted; `free_delivery`, which helps all, goes to everybody; `new_homepage`, which does
nothing, to nobody. Of each kind of customer it is told which share is recommended.

Run as ``python -m benchmarks uplift_recovery [seed ...]``; it writes into a temporary folder.
"""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import ibis
import pandas as pd

from benchmarks.demo_features import WEB_CATEGORIES, read_all
from helpers.experiments.uplift.asked import Compared
from helpers.experiments.uplift.before import known_before
from helpers.experiments.uplift.trial import make_trial
from helpers.experiments.uplift.whom import looked_into

UNSEEN = range(20262201, 20262251)
WANTED = {"training_plans": ("plain", "s", "t", "x", "class"), "free_delivery": ("all",),
          "new_homepage": ("none",)}  # fmt: skip
CATEGORIES = dict(zip(("FTW", "CLO", "PCK", "FIT", "NUT", "ACC"), WEB_CATEGORIES, strict=True))


class Shelf:
    """The demo's raw exports as a desk, with as little code as will do; an e-mail is a customer."""

    def __init__(self, raw: Path) -> None:
        tables = read_all(raw)
        self.source = SimpleNamespace(time_zone="Asia/Shanghai")
        self.owner = tables["people"].set_index("customer")["email"]
        lines = tables["lines"].reset_index(drop=True)
        self.lines = pd.DataFrame({
            "customer_id": lines["email"], "event_day": lines["day"], "order_id": lines["order"],
            "ordered_at": lines["day"] + pd.to_timedelta(lines["hour"].fillna(12), unit="h"),
            "kind": "sale", "product_id": lines["category"], "quantity": 1, "net_quantity": 1,
            "category": lines["category"].map(CATEGORIES), "amount": lines["amount"],
            "net_amount": lines["amount"], "refunded": lines["refunded"],
        })  # fmt: skip
        by = lines.groupby("order", as_index=False).first()
        self.orders = pd.DataFrame({"order_id": by["order"], "channel": by["channel"],
                                    "with_code": by["code"], "event_day": by["day"]})  # fmt: skip
        self.assigned = _whole(raw, "experiment_assignments.csv")
        self.declared = _whole(raw, "experiments.csv").set_index("experiment")

    def read(self, name, *, as_of, by_customer=False):
        """Return a table as far as it was known on a day; events and contacts have no rows."""
        known = {"order_lines": self.lines, "orders?": self.orders}
        if name in known:
            table = known[name]
            own = table[table["event_day"].le(pd.Timestamp(as_of))].reset_index(drop=True)
            shown = ibis.memtable(own)
            return shown.mutate(event_day=shown.event_day.cast("date"))
        columns = dict.fromkeys(("customer_id", "contact_id", "visitor_id", "session", "order_id",
                                 "product_id", "category"), "string")  # fmt: skip
        columns |= {"event_day": "date", "consented": "boolean"}
        return ibis.memtable(ibis.schema(columns).to_pyarrow().empty_table())


def _whole(raw: Path, name: str) -> pd.DataFrame:
    files = [pd.read_csv(path, dtype=str) for path in sorted(raw.glob(f"*/{name}"))]
    return pd.concat(files).drop_duplicates().reset_index(drop=True)


def looked(shelf: Shelf, name: str, *, seed: int = 1) -> dict[str, pd.DataFrame]:
    """Return for whom one experiment is said to work."""
    own = shelf.assigned[shelf.assigned["experiment"].eq(name)]
    first, last = (pd.Timestamp(shelf.declared.loc[name, day]) for day in ("first_day", "last_day"))
    units = own.assign(email=own["customer_id"].map(shelf.owner)).dropna(subset=["email"])
    units = units[~units["email"].duplicated(keep=False)].set_index("email")
    day = first.date() - timedelta(days=1)
    known = known_before(shelf, units.index, day, seed=seed)
    lines = shelf.lines[~shelf.lines["refunded"] & shelf.lines["event_day"].between(first, last)]
    orders = lines.groupby("customer_id")["event_day"].nunique()
    outcome = orders.reindex(known.index).fillna(0.0).to_numpy()
    treated = units["variant"].reindex(known.index).eq("treatment").to_numpy()
    trial = make_trial(known, treated, outcome)
    spend = lines.groupby("customer_id")["amount"].sum().reindex(trial.known.index).fillna(0.0)
    names = Compared(name, name, units, "control", "treatment", "order_days")
    return looked_into(trial, names, day, seed=seed, guard=spend.to_numpy())


def main(*seeds: str) -> None:
    """Print the answers of each seed, and how many are as planted."""
    from helpers.demo import write_demo
    from helpers.workspace import paths

    rows = []
    for seed in [int(text) for text in seeds] or UNSEEN:
        with tempfile.TemporaryDirectory() as root:
            os.environ[paths.ROOT_VARIABLE] = root
            write_demo(seed=seed)
            shelf = Shelf(paths.raw("demo"))
            truth = pd.read_parquet(paths.truth("demo") / "customers.parquet")
        for name in WANTED:
            found = looked(shelf, name)
            policy = found["uplift_tests"]["policy"].iloc[0]
            rows.append({"experiment": name, "right": policy in WANTED[name]})
            print(f"seed {seed}: {_told(found, truth)}", flush=True)
    table = pd.DataFrame(rows).groupby("experiment")["right"].agg(["sum", "size"])
    print("; ".join(f"{name}: {right} of {every} as planted" for name, right, every
                    in table.itertuples()))  # fmt: skip


def _told(found: dict[str, pd.DataFrame], truth: pd.DataFrame) -> str:
    test, customers = found["uplift_tests"].iloc[0], found["uplift"]
    known = truth.dropna(subset=["email"]).drop_duplicates("email").set_index("email")["group"]
    group = known.reindex(customers["customer_id"]).to_numpy()
    share = customers["recommended"].astype(float).groupby(group).mean().round(2)
    policy = found["uplift_policy"].set_index("policy").loc[test["policy"]]
    return (f"{test['experiment']} to {test['policy']} ({test['why']}), z {test['z']:.2f}, effect "
            f"{test['effect']:.3f}, over all {policy['over_all']:.3f}, guard "
            f"{policy['guard_lower']:.2f} to {policy['guard_upper']:.2f}; {share.to_dict()}; "
            f"checks hold {int(found['uplift_checks']['holds'].sum())} of 6")  # fmt: skip
