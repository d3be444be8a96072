"""Games, scores, pools and daily questions on a real file."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest

from seeds.schema import Difficulty
from seeds.trivia_lists.models import TriviaListQuestion
from storage.errors import DatabaseError
from storage.shards import ShardSet
from storage.store import Store
from storage.trivia.daily import DailyAnswer
from storage.trivia.games import GameChange, StoredGameMember
from storage.trivia.lists import ALL_GUILDS_ID, NewList
from storage.trivia.rounds import SettledRound, StoredAnswer

CHANNEL, SERVER, GAME = 70, 700, 7
ANN, BO, CY = 1, 2, 3


def change(state: str = "{}", **more: object) -> GameChange:
    return GameChange(channel_id=CHANNEL, game_id=GAME, audience_id=SERVER, state=state, **more)  # pyright: ignore[reportArgumentType] - passed on as given


def settled(
    turn: int, *answers: StoredAnswer, at: int = 0, question: str = "question.lamp"
) -> SettledRound:
    settled_at = datetime.fromtimestamp(at, UTC)
    return SettledRound(turn, question, "cast", f'{{"turn": {turn}}}', settled_at, answers)


def right(member: int, points: int, seconds: float = 1.0) -> StoredAnswer:
    return StoredAnswer(member, "A", True, points, seconds)


def wrong(member: int) -> StoredAnswer:
    return StoredAnswer(member, "B", False, 0, 2.0)


class Source:
    """A game that has one change to write."""

    def __init__(self, change: GameChange) -> None:
        self.change = change
        self.is_written = False

    def collect_change(self) -> GameChange:
        return self.change

    def mark_written(self, change: GameChange) -> None:
        assert change is self.change
        self.is_written = True


async def test_of_two_games_that_begin_at_once_in_a_channel_one_does(store: Store) -> None:
    other = GameChange(channel_id=CHANNEL, game_id=8, audience_id=SERVER, state="{}")
    begun = await asyncio.gather(
        store.trivia_games.claim(change()), store.trivia_games.claim(other)
    )
    assert sorted(begun) == [False, True]
    assert len(list(await store.trivia_games.iter_running())) == 1


async def test_a_process_reads_the_games_of_its_shards_and_the_first_those_in_direct_messages(
    store: Store,
) -> None:
    third, direct = 3 << 22, 7 << 22
    for channel, audience in ((1, 4 << 22), (2, third), (direct, direct)):
        member = StoredGameMember(ANN, position=0)
        begun = GameChange(channel, channel, audience, "{}", members=[member])
        assert await store.trivia_games.claim(begun)

    async def read(*shard_ids: int) -> list[int]:
        ours = ShardSet(frozenset(shard_ids), 4)
        games = list(await store.trivia_games.iter_running(ours))
        assert all(len(one.members) == 1 for one in games)
        return [one.channel_id for one in games]

    assert await read(0) == [1, direct]
    assert await read(1, 2) == []
    assert await read(3) == [2]
    assert await read(0, 1, 2, 3) == [1, 2, direct]


async def test_a_game_is_as_it_was_last_saved_and_gone_when_it_is_over(store: Store) -> None:
    games = store.trivia_games
    await games.claim(change("first"))
    sources = [Source(change(f"state {n}")) for n in range(20)]
    await asyncio.gather(*(games.save(one) for one in sources))
    assert all(one.is_written for one in sources)
    assert [one.state for one in list(await games.iter_running())] == ["state 19"]
    await games.save(Source(change("last", is_over=True)))
    assert list(await games.iter_running()) == []


async def test_a_game_that_was_stopped_cannot_touch_the_next_one_in_its_channel(
    store: Store,
) -> None:
    games = store.trivia_games
    await games.claim(GameChange(channel_id=CHANNEL, game_id=8, audience_id=SERVER, state="new"))
    await games.write([change("old", members=[StoredGameMember(ANN, 0)])])
    await games.write([change("old", is_over=True)])
    [kept] = await games.iter_running()
    assert (kept.state, kept.members) == ("new", [])


async def test_what_is_left_of_a_game_that_is_over_gives_way_and_no_other(store: Store) -> None:
    games = store.trivia_games
    await games.claim(change("left over", members=[StoredGameMember(ANN, 0)]))
    new = GameChange(channel_id=CHANNEL, game_id=8, audience_id=SERVER, state="new")
    assert not await games.claim(new, finished_game_id=9)
    assert await games.claim(new, finished_game_id=change().game_id)
    [kept] = await games.iter_running()
    assert (kept.state, kept.members) == ("new", [])


async def test_a_round_is_recorded_once_however_often_it_is_handed_in(store: Store) -> None:
    await store.trivia_games.claim(change())
    for _ in range(3):
        await store.trivia_games.write(
            [change(settled_round=settled(1, right(ANN, 200), wrong(BO)))]
        )
    lines = await store.trivia_scores.get_leaderboard(SERVER, None, offset=0, limit=10)
    assert [(one.rank, one.member_id, one.points, one.right, one.answered) for one in lines] == [
        (1, ANN, 200, 1, 1),
        (2, BO, 0, 0, 1),
    ]
    assert await store.trivia_questions.list_play_counts() == [("question.lamp", 2, 1)]


async def test_a_failed_write_reaches_everybody_who_waits_for_it(store: Store) -> None:
    async with store.database.transaction() as transaction:
        await transaction.fetch("ALTER TABLE trivia_game RENAME TO gone")
    sources = [Source(change()) for _ in range(3)]
    results = await asyncio.gather(*map(store.trivia_games.save, sources), return_exceptions=True)
    assert all(isinstance(one, DatabaseError) for one in results)
    assert not any(one.is_written for one in sources)


async def test_periods_and_pages_of_the_leaderboard(store: Store) -> None:
    await store.trivia_games.claim(change())
    await store.trivia_games.write([change(settled_round=settled(1, right(ANN, 100), at=10))])
    await store.trivia_games.write(
        [change(settled_round=settled(2, right(BO, 90), right(CY, 90), at=20))]
    )
    scores = store.trivia_scores
    lines = await scores.get_leaderboard(
        SERVER, datetime.fromtimestamp(20, UTC), offset=0, limit=10
    )
    assert [one.member_id for one in lines] == [BO, CY]
    assert [one.rank for one in lines] == [1, 1]
    second = await scores.get_leaderboard(SERVER, None, offset=1, limit=1)
    assert [one.member_id for one in second] == [BO]
    own = await scores.get_rank(SERVER, None, CY)
    assert own is not None
    assert own.rank == 2
    assert await scores.get_rank(SERVER, datetime.fromtimestamp(20, UTC), ANN) is None
    assert await scores.count_members(SERVER, None) == 3
    assert await scores.get_leaderboard(SERVER + 1, None, offset=0, limit=10) == []


async def test_figures_count_games_runs_and_the_fastest_right_answer(store: Store) -> None:
    await store.trivia_games.claim(change())
    for turn, given in enumerate((right(ANN, 100, 3.5), right(ANN, 90, 1.5), wrong(ANN)), start=1):
        await store.trivia_games.write([change(settled_round=settled(turn, given, at=turn))])
    figures = await store.trivia_scores.get_member_stats(SERVER, ANN)
    assert (figures.games, figures.answered, figures.right, figures.points) == (1, 3, 2, 190)
    assert figures.fastest == 1.5
    assert figures.results == [True, True, False]
    assert figures.topics == [("cast", 2, 3)]
    assert (await store.trivia_scores.get_member_stats(SERVER, BO)).answered == 0


async def test_what_was_missed_stays_until_it_is_got_right(store: Store) -> None:
    await store.trivia_games.claim(change())
    for turn, given in enumerate((wrong(ANN), wrong(ANN), wrong(BO)), start=1):
        await store.trivia_games.write([change(settled_round=settled(turn, given, at=turn))])
    missed = await store.trivia_scores.list_missed(SERVER, ANN, offset=0, limit=5)
    assert [one.body for one in missed] == ['{"turn": 2}']
    assert await store.trivia_scores.count_missed(SERVER, ANN) == 1
    await store.trivia_games.write([change(settled_round=settled(4, right(ANN, 100), at=4))])
    assert await store.trivia_scores.count_missed(SERVER, ANN) == 0


async def test_the_question_of_the_day_is_chosen_once_and_answered_once(store: Store) -> None:
    day, before = date(2026, 1, 2), date(2026, 1, 1)
    daily = store.trivia_daily
    chosen = await asyncio.gather(
        *(daily.get_or_create(SERVER, day, f"question.{n}", f"{n}") for n in range(3))
    )
    assert len(set(chosen)) == 1
    assert sum((await store.trivia_questions.get_times_asked(SERVER)).values()) == 1
    assert await daily.add_answer(SERVER, day, DailyAnswer(ANN, 1, "B", False))
    assert not await daily.add_answer(SERVER, day, DailyAnswer(ANN, 0, "A", True))
    assert await daily.list_answers(SERVER, day) == [(ANN, 1, "B", False, None)]
    assert await daily.get_previous(SERVER, day) is None
    await daily.get_or_create(SERVER, before, "question.old", "old")
    assert await daily.get_previous(SERVER, day) == (before, "old")
    assert await daily.list_answered_days(SERVER, ANN) == [day]


async def test_a_list_imported_again_replaces_itself(store: Store) -> None:
    lists = store.trivia_lists
    for name, text, answers in (
        ("old", "No?", ("No", "07")),
        ("new", "When?", ("12:30",)),
        ("old", "Yes?", ("Yes",)),
    ):
        question = TriviaListQuestion(text, answers)
        await lists.replace(ALL_GUILDS_ID, NewList(name, "t", "me", "", [question]))
    imported = await lists.list_questions(ALL_GUILDS_ID)
    assert sorted((one.question.text, one.question.answers) for one in imported) == [
        ("When?", ("12:30",)),
        ("Yes?", ("Yes",)),
    ]


async def test_a_list_is_one_server_s_alone_and_no_other_can_remove_it(store: Store) -> None:
    lists = store.trivia_lists
    choice = TriviaListQuestion("Which?", ("Paper",), ("Oil", "Gas"), Difficulty.HARD)
    for guild_id in (SERVER, SERVER + 1):
        await lists.replace(guild_id, NewList("lamps", "lamps", "Ida", "All of them", [choice]))
    [own] = await lists.list_for_guild(SERVER)
    assert own[1:] == (SERVER, "lamps", "lamps", "Ida", "All of them", 1)
    assert [one.question for one in await lists.list_questions(SERVER)] == [choice]
    assert not await lists.remove(SERVER + 1, own.id)
    assert await lists.remove(SERVER, own.id)
    assert await lists.list_questions(SERVER) == []
    assert len(await lists.list_questions(SERVER + 1)) == 1
    await lists.replace(SERVER, NewList("lamps", "lamps", "", "", [choice]))
    assert (await lists.list_for_guild(SERVER))[0].id > own.id, "no id is used twice"


async def test_a_server_without_a_zone_of_its_own_lives_in_utc(store: Store) -> None:
    assert (await store.guild_settings.get(SERVER)).zone == "UTC"


@pytest.mark.parametrize("turn", [1, 2])
async def test_a_report_finds_the_question_of_its_round(store: Store, turn: int) -> None:
    await store.trivia_games.claim(change())
    await store.trivia_games.write(
        [change(settled_round=settled(1, wrong(ANN), question="question.x"))]
    )
    found = await store.trivia_questions.get_question_key(GAME, turn)
    assert found == ("question.x" if turn == 1 else None)
