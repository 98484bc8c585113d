"""Mailchimp, Shopify and Google Analytics as their APIs are documented."""

import json
from datetime import datetime, timedelta

from loopback import Answer
from system import OAUTH, START, System


class MailchimpSystem(System):
    api, kind, file, limit = "mailchimp", "members", "mailchimp_members", 3

    def __init__(self):
        super().__init__()
        self.secrets = {"API_KEY": "k-hidden-1-us19"}
        self.objects = ["members"]
        self.campaigns, self.activity = [], {}

    def own_toml(self):
        return f'list = "a1b2"\nobjects = {json.dumps(self.objects)}\npage_size = {self.limit}\n'

    def record(self, number, moment=None):
        record = {"id": f"{number:032}", "email_address": f"p{number}@example.com"}
        return self.stamped(record, moment or START + timedelta(minutes=number))

    def id(self, record):
        return record["id"]

    def stamped(self, record, moment):
        return record | {"last_changed": moment.isoformat()}

    def moment(self, record):
        return datetime.fromisoformat(record["last_changed"])

    def answer(self, asked):
        if asked.headers.get("Authorization") != "Basic a2V5OmstaGlkZGVuLTEtdXMxOQ==":
            return Answer(401, {"status": 401, "title": "API Key Invalid"})
        if asked.path == "/3.0/campaigns":
            return self._page(asked, "campaigns", [{"id": name} for name in self.campaigns])
        if asked.path == "/3.0/lists/a1b2/members":
            found = self.sorted("members")
            if since := asked.params.get("since_last_changed"):
                found = [r for r in found if self.moment(r) > datetime.fromisoformat(since)]
            return self._page(asked, "members", found)
        return self._page(asked, "emails", self._acts(asked))

    def _acts(self, asked):
        campaign = asked.path.split("/")[3]
        since = datetime.fromisoformat(asked.params.get("since", "1970-01-01T00:00:00+00:00"))
        return [
            {"campaign_id": campaign, "list_id": "a1b2", "list_is_active": True,
             "email_id": email, "email_address": f"{email}@example.com", "activity": [
                act for act in acts if datetime.fromisoformat(act["timestamp"]) > since]}
            for email, acts in self.activity[campaign].items()
        ]  # fmt: skip

    def _page(self, asked, name, found):
        start, count = int(asked.params["offset"]), int(asked.params["count"])
        self.turned()
        return Answer(200, {name: found[start : start + count], "total_items": len(found)})


class ShopifySystem(System):
    api, kind, file, limit = "shopify", "orders", "shopify_orders", 3

    def __init__(self):
        super().__init__()
        self.secrets = {"ACCESS_TOKEN": "shpat_hidden"}
        self.next_host = None

    def own_toml(self):
        return f'version = "2026-07"\nobjects = ["orders"]\npage_size = {self.limit}\n'

    def record(self, number, moment=None):
        record = {"id": 820982911946154508 + number, "total_price": "10.10", "weight": 1.10}
        return self.stamped(record, moment or START + timedelta(minutes=number))

    def id(self, record):
        return record["id"]

    def stamped(self, record, moment):
        return record | {"updated_at": moment.isoformat()}

    def moment(self, record):
        return datetime.fromisoformat(record["updated_at"])

    def answer(self, asked):
        if asked.headers.get("X-Shopify-Access-Token") not in self.secrets.values():
            return Answer(401, {"errors": "[API] Invalid API key or access token"})
        kind = asked.path.removeprefix("/admin/api/2026-07/").removesuffix(".json")
        if kind not in self.records:
            return Answer(404, {"errors": "Not Found"})
        if "page_info" in asked.params:  # holds a place by itself, and takes no filter beside it
            assert set(asked.params) == {"page_info", "limit"}
            after = tuple(json.loads(asked.params["page_info"]))
        else:
            assert kind != "orders" or asked.params["status"] == "any"
            assert asked.params["order"] == "updated_at asc"
            after = (asked.params.get("updated_at_min", ""), "")
        limit = int(asked.params["limit"])
        found = [r for r in self.sorted(kind) if (r["updated_at"], str(r["id"])) > after]
        page, headers = found[:limit], {}
        if len(found) > limit:
            place = json.dumps([page[-1]["updated_at"], str(page[-1]["id"])])
            link = f"{self.next_host or self.url}{asked.path}?limit={limit}&page_info="
            headers = {"Link": f'<{link}{place.replace(" ", "").replace("+", "%2B")}>; rel="next"'}
        self.turned()
        return Answer(200, {kind: page}, headers)


class Ga4System(System):
    api, kind, file, limit = "ga4", "days", "ga4_report", 3

    def __init__(self):
        super().__init__()
        self.secrets = OAUTH

    def own_toml(self):
        return (
            f'token_url = "{self.url}/token"\nproperty = "123"\nsince = 2026-09-01\n'
            f'dimensions = ["date", "city"]\nmetrics = ["sessions"]\n'
            f"page_size = {self.limit}\n"
        )

    def record(self, number, moment=None):
        day = (moment or START + timedelta(days=number // 5)).strftime("%Y%m%d")
        return {"date": day, "city": f"city {number}", "sessions": str(number)}

    def answer(self, asked):
        if asked.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return Answer(401, {"error": {"code": 401, "status": "UNAUTHENTICATED"}})
        told = json.loads(asked.body)
        [span] = told["dateRanges"]
        first, last = (span[end].replace("-", "") for end in ("startDate", "endDate"))
        found = [r for r in self.records["days"] if first <= r["date"] <= last]
        if not found:
            return Answer(200, {"kind": "analyticsData#runReport"})
        names = [[item["name"] for item in told[kind]] for kind in ("dimensions", "metrics")]
        rows = [
            {"dimensionValues": [{"value": r[name]} for name in names[0]],
             "metricValues": [{"value": r[name]} for name in names[1]]}
            for r in found[told["offset"] : told["offset"] + told["limit"]]
        ]  # fmt: skip
        self.turned()
        return Answer(200, {
            "dimensionHeaders": [{"name": name} for name in names[0]],
            "metricHeaders": [{"name": name, "type": "TYPE_INTEGER"} for name in names[1]],
            "rows": rows, "rowCount": len(found),
        })  # fmt: skip
