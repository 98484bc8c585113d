"""Laws of turning pages, over lists that change between any two of them."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from requests import Request, Response

from helpers.pull.seeking import MARGIN, Seek

START = datetime(2026, 9, 1, tzinfo=UTC)


class MovingList:
    """Records sorted by their last change, some of which change or leave between pages."""

    def __init__(self, seed, size, moments, limit):
        self.chance, self.limit = random.Random(seed), limit
        self.clock = START + timedelta(seconds=100)
        self.records = {n: START + timedelta(seconds=self.chance.randrange(moments))
                        for n in range(size)}  # fmt: skip
        self.left, self.pages, self.rests = set(), 0, False

    def page(self, since, offset):
        found = sorted((moment, n) for n, moment in self.records.items()
                       if since is None or moment >= since)  # fmt: skip
        shown = [{"id": n, "at": moment.isoformat()}
                 for moment, n in found[offset : offset + self.limit]]  # fmt: skip
        self.pages += 1
        if not self.rests and self.pages < 40:
            self._move()
        return shown, offset + self.limit < len(found)

    def _move(self):
        self.clock += timedelta(seconds=1)
        chosen = self.chance.choice(sorted(self.records))
        if self.chance.random() < 0.3:
            self.left.add(chosen)
            del self.records[chosen]
        else:
            self.records[chosen] = self.clock


def walk(source, since=None):
    """Turn all pages as dlt does, and return the newest state of each record that was seen."""
    asked = {}

    def ask(request, place):
        asked.update(since=place.since, offset=place.offset)

    seek = Seek(
        since, limit=source.limit, ask=ask, more=lambda answer, offset, count: answer["more"],
        key=lambda r: str(r["id"]), changed=lambda r: datetime.fromisoformat(r["at"]),
    )  # fmt: skip
    seen, request = {}, Request()
    seek.init_request(request)
    while seek.has_next_page:
        page, more = source.page(asked["since"], asked["offset"])
        response = Response()
        response._content = json.dumps({"more": more}).encode()
        seek.update_state(response, page)
        seek.update_request(request)
        seen |= {record["id"]: record["at"] for record in page}
        assert source.pages < 400
    return seen


@pytest.mark.parametrize("moments", [90, 5, 1])
@pytest.mark.parametrize("limit", [2, 3, 10])
def test_whatever_changes_or_leaves_meanwhile_two_pulls_lose_no_record(moments, limit):
    for seed in range(40):
        source = MovingList(seed, size=30, moments=moments, limit=limit)

        seen = walk(source)
        source.rests = True  # the next pull, from the newest moment that this one saw
        seen |= walk(source, since=max(map(datetime.fromisoformat, seen.values())))

        stale = {n for n, at in source.records.items() if seen.get(n) != at.isoformat()}
        assert not stale, (seed, stale)
        assert set(seen) - set(source.records) <= source.left


def test_a_list_that_rests_is_turned_in_few_pages():
    source = MovingList(1, size=100, moments=10_000, limit=10)
    source.rests = True

    walk(source)

    assert source.pages <= 12


def test_the_moment_of_the_last_record_is_asked_for_again_with_a_margin():
    asked = []
    seek = Seek(
        START, limit=2, ask=lambda request, place: asked.append(place.since),
        more=lambda *answer: False, key=str, changed=lambda r: None,
    )  # fmt: skip

    seek.init_request(Request())

    assert asked == [START - MARGIN]
