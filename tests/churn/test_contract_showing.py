import numpy as np
import pandas as pd
from churn.planted_contracts import LAST_DAY, planted

from helpers.churn.contract_reading import NONE, Known, contract_hazards
from helpers.churn.contract_risk import EMPTY
from helpers.churn.contract_showing import show_contract_scores, show_contracts, show_order_lives
from helpers.churn.contract_terms import contract_terms
from helpers.churn.tenure import survival_by
from helpers.workspace.contracts_on import contracts_on

NOBODY = Known(NONE, None, None, "churn_contracts.none")


class Report:
    """A page that only keeps which keys it was asked to say."""

    def __init__(self):
        self.said, self.tables = [], []

    def missing(self, key):
        self.said += [key] if key else []

    def say(self, key, **values):
        self.said.append(key)

    def words(self, key, **values):
        return key

    def table(self, frame, caption, **options):
        self.tables.append(caption)
        hides = options.get("count") in frame.columns
        assert hides or caption == "churn_contracts.ways", "a small group would be told"


def test_a_company_without_contracts_has_one_line_on_what_is_missing():
    report = Report()
    none = survival_by(NONE.rows, {}, form="contract")

    show_contracts(report, NOBODY, none, contract_hazards(NOBODY))
    show_contract_scores(report, NOBODY, EMPTY)
    show_order_lives(report, none)

    assert (report.said, report.tables) == (["churn_contracts.none"], [])


def test_contracts_are_told_by_how_long_they_last_and_what_goes_with_their_end():
    found = contracts_on(planted(500), LAST_DAY.date())._replace(left_out=30)
    known = Known(found, None, contract_terms(found.rows), None)
    tenure = survival_by(found.rows, {"plan": found.rows["plan"]}, form="contract")
    report = Report()

    show_contracts(report, known, tenure, contract_hazards(known).assign(changes=True))
    show_contract_scores(report, known, EMPTY)

    assert report.said == [
        "churn_contracts.dated", "churn_contracts.left_out", "churn_contracts.contract_median",
        "churn_contracts.ratios_change", "churn_contracts.not_tried",
    ]  # fmt: skip
    assert report.tables == ["churn_contracts.tenure", "churn_contracts.hazards",
                             "churn_contracts.changing"]  # fmt: skip


def test_how_long_customers_order_is_told_where_anybody_orders():
    lives = pd.DataFrame({"from_month": 0, "months": np.arange(1, 41), "ended": [True, False] * 20})
    report = Report()

    show_order_lives(report, survival_by(lives, {}, form="orders"))

    assert report.tables == ["churn_contracts.tenure_orders"]
