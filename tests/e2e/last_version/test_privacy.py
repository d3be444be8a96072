"""What members did in the last version is still theirs: shown, exported and deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.databases.traces import find_columns_with
from tests.last_version.world import (
    LastVersionWorld,
    get_newest_message,
    open_last_version,
    read_answer,
)
from tests.posting import list_posts

ALICES = (
    "- 8 trivia answers: 4 right, 700 points",
    "- 2 answers to questions of the day",
    "- 2 question reports",
    "- 8 proposals",
    "- 1 draft you're still writing",
)
"""What alice reads of her traces in Fans."""
ALICES_EVERYWHERE = (
    "- 10 trivia answers: 5 right, 900 points",
    "- 10 proposals",
    "- 3 quotes, facts and questions I showed you in direct messages",
)


async def ask(last: LastVersionWorld, name: str, command: str) -> str:
    """Use a command in the Fans' general channel; return what is read then."""
    return read_answer(await last.member(name).slash(last.channel(), command))


def assert_lines(text: str, lines: Iterable[str]) -> None:
    assert set(lines) <= set(text.splitlines())


async def read_export(last: LastVersionWorld, name: str) -> dict[str, Any]:
    """Press the recorded button for the file; return what it holds."""
    result = await last.click("privacy", name, "Export as a file")
    [file] = get_newest_message(result).attachments
    content = last.env.backend.cdn.get(file.url)
    assert content is not None
    return json.loads(content)


async def test_what_is_stored_is_told_as_before(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        here, everywhere = (await ask(last, "alice", "privacy")).split("**Everywhere")
        assert_lines(here, ALICES)
        assert_lines(everywhere, ALICES_EVERYWHERE)


async def test_points_and_streaks_are_kept(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        text = await ask(last, "alice", "trivia leaderboard")
        found = re.findall(r"<@(\d+)>  (\d+) points · (.*) right", text)
        assert [(last.get_user_name(int(one)), *rest) for one, *rest in found] == [
            ("alice", "700", "4 of 8"),
            ("bob", "383", "2 of 4"),
            ("carol", "200", "1 of 4"),
            ("erin", "200", "1 of 1"),
            ("dave", "0", "0 of 1"),
        ]
        assert "and 188 points by members who asked me to forget them" in text
        record = await ask(last, "alice", "trivia stats")
        assert "Longest streak: 3 right answers" in record
        assert "Question of the day: a streak of 1 day" in record


async def test_the_file_holds_all_that_a_member_did(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        found = await read_export(last, "alice")
        assert found["member"] == str(last.user("alice").id)
        assert len(found["trivia_answers"]) == 10
        assert sum(one["points"] for one in found["trivia_answers"]) == 900
        text = json.dumps(found, ensure_ascii=False)
        for own in (
            "Wera of the lamps",
            "Vera is spelt with a V.",
            "The harbour set burned down in 2024.",
            "A lamp takes four days to dry.",
            "direct messages",
        ):
            assert own in text
        assert str(last.user("bob").id) not in text


async def test_nothing_of_a_member_is_left_when_all_is_deleted(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        alice = last.user("alice")
        assert await find_columns_with(last.bot.store, alice.id) != set()
        said = await last.click_and_read("privacy, are you sure", "alice", "Yes, delete it")
        assert "## Deleted" in said
        assert_lines(said, ALICES_EVERYWHERE)
        assert await find_columns_with(last.bot.store, alice.id) == set()
        assert "and 888 points by members" in await ask(last, "alice", "trivia leaderboard")
        assert "Nothing. A blank page" in await ask(last, "alice", "privacy")


async def test_a_member_with_a_running_game_is_asked_to_end_it_first(tmp_path: Path) -> None:
    async with open_last_version(tmp_path, games=["everyone"]) as last:
        said = await last.click_and_read("privacy, are you sure", "alice", "Yes, delete it")
        assert "still running" in said


async def test_a_quoted_member_has_their_words_deleted(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        general = last.channel()
        bob = last.member("bob")
        shown = await bob.slash(general, "privacy")
        assert "quoted" in read_answer(shown)
        sure = await bob.click(get_newest_message(shown), label="Delete it everywhere")
        deleted = await bob.click(get_newest_message(sure), label="Yes, delete it")
        assert "## Deleted" in read_answer(deleted)
        quotes = await last.member("alice").slash(general, "quote", about="fold")
        assert "I would fold it all again." not in read_answer(quotes)
        assert list_posts(last.channel("news")), "what stands in channels is Discord's"


async def test_a_member_who_was_forgotten_stays_so(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        history = await last.member("rita").slash(last.channel(), "review history", id="6")
        text = read_answer(history)
        assert "(withdrawn)" in text
        assert "Lamps hum at night." not in text
        assert "dave" not in text
