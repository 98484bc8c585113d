"""What a machine may set: memory, threads and the pseudonym key, from HELPERS_… variables."""

from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from helpers.workspace.errors import UsageError


class Settings(BaseSettings):
    """The machine's settings; every name can be set as an environment variable HELPERS_NAME."""

    model_config = SettingsConfigDict(env_prefix="HELPERS_", frozen=True)

    memory_limit: str = Field(default="4GB", pattern=r"^\d+(\.\d+)? ?[KMGT]i?B$")
    threads: int = Field(default=2, ge=1)
    key: SecretStr | None = None
    key_file: Path = Path("~/.config/customer-insight/pseudonym.key")
    stage: Path | None = None
    token: str = ""


@cache
def settings() -> Settings:
    """Return the settings of this process, read once; `settings.cache_clear()` forgets them.

    Whatever depends on a setting (the connection, the key) follows the settings,
    so that this is the only thing to forget.

    Raises
    ------
    UsageError
        If a variable cannot be understood: names it, and never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise UsageError(f"HELPERS_{str(first['loc'][0]).upper()}: {first['msg']}") from None
