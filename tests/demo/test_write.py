import tomllib
from hashlib import sha256
from pathlib import Path
from time import process_time

import pyarrow.parquet as pq
import pytest

from helpers.demo import write_demo
from helpers.workspace import paths
from helpers.workspace.errors import UsageError


def digests(root):
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_arguments_give_the_same_bytes(root):
    write_demo(customers=200, seed=5)
    before = digests(root)

    write_demo(customers=200, seed=5)

    assert digests(root) == before


def test_another_seed_gives_other_exports_under_the_same_names(root):
    write_demo(customers=200, seed=5)
    before = digests(root)

    write_demo(customers=200, seed=6)

    after = digests(root)
    assert after.keys() == before.keys()
    same = {name for name in after if after[name] == before[name]}
    # What the company declares, plans and buys does not depend on chance.
    fixed = {"source.toml", "payouts.csv", "planted.json", "product_costs.csv", "regions.csv",
             "serving_costs.csv", "experiments.csv", "campaigns.csv"}  # fmt: skip
    assert {Path(name).name for name in same} == fixed


def test_five_thousand_customers_are_written_in_under_eight_seconds(root):
    start = process_time()

    write_demo()

    assert process_time() - start < 8


@pytest.mark.parametrize("customers", [10, 50])
def test_a_very_small_company_stays_within_the_limit_of_rejected_rows(root, customers):
    for seed in range(5):
        write_demo(customers=customers, seed=seed)

        totals = pq.read_table(paths.truth("demo") / "totals.parquet").to_pandas()
        assert (totals.rows_in > 0).all()
        assert (totals.rejected <= 0.005 * totals.rows_in).all()


def test_another_company_may_be_written_beside_the_first(root):
    write_demo(customers=20)

    write_demo("demo-variant", customers=20, seed=3)

    assert paths.companies() == ["demo", "demo-variant"]
    assert tomllib.loads((paths.raw("demo") / "source.toml").read_text())["currency"] == "CNY"


def test_exports_that_were_not_simulated_are_never_replaced(root):
    paths.raw("acme").mkdir(parents=True)
    (paths.raw("acme") / "source.toml").write_text('title = "Acme"\n')

    with pytest.raises(UsageError, match="data/raw/acme holds exports that were not simulated"):
        write_demo("acme", customers=20)

    assert digests(root).keys() == {"data/raw/acme/source.toml"}


def test_a_failure_leaves_the_last_exports_in_place(root, monkeypatch):
    write_demo(customers=20)
    before = digests(root)

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("helpers.demo.write.write_truth", fail)
    with pytest.raises(OSError, match="disk full"):
        write_demo(customers=30)

    assert digests(root) == before
    assert [path.name for path in paths.raw("demo").parent.iterdir()] == ["demo"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"customers": 9}, "customers: 9 is too few"), ({"seed": -1}, "seed: -1 is negative")],
)
def test_arguments_out_of_range_are_named(root, arguments, message):
    with pytest.raises(UsageError, match=message):
        write_demo(**arguments)


def test_a_name_that_leads_out_of_the_folder_is_refused(root):
    with pytest.raises(UsageError, match="not a company's name"):
        write_demo("../elsewhere")
