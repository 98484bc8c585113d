"""Campaigns, and who was contacted in them and who was held out."""

from helpers.intake.format import made_at_home
from helpers.intake.layout import Layout
from helpers.intake.spellings import CUSTOMER, EMAIL, PHONE

CAMPAIGN = ("campaign", "campaign_id", "campaign code", "活动编号", "活动代码", "营销活动")
SENT = ("sent_on", "send_date", "sent_at", "sent date", "launch_date", "date", "发送日期",
        "发送时间")  # fmt: skip
CAMPAIGNS = Layout(
    "campaigns",
    {
        "campaign": CAMPAIGN,
        "title": ("title", "name", "campaign_name", "subject", "活动名称", "名称"),
        "channel": ("channel", "medium", "渠道"),
        "event_day": SENT,
        "cost_per_contact": ("cost_per_contact", "unit_cost", "cost each", "单次成本",
                             "每人成本"),
    },
    record=("campaign",),
)  # fmt: skip
CONTACTED = Layout(
    "campaign_history",
    {
        "campaign": CAMPAIGN,
        "contact_id": CUSTOMER,
        "email": EMAIL,
        "phone": PHONE,
        "arm": ("arm", "group", "treatment", "segment", "holdout", "分组", "组别"),
        "event_day": ("contacted_on", *SENT),
    },
    record=("campaign", "contact_id"),
    words={"arm": {"对照组": "held out", "留出": "held out", "触达": "contacted",
                   "实验组": "contacted"}},
)  # fmt: skip
FORMATS = (
    made_at_home("campaigns", CAMPAIGNS, ("campaign", "channel", "event_day")),
    made_at_home("campaign-contacts", CONTACTED, ("campaign", "contact_id", "arm")),
)
