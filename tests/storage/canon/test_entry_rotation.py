"""Drawn entries do not repeat before all matching ones were shown, and are found by words."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from seeds.dates import PartialDate
from seeds.loader import load_pack
from seeds.pack import Pack
from seeds.schema import Fact, Quote
from storage.engines.location import DatabaseLocation
from storage.store import Store
from tests.storage.faults import refuse_writes
from tests.world import NOW, TINY_PACK

SPEAKERS = ("ida-holm", "per-lund")
SUBJECTS = ("lamp", "moon", "sea")
TINY = load_pack(TINY_PACK)


def a_quote(number: int) -> Quote:
    """Return the quote of a number, on which its speaker and words depend."""
    spoken = [subject for place, subject in enumerate(SUBJECTS) if number >> place & 1]
    return Quote(
        id=f"quote.n{number}",
        speaker=SPEAKERS[number % 3 == 0],
        words=f"Nothing but {' and '.join(spoken)} tonight.",
        said=PartialDate(2020),
        occasion="on set",
        topics=("cast",),
        sources=("source.lamp-post",),
    )


def a_pack(quotes: Sequence[Quote]) -> Pack:
    entries = {quote.id: quote for quote in quotes}
    return Pack(manifest=TINY.manifest, entries={**entries}, files=dict.fromkeys(entries, "q.toml"))


def fits(quote: Quote, speaker: str | None, about: str | None) -> bool:
    words = quote.words.removesuffix(".").split()
    return speaker in (None, quote.speaker) and (about is None or about in words)


class Audiences(RuleBasedStateMachine):
    """Several audiences pick with filters that overlap, while the canon grows and shrinks."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.store = self.opened()
        self.quotes: dict[str, Quote] = {}
        self.loaded = 0
        """How many packs were loaded: one with the digest of the stored one is not."""
        self.shown: dict[int, Counter[str]] = {1: Counter(), 2: Counter()}
        self.waiting: Counter[tuple[int, Any, str]] = Counter()
        """Return how often each entry was not picked, by audience, filter and id."""

    def run(self, coroutine: Any) -> Any:
        return self.runner.run(coroutine)

    def opened(self) -> Store:
        path = Path(self.folder.name) / "picks.sqlite3"
        return self.run(Store.open(path, random.Random(7)))

    @initialize(numbers=st.sets(st.integers(0, 15), min_size=2, max_size=6))
    def load_some(self, numbers: set[int]) -> None:
        self.load([a_quote(number) for number in numbers])

    @rule(number=st.integers(0, 15))
    def grow(self, number: int) -> None:
        self.load([*self.quotes.values(), a_quote(number)])

    @rule(data=st.data())
    def shrink(self, data: st.DataObject) -> None:
        if len(self.quotes) > 1:
            gone = data.draw(st.sampled_from(sorted(self.quotes)))
            self.load([quote for name, quote in self.quotes.items() if name != gone])

    @rule()
    def restart(self) -> None:
        self.run(self.store.close())
        self.store = self.opened()

    @rule(
        audience=st.sampled_from((1, 2)),
        speaker=st.none() | st.sampled_from(SPEAKERS),
        about=st.none() | st.sampled_from(SUBJECTS),
        times=st.integers(1, 6),
    )
    def pick(self, audience: int, speaker: str | None, about: str | None, times: int) -> None:
        fitting = {name for name, quote in self.quotes.items() if fits(quote, speaker, about)}
        for _ in range(times):
            picked = self.run(
                self.store.rotation.pick(Quote, audience, speaker=speaker, search_text=about)
            )
            self.check(audience, (speaker, about), fitting, picked)

    def check(self, audience: int, wish: Any, fitting: set[str], picked: Quote | None) -> None:
        shown = self.shown[audience]
        if not fitting:
            assert picked is None
            return
        assert picked == self.quotes[picked.id]
        assert picked.id in fitting
        if shown[picked.id]:
            assert all(shown[name] for name in fitting), "a repeat before all were shown"
        shown[picked.id] += 1
        for name in fitting:
            self.waiting[audience, wish, name] += 1
        for one in list(self.waiting):
            if one[0] == audience and one[2] == picked.id:
                del self.waiting[one]
        longest = max((self.waiting[audience, wish, name] for name in fitting), default=0)
        assert longest < 2 * len(fitting), "an entry that fits is passed over again and again"

    def load(self, quotes: Sequence[Quote]) -> None:
        pack = a_pack(quotes)
        self.loaded += 1
        self.run(self.store.canon.load_pack(pack, str(self.loaded), NOW))
        self.quotes = {quote.id: quote for quote in quotes}
        self.waiting.clear()

    def teardown(self) -> None:
        self.run(self.store.close())
        self.runner.close()
        self.folder.cleanup()


