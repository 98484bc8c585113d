"""Tables of one company are made with one key, from the first run on."""

import json

import pytest

from helpers.workspace import PrivacyError, key_chain, paths


def publish(period, key_id):
    path = paths.processed("shop") / period / "manifest.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"key_id": key_id}))


def test_the_first_run_writes_its_key_down_and_later_ones_are_held_to_it(own_root):
    key_chain.hold("shop", "one")

    key_chain.hold("shop", "one")
    with pytest.raises(PrivacyError, match="made with key one, and this is two") as refusal:
        key_chain.hold("shop", "two")

    assert refusal.value.exit_code == 6
    assert "fresh chain" in str(refusal.value)
    assert key_chain.made_with("shop") == "one"


def test_a_look_writes_nothing(own_root):
    key_chain.check("shop", "one")

    assert list(own_root.iterdir()) == []


def test_without_a_build_area_the_newest_run_tells_the_key(own_root):
    publish("2026Q1", "old")
    publish("2026Q2", "new")

    with pytest.raises(PrivacyError, match="made with key new"):
        key_chain.check("shop", "old")


def test_a_new_key_is_made_only_where_no_table_needs_another(own_root):
    key_chain.refuse_new_key()

    publish("2026Q1", "one")

    with pytest.raises(PrivacyError, match="Put it back"):
        key_chain.refuse_new_key()


def test_a_damaged_file_tells_nothing(own_root):
    publish("2026Q1", "one")
    path = paths.work("shop") / key_chain.FILE_NAME
    path.parent.mkdir(parents=True)
    path.write_text("{")

    assert key_chain.made_with("shop") == "one"
