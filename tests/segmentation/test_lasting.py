import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.lasting import name_segments, with_ids, with_segments
from helpers.workspace import contracts
from helpers.workspace.tables import write_table


def mixed(found, order):
    """The same groups under other labels."""
    labels = np.array(order)[found.choice.labels]
    return found._replace(choice=found.choice._replace(labels=labels))


def test_at_the_start_each_group_becomes_a_segment_named_by_what_it_does(desk, found):
    segments = name_segments(desk, found, seed=1)

    assert len(segments.ids) == len(set(segments.ids)) == 3
    assert segments.names["features"].str.startswith("category=m").all()
    assert segments.names["features"].is_unique
    assert segments.names["change"].eq("first").all() and segments.changes.empty
    sizes = segments.of_customers.value_counts()
    assert segments.names["customers"].tolist() == sorted(sizes, reverse=True)
    assert segments.names["share"].sum() == pytest.approx(1)


def test_next_quarter_ids_and_names_go_on_whatever_the_labels(desk, found, next_quarter):
    first = name_segments(desk, found, seed=1)

    again = name_segments(next_quarter(first), mixed(found, [2, 0, 1]), seed=1)

    assert again.of_customers.equals(first.of_customers)
    kept = again.names.set_index("segment_id").loc[first.names["segment_id"]]
    assert kept["features"].tolist() == first.names["features"].tolist()
    assert kept["change"].eq("kept").all() and kept["since"].eq("2026Q3").all()
    assert kept["features_before"].isna().all()
    assert again.changes["kind"].tolist() == ["kept"] * 3


def test_a_name_that_is_no_longer_true_is_given_anew_and_the_old_one_is_kept_in_mind(
    desk, found, next_quarter
):
    first = name_segments(desk, found, seed=1)
    later = next_quarter(first)
    wrong = first.names.assign(features="channel=m0;category=m3")
    later.tables["segment_names"] = wrong

    told = name_segments(later, found, seed=1).names

    changed = told[told["features_before"].notna()]
    assert len(changed) >= 2
    assert changed["features_before"].eq("channel=m0;category=m3").all()


def test_a_vetoed_segment_is_dissolved_into_the_nearest_ones(desk, found):
    usual = name_segments(desk, found, seed=1)
    name = usual.ids[2]
    desk.decide("veto", name)

    told = name_segments(desk, found, seed=1)

    assert set(told.ids) == set(usual.ids[:2])
    assert set(told.gone_to) == {name} and set(told.gone_to[name]) <= set(told.ids)
    stayed = usual.of_customers.ne(name)
    assert told.of_customers[stayed].equals(usual.of_customers[stayed])
    own = found.points[~stayed.to_numpy()]
    middles = [found.points[found.choice.labels == label].mean(axis=0) for label in (0, 1)]
    nearest = np.array([((own - middle) ** 2).sum(axis=1) for middle in middles]).argmin(axis=0)
    assert told.of_customers[~stayed].tolist() == [usual.ids[label] for label in nearest]
    assert len(told.found.rules.table) == 2


def test_a_veto_holds_in_the_quarters_that_follow(desk, found, next_quarter):
    name = name_segments(desk, found, seed=1).ids[0]
    desk.decide("veto", name)
    first = name_segments(desk, found, seed=1)

    again = name_segments(next_quarter(first), mixed(found, [1, 2, 0]), seed=1)

    assert again.of_customers.equals(first.of_customers)
    assert set(again.gone_to) == {name} and name in set(again.profiles["segment_id"])
    assert again.changes["kind"].eq("kept").all()


def test_a_renamed_segment_keeps_its_name_while_what_the_data_say_stays_beside_it(
    desk, found, next_quarter
):
    first = name_segments(desk, found, seed=1)
    desk.decide("rename", first.ids[1], name_en="Tea lovers", name_zh="爱茶的人")

    again = name_segments(next_quarter(first), found, seed=1).names.set_index("segment_id")

    assert again.loc[first.ids[1], "name_en"] == "Tea lovers"
    assert again.loc[first.ids[1], "features"].startswith("category=")
    assert again["name_en"].notna().sum() == 1