def test_no_audience_sees_an_entry_again_before_all_that_fit_were_shown() -> None:
    run_state_machine_as_test(
        Audiences,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


@pytest.fixture
async def many(store: Store) -> Store:
    """Return a store of twelve quotes, by two speakers."""
    await store.canon.load_pack(a_pack([a_quote(number) for number in range(12)]), "many", NOW)
    return store


async def pick_ids(store: Store, audience: int, times: int, **wish: str) -> list[str]:
    picked = [await store.rotation.pick(Quote, audience, **wish) for _ in range(times)]
    return [quote.id for quote in picked if quote is not None]


@pytest.mark.parametrize("wish", [{}, {"speaker": "per-lund"}, {"search_text": "moon"}])
async def test_one_wish_repeated_goes_round_and_round(many: Store, wish: dict[str, str]) -> None:
    first = await pick_ids(many, 1, 12, **wish)
    size = len(set(first))
    assert 3 < size <= 12

    again = await pick_ids(many, 2, 3 * size, **wish)

    rounds = [again[start : start + size] for start in range(0, 3 * size, size)]
    assert all(set(one) == set(first) for one in rounds)


async def test_nobody_gets_the_same_twice_in_a_row_while_there_is_another(many: Store) -> None:
    for audience in range(10):
        picked = await pick_ids(many, audience, 12, speaker="per-lund")
        assert all(one != after for one, after in pairwise(picked))


async def test_audiences_do_not_know_of_each_other(many: Store) -> None:
    await pick_ids(many, 1, 11)

    assert len(set(await pick_ids(many, 2, 12))) == 12
    assert len(set(await pick_ids(many, -(2**62), 12))) == 12


async def test_orders_differ_between_audiences(many: Store) -> None:
    orders = {tuple(await pick_ids(many, audience, 12)) for audience in range(4)}

    assert len(orders) > 1


async def test_members_who_ask_at_the_same_moment_get_different_entries(many: Store) -> None:
    picked = await asyncio.gather(*(many.rotation.pick(Quote, 1) for _ in range(12)))

    assert len({quote.id for quote in picked if quote is not None}) == 12


async def test_a_restart_forgets_nothing_that_was_shown(
    many: Store, location: DatabaseLocation
) -> None:
    first = await pick_ids(many, 1, 5)
    await many.rotation.flush()

    reopened = await Store.open(location, random.Random(8))
    rest = await pick_ids(reopened, 1, 7)
    await reopened.close()

    assert len({*first, *rest}) == 12


async def test_a_kind_never_brings_another_kind(store: Store) -> None:
    for _ in range(4):
        fact = await store.rotation.pick(Fact, 1)
        assert isinstance(fact, Fact)


async def test_a_lone_entry_is_shown_again_and_again(store: Store) -> None:
    picked = [await store.rotation.pick(Quote, 1, speaker="per-lund") for _ in range(3)]

    assert [quote.id for quote in picked if quote] == ["quote.never-dark"] * 3


async def test_what_nobody_said_is_nothing(store: Store) -> None:
    assert await store.rotation.pick(Quote, 1, speaker="vera-dahl") is None
    assert (
        await store.rotation.pick(Quote, 1, speaker="per-lund", search_text="so much more") is None
    )


async def test_speakers_are_listed_by_how_much_they_said(many: Store) -> None:
    assert await many.rotation.list_speakers(1) == ["ida-holm", "per-lund"]


async def test_a_showing_that_cannot_be_written_is_logged_and_the_next_still_comes(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await refuse_writes(store.database, "INSERT", "shown")

    picked = [await store.rotation.pick(Quote, 5) for _ in range(2)]
    await store.rotation.flush()

    assert all(picked)
    assert "could not note what audience 5 was shown" in caplog.text
