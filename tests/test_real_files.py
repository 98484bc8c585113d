"""Real public files, each read by a declaration of at most thirty lines, with its known figures."""

import shutil

import pandas as pd
import pytest

from helpers import intake
from helpers.evidence.traits import wide_traits
from helpers.single_view.traits import traits_of
from helpers.workspace import engine, paths, privacy, settings
from helpers.workspace.source import load_source

DATA = paths.CODE.parent / "shared" / "data"
TOP = """
title = "A real file"
currency = "{currency}"
time_zone = "UTC"
data_through = {through}
[[files]]
path = "{name}"
received = 2026-01-05
data_through = {through}
"""


@pytest.fixture
def take_in(own_root):
    """A function that reads one real file by a declaration, and gives the canonical tables."""

    def read(file, declared, *, through="2025-12-31", currency="USD"):
        path = DATA / file
        if not path.exists():
            pytest.skip(f"{file} is not at hand: it lies beside the project, not in it")
        folder = paths.raw("real")
        folder.mkdir(parents=True)
        shutil.copyfile(path, folder / path.name)
        text = TOP.format(name=path.name, through=through, currency=currency).strip() + declared
        assert text.count("\n") < 30
        (folder / "source.toml").write_text(text, encoding="utf-8")
        settings.settings.cache_clear()
        tables = intake.take_in("real", load_source("real"))
        ledger = tables["intake_ledger"].to_pylist()[0]
        outcomes = [ledger[part] for part in ("accepted", "continuation", "repeated", "rejected")]
        assert sum(outcomes) == ledger["rows_in"]
        return tables, ledger["rows_in"], outcomes

    return read


def attribute(tables, name):
    """Return the cells of one column that fits nowhere else, by record."""
    found = tables["attributes"].to_pandas()
    return found[found["name"].eq(name)].set_index("record_id")["value"]


def test_cdnow_has_lines_without_a_header_and_columns_lined_up_by_spaces(take_in):
    tables, rows, outcomes = take_in("cdnow/CDNOW_sample.txt", """
format = "csv"
table = "order_lines"
encoding = "utf-8"
decimal = "."
delimiter = "spaces"
exact_repeats = "keep"
header = ["master", "sample", "day", "cds", "dollars"]
columns = { order_id = "#row", customer_id = "sample", ordered_at = "day", unit_price = "dollars" }
fixed = { quantity = "1" }
date_format = { day = "%Y%m%d" }
""")  # fmt: skip
    lines = tables["order_lines"].to_pandas()

    assert (rows, outcomes) == (6_919, [6_919, 0, 0, 0])
    assert lines["customer_id"].nunique() == 2_357
    assert str(lines["event_day"].min()) == "1997-01-01"


def test_cdnow_customers_sum_up_to_the_published_counts(take_in):
    tables, rows, _ = take_in("cdnow/cdnow_customers_summary.csv", """
format = "csv"
table = "contacts"
encoding = "utf-8"
columns = { contact_id = "ID" }
""")  # fmt: skip
    frequency = attribute(tables, "frequency").astype(int)

    assert rows == tables["contacts"].num_rows == 2_357
    assert (frequency.sum(), frequency.eq(0).sum()) == (2_457, 1_411)


def test_hillstroms_arms_have_their_visits_conversions_and_spend(take_in):
    tables, rows, outcomes = take_in("hillstrom/hillstrom.csv", """
format = "csv"
table = "assignments"
encoding = "utf-8"
columns = { variant = "segment", event_day = "#data_through" }
fixed = { experiment = "e-mail" }
""")  # fmt: skip
    arms = tables["assignments"].to_pandas().set_index("assignment_id")[["variant"]]
    for name in ("visit", "conversion", "spend"):
        arms[name] = attribute(tables, name).astype(float)
    found = arms.groupby("variant").agg(
        n=("visit", "size"), visit=("visit", "sum"), conversion=("conversion", "sum"),
        spend=("spend", "sum"),
    ).round(2)  # fmt: skip

    assert (rows, outcomes) == (64_000, [64_000, 0, 0, 0])  # 6,562 legitimate identical rows
    assert found.loc["Mens E-Mail"].tolist() == [21_307, 3_894, 267, 30_311.69]
    assert found.loc["Womens E-Mail"].tolist() == [21_387, 3_238, 189, 23_038.11]
    assert found.loc["No E-Mail"].tolist() == [21_306, 2_262, 122, 13_908.33]


