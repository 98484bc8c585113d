import pandas as pd

from helpers.drivers.reading import customer_groups, read_panel


class Shelf:
    """A desk whose tables are given."""

    def __init__(self, **tables):
        self.tables = tables

    def read(self, name):
        from helpers.workspace import contracts

        bare = name.rstrip("?")
        return self.tables.get(bare, contracts.empty(bare))


def test_customers_have_a_tier_and_the_persona_that_is_mainly_theirs():
    desk = Shelf(
        customer_value=pd.DataFrame({"customer_id": ["a", "b"], "value_tier": ["high", "low"]}),
        persona_members=pd.DataFrame({"customer_id": ["a", "a"], "persona_id": ["p1", "p2"],
                                      "is_main": [False, True]}),
    )  # fmt: skip

    groups = customer_groups(desk)

    assert groups["value_tier"].to_dict() == {"a": "high", "b": "low"}
    assert groups["persona"].to_dict() == {"a": "p2"}


def test_groups_that_no_chapter_told_are_left_out():
    assert customer_groups(Shelf()) == {}


def test_the_panel_of_the_demo_follows_its_prices(demo, monkeypatch):
    from helpers import workspace

    monkeypatch.setenv("HELPERS_ROOT", str(demo))
    panel = read_panel(workspace.open_desk("08_drivers", "demo", "2026Q3"))

    assert panel.weekday == 6 and panel.weeks == 156
    assert panel.cells["rival_price"].notna().all() and panel.cells["depth"].max() > 0.2
