"""Members of an audience as Mailchimp's API tells them: all in one list, each with a status.

Who is subscribed agrees to mail; who unsubscribed refused it, at the latest on the day of the
last change, as the API does not tell the day itself; an address that was cleaned takes no mail.
Who is pending, transactional or archived has neither agreed nor refused. The number of a member
is the one that exports call LEID.

Statistics, the last note, permissions, interests and further merge fields become attributes,
and tags with their names; addresses of machines, coordinates and links are left out.
"""

import json

import pandas as pd

from helpers.intake.format import laid_out
from helpers.intake.layout import YEAR_FIRST, Layout
from helpers.intake.nested import items, open_nested

STATUS = {"subscribed": "yes", "unsubscribed": "no", "cleaned": "no", "*": ""}
LAYOUT = Layout(
    "contacts",
    {
        "contact_id": ("web_id", "unique_email_id", "id"), "email": ("email_address",),
        "given_name": ("merge_fields.FNAME",), "family_name": ("merge_fields.LNAME",),
        "name": ("full_name",), "phone": ("merge_fields.PHONE", "sms_phone_number"),
        "address": ("merge_fields.ADDRESS.addr1", "merge_fields.ADDRESS"),
        "postcode": ("merge_fields.ADDRESS.zip",), "created_day": ("timestamp_opt",),
        "country": ("location.country_code",), "province": ("location.region",),
        "source": ("source",), "accepts_email": ("status",),
        "accepts_sms": ("sms_subscription_status",), "opted_out_day": ("refused_at",),
    },
    record=("contact_id",), numbers="mailchimp", constants={"kind": "subscriber"},
    words={"accepts_email": STATUS, "accepts_sms": STATUS},
    date_formats=dict.fromkeys(("created_day", "opted_out_day"), YEAR_FIRST),
    left_out=frozenset((
        "last_changed", "timestamp_signup", "ip_signup", "ip_opt", "_links", "contact_id",
        "location.latitude", "location.longitude", "location.gmtoff", "location.dstoff",
        "location.timezone", "list_id", "tags_count",
    )),
    also_kept=frozenset(("status",)),
)  # fmt: skip


def prepared(frame: pd.DataFrame) -> pd.DataFrame:
    """Return members with the moment of a refusal, and with the names of their tags alone."""
    absent = pd.Series("", index=frame.index, dtype="str")
    changed, status = (frame.get(name, absent) for name in ("last_changed", "status"))
    found = frame.assign(refused_at=changed.where(status.eq("unsubscribed"), ""))
    tags = items(frame, "tags", ("name",))
    if tags.frame.empty:
        return found
    names = tags.frame["name"].groupby(level=0).agg(list)
    text = names.map(lambda told: json.dumps(told, ensure_ascii=False)).reindex(frame.index)
    # A cell that is no list of tags stays as it is: it is kept as an attribute.
    return found.assign(tags=text.fillna(frame["tags"].replace("[]", "")).astype("str"))


FORMAT = laid_out(
    "mailchimp-members",
    (frozenset(("email_address", "unique_email_id", "status", "last_changed")),
     frozenset(("email_address", "email_type", "status", "timestamp_opt"))),
    LAYOUT,
    open_file=open_nested,
    prepare=prepared,
)  # fmt: skip
