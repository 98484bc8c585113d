"""What is proposed for the demo company reads its files as its own declaration does."""

from helpers import intake
from helpers.demo import write_demo
from helpers.workspace import paths
from helpers.workspace.source import ignored_files, load_source

CUSTOMERS = 800
# What no file tells: how the company is called, and what a dollar is worth.
TOLD_BY_NO_FILE = {"title": "Northbound Outfitters · 北行户外", "exchange_rates.USD": 7.15}


def test_the_confirmed_proposal_gives_the_same_tables_as_the_companys_own_declaration(own_root):
    write_demo("demo", customers=CUSTOMERS)
    own = load_source("demo")
    for path, _ in ignored_files("demo", own):
        path.unlink()
    declaration = paths.raw("demo") / "source.toml"
    declaration.write_text(declaration.read_text().partition("[[ignore]]")[0])
    expected = intake.take_in("demo", load_source("demo"))
    declaration.unlink()

    table = intake.propose("demo")
    asked = set(table.loc[table["question"].ne(""), "entry"])
    table["value"] = table["value"].fillna(table["entry"].map(TOLD_BY_NO_FILE))
    intake.write_source("demo", table)

    proposed = load_source("demo")
    found = intake.take_in("demo", proposed)
    assert asked == TOLD_BY_NO_FILE.keys()
    assert (proposed.currency, proposed.time_zone, proposed.country, proposed.data_through) == (
        own.currency, own.time_zone, own.country, own.data_through
    )  # fmt: skip
    assert [name for name in expected if not found[name].equals(expected[name])] == []
