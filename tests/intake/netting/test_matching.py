"""A till's journal with deposits, exchanges and returns, its net sales counted by hand."""

from datetime import date

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from helpers.intake import netting
from helpers.workspace import contracts
from helpers.workspace.tables import as_known, netted

DAY = "2026-07-06"
HEADER = "order,day,who,sku,pieces,price,off\n"
JOURNAL = {
    # Anna changes her tent for a larger one: 600 stay with her.
    "T1": ["2026-05-01,anna,TENT-M,1,500,"],
    "T2": ["2026-05-03,anna,TENT-M,-1,500,", "2026-05-03,anna,TENT-L,1,600,"],
    # Bert pays 100 and later 800 for a kayak of 900.
    "T3": ["2026-05-04,bert,DEPOSIT,1,100,"],
    "T4": ["2026-05-20,bert,KAYAK,1,900,", "2026-05-20,bert,DEPOSIT,-1,100,"],
    # Somebody without a card changes a stove for a lamp of 50 before leaving the shop.
    "T5": ["2026-05-05,,STOVE,1,80,", "2026-05-05,,STOVE,-1,80,", "2026-05-05,,LAMP,1,50,"],
    # Cleo keeps one of two pegs.
    "T6": ["2026-05-06,cleo,PEG,2,10,"], "T7": ["2026-05-10,cleo,PEG,-1,10,"],
    # Dora's deposit is never settled, Ed's order cancelled.
    "T8": ["2026-05-07,dora,DEPOSIT,1,100,"], "T9": ["2026-05-08,ed,ROPE,1,40,2026-05-09"],
}  # fmt: skip


@pytest.fixture
def net(acme):
    """Return a function from journal and day to what each order is worth as known then."""

    def net(journal, day):
        rows = [f"{number},{line}" for number, lines in journal.items() for line in lines]
        declared = acme.mapped(DAY, HEADER + "\n".join(rows) + "\n")
        declared = declared.replace('day = "%Y-%m-%d"', 'day = "%Y-%m-%d", off = "%Y-%m-%d"')
        declared = declared.replace("columns = {", 'columns = { cancelled_at = "off", ')
        taken = acme.take_in(declared + 'deposits = "^DEPOSIT"\n')
        told = [contracts.load(name) for name in ("order_lines", "reversals")]
        lines, back = (
            as_known(_table(getattr(taken, contract.name), contract), contract,
                     date.fromisoformat(day), 90)
            for contract in told
        )  # fmt: skip
        left = netted(lines, back).to_pandas()
        left = left[left["net_quantity"] > 0]
        return left.groupby("order_id")["net_amount"].sum().astype(float).to_dict()

    return net


def _table(frame, contract):
    return ibis.memtable(pa.Table.from_pandas(frame, contract.schema.to_pyarrow()))


@pytest.mark.parametrize(
    ("day", "worth"),
    [
        ("2026-05-02", {"T1": 500}),
        ("2026-05-04", {"T2": 600, "T3": 100}),
        ("2026-05-08", {"T2": 600, "T3": 100, "T5": 50, "T6": 20, "T8": 100, "T9": 40}),
        ("2026-05-19", {"T2": 600, "T3": 100, "T5": 50, "T6": 10, "T8": 100}),
        ("2026-05-20", {"T2": 600, "T4": 900, "T5": 50, "T6": 10, "T8": 100}),
    ],
)
def test_the_journal_is_worth_on_each_day_what_customers_kept_as_far_as_was_known(net, day, worth):
    assert net(JOURNAL, day) == worth


@pytest.mark.parametrize("line", ["DEPOSIT,-1,100,", "DEPOSIT,1,-100,"])
def test_a_deposit_is_deducted_by_pieces_or_by_a_price_below_zero(net, line):
    journal = {"D": JOURNAL["T3"], "S": ["2026-05-20,bert,KAYAK,1,900,", f"2026-05-20,bert,{line}"]}

    assert net(journal, "2026-06-30") == {"S": 900}


def test_deposits_are_matched_by_money_under_whatever_code_they_are_deducted(net):
    paid = ["2026-05-04,bert,DEPOSIT-100,1,100,"]
    settled = ["2026-05-20,bert,KAYAK,1,900,", "2026-05-20,bert,DEPOSIT-BACK,1,-100,"]

    assert net({"D": paid, "S": settled}, "2026-06-30") == {"S": 900}


def test_a_deducted_deposit_is_no_return_of_goods(acme):
    lines = "S,2026-05-20,bert,KAYAK,1,900\nS,2026-05-20,bert,DEPOSIT,-1,100\n"
    told = acme.mapped(DAY, "order,day,who,sku,pieces,price\n" + lines)

    tables = acme.take_in(told + 'deposits = "^DEPOSIT"\n')

    assert tables.order_lines["kind"].tolist() == ["sale", "adjustment"]


def test_two_deposits_deducted_as_one_are_both_settled_and_a_rest_stands(net):
    paid = ["2026-05-04,bert,DEPOSIT,1,100,"]
    settled = ["2026-05-20,bert,KAYAK,1,900,", "2026-05-20,bert,DEPOSIT,1,-150,"]

    assert net({"D1": paid, "D2": paid, "S": settled}, "2026-06-30") == {"D1": 50, "S": 900}


def test_a_deposit_and_its_deduction_in_one_order_leave_the_goods(net):
    lines = ["DEPOSIT,1,100,", "KAYAK,1,900,", "DEPOSIT,-1,100,"]

    assert net({"A": [f"2026-05-04,,{line}" for line in lines]}, "2026-06-30") == {"A": 900}


def test_a_deduction_without_a_deposit_takes_nothing_off_the_goods(net):
    assert net({"S": JOURNAL["T4"]}, "2026-06-30") == {"S": 900}


def test_nobodys_return_meets_only_the_purchases_of_its_own_order(net):
    journal = {"A": ["2026-05-05,,STOVE,1,80,"], "B": ["2026-05-06,,STOVE,-1,80,"]}

    assert net(journal, "2026-06-30") == {"A": 80}


def test_the_pieces_of_a_deposit_go_when_nothing_of_it_is_left():
    day = pd.Timestamp("2026-05-01")
    told = [("D", "sale", 3, 100), ("S", "adjustment", -1, -60), ("R", "adjustment", -1, -40)]
    lines = pd.DataFrame(told, columns=["order_id", "kind", "quantity", "amount"]).assign(
        line_number=1, delivery=day, customer_id="anna", product_id="DEPOSIT", event_day=day,
        ordered_at=day + pd.to_timedelta([1, 2, 3], unit="h"), is_deposit=True,
    )  # fmt: skip
    orders = lines[["order_id", "delivery"]].assign(known_through=day, status=None, refunded=0)

    found = netting.reversals(orders, lines)

    assert found[["cause", "rule", "units", "amount"]].to_numpy().tolist() == [
        ["R", "deposit_settled", 2, 40], ["S", "deposit_settled", 1, 60]
    ]  # fmt: skip
