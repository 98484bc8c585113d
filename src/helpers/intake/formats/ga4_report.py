"""Daily figures of Google Analytics' reports, as the Data API's runReport tells them.

A row has a day, the dimensions that the report was asked for, and its metrics: it becomes one
row per metric. Such figures are sums of visits and not of people, and users of two rows may be
the same ones, so that they stand in a table of their own and fill no other. Dimensions stand
before metrics; where the metrics begin, the first one that the API documents says. Values of
dimensions that may name somebody (addresses, links, long numbers) become pseudonyms.

References
----------
Google Analytics Data API v1, "API dimensions and metrics".
"""

from pathlib import Path

import pandas as pd

from helpers.intake import records, values
from helpers.intake.format import Format
from helpers.intake.layout import Layout
from helpers.intake.reading import FileContext, Reading
from helpers.intake.spread import spread
from helpers.intake.text_table import TextTable
from helpers.workspace import free_text, privacy
from helpers.workspace.errors import InputError

DAY = "date"
CHANNELS = ("sessionDefaultChannelGroup", "defaultChannelGroup", "firstUserDefaultChannelGroup",
            "sessionPrimaryChannelGroup", "primaryChannelGroup")  # fmt: skip
METRICS = (
    "active1DayUsers", "active7DayUsers", "active28DayUsers", "activeUsers", "addToCarts",
    "adUnitExposure", "advertiserAdClicks", "advertiserAdCost", "advertiserAdCostPerClick",
    "advertiserAdCostPerConversion", "advertiserAdCostPerKeyEvent", "advertiserAdImpressions",
    "averagePurchaseRevenue", "averagePurchaseRevenuePerPayingUser",
    "averagePurchaseRevenuePerUser", "averageRevenuePerUser", "averageSessionDuration",
    "bounceRate", "cartToViewRate", "checkouts", "cohortActiveUsers", "cohortTotalUsers",
    "conversions", "crashAffectedUsers", "crashFreeUsersRate", "dauPerMau", "dauPerWau",
    "ecommercePurchases", "engagedSessions", "engagementRate", "eventCount",
    "eventCountPerUser", "eventValue", "eventsPerSession", "firstTimePurchaserConversionRate",
    "firstTimePurchaserRate", "firstTimePurchasers", "firstTimePurchasersPerNewUser",
    "grossItemRevenue", "grossPurchaseRevenue", "itemDiscountAmount", "itemListClickEvents",
    "itemListClickThroughRate", "itemListViewEvents", "itemPromotionClickThroughRate",
    "itemRefundAmount", "itemRevenue", "itemViewEvents", "itemsAddedToCart", "itemsCheckedOut",
    "itemsClickedInList", "itemsClickedInPromotion", "itemsPurchased", "itemsViewed",
    "itemsViewedInList", "itemsViewedInPromotion", "keyEvents", "newUsers", "promotionClicks",
    "promotionViews", "publisherAdClicks", "publisherAdImpressions", "purchaseRevenue",
    "purchaseToViewRate", "purchaserConversionRate", "purchaserRate", "refundAmount",
    "returnOnAdSpend", "screenPageViews", "screenPageViewsPerSession", "screenPageViewsPerUser",
    "scrolledUsers", "sessionConversionRate", "sessionKeyEventRate", "sessions",
    "sessionsPerUser", "shippingAmount", "taxAmount", "totalAdRevenue", "totalPurchasers",
    "totalRevenue", "totalUsers", "transactions", "transactionsPerPurchaser",
    "userConversionRate", "userEngagementDuration", "userKeyEventRate", "wauPerMau",
)  # fmt: skip
LAYOUT = Layout(
    "daily_figures",
    {"event_day": (DAY,), "breakdown": ("breakdown",), "channel": CHANNELS},
    record=("event_day", "report", "breakdown"),
    date_formats={"event_day": ("%Y%m%d",)},
)  # fmt: skip


def read(text: TextTable, context: FileContext) -> Reading:
    """Return a report's figures, one row per day, what it is broken down by, and metric.

    Raises
    ------
    InputError
        If no column is a metric of the API.
    """
    dimensions, metrics = _parted(list(text.frame), context)
    frame = text.frame
    if dimensions:
        frame = frame.assign(breakdown=_breakdown(frame[dimensions]))
    constants = {"report": Path(context.name).name.split(".")[0], "name": "", "breakdown": ""}
    left_out = frozenset((*dimensions, *metrics))
    layout = LAYOUT._replace(constants=constants, left_out=left_out)
    reading = records.read(TextTable(frame, text.rejects), context, layout)
    rows = reading.rows
    number = pd.DataFrame(
        {name: values.read_numbers(frame.loc[rows.index, name], ".") for name in metrics}
    )
    broken = number.isna().any(axis="columns")
    for line, name in number.isna().idxmax(axis="columns")[broken].items():
        reading.reject([line], "impossible_number", name)
    figures = number[~broken].stack().rename_axis(["line", "name"]).rename("value")
    return spread(reading._replace(rows=rows[~broken]), figures.reset_index())


def _parted(header: list[str], context: FileContext) -> tuple[list[str], list[str]]:
    """Return the columns that are dimensions, the day left out, and those that are metrics."""
    first = next((place for place, name in enumerate(header) if name in METRICS), None)
    if first is None or DAY not in header[:first]:
        raise InputError(
            f"{context.shown}: needs the dimension 'date' and behind it a metric of the Data API, "
            "such as 'sessions': mend dimensions and metrics in pull.toml, and pull it anew"
        )
    return [name for name in header[:first] if name != DAY], header[first:]


def _breakdown(dimensions: pd.DataFrame) -> pd.Series:
    """Return what each row is told of as one text, the dimensions in alphabetical order."""
    found = pd.Series("", index=dimensions.index, dtype="str")
    for name in sorted(dimensions):
        cells = dimensions[name].str.strip()
        shown = free_text.without_personal(cells)
        shown = shown.where(shown.eq(cells), privacy.pseudonyms("dimension", cells))
        found += found.ne("").map({True: "; ", False: ""}) + f"{name}=" + shown
    return found


FORMAT = Format(
    name="ga4-report",
    records="daily_figures",
    tell_tale=(),
    needs=lambda context: (DAY,),
    read=read,
    dates=(DAY,),
    one_of_each=((DAY,), METRICS),
)
