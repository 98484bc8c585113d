from contextlib import contextmanager

import numpy as np
import pandas as pd

from helpers.single_view.blocking import RULES, choose_blocking, pairs_sharing
from helpers.single_view.linker import on_engine
from helpers.single_view.match_keys import KEYS


@contextmanager
def table(rows, **columns):
    frame = pd.DataFrame(index=range(rows), columns=["record_id", *KEYS], dtype="str")
    with on_engine(frame.assign(record_id=[f"{n}" for n in range(rows)], **columns)) as records:
        yield records


def test_a_small_table_is_not_blocked():
    with table(100) as records:
        chosen = choose_blocking(records)

    assert chosen.rules == ()
    assert chosen.sql == ["1 = 1"]


def test_a_rule_costs_the_pairs_that_share_its_keys():
    known = {"family": ["a", "a", "a", "b", "b", None], "city": ["x", "x", "y", "x", "x", "x"]}

    with table(6, **known) as records:
        pairs = [pairs_sharing(records, rule) for rule in (("family",), ("family", "city"))]

    assert pairs == [3 + 1, 1 + 1]


def test_a_rule_that_costs_more_than_is_left_is_passed_over_and_a_cheaper_one_still_comes():
    twos = np.repeat(np.arange(50), 2).astype(str)

    with table(100, mailbox=twos, phone_end="same", local=twos, street=twos) as records:
        chosen = choose_blocking(records, all_pairs=0, pairs_per_record=1)

    assert chosen.rules == (("mailbox",), ("local",))
    costs = chosen.costs.set_index("rule")
    assert costs.loc["phone_end"].tolist() == [4950, False]
    assert costs.loc["street"].tolist() == [50, False]
    assert chosen.sql == ["l.mailbox = r.mailbox", "l.local = r.local"]


def test_records_that_share_nothing_still_have_a_rule():
    with table(10) as records:
        chosen = choose_blocking(records, all_pairs=0)

    assert chosen.rules == RULES[:1]
