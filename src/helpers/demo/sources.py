"""All exports beside the shop system's: written delivery by delivery, and declared as unread."""

from pathlib import Path
from typing import NamedTuple

from helpers.demo.company import DELIVERIES
from helpers.demo.history import History
from helpers.demo.mail_export import write_mail
from helpers.demo.newsletters import simulate_issues
from helpers.demo.visits import simulate_visits
from helpers.demo.web_events import write_events


class Unread(NamedTuple):
    """Files that no reader knows yet: a pattern below the raw folder, and what they are."""

    path: str
    what: str


UNREAD = (
    Unread("*/ga4_events_*.json.gz", "web and app events as Google Analytics exports them"),
    Unread("*/mailchimp/*", "the newsletter's audience and its readers' activity"),
)


def write_sources(history: History, raw: Path) -> None:
    """Write every delivery's exports of all systems but the shop's."""
    visits = simulate_visits(history)
    issues = simulate_issues(history) if history.variant.mail else []
    for delivery in DELIVERIES:
        folder = raw / delivery.folder
        write_events(history, visits, delivery, folder)
        if history.variant.mail:
            write_mail(history, issues, delivery, folder)
