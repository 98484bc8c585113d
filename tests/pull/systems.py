"""The five systems by the names of their APIs."""

from crm_systems import FxiaokeSystem, ZohoSystem
from marketing_systems import Ga4System, MailchimpSystem, ShopifySystem

SYSTEMS = {
    "zoho": ZohoSystem, "fxiaoke": FxiaokeSystem, "mailchimp": MailchimpSystem,
    "shopify": ShopifySystem, "ga4": Ga4System,
}  # fmt: skip
