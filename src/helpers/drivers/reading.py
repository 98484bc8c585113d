"""What chapter 08 reads: the weekly panel, and the groups of customers that are asked apart."""

import pandas as pd

from helpers.drivers.panel import Panel, make_panel
from helpers.drivers.sales import read_sold
from helpers.workspace import Desk


def read_panel(desk: Desk) -> Panel:
    """Return the weekly panel as known on the desk's day."""
    return make_panel(read_sold(desk), pd.Timestamp(desk.as_of))


def customer_groups(desk: Desk) -> dict[str, pd.Series]:
    """Return the groups of customers that are asked apart, by the name of their kind.

    Returns
    -------
    dict of str to Series
        `value_tier` (what a customer is expected to bring, chapter 06) and `persona` (chapter
        04), each the group by `customer_id`; left out where the chapter told none.
    """
    value, members = desk.read("customer_value?"), desk.read("persona_members?")
    main = members[members["is_main"].astype(bool)]
    told = {
        "value_tier": value.set_index("customer_id")["value_tier"],
        "persona": main.set_index("customer_id")["persona_id"],
    }  # fmt: skip
    return {kind: names.astype("str") for kind, names in told.items() if len(names)}
