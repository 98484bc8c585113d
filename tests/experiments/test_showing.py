"""Tables of experiments for readers: every column has its heading."""

import pandas as pd
import pytest

from helpers.experiments import showing
from helpers.experiments.balance import balances
from helpers.experiments.course import course
from helpers.experiments.cuts import cuts
from helpers.experiments.lasting import lasting
from helpers.experiments.overview import overview
from helpers.experiments.planning import plans
from helpers.experiments.results import results
from helpers.experiments.tails import tails
from helpers.experiments.verdict import Terms, verdicts


def tiers(watched):
    """Two tiers by turns, as they were before anybody was assigned."""
    names = watched.units["customer_id"]
    turns = ["high", "low"] * (len(names) // 2)
    return pd.DataFrame({"customer_id": names, "part": turns,
                         "known_on": pd.Timestamp("2025-12-31")})  # fmt: skip


@pytest.fixture(scope="module")
def told(doubling, make):
    watched = doubling.watched()
    looks = course(watched)
    found = results(watched, looks)
    return {
        "watched": watched, "looks": looks, "results": found,
        "verdicts": verdicts(watched.checked, found, Terms()),
        "tails": tails(watched, found, seed=1, runs=50), "lasting": lasting(watched),
        "cuts": cuts(watched, tiers(watched), cut="spend_tier"),
        "balance": balances(watched), "overview": overview(found),
        "plans": plans(watched.units["customer_id"], make.as_table(doubling.lines),
                       as_of=watched.as_of, smallest=0.05),
    }  # fmt: skip


TESTS = pd.DataFrame({"experiment": ["button"], "arm": ["new"], "policy": ["all"]})


def lessons(told):
    return showing.shown_overview(told["overview"], told["verdicts"], TESTS)


def shown(told):
    checked = told["watched"].checked
    chosen = showing.followed(told["results"], told["looks"])
    return [
        showing.shown_verdicts(told["verdicts"]), showing.shown_checks(checked),
        showing.shown_arms(checked), showing.shown_balance(told["balance"]),
        showing.shown_relative(told["results"]),
        showing.shown_absolute(told["results"], "net_spend"),
        showing.shown_tails(told["tails"]), showing.shown_lasting(told["lasting"], "net_spend"),
        showing.shown_worth(told["verdicts"]), lessons(told),
        showing.shown_plans(told["plans"]), showing.shown_cuts(told["cuts"], {}),
        showing.shown_course(told["looks"], chosen),
    ]  # fmt: skip


def test_every_column_has_a_heading(told):
    columns = {name for frame in shown(told) for name in frame.columns}

    assert columns == set(showing.HEADERS)


def test_each_table_tells_how_many_customers_its_rows_are_of(told):
    for frame in shown(told):
        assert {"n", "units", "customers"} & set(frame.columns)
        assert len(frame)


def test_effects_are_told_in_the_unit_of_their_metric():
    assert showing.unit_forms("net_spend")["effect"] == "money2"
    assert showing.unit_forms("conversion")["sequential_upper"] == "points2"
    assert showing.unit_forms("order_days")["verdict"] == "term|experiments"


def test_the_course_is_that_of_the_newest_experiment_and_what_it_was_to_change(told):
    chosen = showing.followed(told["results"], told["looks"])
    path = showing.shown_course(told["looks"], chosen)

    assert chosen == ("button", "new", "order_days")
    assert path["look"].tolist()[0] == "2026-01-11" and len(path) == 12


def test_groups_are_told_by_name_and_not_where_the_change_may_have_formed_them(told):
    later = told["cuts"].assign(formed_after=True, p_arms=0.2)

    assert showing.shown_cuts(later, {"high": "The best"})["part"].tolist() == ["The best", "low"]
    assert showing.shown_cuts(later.assign(p_arms=0.01), {}).empty


def test_every_experiment_taught_something_also_one_that_could_not_be_read(told):
    broken = pd.DataFrame({"experiment": ["lost"], "variant": ["*"], "verdict": ["stop"],
                           "reason": ["broken_split"], "n": [900]})  # fmt: skip
    verdicts = pd.concat([told["verdicts"], broken], ignore_index=True)

    found = showing.shown_overview(told["overview"], verdicts, TESTS).set_index("experiment")

    assert found.loc["button", ["verdict", "reason", "made_for"]].tolist() == [
        "ship", "works", "all",
    ]  # fmt: skip
    assert found.loc["button", "shrunken"] < found.loc["button", "relative"]
    assert found.loc["lost", ["verdict", "reason"]].tolist() == ["stop", "broken_split"]
    assert found.loc["lost", ["shrunken", "made_for"]].isna().all()


def test_without_looks_nothing_is_followed(told):
    none = told["looks"].iloc[:0]

    chosen = showing.followed(told["results"], none)

    assert chosen.experiment == ""
    assert showing.shown_course(none, chosen).empty


def test_a_metric_that_is_not_followed_by_the_week_gives_way_to_order_days(told):
    primary = told["results"]["metric"].eq("kept")

    chosen = showing.followed(told["results"].assign(is_primary=primary), told["looks"])

    assert chosen.metric == "order_days"


class Report:
    def __init__(self):
        self.tables = []

    def table(self, frame, caption, **options):
        self.tables.append((caption, frame, options))


def test_only_metrics_that_could_be_read_have_a_table(told):
    report, found = Report(), told["results"]

    showing.show_effects(report, found[found["metric"].isin(["conversion", "net_spend"])])

    captions = [caption for caption, *_ in report.tables]
    assert captions == ["experiments.effects_conversion", "experiments.effects_net_spend"]
    assert all(options["count"] == "n" for *_, options in report.tables)
    assert all(isinstance(frame, pd.DataFrame) for _, frame, _ in report.tables)


def test_an_experiment_that_is_read_says_so_and_one_that_is_not_says_why(told):
    checked = told["watched"].checked
    broken = checked._replace(table=checked.table.assign(stop="broken_split"))

    assert showing.shown_checks(checked)["stop"].tolist() == ["read"]
    assert showing.shown_checks(broken)["stop"].tolist() == ["broken_split"]
