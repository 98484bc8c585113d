import hashlib
import json

import pyarrow as pa
from pyarrow import parquet

from helpers.rights import manifests


def test_a_past_run_tells_what_its_changed_tables_are_now(own_root):
    period = own_root / "data/processed/shop/2026Q1"
    copy = own_root / "reports/shop/2026Q1"
    period.mkdir(parents=True), copy.mkdir(parents=True)
    table = period / "segments.parquet"
    parquet.write_table(pa.table({"customer_id": ["a"]}), table)
    told = {"run_id": "r", "tables": {"segments": {"rows": 2, "sha256": "old"},
                                      "customers": {"rows": 5, "sha256": "same"}}}  # fmt: skip
    for folder in (period, copy):
        (folder / "manifest.json").write_text(json.dumps(told))

    manifests.tell_of("shop", [table])

    for folder in (period, copy):
        found = json.loads((folder / "manifest.json").read_text())
        assert found["tables"]["segments"] == {
            "rows": 1, "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
        }  # fmt: skip
        assert found["tables"]["customers"] == {"rows": 5, "sha256": "same"}
        assert (found["run_id"], found["forgotten"]) == ("r", 1)
