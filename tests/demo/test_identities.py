import numpy as np
import pandas as pd


def test_each_record_of_a_source_tells_of_one_customer(demo):
    assert not demo.identities.duplicated(["source", "record"]).any()
    known = set(demo.customers.customer)
    assert set(demo.identities.customer.dropna()) == known


def test_leads_alone_are_nobodys(demo):
    nobody = demo.identities[demo.identities.customer.isna()]

    assert set(nobody.source) == {"zoho-leads"}
    assert len(nobody) == len(demo.leads)


def test_every_record_of_the_sales_tools_is_in_the_truth(demo):
    contacts = pd.read_csv(demo.raw / "2026-10-05/zoho_contacts.csv", dtype=str)
    ours = demo.identities[demo.identities.source == "zoho"]

    assert set(contacts["Record Id"]) == set(ours.record)


def test_a_device_that_was_seen_logged_in_is_told_apart(demo):
    links = demo.identities[demo.identities.source == "ga4"].kind_of_link

    share = (links == "device").mean()

    assert 0.5 < share < 1
    assert set(links) == {"device", "device never logged in"}


def test_addresses_link_the_mailing_tool_to_its_customer(demo):
    ours = demo.identities[demo.identities.source == "mailchimp"]
    email = demo.customers.set_index("customer").email

    assert np.array_equal(email.loc[ours.customer].to_numpy(), ours.record.to_numpy())


def test_a_post_belongs_to_the_author_of_its_opinions(demo):
    author = demo.opinions[demo.opinions.source == "post"].drop_duplicates("text")
    ours = demo.identities[demo.identities.source == "posts"].set_index("record").customer

    assert np.array_equal(ours.loc[author.text].to_numpy(), author.customer.to_numpy())
    assert author.customer.nunique() > 0.8 * len(author)
