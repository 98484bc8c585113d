"""Past runs say of each table how many rows it has and what it hashes to: kept true."""

import hashlib
import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pyarrow import parquet

from helpers.workspace import contracts, paths, tables


def tell_of(company: str, changed: Collection[Path]) -> None:
    """Write into each manifest of a company what its changed tables are now.

    What a run was made from stays as it was told then; `forgotten` counts how often
    somebody has been taken out of its tables since.
    """
    processed = paths.processed(company)
    for path in sorted(processed.glob("*/manifest.json")):
        manifest = json.loads(path.read_bytes())
        told: dict[str, Any] = manifest["tables"]
        theirs = {name: tables.table_path(processed, path.parent.name, contracts.load(name))
                  for name in told}  # fmt: skip
        moved = {name: _table(table) for name, table in theirs.items() if table in changed}
        if not moved:
            continue
        manifest |= {"tables": told | moved, "forgotten": manifest.get("forgotten", 0) + 1}
        content = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        for copy in (path, paths.reports(company) / path.parent.name / path.name):
            if copy.exists():
                half = copy.with_name(f".{copy.name}.{os.getpid()}.half")
                half.write_text(content, encoding="utf-8")
                os.replace(half, copy)


def _table(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"rows": parquet.read_metadata(path).num_rows, "sha256": digest}
