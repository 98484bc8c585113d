"""Asking an API: dlt sends, repeats and turns pages; what comes is judged here."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from dlt.common.configuration import resolve_configuration
from dlt.common.configuration.specs import RuntimeConfiguration
from dlt.sources.helpers.requests import Client
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.paginators import BasePaginator, SinglePagePaginator
from requests import Request, Response
from requests.auth import AuthBase
from requests.exceptions import RequestException

from helpers.pull.answers import SourceUnavailable, is_broken, told
from helpers.pull.declaration import Declared
from helpers.workspace.errors import InputError

Read = Callable[[Any], list[dict[str, Any]]]


class Api(RESTClient):
    """dlt's client, with numbers kept as written and nothing unexpected taken for "no records"."""

    def __init__(self, entry: Declared, client: Client, auth: AuthBase) -> None:
        super().__init__(base_url=entry.base_url, auth=auth, session=client.session)
        self.entry = entry

    def pages(
        self, path: str, read: Read, paginator: BasePaginator | None = None, **asked: Any
    ) -> Iterator[list[dict[str, Any]]]:
        """Yield the records of each page; `read` takes them from an answer.

        Raises
        ------
        SourceUnavailable
            If the source cannot be reached, or cuts its answer off each time.
        """
        pages = self.paginate(
            path, paginator=paginator or SinglePagePaginator(), data_selector=read,
            hooks={"response": []}, allow_redirects=False, **asked,
        )  # fmt: skip
        try:
            for page in pages:
                yield list(page)
        except RequestException as error:
            raise SourceUnavailable(
                f"{self.entry.name}: the source cannot be reached, or cuts its answers off "
                f"({type(error).__name__}): pull again later"
            ) from None

    def extract_response(self, response: Response, data_selector: Read) -> list[Any]:
        """Return the records of one answer; dlt calls this before it turns the page."""
        answer = told(response, self.entry)
        return [] if answer is None else data_selector(answer)

    def _send_request(self, request: Request, **sending: Any) -> Response:
        """Send, but never to another host than the declared one: the secrets go with it."""
        if urlsplit(request.url).netloc != urlsplit(self.base_url).netloc:
            raise InputError(f"{self.entry.name}: the source points to another host for its next "
                             "page: check base_url in pull.toml")  # fmt: skip
        return super()._send_request(request, **sending)


def make_client() -> Client:
    """Return dlt's client that repeats a request which failed for the moment.

    It repeats after a cut connection, a 429 (when Retry-After says), a 5xx, and an
    answer that says 200 and is no whole JSON. How often and how slowly is dlt's
    setting: RUNTIME__REQUEST_MAX_ATTEMPTS and RUNTIME__REQUEST_BACKOFF_FACTOR.
    """
    client = Client(raise_for_status=False, retry_condition=is_broken)
    client.update_from_config(resolve_configuration(RuntimeConfiguration()))
    return client
