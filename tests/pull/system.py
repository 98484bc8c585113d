"""What the systems share that answer as their APIs are documented, records held in memory.

They are strict where the real ones are: a page larger than allowed, an offset between pages, a
list of fields that is missing or a token that has ended are refused as there.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

from loopback import Answer

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


class System:
    """What all have: records by kind, tokens that end, and a hook between two pages."""

    token_path = "/token"
    url = ""
    more_toml = ""

    def __init__(self):
        self.records, self.tokens, self.granted = {}, set(), 0
        self.after_page = None
        self.secrets = {}

    @property
    def env(self):
        """The secrets, under the names of the environment."""
        return {f"{self.api.upper()}_{name}": value for name, value in self.secrets.items()}

    def toml(self):
        return f'[[pull]]\napi = "{self.api}"\nbase_url = "{self.url}"\n{self.own_toml()}'

    def new_token(self):
        self.granted += 1
        self.tokens = {f"short-lived-{self.granted}"}
        return f"short-lived-{self.granted}"

    def sorted(self, kind):
        return sorted(self.records[kind], key=lambda r: (self.moment(r), str(self.id(r))))

    def change(self, kind, number, **values):
        """Change a record of some number: it moves to the end of the list."""
        record = self.records[kind][number]
        last = max(map(self.moment, self.records[kind]))
        self.records[kind][number] = self.stamped(record | values, last + timedelta(seconds=1))

    def turned(self):
        """Run what a test wants to happen between two pages, once."""
        happens, self.after_page = self.after_page, None
        if happens:
            happens()

    def grant(self, asked):
        form = {name: value[0] for name, value in parse_qs(asked.body.decode()).items()}
        told = (form.get("client_id"), form.get("client_secret"), form.get("refresh_token"))
        wanted = tuple(self.secrets[k] for k in ("CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"))
        if told != wanted or form.get("grant_type") != "refresh_token":
            return Answer(200, {"error": "invalid_code"})
        return Answer(200, {"access_token": self.new_token(), "expires_in": 3600})


OAUTH = {"CLIENT_ID": "c-1", "CLIENT_SECRET": "s-hidden-1", "REFRESH_TOKEN": "r-hidden-2"}
