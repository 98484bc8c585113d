"""Zoho CRM and Fxiaoke as their APIs are documented."""

import json
from datetime import UTC, datetime, timedelta

from loopback import Answer
from system import OAUTH, START, System


class ZohoSystem(System):
    api, kind, file, limit = "zoho", "Contacts", "zoho_contacts", 3

    def __init__(self):
        super().__init__()
        self.secrets = OAUTH
        self.fields = ["Last_Name", "Email", "note", "Modified_Time"]

    def own_toml(self):
        return f'token_url = "{self.url}/token"\nobjects = ["Contacts"]\npage_size = {self.limit}\n'

    def record(self, number, moment=None):
        record = {"id": str(5400000000000000000 + number), "Last_Name": f"陈{number}"}
        return self.stamped(record, moment or START + timedelta(minutes=number))

    def id(self, record):
        return record["id"]

    def stamped(self, record, moment):
        zone = datetime.fromisoformat("2026-01-01T00:00:00+08:00").tzinfo
        return record | {"Modified_Time": moment.astimezone(zone).isoformat()}

    def moment(self, record):
        return datetime.fromisoformat(record["Modified_Time"])

    def answer(self, asked):
        token = asked.headers.get("Authorization", "").removeprefix("Zoho-oauthtoken ")
        if token not in self.tokens:
            return Answer(401, {"code": "INVALID_TOKEN", "status": "error", "message": "no"})
        if asked.path == "/crm/v8/settings/fields":
            return Answer(200, {"fields": [{"api_name": name} for name in self.fields]})
        names = asked.params.get("fields", "").split(",")
        if not all(names) or len(names) > 50 or asked.params.get("ids", "").count(",") >= 100:
            return Answer(400, {"code": "LIMIT_EXCEEDED", "status": "error"})
        return self._records(asked, asked.path.rsplit("/", 1)[1], {"id", *names})

    def _records(self, asked, kind, names):
        found = self.sorted(kind)
        if "ids" in asked.params:
            ids = asked.params["ids"].split(",")
            found = [record for record in found if record["id"] in ids]
        since = asked.headers.get("If-Modified-Since")
        if since:  # strictly after: the harder of the two readings of the word
            found = [r for r in found if self.moment(r) > datetime.fromisoformat(since)]
        if not found:
            return Answer(304 if since else 204)
        start = int(asked.params.get("page_token", "token-0").removeprefix("token-"))
        end = start + min(int(asked.params["per_page"]), 200)
        page = [{n: v for n, v in r.items() if n in names} for r in found[start:end]]
        more = end < len(found)
        info = {"more_records": more, "next_page_token": f"token-{end}" if more else None}
        self.turned()
        return Answer(200, {"data": page, "info": info})


class FxiaokeSystem(System):
    api, kind, file, limit = "fxiaoke", "AccountObj", "fxiaoke_AccountObj", 3
    token_path = "/oauth2.0/token"

    def __init__(self):
        super().__init__()
        self.secrets = {"APP_ID": "a-1", "APP_SECRET": "s-hidden-1", "PERMANENT_CODE": "p-hidden-2",
                        "USER_ID": "1000"}  # fmt: skip
        self.hidden = set()

    def own_toml(self):
        return f'objects = ["AccountObj"]\npage_size = {self.limit}\n'

    def record(self, number, moment=None):
        record = {"_id": f"64f{number:05}", "name": f"客户{number}", "order_amount": "100.10"}
        return self.stamped(record, moment or START + timedelta(minutes=number))

    def id(self, record):
        return record["_id"]

    def stamped(self, record, moment):
        return record | {"last_modified_time": int(moment.timestamp() * 1000)}

    def moment(self, record):
        return datetime.fromtimestamp(record["last_modified_time"] / 1000, UTC)

    def grant(self, asked):
        told = json.loads(asked.body)
        wanted = {"appId": "a-1", "appSecret": "s-hidden-1", "permanentCode": "p-hidden-2",
                  "grantType": "app_secret"}  # fmt: skip
        if told != wanted:
            return Answer(200, {"errorCode": 10006, "errorMessage": "no such secret"})
        token = {"accessToken": self.new_token(), "ea": "acme"}
        return Answer(200, {"errorCode": 0, "errorMessage": "success"} | token)

    def answer(self, asked):
        told = json.loads(asked.body)["data"]
        query = told["search_query_info"]
        if asked.headers["Authorization"].removeprefix("Bearer ") not in self.tokens:
            return Answer(200, {"errorCode": 20016, "errorMessage": "token"})
        if asked.headers["x-fs-ea"] != "acme" or asked.headers["x-fs-userid"] != "1000":
            return Answer(200, {"errorCode": 20017, "errorMessage": "ea"})
        if query["limit"] > 100 or query["offset"] % query["limit"] or query["offset"] > 10_000:
            return Answer(200, {"errorCode": 10013, "errorMessage": "offset"})
        found = self.sorted(told["dataObjectApiName"])
        for only in query["filters"]:
            assert only["field_name"] == "last_modified_time" and only["operator"] == "GTE"
            found = [r for r in found if r["last_modified_time"] >= only["field_values"][0]]
        page = found[query["offset"] : query["offset"] + query["limit"]]
        page = [record | {"total_num": len(found), "searchAfterId": [query["offset"]]}
                for record in page if record["_id"] not in self.hidden]  # fmt: skip
        self.turned()
        return Answer(200, {"errorCode": 0, "data": {"dataList": page, "total": len(found)}})
