"""Masked examples of names, e-mails, phones and addresses before and after standardising."""

import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import privacy


def standardised_examples(
    details: Table, *, examples: int = 3, smallest: int = 10
) -> pd.DataFrame:
    """Return masked examples of fields before and after standardising.

    Returns
    -------
    DataFrame
        `field`, `received`, `standardised`, masked; without rows where there are
        fewer contacts than `smallest`.
    """
    found = []
    fields = ("name", "email", "phone", "address")
    for field in fields if details.count().to_pandas() >= smallest else ():
        changed = details.filter(
            details[field].notnull(), details[f"{field}_received"] != details[field]
        )
        some = changed.order_by("contact_id").limit(examples).to_pandas()
        found += [
            (field, privacy.mask(before), privacy.mask(after))
            for before, after in zip(some[f"{field}_received"], some[field], strict=True)
        ]
    return pd.DataFrame(found, columns=["field", "received", "standardised"])


def why_no_examples(examples: pd.DataFrame) -> str | None:
    """Return the key that says what to add where nothing was standardised."""
    return "cleaning.no_contacts" if examples.empty else None
