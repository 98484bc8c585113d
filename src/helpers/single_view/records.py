"""The records to be linked: every list of people that the company keeps, one row per record."""

import pandas as pd

# What the source of a record is where its table has no kinds of its own.
MEMBER, LEAD = "member", "lead"


def contact_records(
    contacts: pd.DataFrame,
    details: pd.DataFrame,
    *,
    leads: pd.DataFrame | None = None,
    memberships: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the contact details of every record of a person, as `link_records` takes them.

    Records that their source marks as tests are left out. A list that knows no city still
    has its records; one that stands on two lists under one number is taken once.

    Parameters
    ----------
    contacts, leads, memberships : DataFrame
        Canonical tables as known on the as-of day, one row per `contact_id`.
    details : DataFrame
        The private table `contact_details`, as known on the same day.

    Returns
    -------
    DataFrame
        One row per record: `record_id` (the contact's id), `source`, `customer_id` (the
        pseudonym that orders and events of it carry), `name`, `email`, `phone`, `address`,
        `city`. It holds personal values: for private tables alone.
    """
    real = contacts[~contacts["is_test"].astype(bool)]
    lists = [real.assign(source=real["kind"])]  # their own `source` says how they were won
    for table, source in ((leads, LEAD), (memberships, MEMBER)):
        if table is not None:
            lists.append(table.assign(source=source))
    columns = ["contact_id", "source", "customer_id", "city"]
    known = pd.concat([table.reindex(columns=columns) for table in lists], ignore_index=True)
    known = known.drop_duplicates("contact_id")
    person = details[["contact_id", "name", "email", "phone", "address"]]
    joined = known.merge(person, on="contact_id", how="left", validate="one_to_one")
    joined = joined.rename(columns={"contact_id": "record_id"})
    return joined.sort_values("record_id", ignore_index=True)
