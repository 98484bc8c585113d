import itertools
import re

import numpy as np
import pandas as pd
import pytest

from helpers.evidence.lineage import COLUMNS, changes, follow

NOTHING = pd.DataFrame()
NOBODY = pd.Series(dtype="str")


def members(**groups):
    """Customers by group: ``members(x="abc", y="de")``."""
    return pd.Series({who: group for group, some in groups.items() for who in some}, dtype="object")


def followed(now, before, *, now_is=NOTHING, was=NOTHING, period="2026Q3", pinned=()):
    return follow(
        now, before, profile_now=now_is, profile_before=was, period=period, prefix="s",
        pinned=pinned,
    )  # fmt: skip


def kinds(found):
    """What became of which group: (from, to) -> kind."""
    told = found.changes.astype("object").where(found.changes.notna(), None)
    return {(row.from_id, row.to_id): row.kind for row in told.itertuples()}


def test_at_the_start_ids_are_short_and_say_nothing_of_numbers():
    found = followed(members(A="abc", B="de"), NOBODY)

    assert all(re.fullmatch("s-[0-9a-f]{4}", name) for name in found.ids.values())
    assert len(set(found.ids.values())) == 2
    assert found.changes.empty and list(found.changes) == COLUMNS


def test_a_group_that_loses_two_of_five_goes_on_and_the_two_are_split_off():
    found = followed(members(A="abc", B="fghijk", C="de"), members(x="abcde", y="fghij"))

    new = found.ids["C"]
    assert (found.ids["A"], found.ids["B"]) == ("x", "y") and new not in "xy"
    assert kinds(found) == {("x", "x"): "kept", ("x", new): "split", ("y", "y"): "kept"}
    split = found.changes.set_index("to_id").loc[new]
    assert (split["customers"], split["share_from"], split["share_to"]) == (2, 0.4, 1)
    grown = found.changes.set_index("to_id").loc["y"]
    assert (grown["customers"], grown["share_from"], grown["share_to"]) == (
        5, 1, pytest.approx(5 / 6),
    )  # fmt: skip


def test_of_two_groups_that_become_one_the_larger_goes_on():
    found = followed(members(A="abcde", B="fghij"), members(x="abc", z="de", y="fghij"))

    assert found.ids == {"A": "x", "B": "y"}
    assert kinds(found)[("z", "x")] == "merge"


def test_who_moves_between_groups_that_go_on_is_counted():
    found = followed(members(A="abcdf", B="eghij"), members(x="abcde", y="fghij"))

    assert kinds(found) == {
        ("x", "x"): "kept", ("y", "y"): "kept", ("x", "y"): "moved", ("y", "x"): "moved",
    }  # fmt: skip


def test_a_group_of_new_customers_is_born_and_one_without_customers_is_dead():
    found = followed(members(A="abcd", B="uvw"), members(x="abcd", y="efg"))

    new = found.ids["B"]
    assert new not in ("x", "y")
    assert kinds(found) == {("x", "x"): "kept", (None, new): "birth", ("y", None): "death"}


def test_a_group_that_falls_apart_ends_in_two_that_are_split_off():
    many = [f"m{number:02d}" for number in range(40)]
    before = pd.concat([members(y="abcdefgh"), pd.Series("x", index=many)])
    now = pd.concat([members(B="abcdefgh"), pd.Series(["A"] * 20 + ["C"] * 20, index=many)])

    found = followed(now, before)

    # One half takes the id over, since the two have half of their customers in common.
    assert sorted(kinds(found).values()) == ["kept", "kept", "split"]


def test_a_group_of_which_little_goes_into_any_other_ends():
    before = members(x="abcdefghABCD", y="ijklmnop", z="qrstuvwx")
    now = members(A="ijklmnopabcde", B="qrstuvwxfghAB", C="CD0123456789")

    found = followed(now, before)

    assert kinds(found)[("x", None)] == "death"
    assert kinds(found)[(None, found.ids["C"])] == "birth"


def test_the_best_of_all_ways_to_hand_down_ids_is_taken():
    rng = np.random.default_rng(1)
    customers = pd.Index([f"c{number:03d}" for number in range(200)])
    before = pd.Series(rng.choice(list("wxyz"), 200), index=customers)
    now = before.where(rng.random(200) < 0.75, pd.Series(rng.choice(list("wxyz"), 200), customers))
    shared = pd.crosstab(now, before).to_numpy()
    jaccard = shared / (shared.sum(axis=1)[:, None] + shared.sum(axis=0) - shared)

    found = followed(now.map(dict(zip("wxyz", "DACB", strict=True))), before)

    best = max(itertools.permutations(range(4)), key=lambda way: jaccard[range(4), way].sum())
    assert found.ids == {label: "wxyz"[way] for label, way in zip("DACB", best, strict=True)}


