import numpy as np

from helpers.demo import write_demo
from helpers.demo.sources import EXPORTS, simulate_traces
from helpers.workspace import paths


def test_the_same_history_leaves_the_same_traces(history, traces):
    again = simulate_traces(history)

    assert np.array_equal(again.visits.product, traces.visits.product)
    assert again.reviews.texts == traces.reviews.texts
    assert again.contacts.people.email.equals(traces.contacts.people.email)


def test_every_export_is_declared_once_and_finds_files_in_some_delivery(demo):
    found = {export.path: list(demo.raw.glob(f"*/{export.path}")) for export in EXPORTS}

    assert len(found) == len(EXPORTS)
    assert [path for path, files in found.items() if not files] == []


def test_other_systems_change_no_byte_of_the_shops_exports(root, monkeypatch):
    raw = paths.raw("demo")
    write_demo(customers=80, seed=4)
    before = {path: path.read_bytes() for path in sorted(raw.glob("*/*_export.csv"))}

    monkeypatch.setattr("helpers.demo.write.write_sources", lambda *_: None)
    write_demo(customers=80, seed=4)

    assert len(before) == 4
    assert {path: path.read_bytes() for path in before} == before
    assert not list(raw.glob("*/zoho_contacts.csv"))
