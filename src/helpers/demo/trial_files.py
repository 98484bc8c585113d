"""The logs of experiments and campaigns: what was tried, and who was in which arm."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from helpers.demo import company, text
from helpers.demo.campaigns import Mailing
from helpers.demo.delivered import dates, in_window, write_csv
from helpers.demo.experiments import Trial
from helpers.demo.history import History

ARMS = ("control", "treatment")


def write_trials(history: History, delivery: company.Delivery, folder: Path) -> None:
    """Write the experiments and campaigns that began in a delivery's days."""
    trials = [item for item in history.trials if _began(item.experiment.first_day, delivery)]
    mailings = [item for item in history.mailings if _began(item.campaign.sent, delivery)]
    if trials:
        write_csv(folder / "experiments.csv", experiment_list(trials))
        write_csv(folder / "experiment_assignments.csv", assignments(history, trials))
    if mailings:
        write_csv(folder / "campaigns.csv", campaign_list(mailings))
        write_csv(folder / "campaign_contacts.csv", contacts(history, mailings))


def experiment_list(trials: list[Trial]) -> dict[str, list[str]]:
    """Return one row per experiment."""
    items = [trial.experiment for trial in trials]
    return {
        "experiment": [item.name for item in items],
        "title": [item.title for item in items],
        "first_day": [item.first_day.isoformat() for item in items],
        "last_day": [item.last_day.isoformat() for item in items],
        "planned_treatment_share": ["0.5"] * len(items),
        "metric": ["orders"] * len(items),
    }


def assignments(history: History, trials: list[Trial]) -> dict[str, text.Text]:
    """Return one row per unit and arm that the log holds; some units stand in both arms."""
    parts = []
    for number, trial in enumerate(trials):
        day = np.full(len(trial.customer), company.day_number(trial.experiment.first_day))
        fields = np.full(len(day), number), trial.customer, trial.treated.astype(int), day
        crossed = trial.crossed & trial.logged
        both = fields[0], fields[1], 1 - fields[2], day + 3
        parts.append(np.stack(fields)[:, trial.logged])
        parts.append(np.stack(both)[:, crossed])
    number, customer, arm, day = np.concatenate(parts, axis=1)
    return {
        "experiment": text.lookup([trial.experiment.name for trial in trials], number),
        "customer_id": history.people.customer_id.take(pa.array(customer)),
        "variant": text.lookup(ARMS, arm),
        "assigned_on": dates(day),
    }


def campaign_list(mailings: list[Mailing]) -> dict[str, list[str]]:
    """Return one row per campaign."""
    items = [mailing.campaign for mailing in mailings]
    return {
        "campaign": [item.name for item in items],
        "title": [item.title for item in items],
        "channel": [item.channel for item in items],
        "sent_on": [item.sent.isoformat() for item in items],
        "cost_per_contact_cny": [f"{item.cost:.2f}" for item in items],
    }


def contacts(history: History, mailings: list[Mailing]) -> dict[str, text.Text]:
    """Return one row per customer in a campaign's target, contacted or held out."""
    number = np.repeat(np.arange(len(mailings)), [len(item.customer) for item in mailings])
    customer = np.concatenate([item.customer for item in mailings])
    contacted = np.concatenate([item.contacted for item in mailings])
    return {
        "campaign": text.lookup([item.campaign.name for item in mailings], number),
        "customer_id": history.people.customer_id.take(pa.array(customer)),
        "arm": text.lookup(["holdout", "contacted"], contacted.astype(np.int8)),
    }


def _began(first, delivery: company.Delivery) -> bool:
    return bool(in_window(np.array([company.day_number(first)]), delivery)[0])
