"""What moves purchases: the helper of notebooks/08_drivers.ipynb.

The weekly panel: `weeks` says when a week begins, `sales` counts what was sold in the engine,
`asked` what was asked for it, `panel` puts both together; `reading` reads.

Prices: `fixed_effects` fits counts with an effect of each week of each category, `elasticity`
asks it for prices and `rivals` for competitors' prices, `pooling` draws many effects towards
their mean, `effects` makes the table; `answer_rivals` says whether to follow a competitor.
`promotions` counts what offers bring and cost; `goods` which product pays fastest and whom a
launch reached. `ladder` climbs from a plain model to rich ones, which are in `rungs`;
`diagnostics` holds the model to the light.

Advertising: `media` says what it does and how to split its budget, `touches` who gets the
credit for orders; each has a folder of its own.

People: `people` says what goes with ordering again, `loyalty` whether members leave less;
`columns` keeps those that say something of their own.

For who decides: `questions` and `channel_questions` answer, `asking` says them; `naming` and
`telling` make tables for readers, `claims` says what is claimed.
"""

from helpers.drivers import media, touches
from helpers.drivers.answer_rivals import answer_rivals
from helpers.drivers.asking import Found, answers, say_answers
from helpers.drivers.claims import claim_prices, claim_promotions, why_no_prices, why_not
from helpers.drivers.diagnostics import check
from helpers.drivers.effects import find_prices
from helpers.drivers.goods import find_launches, find_products
from helpers.drivers.ladder import climb
from helpers.drivers.loyalty import find_loyalty
from helpers.drivers.naming import persona_names
from helpers.drivers.panel import make_panel
from helpers.drivers.people import find_people
from helpers.drivers.promotions import find_promotions
from helpers.drivers.questions import answer_table
from helpers.drivers.reading import customer_groups, read_panel
from helpers.drivers.telling import (
    FORMATS,
    HEADERS,
    drawn_prices,
    drawn_promotions,
    say_panel,
    shown_checks,
    shown_goods,
    shown_ladder,
    shown_launches,
    shown_loyalty,
    shown_people,
    shown_prices,
    shown_products,
    shown_promotions,
    shown_residuals,
    shown_returns,
    shown_rivals,
    shown_stability,
)

__all__ = [
    "FORMATS",
    "HEADERS",
    "Found",
    "answer_rivals",
    "answer_table",
    "answers",
    "check",
    "claim_prices",
    "claim_promotions",
    "climb",
    "customer_groups",
    "drawn_prices",
    "drawn_promotions",
    "find_launches",
    "find_loyalty",
    "find_people",
    "find_prices",
    "find_products",
    "find_promotions",
    "make_panel",
    "media",
    "persona_names",
    "read_panel",
    "say_answers",
    "say_panel",
    "shown_checks",
    "shown_goods",
    "shown_ladder",
    "shown_launches",
    "shown_loyalty",
    "shown_people",
    "shown_prices",
    "shown_products",
    "shown_promotions",
    "shown_residuals",
    "shown_returns",
    "shown_rivals",
    "shown_stability",
    "touches",
    "why_no_prices",
    "why_not",
]
