"""All exports beside the shop system's: written delivery by delivery, and declared as unread."""

from pathlib import Path
from typing import NamedTuple

from helpers.demo.client_sheet import Clients, simulate_clients, write_clients
from helpers.demo.company import DELIVERIES, Delivery
from helpers.demo.crm import Contacts, simulate_contacts, write_crm
from helpers.demo.feedback import Feedback, simulate_feedback, write_posts, write_reviews
from helpers.demo.history import History
from helpers.demo.leads import Leads, simulate_leads
from helpers.demo.loyalty import write_members
from helpers.demo.mail_export import write_mail
from helpers.demo.market_files import write_market
from helpers.demo.newsletters import Issue, simulate_issues
from helpers.demo.regions import write_regions
from helpers.demo.service import Tickets, simulate_tickets, write_tickets
from helpers.demo.survey import write_survey
from helpers.demo.trial_files import write_trials
from helpers.demo.visits import Visits, simulate_visits
from helpers.demo.web_events import write_events


class Unread(NamedTuple):
    """Files that no reader knows yet: a pattern below the raw folder, and what they are."""

    path: str
    what: str


UNREAD = (
    Unread("*/ga4_events_*.json.gz", "web and app events as Google Analytics exports them"),
    Unread("*/mailchimp/*", "the newsletter's audience and its readers' activity"),
    Unread("*/zoho_*.csv", "contacts, deals and leads of the sales staff"),
    Unread("*/fxiaoke_*.xlsx", "the client list of the Chinese sales tool"),
    Unread("*/customer_survey.csv", "answers to the customer survey"),
    Unread("*/product_reviews.csv", "reviews on the shop's pages"),
    Unread("*/social_posts.csv", "posts about the company"),
    Unread("*/service_*.csv", "tickets and calls of the service desk"),
    Unread("*/ad_spend_daily.csv", "advertising by day and channel"),
    Unread("*/competitor_prices.csv", "competitors' prices by week"),
    Unread("*/list_prices.csv", "own list prices and when they began to hold"),
    Unread("*/promotions.csv", "lowered prices by product and week"),
    Unread("*/product_costs.csv", "what a piece costs the company"),
    Unread("*/serving_costs.csv", "what parcels, returns, tickets and payments cost"),
    Unread("*/stock_weekly.csv", "pieces in stock by week"),
    Unread("*/loyalty_members.csv", "members of the loyalty programme"),
    Unread("*/experiment*.csv", "experiments and who was assigned to which arm"),
    Unread("*/campaign*.csv", "campaigns, who was contacted and who was held out"),
    Unread("*/regions.csv", "bought figures by region"),
)


class Traces(NamedTuple):
    """What the customers, and people who never bought, left in other systems than the shop's."""

    visits: Visits
    issues: list[Issue]
    contacts: Contacts
    leads: Leads
    clients: Clients
    reviews: Feedback
    posts: Feedback
    tickets: Tickets


def simulate_traces(history: History) -> Traces:
    """Return all traces; each comes from random streams of its own."""
    return Traces(
        visits=simulate_visits(history),
        issues=simulate_issues(history) if history.variant.mail else [],
        contacts=simulate_contacts(history),
        leads=simulate_leads(history),
        clients=simulate_clients(history),
        reviews=simulate_feedback(history, "review"),
        posts=simulate_feedback(history, "post"),
        tickets=simulate_tickets(history),
    )


def write_sources(history: History, traces: Traces, raw: Path) -> None:
    """Write every delivery's exports of all systems but the shop's."""
    for delivery in DELIVERIES:
        folder = raw / delivery.folder
        _write_people(history, traces, delivery, folder)
        write_market(history, delivery, folder)
        write_trials(history, delivery, folder)
        write_regions(delivery, folder / "regions.csv")


def _write_people(history: History, traces: Traces, delivery: Delivery, folder: Path) -> None:
    """Write the exports that tell of single people."""
    write_events(history, traces.visits, delivery, folder)
    if history.variant.mail:
        write_mail(history, traces.issues, delivery, folder)
    write_crm(history, traces.contacts, traces.leads, delivery, folder)
    write_clients(history, traces.clients, delivery, folder / "fxiaoke_clients.xlsx")
    write_survey(history, delivery, folder / "customer_survey.csv")
    write_reviews(history, traces.reviews, delivery, folder / "product_reviews.csv")
    write_posts(history, traces.posts, delivery, folder / "social_posts.csv")
    write_tickets(history, traces.tickets, delivery, folder)
    write_members(history, delivery, folder / "loyalty_members.csv")
