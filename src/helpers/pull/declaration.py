"""What a company declares of its sources behind an API: data/raw/<company>/pull.toml."""

import tomllib
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from helpers.workspace import paths
from helpers.workspace.errors import InputError, UsageError

FILE_NAME = paths.PULL_FILE
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LARGEST_PAGE = {"zoho": 200, "fxiaoke": 100, "mailchimp": 1000, "shopify": 250, "ga4": 100_000}


def _an_address(text: str) -> str:
    """Refuse an address to which a secret would travel readable, or that hides a secret."""
    parts = urlsplit(text)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError('must begin with "https://"')
    if not parts.hostname or parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError('must be an address without user, password or "?": secrets come from '
                         "the environment")  # fmt: skip
    return text.rstrip("/")


Address = Annotated[str, AfterValidator(_an_address)]
Name = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
Word = Annotated[str, Field(pattern="^[A-Za-z0-9_.-]+$")]


class Entry(BaseModel):
    """What all entries say; `name` begins the names of files and of environment variables."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name = ""
    base_url: Address
    since: date | None = None
    page_size: int | None = Field(default=None, ge=2)

    @model_validator(mode="before")
    @classmethod
    def _is_named_after_its_api(cls, values: object) -> object:
        if isinstance(values, dict) and isinstance(values.get("api"), str):
            values = {"name": values["api"], **values}
        return values

    @model_validator(mode="after")
    def _asks_for_no_more_than_the_api_gives(self) -> "Entry":
        largest = LARGEST_PAGE[self.api]
        if (self.page_size or 1) > largest:
            raise ValueError(f"page_size is larger than {self.api} gives: write at most {largest}")
        return self

    @property
    def limit(self) -> int:
        """How many records to ask for at once."""
        return self.page_size or LARGEST_PAGE[self.api]


class Zoho(Entry):
    """Modules of Zoho CRM; `fields` only where not all fields of a module are wanted."""

    api: Literal["zoho"]
    token_url: Address
    version: Word = "v8"
    objects: list[Word] = Field(default=["Contacts", "Accounts", "Leads", "Deals"], min_length=1)
    fields: dict[Word, list[Word]] = Field(default_factory=dict)


class Fxiaoke(Entry):
    """Objects of Fxiaoke, preset ones and the tenant's own (ending in __c)."""

    api: Literal["fxiaoke"]
    objects: list[Word] = Field(
        default=["AccountObj", "ContactObj", "SalesOrderObj", "NewOpportunityObj"], min_length=1
    )


class Mailchimp(Entry):
    """The members of one Mailchimp audience, and what they did with its campaigns."""

    api: Literal["mailchimp"]
    list: Word
    objects: list[Literal["members", "email_activity"]] = Field(
        default=["members", "email_activity"], min_length=1
    )


class Shopify(Entry):
    """Orders and customers of one Shopify shop."""

    api: Literal["shopify"]
    version: Word
    objects: list[Literal["orders", "customers"]] = Field(
        default=["orders", "customers"], min_length=1
    )


class Ga4(Entry):
    """One report of the Google Analytics Data API, a day at a time."""

    api: Literal["ga4"]
    token_url: Address
    property: Word
    report: Name = "report"
    since: date
    dimensions: list[Word] = Field(min_length=1)
    metrics: list[Word] = Field(min_length=1)
    days_open: int = Field(default=3, ge=0)

    @model_validator(mode="after")
    def _tells_the_day(self) -> "Ga4":
        if "date" not in self.dimensions:
            raise ValueError('dimensions must hold "date": rows without a day cannot be told apart')
        return self


Declared = Annotated[Zoho | Fxiaoke | Mailchimp | Shopify | Ga4, Field(discriminator="api")]


class PullFile(BaseModel):
    """A company's whole pull.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pull: list[Declared] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> "PullFile":
        names = [entry.name for entry in self.pull]
        for name in sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f'two entries are called {name!r}: give one a name, as in name = '
                             f'"{name}_two"')  # fmt: skip
        return self


def load_pull(company: str) -> list[Declared]:
    """Return what a company pulls, in the order of its pull.toml.

    Raises
    ------
    UsageError
        If the company has no pull.toml; names the companies that have one.
    InputError
        If pull.toml cannot be read; names the entry and what to write.
    """
    path = paths.raw(company) / FILE_NAME
    if not path.exists():
        found = sorted(
            p.parent.name for p in (paths.root() / "data" / "raw").glob(f"*/{FILE_NAME}")
        )
        raise UsageError(f"company {company!r} has no data/raw/{company}/{FILE_NAME} "
                         f"(companies here: {', '.join(found) or 'none yet'})")  # fmt: skip
    try:
        return PullFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).pull
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"data/raw/{company}/{FILE_NAME} is not valid TOML: {error}") from None
    except ValidationError as error:
        raise InputError(_say_each(company, error)) from None


def _say_each(company: str, error: ValidationError) -> str:
    """Return one line per mistake: the entry, what is wrong, and what to write."""
    lines = []
    for item in error.errors(include_input=False, include_url=False):
        # Entries are counted from 1, as people count them in the file.
        parts = [f"entry {part + 1}" if isinstance(part, int) else part for part in item["loc"]]
        message = {
            "missing": "is not declared: add it",
            "extra_forbidden": "is not known here: mend its spelling, or remove it (secrets never "
            "stand in this file)",
            "union_tag_invalid": f"api must be one of {', '.join(LARGEST_PAGE)}",
            "union_tag_not_found": f'api is not declared: write api = "{next(iter(LARGEST_PAGE))}"',
        }.get(item["type"], item["msg"].removeprefix("Value error, "))
        lines.append(f"  {', '.join(parts) or 'as a whole'}: {message}")
    return "\n".join([f"data/raw/{company}/{FILE_NAME} needs mending:", *lines])
