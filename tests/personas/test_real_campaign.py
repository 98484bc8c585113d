"""Response rates of the real marketing campaign by persona, against an independent computation."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from helpers import intake
from helpers.evidence.traits import wide_traits
from helpers.personas.profile.circumstances import listed
from helpers.personas.profile.facts import profile
from helpers.single_view.traits import traits_of
from helpers.workspace import engine, paths, privacy
from helpers.workspace.source import load_source

FILE = paths.CODE.parent / "shared" / "data" / "marketing_campaign" / "marketing_campaign.csv"
DECLARED = """
title = "A real file"
currency = "USD"
time_zone = "UTC"
data_through = 2025-12-31
[[files]]
path = "campaign.csv"
received = 2026-01-05
data_through = 2025-12-31
format = "csv"
table = "contacts"
encoding = "utf-8"
delimiter = ";"
columns = { contact_id = "ID", created_day = "Dt_Customer" }
date_format = { Dt_Customer = "%Y-%m-%d" }
"""
FLAGS = ["Response", "Complain", *(f"AcceptedCmp{number}" for number in range(1, 6))]


@pytest.fixture
def file():
    if not FILE.exists():
        pytest.skip("marketing_campaign.csv is not at hand: it lies beside the project, not in it")
    return pd.read_csv(FILE, sep=";")


def test_response_rates_by_persona_equal_those_counted_in_the_file(file, own_root, monkeypatch):
    monkeypatch.setenv("HELPERS_KEY", "a key that is only for tests, and long enough")
    folder = paths.raw("real")
    folder.mkdir(parents=True)
    (folder / "campaign.csv").write_bytes(FILE.read_bytes())
    (folder / "source.toml").write_text(DECLARED, encoding="utf-8")
    tables = intake.take_in("real", load_source("real"))
    people = tables["contacts"].to_pandas()[["contact_id", "customer_id"]]
    owners = people.rename(columns={"contact_id": "record_id"}).assign(place=0)
    details = engine.in_memory(tables["contact_details"])
    traits = traits_of(engine.in_memory(tables["attributes"]), details, owners).table
    # Any personas will do: here thirds of what is spent on wine.
    thirds = pd.qcut(file["MntWines"], 3, labels=["p-1", "p-2", "p-3"]).astype("str")
    contact = privacy.pseudonyms("contact", file["ID"].astype("str"))
    customer = contact.map(people.set_index("contact_id")["customer_id"])
    main = pd.Series(thirds.to_numpy(), index=pd.Index(customer)).sort_index()

    facts = profile(listed(wide_traits(traits, main.index), main.index), main, frozenset())

    told = facts.set_index(["item", "part", "persona_id"])
    for flag in FLAGS:
        for name in ("p-1", "p-2", "p-3"):
            own, rest = file.loc[thirds.eq(name), flag], file.loc[thirds.ne(name), flag]
            row = told.loc[(f"column:{flag}", "yes", name)]
            wilson = proportion_confint(own.sum(), len(own), method="wilson")
            assert (row["value"], row["n"]) == (pytest.approx(own.mean()), len(own))
            assert (row["lower"], row["upper"]) == pytest.approx(wilson)
            assert row["difference"] == pytest.approx(own.mean() - rest.mean())
            if name == "p-3" and flag == "Response":
                p = proportions_ztest([own.sum(), rest.sum()], [len(own), len(rest)])[1]
                assert row["differs"] and row["p_adjusted"] >= p
    income = told.loc[("column:Income", "mean", "p-1")]
    assert income["value"] == pytest.approx(np.nanmean(file.loc[thirds.eq("p-1"), "Income"]))
    assert income["kind"] == "demographic"