def test_a_pinned_segment_outlives_its_absence_by_its_profile(desk, found, next_quarter):
    first = name_segments(desk, found, seed=1)
    name = first.ids[2]
    desk.decide("pin", name)
    # For a quarter all its customers are gone, and nobody is like them.
    kept = found.choice.labels != 2
    fewer = found._replace(
        points=found.points[kept], features=found.features[kept],
        choice=found.choice._replace(labels=found.choice.labels[kept]),
    )  # fmt: skip

    absent = name_segments(next_quarter(first), fewer, seed=1)
    back = name_segments(next_quarter(absent, "2027Q1"), found, seed=1)

    assert name not in absent.ids and absent.waiting == [2]
    assert name in back.ids and back.waiting == []


def test_a_pinned_segment_keeps_its_id_when_a_larger_one_goes_over_into_it(
    desk, found, next_quarter
):
    first = name_segments(desk, found, seed=1)
    labels = np.where(found.choice.labels == 2, 0, found.choice.labels)
    merged = found._replace(choice=found.choice._replace(labels=labels, groups=2))
    usual = name_segments(next_quarter(first), merged, seed=1)
    desk.decide("pin", first.ids[2])

    pinned = name_segments(next_quarter(first), merged, seed=1)

    assert usual.ids == first.ids[:2]
    assert pinned.ids == [first.ids[2], first.ids[1]]
    assert pinned.names.set_index("segment_id").loc[first.ids[2], "pinned"]
    assert set(pinned.changes["kind"]) == {"kept", "merge"}


def test_customers_of_one_cloud_are_one_segment_that_lasts(desk, found, next_quarter):
    one = found._replace(choice=found.choice._replace(labels=found.choice.labels * 0, groups=1))

    first = name_segments(desk, one, seed=1)
    again = name_segments(next_quarter(first), one, seed=1)

    assert first.ids == again.ids and len(first.ids) == 1
    assert again.names["features"].tolist() == [""]


def test_nobody_makes_no_segment(desk, found):
    nobody = found._replace(
        points=found.points[:0], features=found.features[:0],
        choice=found.choice._replace(labels=found.choice.labels[:0], groups=1),
    )  # fmt: skip

    told = name_segments(desk, nobody, seed=1)

    assert told.ids == [] and told.names.empty and told.of_customers.empty


def test_what_an_older_quarter_wrote_without_ids_counts_as_no_quarter_before(
    desk, found, next_quarter
):
    later = next_quarter(name_segments(desk, found, seed=1))
    later.tables["segments"] = pd.DataFrame({"customer_id": ["a"], "cluster": ["A"]})
    later.tables["segment_names"] = later.tables["segment_profiles"] = None

    assert name_segments(later, found, seed=1).names["change"].eq("first").all()


@pytest.mark.parametrize("name", ["segment_names", "segment_changes", "segment_profiles"])
def test_tables_fit_their_contracts(desk, found, next_quarter, own_root, name):
    again = name_segments(next_quarter(name_segments(desk, found, seed=1)), found, seed=1)

    frame = getattr(again, name.partition("_")[2])
    write_table(frame, contracts.load(name), own_root / "table.parquet")


def test_letters_of_groups_become_ids(desk, found):
    segments = name_segments(desk, found, seed=1)

    told = with_ids(pd.DataFrame({"cluster": ["C", "A"], "rule": ["x", "y"]}), segments)

    assert told["segment_id"].tolist() == [segments.ids[2], segments.ids[0]]


def test_only_the_newest_snapshot_carries_segments(desk, found):
    segments = name_segments(desk, found, seed=1)
    who = found.features.index[0]
    days = pd.to_datetime(["2026-06-30", "2026-09-30", "2026-09-30"])
    rows = pd.DataFrame({"customer_id": [who, who, "nobody"], "snapshot_day": days})

    told = with_segments(rows, segments)["segment_id"]

    assert told.isna().tolist() == [True, False, True]
    assert told[1] == segments.of_customers[who]
