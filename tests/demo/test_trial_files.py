import pandas as pd
import pytest

from helpers.demo import company


@pytest.fixture(scope="module")
def files(demo):
    names = "experiments", "experiment_assignments", "campaigns", "campaign_contacts"
    return {
        name: pd.concat([
            pd.read_csv(path, dtype=str) for path in sorted(demo.raw.glob(f"*/{name}.csv"))
        ]) for name in names
    }  # fmt: skip


def test_every_experiment_and_campaign_is_listed_once(files, history):
    assert files["experiments"].experiment.tolist() == [
        trial.experiment.name for trial in history.trials
    ]
    assert files["campaigns"].campaign.tolist() == [
        mailing.campaign.name for mailing in history.mailings
    ]


def test_assignments_hold_what_was_logged_and_the_crossed_in_both_arms(files, history):
    for trial in history.trials:
        rows = files["experiment_assignments"].query("experiment == @trial.experiment.name")

        assert len(rows) == trial.logged.sum() + (trial.logged & trial.crossed).sum()
        twice = rows.customer_id[rows.duplicated("customer_id")]
        assert len(twice) == (trial.logged & trial.crossed).sum()


def test_the_log_agrees_with_what_really_was_but_for_what_it_lost(files, demo):
    log = files["experiment_assignments"].drop_duplicates(["experiment", "customer_id"])
    truth = demo.assignments.set_index(["experiment", "customer"]).treated

    real = truth.loc[list(zip(log.experiment, log.customer_id, strict=True))].to_numpy()

    assert ((log.variant == "treatment").to_numpy() == real).all()


def test_contacts_and_holdouts_are_all_listed(files, demo):
    contacts = files["campaign_contacts"]

    assert len(contacts) == len(demo.contacted)
    held = demo.contacted[~demo.contacted.contacted]
    assert (held.factor == 1).all()
    assert (contacts.arm == "holdout").sum() == len(held)


def test_what_began_later_comes_with_the_later_delivery(demo):
    late = pd.read_csv(demo.raw / company.DELIVERIES[1].folder / "campaigns.csv")

    assert (late.sent_on > company.DELIVERIES[0].data_through.isoformat()).all()
