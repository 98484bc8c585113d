"""Records of people that were made up, some twice with what goes wrong in typing."""

from contextlib import ExitStack

import numpy as np
import pandas as pd
import pytest

from helpers.single_view.linker import on_engine
from helpers.single_view.match_keys import match_keys
from helpers.single_view.placeholders import without_placeholders
from helpers.workspace import paths

FAMILY = "王 李 张 刘 陈 杨 赵 黄 周 吴".split()
GIVEN = "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明".split()


@pytest.fixture(autouse=True)
def root(tmp_path_factory, monkeypatch):
    """A workspace of these tests alone, for the engine's temporary files."""
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path_factory.getbasetemp()))


@pytest.fixture
def people():
    """Return records of contact details, given as one dictionary each."""

    def make(*records):
        named = [{"record_id": f"r{number}"} | told for number, told in enumerate(records)]
        return pd.DataFrame(named)

    return make


@pytest.fixture
def keys(people):
    """Return the keys of records, given as one dictionary each."""
    return lambda *records: match_keys(people(*records))


def crowd(count=250, seed=1):
    """Return so many people, each in two sources, and who is who."""
    rng = np.random.default_rng(seed)
    digits = rng.permutation(90_000)[:count] + 10_000
    shop = pd.DataFrame({
        "record_id": [f"shop-{number:04}" for number in range(count)], "source": "shop",
        "name": rng.choice(FAMILY, count) + rng.choice(GIVEN, count) + rng.choice(GIVEN, count),
        "email": [f"user{number}@mail.example.com" for number in digits],
        "phone": [f"+86138{number}99{number % 10}" for number in digits],
        "city": rng.choice(["上海", "北京", "深圳", "成都"], count),
    }).astype("str")  # fmt: skip
    crm = shop.assign(record_id=shop["record_id"].str.replace("shop", "crm"), source="crm")
    some = rng.random((count, 3)) < 0.2
    crm["name"] = crm["name"].mask(some[:, 0], crm["name"].str[1:] + crm["name"].str[:1])
    crm["email"] = crm["email"].mask(some[:, 1])
    crm["phone"] = crm["phone"].mask(some[:, 2])
    both = pd.concat([shop, crm], ignore_index=True)
    truth = both.set_index("record_id").index.to_series().str[-4:]
    return both, truth


@pytest.fixture(scope="session")
def two_sources():
    """250 people in two sources, and who each record is."""
    return crowd()


@pytest.fixture(scope="session")
def crowd_keys(two_sources):
    """The keys of the 250 people's records."""
    return without_placeholders(match_keys(two_sources[0]))[0]


@pytest.fixture
def on_the_engine():
    """Return records of these keys while the test runs."""
    with ExitStack() as stack:
        yield lambda keys: stack.enter_context(on_engine(keys))