def test_neither_the_order_of_rows_nor_the_names_of_labels_matter():
    rng = np.random.default_rng(2)
    customers = pd.Index([f"c{number:03d}" for number in range(300)])
    before = pd.Series(rng.choice(["p", "q", "r"], 300), index=customers)
    now = pd.Series(np.where(rng.random(300) < 0.2, 3, before.map({"p": 0, "q": 1, "r": 2})),
                    index=customers)  # fmt: skip
    profile = pd.DataFrame(rng.normal(size=(4, 3)), columns=list("abc"))
    was = pd.DataFrame(rng.normal(size=(3, 3)), columns=list("abc"), index=["p", "q", "r"])

    usual = followed(now, before, now_is=profile, was=was)
    for _ in range(5):
        names = dict(zip(range(4), rng.permutation(list("wxyz")), strict=True))
        mixed = now.sample(frac=1, random_state=int(rng.integers(99))).map(names)
        other = followed(
            mixed, before.sample(frac=1, random_state=3),
            now_is=profile.rename(names).sample(frac=1, random_state=4)[["c", "a", "b"]],
            was=was.sample(frac=1, random_state=5),
        )  # fmt: skip

        assert {label: other.ids[names[label]] for label in range(4)} == usual.ids
        pd.testing.assert_frame_equal(other.changes, usual.changes)


def test_where_two_ids_have_the_same_claim_the_smaller_one_goes_on():
    found = followed(members(A="abcd", B="ef"), members(x="cd", w="ab", y="ef"))

    assert found.ids["A"] == "w"
    assert kinds(found)[("x", "w")] == "merge"


def taste(**groups):
    return pd.DataFrame(groups, index=["tea", "milk"]).T


def test_where_hardly_anybody_is_in_both_quarters_the_profile_decides():
    was, now_is = taste(x=[2, 0], y=[0, 2]), taste(A=[0, 1.9], B=[1.9, 0])
    before, now = members(x="abc", y="def"), members(A="aghijk", B="dlmnop")

    # By their only shared customers, A would be x, and B y.
    assert followed(now, before).ids == {"A": "x", "B": "y"}
    assert followed(now, before, now_is=now_is, was=was).ids == {"A": "y", "B": "x"}


def test_members_outweigh_the_profile_where_many_are_in_both():
    rng = np.random.default_rng(3)
    customers = [f"c{number:03d}" for number in range(400)]
    before = pd.Series(rng.choice(["x", "y"], 400), index=customers)
    now = before.map({"x": "A", "y": "B"})

    found = followed(now, before, was=taste(x=[2, 0], y=[0, 2]), now_is=taste(A=[0, 2], B=[2, 0]))

    assert found.ids == {"A": "x", "B": "y"}


@pytest.mark.parametrize("groups", [2, 3])
def test_groups_made_anew_at_random_do_not_go_on(groups):
    # Of two halves made at random, each shares a third of all customers with each half before.
    rng = np.random.default_rng(4)
    customers = [f"c{number:04d}" for number in range(2000)]
    before = pd.Series(rng.choice(list("xyz")[:groups], 2000), index=customers)

    found = followed(pd.Series(rng.integers(0, groups, 2000), index=customers), before)

    assert not set(found.ids.values()) & {"x", "y", "z"}


def test_a_group_that_falls_into_five_ends_and_all_five_are_split_off():
    many = [f"m{number:02d}" for number in range(50)]
    before = pd.concat([members(y="abcdefgh"), pd.Series("x", index=many)])
    now = pd.concat([members(B="abcdefgh"), pd.Series(list("CDEFG") * 10, index=many)])

    found = followed(now, before)

    assert sorted(kinds(found).values()) == ["kept", *["split"] * 5]


def test_everybody_is_the_same_group_as_before():
    assert followed(members(A="abc"), members(x="abd")).ids == {"A": "x"}


def test_a_pinned_id_goes_on_where_matching_would_end_it():
    before, now = members(x="abcdef", y="gh", z="ijk"), members(A="abcdefgh", B="ijk")

    assert followed(now, before).ids == {"A": "x", "B": "z"}
    assert followed(now, before, pinned=["y"]).ids == {"A": "y", "B": "z"}
    assert followed(now, before, pinned=["lost"]).ids == {"A": "x", "B": "z"}


def test_a_group_through_which_customers_pass_goes_on_by_its_profile():
    many = {name: [f"{name}{number:02d}" for number in range(60)] for name in "ab"}
    before = pd.concat([pd.Series(name, index=some) for name, some in
                        (("lately", many["a"]), ("silent", many["b"]))])  # fmt: skip
    # All but a few who bought lately are silent now, and some of the silent have bought.
    now = before.map({"lately": "S", "silent": "S"})
    now.iloc[[0, 1, *range(60, 90)]] = "L"
    was = taste(lately=[2, 0], silent=[-2, 0])

    assert followed(now, before, was=was, now_is=taste(L=[1.9, 0.1], S=[-1.9, 0])).ids == {
        "L": "lately", "S": "silent",
    }  # fmt: skip
    assert followed(now, before, was=was, now_is=taste(L=[0, 2], S=[-2, 0])).ids["L"] != "lately"


