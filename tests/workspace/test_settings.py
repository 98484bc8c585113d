import pytest

from helpers.workspace import UsageError
from helpers.workspace.settings import settings


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("HELPERS_THREADS", "1")
    monkeypatch.setenv("HELPERS_MEMORY_LIMIT", "512MB")
    settings.cache_clear()

    told = settings()

    assert (told.threads, told.memory_limit) == (1, "512MB")


def test_settings_are_read_once_until_they_are_forgotten(monkeypatch):
    before = settings().threads
    monkeypatch.setenv("HELPERS_THREADS", str(before + 1))

    kept = settings().threads
    settings.cache_clear()

    assert (kept, settings().threads) == (before, before + 1)


@pytest.mark.parametrize(
    ("name", "value"), [("THREADS", "many"), ("THREADS", "0"), ("MEMORY_LIMIT", "a lot")]
)
def test_a_setting_that_cannot_be_understood_is_named(monkeypatch, name, value):
    monkeypatch.setenv(f"HELPERS_{name}", value)
    settings.cache_clear()

    with pytest.raises(UsageError, match=f"^HELPERS_{name}: "):
        settings()


def test_the_key_does_not_show_when_settings_are_printed():
    assert "only for tests" not in repr(settings())
