"""What advertising cost, by day and channel, or by day, channel and campaign."""

from helpers.intake.format import made_at_home
from helpers.intake.layout import Layout
from helpers.intake.spellings import DAY

LAYOUT = Layout(
    "ad_spend",
    {
        "event_day": (*DAY, "reporting starts", "segments.date"),
        "channel": ("channel", "platform", "source", "media", "network", "utm_source", "渠道",
                    "媒体", "平台"),
        "campaign": ("campaign", "campaign name", "campaign_name", "utm_campaign", "计划",
                     "推广计划", "广告计划", "活动"),
        "spend": ("spend", "cost", "amount spent", "amount_spent", "media_cost", "花费", "消耗",
                  "费用"),
        "impressions": ("impressions", "impr.", "views", "展现量", "展现", "曝光", "曝光量"),
        "clicks": ("clicks", "link clicks", "点击量", "点击", "点击数"),
    },
    record=("event_day", "channel", "campaign"),
    constants={"campaign": ""},
)  # fmt: skip
FORMAT = made_at_home("ad-spend", LAYOUT, ("event_day", "channel", "spend"))
