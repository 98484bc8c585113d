"""All that happened at the company, before anything is exported."""

from typing import NamedTuple

import numpy as np

from helpers.demo import company
from helpers.demo.aftermath import Aftermath, State, net_total, simulate_aftermath, state_on
from helpers.demo.campaigns import Mailing, simulate_mailings
from helpers.demo.customers import Customers, simulate_customers
from helpers.demo.demand import Demand, simulate_demand
from helpers.demo.dirt import OrderFlaws, flaws_of_orders
from helpers.demo.experiments import Trial, simulate_trials
from helpers.demo.orders import Lines, Orders, simulate_orders
from helpers.demo.people import People, simulate_people
from helpers.demo.variants import USUAL, Variant


class History(NamedTuple):
    """The company's whole history; the tables refer to one another by position."""

    seed: int
    variant: Variant
    demand: Demand
    customers: Customers
    people: People
    trials: list[Trial]
    mailings: list[Mailing]
    orders: Orders
    lines: Lines
    aftermath: Aftermath
    flaws: OrderFlaws

    def made_by(self, delivery: company.Delivery) -> np.ndarray:
        """Return which orders a delivery holds."""
        first = company.day_number(delivery.orders_from)
        return (self.orders.day >= first) & self.known_to(delivery)

    def known_to(self, delivery: company.Delivery) -> np.ndarray:
        """Return which orders had been made when a delivery's data end."""
        return self.orders.day <= company.day_number(delivery.data_through)

    def state(self, delivery: company.Delivery) -> State:
        """Return how each order stood when a delivery's data end."""
        return state_on(self.orders, self.aftermath, company.day_number(delivery.data_through))

    def spending(self, delivery: company.Delivery) -> tuple[np.ndarray, np.ndarray]:
        """Return each customer's number of orders and net spending as a delivery knows them.

        Spending is in cents of the company's currency; test orders do not count.
        """
        counted = self.known_to(delivery) & ~self.flaws.test_order
        customer, size = self.orders.customer[counted], len(self.customers.kind)
        cents = net_total(self.orders, self.state(delivery))[counted]
        cents = np.where(self.orders.overseas[counted], cents * company.CNY_PER_USD, cents)
        spent = np.bincount(customer, weights=np.rint(cents), minlength=size)
        return np.bincount(customer, minlength=size), spent.astype(np.int64)


def simulate_history(customers: int, seed: int, variant: Variant = USUAL) -> History:
    """Return the history of a company with so many customers."""
    demand = simulate_demand(seed, variant)
    crowd = simulate_customers(customers, seed, demand, variant)
    trials, mailings = simulate_trials(crowd, seed), simulate_mailings(crowd, seed)
    changes = [item.intervention(crowd) for item in (*trials, *mailings)]
    orders, lines = simulate_orders(crowd, seed, demand, changes)
    return History(
        seed=seed,
        variant=variant,
        demand=demand,
        customers=crowd,
        people=simulate_people(crowd, seed),
        trials=trials,
        mailings=mailings,
        orders=orders,
        lines=lines,
        aftermath=simulate_aftermath(orders, crowd, seed),
        flaws=flaws_of_orders(len(orders.day), len(lines.product), seed),
    )
