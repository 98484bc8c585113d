"""Mailchimp's audience: one file of subscribed, one of unsubscribed, one of cleaned members.

The three have the same header but for their last columns, and older files of cleaned members
lack even these, so each is a format of its own: which it is, the declaration says.
"""

from helpers.intake.format import laid_out
from helpers.intake.layout import Layout

MEMBER = ("Email Address", "MEMBER_RATING", "OPTIN_TIME", "LEID", "EUID")
COLUMNS = {
    # One number per address and audience; that of the address alone stands in all audiences.
    "contact_id": ("LEID", "EUID", "Email Address"),
    "email": ("Email Address", "Email", "电子邮件地址"),
    "given_name": ("First Name", "FNAME", "名字"),
    "family_name": ("Last Name", "LNAME", "姓氏"),
    "phone": ("Phone Number", "Phone", "PHONE"),
    "address": ("Address", "ADDRESS"),
    "created_day": ("OPTIN_TIME", "CONFIRM_TIME"),
    "country": ("CC",),
    "province": ("REGION",),
}
NOT_KEPT = frozenset((
    "EUID", "CONFIRM_TIME", "OPTIN_IP", "CONFIRM_IP", "LATITUDE", "LONGITUDE", "GMTOFF", "DSTOFF",
    "TIMEZONE", "LAST_CHANGED", "UNSUB_CAMPAIGN_ID", "CLEAN_CAMPAIGN_ID",
))  # fmt: skip
MOMENT = ("%Y-%m-%d %H:%M:%S",)


def _audience(accepts_email: str, **further: tuple[str, ...]) -> Layout:
    return Layout(
        "contacts",
        {**COLUMNS, **further},
        record=("contact_id",),
        numbers="mailchimp",
        constants={"kind": "subscriber", "accepts_email": accepts_email},
        date_formats={"created_day": MOMENT, "opted_out_day": MOMENT},
        left_out=NOT_KEPT,
    )


FORMATS = (
    laid_out("mailchimp-subscribed", (frozenset(MEMBER),), _audience("yes")),
    laid_out(
        "mailchimp-unsubscribed",
        (frozenset((*MEMBER, "UNSUB_TIME")),),
        _audience("no", opted_out_day=("UNSUB_TIME",)),
    ),
    # An address to which no mail can be delivered: nobody there is to be written to.
    laid_out("mailchimp-cleaned", (frozenset((*MEMBER, "CLEAN_TIME")),), _audience("no")),
)
