"""The entry `[survivorship]` of a source.toml: whose word counts, field by field."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

# The fields of a person, each after those that are wider than it.
FIELDS = (
    "name", "email", "phone", "birth_day", "gender", "salutation", "language", "company",
    "country", "province", "city", "address",
)  # fmt: skip
RULES = ("source_order", "most_recent", "most_frequent", "longest")
KINDS = ("customer", "client", "member", "contact", "subscriber", "lead")


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _told_once(values: list[str]) -> list[str]:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"{twice[0]} stands twice: remove one")
    return values


Rules = Annotated[
    list[Literal[RULES]], Field(min_length=1), BeforeValidator(_listed), AfterValidator(_told_once)
]
SourceOrder = Annotated[list[Literal[KINDS]], Field(min_length=1), AfterValidator(_told_once)]


class Survivorship(BaseModel):
    """For each field one rule, or several of which the next decides where the one before ties.

    What is not declared is as chapter 02 has it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_order: SourceOrder | None = None
    name: Rules | None = None
    email: Rules | None = None
    phone: Rules | None = None
    birth_day: Rules | None = None
    gender: Rules | None = None
    salutation: Rules | None = None
    language: Rules | None = None
    company: Rules | None = None
    country: Rules | None = None
    province: Rules | None = None
    city: Rules | None = None
    address: Rules | None = None
