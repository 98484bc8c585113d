"""What a machine may set: memory, threads and the pseudonym key, from HELPERS_… variables."""

from functools import cache
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The machine's settings; every name can be set as an environment variable HELPERS_NAME."""

    model_config = SettingsConfigDict(env_prefix="HELPERS_")

    memory_limit: str = "4GB"
    threads: int = 2
    key: SecretStr | None = None
    key_file: Path = Path("~/.config/customer-insight/pseudonym.key")
    stage: Path | None = None
    token: str = ""


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
