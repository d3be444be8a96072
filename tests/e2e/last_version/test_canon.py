"""Proposals, questions to members, drafts, reports and history go on from where they stood."""

from __future__ import annotations

from pathlib import Path

from tests.drivers.canon import CardDriver
from tests.last_version.world import (
    LastVersionWorld,
    get_newest_message,
    open_last_version,
    read_answer,
)
from tests.posting import list_posts

REDRAW = 1.1
"""A little more than the time between two drawings of a game's card, in seconds."""
PAUSE = 8.2
"""A little more than the time after a reveal in a game, in seconds."""


async def ask(last: LastVersionWorld, name: str, command: str, **options: object) -> str:
    """Use a command in the Fans' general channel; return what is read then."""
    return read_answer(await last.member(name).slash(last.channel(), command, **options))


def open_reviewer(last: LastVersionWorld) -> CardDriver:
    """Return the reviewer before a card of their own."""
    return CardDriver(last.world(), last.member("rita"))


async def test_news_that_waited_is_approved_on_its_old_card_and_announced(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        said = await last.click_and_read("review of news", "rita", "Approve")
        assert "Approved: news “The trailer is cut”. Announced in" in said
        assert "**The trailer is cut**" in list_posts(last.channel("news"))[-1]
        assert "**The trailer is cut**" not in list_posts(last.channel("news"))[0]
        assert "Post-production" in await ask(last, "alice", "status")


async def test_the_queue_is_reviewed_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        rita = open_reviewer(last)
        text = await rita.open()
        assert "**1 of 3** · report, proposal 16" in text
        assert "says it's wrong.** “Vera is spelt with a V.”" in text
        await rita.submit_form("Decline", text="No.")
        assert "**1 of 2** · news, proposal 17" in await rita.press_and_read("Next")
        await rita.press_and_read("Approve")
        assert "**1 of 1** · fact, proposal 18" in await rita.press_and_read("Next")
        assert "Nothing else is waiting" in await rita.press_and_read("Approve")
        proposed = await ask(last, "alice", "canon mine")
        assert "report 16, **declined**: No." in proposed
        assert "fact 18, **approved**" in proposed


async def test_a_form_for_a_refusal_that_was_open_can_be_submitted(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        assert "Declined" in await last.submit_open_form("reason of a refusal", "rita")
        proposed = await ask(last, "alice", "canon mine")
        assert "report 16, **declined**: Not a source." in proposed


async def test_a_member_who_was_asked_in_private_agrees(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        said = await last.click_and_read("consent asked in private", "carol", "Yes")
        assert "A reviewer looks at it next" in said
        assert "quote 19, **waiting for a reviewer**" in await ask(last, "alice", "canon mine")


async def test_a_member_who_was_asked_in_the_channel_refuses_and_no_other_may(
    tmp_path: Path,
) -> None:
    async with open_last_version(tmp_path) as last:
        card = "consent asked in the channel"
        assert "Only the person" in await last.click_and_read(card, "alice", "Yes")
        await last.click(card, "erin", "No")
        assert "quote 20, **taken back**" in await ask(last, "bob", "canon mine")


async def test_a_question_to_a_member_that_was_long_settled_is_answered_so(
    tmp_path: Path,
) -> None:
    async with open_last_version(tmp_path) as last:
        user = last.user("carol")
        [january] = [
            one
            for one in last.recorded["messages"]
            if one["channel_id"] == user.dm_channel.id and one["timestamp"] < "2026-02"
        ]
        card = last.card_at(january["id"])
        said = read_answer(await user.click(card, label="Yes, keep it"))
        assert "settled" in said


async def test_a_complete_draft_is_sent_in(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        said = await last.click_and_read("draft, complete", "alice", "Send it in")
        assert "It's waiting for a reviewer as number 21" in said
        assert "A lamp takes four days to dry." in await ask(last, "alice", "canon mine")


async def test_a_draft_of_a_members_words_asks_that_member(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        said = await last.click_and_read("draft of a member's words", "carol", "Send it in")
        assert f"I asked <@{last.user('erin').id}>" in said
        assert "I only carry the candles." in list_posts(last.user("erin").dm_channel)[-1]


async def test_a_faulty_draft_keeps_what_was_written_and_is_corrected(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        form = await last.click("draft, faulty", "bob", "Change")
        assert form.modal is not None
        fields = {
            one["component"]["custom_id"]: one["component"].get("value")
            for one in form.modal["components"]
        }
        assert fields["words"] == "I would fold it all again."
        assert fields["date"] == "spring 2025"
        values = {**fields, "date": "2025", "link": "https://lantern.example/carpet"}
        bob = last.member("bob")
        shown = await bob.submit_modal(form, {name: one or "" for name, one in values.items()})
        assert "2025" in read_answer(shown)
        assert "spring" not in read_answer(shown)


async def test_a_draft_is_thrown_away(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        asked = await last.click("draft, faulty", "bob", "Throw away")
        assert "Delete this draft?" in read_answer(asked)
        done = await last.member("bob").click(asked.response.message, label="Delete it")
        assert "Deleted" in read_answer(done)
        gone = await last.click_and_read("draft, faulty", "bob", "Change")
        assert "gone" in gone


async def test_a_form_for_a_question_that_was_open_can_be_submitted(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        said = await last.submit_open_form("question being written", "erin")
        assert "Say where it's from" in said


async def test_a_change_that_a_reviewer_was_making_is_saved(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        said = await last.click_and_read("draft of a reviewer's change", "rita", "Save")
        assert "Saved. This is what it says now." in said
        assert "The harbour set burned in 2023." in said


async def test_a_proposal_is_taken_back_and_counts_no_more(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        await last.click("waiting, may be taken back", "bob", "Take it back")
        assert "news 17, **taken back**" in await ask(last, "bob", "canon mine")
        text = await open_reviewer(last).open()
        assert "**1 of 2**" in text


async def test_what_was_added_is_shown_and_searched(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        assert "“I would fold it all again.”" in await ask(last, "alice", "quote", about="fold")
        fact = await ask(last, "alice", "fact", about="number")
        assert "Every lamp has a number and a name under its foot." in fact
        assert "Cameras roll on season three" in await ask(last, "alice", "status")
        imported = await last.member("alice", "Lamp lighters").slash(
            last.channel("general", "Lamp lighters"), "quote", about="fold"
        )
        assert "“I would fold it all again.”" in read_answer(imported)


async def test_the_history_is_complete(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        text = await ask(last, "rita", "review history", id="8")
        for action in ("added", "retracted", "restored", "edited"):
            assert f"`own-8` **{action}** by <@{last.user('rita').id}>" in text
        assert "Page 1 of 3" in await ask(last, "rita", "review history")
        assert "Page 2 of 3" in await last.click_and_read("history", "rita", "Next")


async def test_an_entry_is_restored_on_its_old_card_and_retracted_again(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        said = await last.click_and_read("retracted, may be restored", "rita", "Restore")
        assert "It's back on the cards." in said
        assert "made of silk." in await ask(last, "alice", "fact", about="silk")
        rita = open_reviewer(last)
        await rita.retract("7", "It is nylon after all.")
        assert "Retracted. I took it off every card." in rita.text
        assert "I don't have a fact about “silk”" in await ask(last, "alice", "fact", about="silk")


async def test_what_a_guild_added_is_exported_and_imported_by_another(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        exported = await last.member("admin").slash(last.channel(), "review export")
        counted = "5 sources, 1 event, 2 facts, 1 quote, 1 status report and 1 question"
        assert counted in read_answer(exported)
        content = await exported.response.attachments[0].read()
        for text in ("I would fold it all again.", "a number and a name under its foot"):
            assert text in content.decode()
        assert "Lamps hum at night." not in content.decode(), "it was withdrawn"
        guild = "Quiet corner"
        importing = CardDriver(last.world(guild), last.member("admin of quiet corner", guild))
        form = await importing.member.slash(importing.world.channel, "import")
        result = await importing.member.submit_modal(form, {"file": ("canon.toml", content)})
        importing.card = result.response
        await importing.press_and_read("Import")
        found = await importing.world.alice.slash(importing.world.channel, "quote", about="fold")
        assert "“I would fold it all again.”" in read_answer(found)


async def test_questions_that_were_corrected_or_retired_stay_so(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        general, alice = last.channel(), last.member("alice")
        lobby = await alice.slash(general, "trivia play", rounds=5, topic="lamps")
        await alice.click(get_newest_message(lobby), label="Start now")
        for _ in range(5):
            await last.env.advance_time(REDRAW)
            await alice.slash(general, "trivia skip")
            await last.env.advance_time(PAUSE)
        text = "\n".join(list_posts(general))
        assert "**Where does the series play?**" in text
        assert "It was so until 2024." in text
        assert "**Who folds the lamps?**" in text
        assert "How many episodes has the first season?" not in text


async def test_a_question_of_a_finished_game_is_reported(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        form = await last.click("reveal of a finished game", "bob", "Report")
        values = {"what": "outdated", "text": "A new year has come."}
        sent = await last.member("bob").submit_modal(form, values)
        assert "reviewer will look" in read_answer(sent)
        assert "report 21" in await ask(last, "bob", "canon mine")
