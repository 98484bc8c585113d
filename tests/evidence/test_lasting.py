import numpy as np
import pandas as pd

from helpers.evidence.lasting import Before, settle

NOTHING = Before(
    pd.Series(dtype="str"), pd.DataFrame(columns=["features", "since", "parent_id"]), pd.DataFrame()
)


def company(shares, rows=60):
    """Customers of as many groups as there are shares of tents, nothing left to chance."""
    labels = pd.Series(np.repeat(range(len(shares)), rows))
    labels.index = pd.Index([f"c{number:03d}" for number in range(len(labels))])
    rng = np.random.default_rng(1)
    tents = np.array(shares)[labels] + rng.normal(0, 0.01, len(labels))
    features = pd.DataFrame({"category=tents": tents, "category=shoes": 1 - tents}, labels.index)
    closeness = pd.DataFrame(
        {label: -np.abs(tents - share) for label, share in enumerate(shares)}, labels.index
    )
    return labels, features, closeness


def left_by(lasting):
    names = lasting.names.rename_axis("group_id")
    return Before(lasting.members, names, lasting.profiles)


def settled(shares, before=NOTHING, period="2026Q3", **decided):
    return settle(*company(shares), before, period=period, prefix="p", **decided)


def test_the_first_quarter_gives_new_ids_and_names_from_what_sets_groups_apart():
    told = settled([0.1, 0.9])

    assert sorted(told.names["features"]) == ["category=shoes", "category=tents"]
    assert (told.names["change"] == "first").all()
    assert all(name.startswith("p-") for name in told.ids)


def test_ids_and_names_go_on_whatever_number_the_model_gives():
    first = settled([0.1, 0.9], period="2026Q2")
    labels, features, closeness = company([0.1, 0.9])

    other = settle(1 - labels, features, closeness.rename(columns={0: 1, 1: 0}), left_by(first),
                   period="2026Q3", prefix="p")  # fmt: skip

    pd.testing.assert_series_equal(other.members, first.members)
    assert other.names["features"].to_dict() == first.names["features"].to_dict()
    assert (other.names["change"] == "kept").all() and (other.names["since"] == "2026Q2").all()


def test_customers_of_a_vetoed_group_stand_in_the_nearest_other_one():
    first = settled([0.1, 0.5, 0.6], period="2026Q2")
    vetoed = first.members["c100"]  # of the middle group

    told = settled([0.1, 0.5, 0.6], left_by(first), vetoed=[vetoed])

    assert vetoed not in told.ids
    assert told.gone_to == {vetoed: [first.members["c150"]]}
    assert told.members["c100"] == first.members["c150"]
    assert vetoed in told.profiles.index  # it is waited for, and known again when it is back