TELCO = """
format = "csv"
table = "subscriptions"
encoding = "utf-8"
decimal = "."
columns = { subscription_id = "customerID", contact_id = "customerID", tenure_months = "tenure", has_ended = "Churn", plan = "Contract", monthly_amount = "MonthlyCharges" }
"""  # noqa: E501


def test_telco_customers_are_subscriptions_with_their_months_and_blank_totals(take_in):
    tables, rows, outcomes = take_in("telco_churn/telco_customer_churn.csv", TELCO)
    agreed = tables["subscriptions"].to_pandas().set_index("subscription_id")
    unbilled = agreed.index.difference(attribute(tables, "TotalCharges").index)

    assert (rows, outcomes) == (7_043, [7_043, 0, 0, 0])
    assert agreed["has_ended"].sum() == 1_869
    assert agreed.loc[unbilled, "tenure_months"].tolist() == [0] * 11
    assert agreed["plan"].value_counts().to_dict() == {
        "Month-to-month": 3_875, "Two year": 1_695, "One year": 1_473,
    }  # fmt: skip
    assert agreed["started_day"].isna().all()


def test_telcos_services_become_traits_of_its_customers(take_in):
    tables, _, _ = take_in("telco_churn/telco_customer_churn.csv", TELCO)
    ids = tables["subscriptions"].to_pandas()[["subscription_id", "customer_id"]]
    owners = ids.set_axis(["record_id", "customer_id"], axis=1).assign(place=0)
    found = traits_of(engine.in_memory(tables["attributes"]),
                      engine.in_memory(tables["contact_details"]), owners)  # fmt: skip
    services = wide_traits(found.table, owners["customer_id"]).frame

    assert found.columns.set_index("name")["fate"].value_counts().to_dict() == {
        "word": 10, "flag": 4, "number": 1, "personal": 1,
    }  # fmt: skip  # PhoneService sounds like a number: MultipleLines tells the same
    assert services["InternetService"].eq("Fiber optic").sum() == 3_096


def test_febrl_people_keep_leading_zeros(take_in):
    tables, rows, _ = take_in("febrl/febrl3.csv", """
format = "csv"
table = "contacts"
encoding = "utf-8"
columns = { contact_id = "rec_id", given_name = "given_name", family_name = "surname", address = "address_1", postcode = "postcode", city = "suburb", province = "state" }
""")  # fmt: skip # noqa: E501
    details = tables["contact_details"].to_pandas()

    assert rows == tables["contacts"].num_rows == 5_000
    assert details["address"].str.contains(r", 0\d{3}$", regex=True).any()
    assert attribute(tables, "date_of_birth").str.len().eq(8).mean() > 0.9


def test_fake_people_are_contacts_with_e_mails(take_in):
    tables, rows, _ = take_in("febrl/fake_1000.csv", """
format = "csv"
table = "contacts"
encoding = "utf-8"
columns = { contact_id = "unique_id", given_name = "first_name", family_name = "surname", email = "email", city = "city" }
""")  # fmt: skip # noqa: E501

    assert rows == tables["contacts"].num_rows == 1_000
    assert attribute(tables, "cluster").nunique() == 251


def test_hotel_reviews_have_a_label_and_one_has_no_words(take_in):
    tables, rows, outcomes = take_in("reviews_zh/ChnSentiCorp_htl_all.csv", """
format = "csv"
table = "feedback"
encoding = "utf-8"
columns = { feedback_id = "#row", occurred_at = "#data_through", rating = "label", text = "review" }
fixed = { kind = "review" }
""")  # fmt: skip
    reviews = tables["feedback"].to_pandas()

    assert (rows, outcomes) == (7_766, [7_766, 0, 0, 0])
    assert (reviews["rating"].sum(), reviews["text"].isna().sum()) == (5_322, 1)


