"""Chapter 01 as its readers meet it, on the demo whose truth is known."""

import json
import tomllib

import pandas as pd

PARTS = ["rows_in", "accepted", "continuation", "repeated", "rejected"]


def test_every_row_of_every_file_is_accounted_for_as_the_demo_planted_it(demo):
    truth = pd.read_parquet(demo / "data/truth/demo/totals.parquet").set_index("file")
    ledger = pd.read_parquet(demo / "data/processed/demo/canonical/intake_ledger.parquet")
    told = ledger.set_index("file")[PARTS].sort_index()

    shop = told.index.isin(truth.index)  # the dirt is planted in the shop's exports

    assert told[shop].equals(truth[PARTS].sort_index().astype("int64"))
    assert told["rows_in"].equals(told[PARTS[1:]].sum(axis="columns"))
    assert told.loc[~shop, "rejected"].sum() == 0


def test_every_broken_row_is_rejected_at_its_line(demo):
    dirt = pd.read_parquet(demo / "data/truth/demo/dirt.parquet")
    rejected = pd.read_parquet(demo / "data/processed/demo/canonical/rejected.parquet")
    planted = dirt.loc[dirt["outcome"].eq("rejected"), ["file", "line"]].drop_duplicates()

    found = set(rejected[["file", "line"]].itertuples(index=False, name=None))

    assert found == set(planted.itertuples(index=False, name=None))


def test_the_manifest_tells_the_accounting_of_each_file(demo):
    manifest = json.loads((demo / "reports/demo/2026Q3/manifest.json").read_text("utf-8"))

    declared = tomllib.loads((demo / "data/raw/demo/source.toml").read_text("utf-8"))["files"]

    assert len(manifest["files"]) >= len(declared)  # an entry may be a pattern of several files
    for file in manifest["files"].values():
        assert file["rows_in"] == sum(file[part] for part in PARTS[1:])


def test_personal_values_stay_in_the_private_area(demo):
    private = pd.read_parquet(demo / "data/processed/demo/private/contact_details.parquet")
    words = set(private["email"].dropna().head(300)) | set(private["phone"].dropna().head(300))
    words |= {name for name in private["name"].dropna().head(300) if " " in name}
    outside = [
        path for folder in ("data/processed/demo", "reports") for path in (demo / folder).rglob("*")
        if path.is_file() and not any(part.startswith("private") for part in path.parts)
    ]  # fmt: skip

    for path in outside:
        content = readable(path)
        assert not [word for word in words if word in content], path


def readable(path):
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv()
    return path.read_bytes().decode("utf-8", errors="ignore")
