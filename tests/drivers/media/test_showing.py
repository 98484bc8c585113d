import pandas as pd
import pytest
from drivers.media.planted_series import planted

from helpers.drivers.media import media, showing
from helpers.drivers.media.media import no_rows


class Report:
    """A page that only keeps which keys it was asked to say."""

    def __init__(self):
        self.said, self.tables, self.claims = [], [], []

    def missing(self, key, **values):
        self.said.append(key)

    not_known = say = missing

    def words(self, key, **values):
        return key

    def finding(self, identity, key, **values):
        self.claims.append(identity)

    def table(self, frame, caption, **options):
        people = {"customers", "held_out"} & set(frame.columns)
        assert not people or options["count"] in people, "a small group would be told"
        if len(frame):
            self.tables.append(caption.split(".")[1])


@pytest.fixture(scope="module")
def told():
    found = media.media_of(planted(), seed=2)
    return found, media.media_tables(found)


def test_what_is_known_is_shown_with_what_to_do(told):
    found, tables = told
    report = Report()

    showing.show_effects(report, found, tables["media_effects"])
    showing.show_backtest(report, tables["media_backtest"])
    showing.show_shapes(report, tables["media_effects"])
    showing.show_plan(report, found, tables["media_plan"])

    assert report.tables == ["effects", "ways", "described", "shapes", "plan"]
    assert report.claims == ["channel", "budget"]
    assert "drivers_media.newest" in report.said


def test_a_refusal_says_what_is_missing_and_shows_no_table():
    found = media.media_of(planted(days=100))
    tables, report = media.media_tables(found), Report()

    showing.show_effects(report, found, tables["media_effects"])
    showing.show_backtest(report, tables["media_backtest"])
    showing.show_shapes(report, tables["media_effects"])
    showing.show_plan(report, found, tables["media_plan"])
    showing.show_direct(report, tables["media_effects"], no_rows("direct_effects"), basis="margin")
    showing.show_reach(report, no_rows("channel_reach"))
    showing.show_credit(report, no_rows("touch_credit"))

    assert report.said == [
        "drivers_media.too_short", "drivers_media.nothing", "drivers_media.no_direct",
        "drivers_media.no_reach", "drivers_media.no_credit",
    ]  # fmt: skip
    assert (report.tables, report.claims) == ([], [])


def test_a_plan_that_is_not_likely_is_not_shown(told):
    found, tables = told
    report = Report()

    showing.show_plan(report, found, tables["media_plan"].assign(present_kept=True))

    assert report.said == ["drivers_media.plan_kept"]
    assert report.tables == []


def test_channels_that_cannot_be_separated_are_named(told):
    found, tables = told
    pair = tables["media_effects"].assign(separable=False, together_with="radio, search")
    report = Report()

    showing.show_effects(report, found, pair)

    assert report.said == ["drivers_media.inseparable"]
    assert report.claims == []


def test_channels_left_out_are_named_with_the_reason(told):
    found, tables = told
    report = Report()
    still = media.Refusal("drivers_media.never_changed", {"channels": "rent"})

    showing.show_effects(report, found._replace(left_out=(still,)), tables["media_effects"])

    assert report.said[0] == "drivers_media.never_changed"


def test_tiers_that_differ_are_named_and_credit_is_told():
    report = Report()
    reach = pd.DataFrame({
        "channel": "radio", "grp": ["all", "high"], "customers": [100, 50], "orders": [900, 800],
        "moved": 0.1, "moved_lower": 0.0, "moved_upper": 0.2, "times_usual": [1.0, 2.0],
        "differs": [False, True],
    })  # fmt: skip
    credit = pd.DataFrame({
        "source": "mail", "method": ["first", "last", "linear", "markov"], "orders": 100.0,
        "customers": 90, "removal_effect": 1.0,
    })  # fmt: skip

    showing.show_reach(report, reach)
    showing.show_reach(report, reach.assign(differs=False))
    showing.show_credit(report, credit)

    assert report.said == ["drivers_media.differ", "drivers_media.none_differ",
                           "drivers_media.credit_agree"]  # fmt: skip
    assert report.tables == ["reach", "reach", "credit"]