def test_a_pin_without_customers_takes_no_group_from_its_own_heir():
    before, now = members(x="abcdefgh", y="ij"), members(A="abcdefgh", B="klm")
    was, now_is = taste(x=[2, 0], y=[1.9, 0.1]), taste(A=[2, 0], B=[-2, 0])

    found = followed(now, before[before == "x"], now_is=now_is, was=was, pinned=["y"])

    assert found.ids["A"] == "x" and found.ids["B"] != "y"


def test_a_group_that_is_waited_for_is_known_again_by_its_profile():
    was = taste(x=[2, 0], y=[0, 2], absent=[-2, -2])
    now_is = taste(A=[2, 0], B=[0, 2], C=[-2, -1.9])
    before = members(x="abcdefghijklmno", y="pqrstuvw")

    found = followed(
        members(A="abcdefghi", B="pqrstuvw", C="jklmno"), before, now_is=now_is, was=was
    )

    assert found.ids == {"A": "x", "B": "y", "C": "absent"}


class Company:
    """Customers whose groups change as planted, quarter by quarter, with errors in finding them."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.truth = pd.Series(
            np.repeat(["walkers", "starters", "givers", "bargains"], [300, 250, 200, 150]),
            index=[f"c{number:05d}" for number in range(900)],
        )
        self.known = 900

    def join(self, group, number):
        new = [f"c{self.known + place:05d}" for place in range(number)]
        self.truth, self.known = pd.concat([self.truth, pd.Series(group, index=new)]), (
            self.known + number
        )  # fmt: skip

    def leave(self, share):
        self.truth = self.truth[self.rng.random(len(self.truth)) >= share]

    def become(self, old, new, share):
        turn = self.truth.eq(old) & (self.rng.random(len(self.truth)) < share)
        self.truth = self.truth.mask(turn, new)

    def found(self, wrong=0.1):
        """Labels as an algorithm gives them: numbers by chance, one customer in ten misplaced."""
        names = sorted(set(self.truth))
        number = dict(zip(names, self.rng.permutation(len(names)), strict=True))
        stray = pd.Series(self.rng.choice(names, len(self.truth)), index=self.truth.index)
        seen = self.truth.where(self.rng.random(len(self.truth)) >= wrong, stray)
        return seen.map(number), {place: name for name, place in number.items()}


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_chain_of_quarters_is_told_as_it_was(seed):
    company, before, known, told = Company(seed), NOBODY, {}, {}
    for quarter in range(1, 7):
        company.leave(0.08)
        company.join("starters", 60)  # grows all the time
        company.join("walkers", 20)
        if quarter == 3:
            company.become("walkers", "runners", 0.45)
        if quarter == 4:
            company.become("bargains", "givers", 1.0)
        if quarter == 5:
            company.join("collectors", 120)
        if quarter == 6:
            company.truth = company.truth[company.truth != "starters"]
        labels, truth = company.found()
        found = followed(labels, before, period=f"2026Q{quarter}")
        names = {truth[label]: name for label, name in found.ids.items()}
        assert {group: known[group] for group in names if group in known} == {
            group: name for group, name in names.items() if group in known
        }  # fmt: skip
        large = found.changes[~found.changes["kind"].isin(["kept", "moved"])]
        told[quarter] = list(zip(large["kind"], large["from_id"], large["to_id"], strict=True))
        known |= names
        before = labels.map(found.ids)

    assert told[1] == told[2] == []
    assert told[3] == [("split", known["walkers"], known["runners"])]
    assert told[4] == [("merge", known["bargains"], known["givers"])]
    assert [row[0] for row in told[5]] == ["birth"] and told[5][0][2] == known["collectors"]
    assert [row[:2] for row in told[6]] == [("death", known["starters"])]


def test_most_customers_new_and_many_gone_break_no_id():
    rng = np.random.default_rng(5)
    old = pd.Series(rng.choice(["x", "y", "z"], 3000), index=[f"c{n:04d}" for n in range(3000)])
    new = pd.Series(rng.choice(["x", "y", "z"], 9000), index=[f"d{n:04d}" for n in range(9000)])
    now = pd.concat([old[rng.random(3000) < 0.1], new])

    assert followed(now.str.upper(), old).ids == {"X": "x", "Y": "y", "Z": "z"}


def test_two_quarters_of_lasting_ids_can_be_compared_without_matching():
    found = changes(members(x="abc", n="de"), members(x="abcde"), period="2026Q3")

    assert found[["from_id", "to_id", "kind"]].to_numpy().tolist() == [
        ["x", "n", "split"], ["x", "x", "kept"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["persona_changes", "segment_changes"])
def test_changes_are_written_and_read_as_they_are_told(name, own_root):
    from helpers.workspace import contracts
    from helpers.workspace.tables import write_table

    told = followed(members(A="abcd", B="uvw", C="e"), members(x="abcde", y="fgh")).changes
    path = own_root / "changes.parquet"

    write_table(told, contracts.load(name), path)

    order = ["period", "from_id", "to_id"]
    read = pd.read_parquet(path).sort_values(order, ignore_index=True)
    pd.testing.assert_frame_equal(read, told.sort_values(order, ignore_index=True))
    assert read["from_id"].isna().sum() == read["to_id"].isna().sum() == 1
