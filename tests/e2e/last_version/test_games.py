"""The games that were running when the last version ended are played on as if nothing had been."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.last_version.platform_state import iter_controls
from tests.last_version.world import LastVersionWorld, open_last_version, read_answer
from tests.posting import list_posts

RUNNING_GAMES = ("everyone", "first", "typed", "between", "lobby")
PLACES = {
    "everyone": ("quiz", "Fans", "alice"),
    "first": ("race", "Fans", "bob"),
    "typed": ("general", "Lamp lighters", "alice"),
    "between": ("parlour", "Fans", "carol"),
    "lobby": ("archive", "Fans", "alice"),
}
"""Of each game its channel, the guild, and who started it."""
BOB = 1456074443980800019
"""The id of bob."""
GRACE = 0.6
"""A little more than the time after the last answer, in seconds."""
REDRAW = 1.1
"""A little more than the time between two drawings of a card, in seconds."""
PAUSE = 8.2
"""A little more than the time after a reveal, in seconds."""
REWORDED = {
    "Everybody locks one answer in private. Faster earns more; so does a streak.": (
        "Everyone gets one private answer. Faster answers and streaks earn more."
    ),
    "The first right answer takes the round. One answer each.": (
        "The first right answer takes the round. Everyone gets one answer."
    ),
    "Anybody may answer; a round waits for those who joined.": (
        "Anyone can answer. I don't wait for anyone who has missed two rounds."
    ),
    "\n**A**  Cameras roll on season three\n**B**  Paper Lantern is first shown"
    "\n**C**  Ida Holm hints at a second season\n": "",
    "\nNext question in 8 seconds.": "",
    "▰▰▰▰▰▰▰▰ 1": "▰ 1",
}
"""What cards say in other words now, by their former words."""


def read_newest(last: LastVersionWorld, game: str) -> str:
    """Return what is read on the newest card in the channel of a game."""
    channel, guild, _ = PLACES[game]
    return list_posts(last.channel(channel, guild))[-1]


def get_seconds_left(last: LastVersionWorld, game: str) -> float:
    return float(last.recorded["games"][game]["seconds_left"])


async def click(last: LastVersionWorld, game: str, name: str, label: str) -> str:
    """Click on the card of a running game; return what is read then.

    A card is drawn again a second after the last time at the earliest; the simulation would wait
    for that in real time.
    """
    await last.env.advance_time(REDRAW)
    return await last.click_and_read(f"trivia {game}: card", name, label)


async def stop_and_read_scores(last: LastVersionWorld, game: str) -> dict[str, int]:
    """Stop a game as its starter; return the points that are announced, by name.

    The former versions told them in the private answer, too; now they are in the channel alone.
    """
    channel, guild, starter = PLACES[game]
    place = last.channel(channel, guild)
    stopped = read_answer(await last.member(starter, guild).slash(place, "trivia stop"))
    assert stopped == "I stopped the game. Here come the final scores."
    found = re.findall(r"<@(\d+)>  ([\d,]+) point", read_newest(last, game))
    return {last.get_user_name(int(one)): int(points.replace(",", "")) for one, points in found}


async def test_every_card_shows_what_it_showed_and_no_card_is_added(tmp_path: Path) -> None:
    async with open_last_version(tmp_path, games=RUNNING_GAMES) as last:
        for game in RUNNING_GAMES:
            card = f"trivia {game}: card"
            expected = last.get_recorded_text(card)
            for former, current in REWORDED.items():
                expected = expected.replace(former, current)
            assert last.read_card(card) == expected
            channel, guild, _ = PLACES[game]
            newest = last.channel(channel, guild).history()[-1]
            assert newest.id == last.get_recorded_card(card)["id"]


@pytest.mark.parametrize("game", ["everyone", "first", "typed"])
async def test_answers_locked_before_count_when_the_time_runs_out(
    tmp_path: Path, game: str
) -> None:
    async with open_last_version(tmp_path, games=[game]) as last:
        left = get_seconds_left(last, game)
        await last.env.advance_time(left - 0.5)
        assert "Answer:" not in last.read_card(f"trivia {game}: card"), "it has the time left"
        await last.env.advance_time(1.5)
        assert "Answer:" in last.read_card(f"trivia {game}: card")
        expected = last.recorded["games"][game]["scores"]
        scores = await stop_and_read_scores(last, game)
        if any(expected.values()):
            assert scores == expected
        else:
            assert "No one scored this time" in read_newest(last, game)
            assert not scores


async def test_who_locked_an_answer_may_not_change_it_and_who_did_not_may_lock_one(
    tmp_path: Path,
) -> None:
    card = "trivia everyone: card"
    async with open_last_version(tmp_path, games=["everyone"]) as last:
        for name in ("alice", "bob"):
            assert "first answer counts" in await click(last, "everyone", name, "A")
        assert "is locked in" in await click(last, "everyone", "carol", "B")
        await last.env.advance_time(GRACE)
        reveal = last.read_card(card)
        assert "Answer: Paper Lantern is first shown" in reveal
        assert "**B**  Paper Lantern is first shown ✓ right  ▰▰ 2" in reveal
        assert "6.5 seconds, **+199**" in reveal, "alice, who answered before the restart"
        await last.env.advance_time(PAUSE)
        assert "Round 3 of 3" in read_newest(last, "everyone")
        scores = await stop_and_read_scores(last, "everyone")
        recorded = last.recorded["games"]["everyone"]["scores"]
        assert {**scores, "carol": 0} == recorded
        assert scores["carol"] > 0


async def test_a_member_who_was_not_in_the_game_joins_by_answering(tmp_path: Path) -> None:
    async with open_last_version(tmp_path, games=["everyone"]) as last:
        said = await click(last, "everyone", "dave", "B")
        assert "is locked in" in said
        assert "dave" in await stop_and_read_scores(last, "everyone")


async def test_the_first_right_answer_takes_the_round(tmp_path: Path) -> None:
    card = "trivia first: card"
    async with open_last_version(tmp_path, games=["first"]) as last:
        assert "first answer counts" in await click(last, "first", "erin", "C")
        assert "is locked in" in await click(last, "first", "carol", "C")
        await last.env.advance_time(GRACE)
        assert "Answer: Per Lund" in last.read_card(card)
        await last.env.advance_time(PAUSE)
        assert "Round 2 of 5" in read_newest(last, "first")
        scores = await stop_and_read_scores(last, "first")
        assert scores["carol"] > scores["bob"] == scores["erin"] == 0


async def test_a_form_for_a_typed_answer_that_was_open_can_be_submitted(tmp_path: Path) -> None:
    async with open_last_version(tmp_path, games=["typed"]) as last:
        said = await last.submit_open_form("typed answer", "bob", "Lamp lighters")
        assert "“Red” is locked in" in said
        await last.env.advance_time(GRACE)
        assert "Answer: Red" in last.read_card("trivia typed: card")
        scores = await stop_and_read_scores(last, "typed")
        assert scores["alice"] == last.recorded["games"]["typed"]["scores"]["alice"]
        assert 0 < scores["bob"] < scores["alice"]


async def test_a_hint_that_was_taken_still_halves_the_points(tmp_path: Path) -> None:
    hinted = f"UPDATE trivia_game SET state = json_set(state, '$.round.hinted', json_array({BOB}))"
    async with open_last_version(tmp_path, games=["typed"], statements=[hinted]) as last:
        await last.submit_open_form("typed answer", "bob", "Lamp lighters")
        await last.env.advance_time(GRACE)
        scores = await stop_and_read_scores(last, "typed")
        assert 50 < scores["bob"] <= 100 < scores["alice"]


async def test_a_vote_to_skip_still_counts(tmp_path: Path) -> None:
    voted = (
        f"UPDATE trivia_game SET state = json_set(state, '$.round.skip_votes', json_array({BOB}))"
    )
    async with open_last_version(tmp_path, games=["everyone"], statements=[voted]) as last:
        assert "Skipped." in await click(last, "everyone", "carol", "Skip")
        await last.env.advance_time(GRACE)
        assert "no one earns points for this one" in last.read_card("trivia everyone: card")


async def test_after_a_reveal_the_next_question_comes(tmp_path: Path) -> None:
    async with open_last_version(tmp_path, games=["between"]) as last:
        await last.env.advance_time(get_seconds_left(last, "between") + 0.2)
        assert "Round 2 of 2" in read_newest(last, "between")
        assert await stop_and_read_scores(last, "between") == {"carol": 200, "dave": 0}


async def test_a_lobby_takes_more_players_and_is_started(tmp_path: Path) -> None:
    async with open_last_version(tmp_path, games=["lobby"]) as last:
        assert "already" in await click(last, "lobby", "bob", "Join")
        assert "You're in. " in await click(last, "lobby", "erin", "Join")
        assert "Ready or not" in await click(last, "lobby", "alice", "Start now")
        assert "Round 1 of 4" in read_newest(last, "lobby")
        started = last.read_card("trivia lobby: card")
        named = {last.get_user_name(int(one)) for one in re.findall(r"<@(\d+)>", started)}
        assert named == {"alice", "bob", "erin"}
        assert await stop_and_read_scores(last, "lobby") == {}
        assert "No one scored this time" in read_newest(last, "lobby")


async def test_a_lobby_starts_by_itself_at_its_time(tmp_path: Path) -> None:
    async with open_last_version(tmp_path, games=["lobby"]) as last:
        await last.env.advance_time(get_seconds_left(last, "lobby") + 0.2)
        assert "Round 1 of 4" in read_newest(last, "lobby")


async def test_a_lobby_can_be_called_off(tmp_path: Path) -> None:
    async with open_last_version(tmp_path, games=["lobby"]) as last:
        assert "Canceled" in await click(last, "lobby", "alice", "Cancel")
        again = await last.member("alice").slash(last.channel("archive"), "trivia play", rounds=1)
        assert "In so far" in read_answer(again), "the channel is free for another game"


async def test_a_game_is_played_to_its_end(tmp_path: Path) -> None:
    async with open_last_version(tmp_path, games=["everyone"]) as last:
        await last.env.advance_time(get_seconds_left(last, "everyone") + GRACE)
        await last.env.advance_time(PAUSE)
        assert "Round 3 of 3" in read_newest(last, "everyone")
        await last.env.advance_time(60 + GRACE)
        await last.env.advance_time(PAUSE)
        end = read_newest(last, "everyone")
        assert "## Final scores" in end
        assert "399 points" in end
        assert "3 rounds played" in end


async def test_rounds_that_ran_out_while_the_bot_was_away_count_with_the_answers_they_had(
    tmp_path: Path,
) -> None:
    async with open_last_version(tmp_path, games=RUNNING_GAMES, after=600) as last:
        await last.env.advance_time(REDRAW)
        for game in ("everyone", "first", "typed"):
            assert "I was away while its time ran out" in read_newest(last, game)
            assert "**Answer: " in read_newest(last, game)
        assert "Round 2 of 3" in read_newest(last, "everyone")
        assert "Round 1 of 4" in read_newest(last, "lobby")
        assert "Round 2 of 2" in read_newest(last, "between")


@pytest.mark.parametrize("game", RUNNING_GAMES)
async def test_every_button_on_the_card_of_a_running_game_is_answered(
    tmp_path: Path, game: str
) -> None:
    card = f"trivia {game}: card"
    async with open_last_version(tmp_path, games=[game]) as last:
        controls = [*iter_controls(last.get_recorded_card(card)["components"])]
        guild = PLACES[game][1]
        message_id = last.get_recorded_card(card)["id"]
        for control in controls:
            await last.env.advance_time(REDRAW)
            result = await last.member("bob", guild).click(
                last.card_at(message_id), custom_id=control["custom_id"]
            )
            said = read_answer(result)
            assert said, control
            assert "went wrong" not in said, control
            assert "That game is over" not in said, control


async def test_the_reveal_before_the_open_round_is_still_answered(tmp_path: Path) -> None:
    card = "trivia everyone: first reveal"
    async with open_last_version(tmp_path, games=["everyone"]) as last:
        assert "## Sources" in await last.click_and_read(card, "bob", "Sources")
        assert "already" in await last.click_and_read(card, "bob", "Join")
        form = await last.click(card, "bob", "Report")
        values = {"what": "wrong", "text": "She does not."}
        sent = await last.member("bob").submit_modal(form, values)
        assert "reviewer will look" in read_answer(sent)
