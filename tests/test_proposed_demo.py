"""What is proposed for the demo company reads its files as its own declaration does."""

import pandas as pd

from helpers import intake
from helpers.demo import write_demo
from helpers.workspace import paths
from helpers.workspace.source import load_source

CUSTOMERS = 300
# What no file tells: how the company is called, what a dollar is worth, why a file that
# nothing reads is left alone, and that an export of no rows is whole.
ANSWERS = {"title": "Northbound Outfitters · 北行户外", "exchange_rates.USD": 7.15,
           "may_be_empty": True}  # fmt: skip


def test_the_confirmed_proposal_gives_the_same_tables_as_the_companys_own_declaration(own_root):
    write_demo("demo", customers=CUSTOMERS)
    own = load_source("demo")
    expected = intake.take_in("demo", own)
    (paths.raw("demo") / "source.toml").unlink()
    answers = ANSWERS | {"why": own.ignore[0].why}

    table = intake.propose("demo")
    is_open = table["question"].ne("")
    asked = set(table.loc[is_open, "entry"])
    table.loc[is_open, "value"] = pd.Series(table["entry"].map(answers), dtype=object)
    intake.write_source("demo", table)

    proposed = load_source("demo")
    found = intake.take_in("demo", proposed)
    assert asked == answers.keys()
    assert [(item.path, item.why) for item in proposed.ignore] == [
        (item.path, item.why) for item in own.ignore
    ]
    assert (proposed.currency, proposed.time_zone, proposed.country, proposed.data_through) == (
        own.currency, own.time_zone, own.country, own.data_through
    )  # fmt: skip
    assert [name for name in expected if not found[name].equals(expected[name])] == []
