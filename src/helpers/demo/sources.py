"""All exports beside the shop system's: written delivery by delivery, and how they are read."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
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

DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"


class Export(NamedTuple):
    """What one system sends with a delivery, and how it is declared.

    Attributes
    ----------
    path : str
        A pattern below the delivery's folder.
    format : str
        As source.toml says it.
    dates : mapping of str to str
        The format of each column of days or moments of which the export says nothing itself.
    decimal : bool
        Whether numbers stand in it of which the decimal sign must be told.
    """

    path: str
    format: str
    dates: Mapping[str, str] = MappingProxyType({})
    decimal: bool = False


EXPORTS = (
    Export("ga4_events_*.json.gz", "ga4-events"),
    Export("mailchimp/subscribed_members_export.csv", "mailchimp-subscribed"),
    Export("mailchimp/unsubscribed_members_export.csv", "mailchimp-unsubscribed"),
    Export("mailchimp/cleaned_members_export.csv", "mailchimp-cleaned"),
    Export("mailchimp/granular_activity.zip", "mailchimp-activity"),
    Export("zoho_contacts.csv", "zoho-contacts"),
    Export("zoho_leads.csv", "zoho-leads", {"Created Time": DAY}),
    Export("zoho_deals.csv", "zoho-deals", {"Closing Date": "%b %d, %Y"}, decimal=True),
    Export("fxiaoke_clients.xlsx", "fxiaoke-clients"),
    Export("customer_survey.csv", "survey", {"Submitted": MOMENT}),
    Export("product_reviews.csv", "reviews", {"created_at": MOMENT}),
    Export("social_posts.csv", "social-posts", {"posted_at": DAY}),
    Export("service_tickets.csv", "service-tickets", {"opened_at": MOMENT}),
    Export("service_calls.csv", "service-calls", {"started_at": MOMENT}),
    Export("ad_spend_daily.csv", "ad-spend", {"date": DAY}, decimal=True),
    Export("competitor_prices.csv", "competitor-prices", {"week": DAY}, decimal=True),
    Export("list_prices.csv", "list-prices", {"valid_from": DAY}, decimal=True),
    Export("promotions.csv", "promotions", {"first_day": DAY, "last_day": DAY}),
    Export("product_costs.csv", "product-costs", {"valid_from": DAY}, decimal=True),
    Export("serving_costs.csv", "serving-costs", decimal=True),
    Export("stock_weekly.csv", "stock", {"week": DAY}),
    Export("loyalty_members.csv", "loyalty-members", {"Joined": DAY}),
    Export("experiments.csv", "experiments", {"first_day": DAY, "last_day": DAY}, decimal=True),
    Export("experiment_assignments.csv", "experiment-assignments", {"assigned_on": DAY}),
    Export("campaigns.csv", "campaigns", {"sent_on": DAY}, decimal=True),
    Export("campaign_contacts.csv", "campaign-contacts"),
    Export("regions.csv", "regions", decimal=True),
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