def test_alexa_reviews_are_separated_by_tabs(take_in):
    tables, rows, _ = take_in("reviews_en/amazon_alexa.tsv", """
format = "csv"
table = "feedback"
encoding = "utf-8"
delimiter = "\\t"
columns = { feedback_id = "#row", occurred_at = "date", rating = "rating", text = "verified_reviews", product_id = "variation" }
fixed = { kind = "review" }
date_format = { date = "%d-%b-%y" }
""")  # fmt: skip # noqa: E501

    assert rows == tables["feedback"].num_rows == 3_150


def test_the_marketing_campaign_keeps_odd_births_and_missing_incomes(take_in):
    tables, rows, _ = take_in("marketing_campaign/marketing_campaign.csv", """
format = "csv"
table = "contacts"
encoding = "utf-8"
delimiter = ";"
columns = { contact_id = "ID", created_day = "Dt_Customer" }
date_format = { Dt_Customer = "%Y-%m-%d" }
""")  # fmt: skip

    assert rows == tables["contacts"].num_rows == 2_240
    assert rows - len(attribute(tables, "Income")) == 24
    assert attribute(tables, "Response").eq("1").sum() == 334
    assert {"YOLO", "Absurd"} <= set(attribute(tables, "Marital_Status"))
    assert attribute(tables, "Year_Birth").astype(int).min() == 1893


def test_the_marketing_campaigns_columns_become_traits_and_count_as_the_file_does(take_in):
    tables, _, _ = take_in("marketing_campaign/marketing_campaign.csv", """
format = "csv"
table = "contacts"
encoding = "utf-8"
delimiter = ";"
columns = { contact_id = "ID", created_day = "Dt_Customer" }
date_format = { Dt_Customer = "%Y-%m-%d" }
""")  # fmt: skip
    people = tables["contacts"].to_pandas()[["contact_id", "customer_id"]]
    owners = people.rename(columns={"contact_id": "record_id"}).assign(place=0)
    file = pd.read_csv(DATA / "marketing_campaign" / "marketing_campaign.csv", sep=";")

    traits = traits_of(
        engine.in_memory(tables["attributes"]), engine.in_memory(tables["contact_details"]), owners
    )
    wide = wide_traits(traits.table, owners["customer_id"])

    fates = traits.columns.set_index("name")["fate"]
    assert set(fates.index[fates.eq("constant")]) == {"Z_CostContact", "Z_Revenue"}
    numbers = wide.types.index[wide.types.ne("word")]
    assert set(numbers) | {"Education", "Marital_Status", "Z_CostContact", "Z_Revenue"} == set(
        file.columns
    ) - {"ID", "Dt_Customer"}
    pd.testing.assert_series_equal(
        wide.frame[numbers].sum(), file[numbers].sum().astype(float), check_names=False
    )
    assert wide.frame["Education"].value_counts().to_dict() == (
        file["Education"].value_counts().to_dict()
    )
    married = file["Marital_Status"].value_counts()
    assert wide.frame["Marital_Status"].value_counts().to_dict() == (
        married[married.ge(10)].to_dict()  # Alone, YOLO and Absurd are fewer than ten together
    )


def test_the_marketing_mix_gives_one_row_per_week_and_channel(take_in):
    tables, rows, outcomes = take_in("marketing_mix/dt_simulated_weekly.csv", """
format = "csv"
table = "ad_spend"
encoding = "utf-8"
decimal = "."
round_amounts = true
columns = { event_day = "DATE" }
date_format = { DATE = "%Y-%m-%d" }
[files.spread]
into = "channel"
value = "spend"
columns = { tv = "tv_S", out_of_home = "ooh_S", print = "print_S", search = "search_S", facebook = "facebook_S" }
""")  # fmt: skip # noqa: E501
    spend = tables["ad_spend"].to_pandas()

    assert (rows, outcomes) == (208, [208, 0, 0, 0])
    assert len(spend) == 5 * 208
    assert (str(spend["event_day"].min()), str(spend["event_day"].max())) == (
        "2015-11-23", "2019-11-11"
    )  # fmt: skip
    assert "na" in set(attribute(tables, "events"))


def test_numbers_are_pseudonyms_in_all_of_them(take_in):
    tables, _, _ = take_in("febrl/fake_1000.csv", """
format = "csv"
table = "contacts"
encoding = "utf-8"
columns = { contact_id = "unique_id" }
""")  # fmt: skip

    assert privacy.pseudonym("contact", "0") in tables["contacts"]["contact_id"].to_pylist()
