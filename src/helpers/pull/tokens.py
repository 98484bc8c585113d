"""Access that expires: a token is fetched at first use, and once more where it is refused."""

from collections.abc import Callable
from typing import Any, NamedTuple

from dlt.sources.helpers.requests import Client
from requests import PreparedRequest, Response
from requests.auth import AuthBase

from helpers.pull import exact_json
from helpers.pull.answers import code_of, told
from helpers.pull.declaration import Declared
from helpers.workspace.errors import InputError


class Grant(NamedTuple):
    """How a source gives out tokens.

    `url` and `body` are what is posted (`as_json` or as a form), `headers` makes of the
    answer what each request carries, and `refused` tells that a token is no longer good.
    """

    url: str
    body: dict[str, str]
    as_json: bool
    headers: Callable[[dict[str, Any]], dict[str, str]]
    refused: Callable[[Response], bool]


class Renewed(AuthBase):
    """Access by a token of short life; dlt's own ones look at the clock, this at the answers."""

    def __init__(self, entry: Declared, grant: Grant, client: Client) -> None:
        self.entry, self.grant, self.client = entry, grant, client
        self.headers: dict[str, str] | None = None

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request, and see to its answer."""
        if self.headers is None:
            self._fetch()
        request.headers.update(self.headers)
        request.register_hook("response", self._once_more)
        return request

    def _once_more(self, response: Response, **sending: Any) -> Response:
        """Send a refused request again with a new token, once; a second refusal stands."""
        if not self.grant.refused(response):
            return response
        if all(response.request.headers[name] == value for name, value in self.headers.items()):
            self._fetch()
        response.close()
        again = response.request.copy()
        again.headers.update(self.headers)
        return response.connection.send(again, **sending)

    def _fetch(self) -> None:
        body = {"json" if self.grant.as_json else "data": self.grant.body}
        answer = told(self.client.post(self.grant.url, allow_redirects=False, **body), self.entry)
        try:
            self.headers = self.grant.headers(answer)
        except (KeyError, TypeError):
            raise InputError(f"{self.entry.name}: the answer at token_url holds no token: "
                             "check token_url in pull.toml") from None  # fmt: skip


def refresh_token_grant(entry: Declared, secrets: dict[str, str], scheme: str) -> Grant:
    """Return the OAuth grant that Zoho and Google know: a lasting refresh token for short ones.

    References
    ----------
    RFC 6749, section 6.
    """
    body = {"grant_type": "refresh_token", "client_id": secrets["CLIENT_ID"],
            "client_secret": secrets["CLIENT_SECRET"],
            "refresh_token": secrets["REFRESH_TOKEN"]}  # fmt: skip
    return Grant(
        entry.token_url, body, False,
        headers=lambda answer: {"Authorization": f"{scheme} {answer['access_token']}"},
        refused=lambda response: response.status_code == 401,
    )  # fmt: skip


def code_in(response: Response) -> str:
    """Return the error code in the words of an answer, "" where it holds none or is unreadable."""
    try:
        return code_of(exact_json.parse(response.content))
    except ValueError:
        return ""
