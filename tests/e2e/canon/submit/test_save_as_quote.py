"""*Save as quote*, and the consent of the quoted member."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_bot
from cogs.canon.drafts.models import QuoteDraft
from seeds.dates import PartialDate
from seeds.schema import Quote
from storage.proposals.proposals import ProposalState
from tests.drivers import canon
from tests.drivers.canon import CardDriver, get_proposal_state, read_slash_response
from tests.drivers.drafts import DraftDriver
from tests.posting import add_admin, list_posts
from tests.world import World, build_settings, card_text, open_world

LOBBY = {"occasion": "in the lobby", "topic": "cast"}


@pytest.fixture
def writer(world: World) -> DraftDriver:
    return DraftDriver(world)


async def saved(writer: DraftDriver, message: Any, **changes: str) -> str:
    """Save a message and submit it; return the card of its saver."""
    await writer.open_save_as_quote(message)
    await writer.submit({"words": writer.prefilled["words"], **LOBBY, **changes})
    return await writer.press_and_read("Send it in")


async def press_in_private(world: World, label: str) -> Any:
    """Click a button in Bob's direct messages."""
    message = world.bob.user.dm_channel.history()[-1]
    return await world.bob.user.click(message, label=label)


async def test_the_form_holds_the_words_and_the_card_where_they_are_from(
    world: World, writer: DraftDriver
) -> None:
    typed = f"I would fold it **all** again, <@{world.alice.id}>."
    said = await world.bob.send(world.channel, typed)
    await writer.open_save_as_quote(said)
    assert writer.prefilled == {
        "words": "I would fold it **all** again, @alice.",
        "occasion": "",
        "topic": "",
    }
    text = await writer.submit({"words": writer.prefilled["words"], **LOBBY})
    assert "## bob\n> “I would fold it \\*\\*all\\*\\* again, @alice.”" in text.replace(
        "@\u200b", "@"
    )
    assert "Said in the lobby, January 1, 2026." in text
    assert said.jump_url in text
    assert f"I ask <@{world.bob.id}> first, and then a reviewer decides." in text
    assert list(writer.buttons) == ["Send it in", "Change", "Delete"]


async def test_whoever_is_quoted_is_asked_and_with_a_yes_it_goes_to_the_reviewers(
    world: World, writer: DraftDriver
) -> None:
    said = await world.bob.send(world.channel, "I would fold it all again.")
    assert f"I asked <@{world.bob.id}>." in await saved(writer, said)
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_CONSENT
    reviewer = CardDriver(world, add_admin(world))
    assert "Nothing to review" in await reviewer.open()
    [asked] = list_posts(world.bob.user.dm_channel)
    assert f"<@{world.alice.id}> would like to keep these words of <@{world.bob.id}>" in asked
    assert "> “I would fold it all again.”" in asked
    assert "among the quotes of **Fans**, as said in the lobby" in asked
    result = await press_in_private(world, "Yes, keep it")
    assert "A reviewer looks at it next." in card_text(result.response)
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_REVIEW
    text = await reviewer.open()
    assert f"<@{world.bob.id}> agreed to be quoted." in text
    await reviewer.press_and_read("Approve")
    assert "I would fold it all again." in await read_slash_response(world, "quote", speaker="bob")
    [person] = await world.bot.store.guild_entries.list_people(world.guild.id)
    assert (person.slug, person.member_id) == ("bob", world.bob.id)


async def test_with_a_no_it_is_withdrawn_the_saver_told_and_never_asked_again(
    world: World, writer: DraftDriver
) -> None:
    said = await world.bob.send(world.channel, "I would fold it all again.")
    await saved(writer, said)
    result = await press_in_private(world, "No")
    assert "It's gone, and no one can ask you" in card_text(result.response)
    assert await get_proposal_state(world, 1) is ProposalState.WITHDRAWN
    assert list_posts(world.alice.user.dm_channel) == [
        f"**Fans**: <@{world.bob.id}> would rather not be quoted, so I didn't keep it."
    ]
    text = await saved(writer, said)
    assert "already said no to saving that message" in text
    assert len(list_posts(world.bob.user.dm_channel)) == 1
    assert await get_proposal_state(world, 1) is ProposalState.WITHDRAWN
    assert len(await writer.list_proposals()) == 1


async def test_a_yes_can_be_taken_back_until_it_counts(world: World, writer: DraftDriver) -> None:
    for number, words in enumerate(("Lamps hum.", "Paper burns."), start=1):
        await saved(writer, await world.bob.send(world.channel, words))
        await press_in_private(world, "Yes, keep it")
        if number == 2:
            reviewer = CardDriver(world, add_admin(world))
            await reviewer.open()
            await reviewer.press_and_read("Approve")
        result = await press_in_private(world, "Take it back")
        said = card_text(result.response)
        if number == 1:
            assert "It's gone, and no one can ask you" in said
            assert await get_proposal_state(world, 1) is ProposalState.WITHDRAWN
        else:
            assert "It's already on the cards: ask a reviewer there to retract it" in said


async def test_own_words_need_no_asking(world: World, writer: DraftDriver) -> None:
    said = await world.alice.send(world.channel, "I would fold it all again.")
    assert "It's waiting for a reviewer" in await saved(writer, said)
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_REVIEW
    assert list_posts(world.alice.user.dm_channel) == []


async def test_a_reviewer_asks_as_well_but_needs_no_second_reviewer_for_own_words(
    world: World,
) -> None:
    reviewer = DraftDriver(world, add_admin(world))
    await saved(reviewer, await world.bob.send(world.channel, "Paper burns."))
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_CONSENT
    own = await reviewer.member.send(world.channel, "Lamps hum.")
    assert "Approved: quote “Lamps hum.”" in await saved(reviewer, own)


async def test_whoever_has_left_cannot_be_asked_and_a_reviewer_decides(
    world: World, writer: DraftDriver
) -> None:
    said = await world.bob.send(world.channel, "I would fold it all again.")
    world.guild.remove_member(world.bob)
    assert "It's waiting for a reviewer" in await saved(writer, said)
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_REVIEW


async def test_who_takes_no_direct_messages_can_be_asked_in_the_channel(
    world: World, writer: DraftDriver
) -> None:
    said = await world.bob.send(world.channel, "I would fold it all again.")
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    text = await saved(writer, said)
    assert "doesn't take direct messages from me, so I couldn't ask them" in text
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_CONSENT
    public = (await writer.press("Ask them here")).response
    assert not public.ephemeral
    assert "May this be kept?" in card_text(public)
    for label in ("Yes, keep it", "No"):
        refused = await world.alice.click(public.message, label=label)
        assert "Only the person who is quoted there can answer" in card_text(refused.response)
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_CONSENT
    await world.bob.click(public.message, label="Yes, keep it")
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_REVIEW
    late = await world.alice.click(writer.card.message, label="Ask them here")
    assert "That's already settled" in card_text(late.response)


async def test_what_nobody_was_asked_about_can_be_asked_from_the_list_of_ones_own(
    world: World, writer: DraftDriver
) -> None:
    said = await world.bob.send(world.channel, "I would fold it all again.")
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    await saved(writer, said)
    listed = await world.alice.slash(world.channel, "canon mine")
    assert "**waiting for the person quoted**" in card_text(listed.response)
    public = (await world.alice.click(listed.response.message, label="Ask about 1 here")).response
    await world.bob.click(public.message, label="Yes, keep it")
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_REVIEW
    settled = await world.alice.slash(world.channel, "canon mine")
    assert "Ask about" not in str(settled.response.message.components)


async def test_a_question_nobody_answers_lapses(world: World, writer: DraftDriver) -> None:
    said = await world.bob.send(world.channel, "I would fold it all again.")
    await saved(writer, said)
    await world.bot.scheduler.periodic_jobs.run_due(world.env.now() + timedelta(days=29))
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_CONSENT
    await world.bot.scheduler.periodic_jobs.run_due(world.env.now() + timedelta(days=31))
    assert await get_proposal_state(world, 1) is ProposalState.WITHDRAWN
    result = await press_in_private(world, "Yes, keep it")
    assert "That's already settled" in card_text(result.response)


async def test_messages_without_words_by_apps_or_too_long_are_refused(
    world: World, writer: DraftDriver
) -> None:
    helper = world.guild.add_member(world.env.create_user("helper", bot=True))
    hook = world.guild.create_webhook(world.channel)
    await hook.send("I am a page.")
    by_hook = world.channel.history()[-1]
    for message, sentence in (
        (await world.bob.send(world.channel, "\u3164 \u200b"), "has no words in it"),
        (await helper.send(world.channel, "Beep."), "An app or Discord itself posted that"),
        (by_hook, "An app or Discord itself posted that"),
        (
            await world.bob.send(world.channel, "x" * 501),
            "501 characters, and a quote can have 500",
        ),
    ):
        result = await writer.open_save_as_quote(message)
        assert result.modal is None
        assert sentence in card_text(result.response)


async def test_words_may_be_shortened_but_never_changed(world: World, writer: DraftDriver) -> None:
    said = await world.bob.send(world.channel, "Well, I would fold it all again. Bye!")
    await writer.open_save_as_quote(said)
    text = await writer.submit({"words": "I would never fold it again.", **LOBBY})
    assert "Keep the words as they are" in text
    text = await writer.reopen_and_submit({"words": "I would fold it all again.", **LOBBY})
    assert "> “I would fold it all again.”" in text


async def test_a_member_called_like_somebody_on_record_cannot_be_taken_for_them(
    world: World, writer: DraftDriver
) -> None:
    double = world.guild.add_member(world.env.create_user("mallory", global_name="Idа Hоlm"))
    said = await double.send(world.channel, "I never liked lamps.")
    await writer.open_save_as_quote(said)
    text = await writer.submit({"words": "I never liked lamps.", **LOBBY})
    assert "(@mallory)" in text
    await writer.press_and_read("Send it in")
    draft = await writer.get_draft()
    assert isinstance(draft, QuoteDraft)
    assert draft.speaker != "ida-holm"
    assert draft.date == PartialDate(2026, 1, 1)


async def test_somebody_quoted_before_keeps_their_name_here(
    world: World, writer: DraftDriver
) -> None:
    await canon.propose_and_approve(world, canon.quote_draft("Bobby B", "bobby", world.bob.id))
    said = await world.bob.send(world.channel, "Lamps hum.")
    await saved(writer, said)
    await press_in_private(world, "Yes, keep it")
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    await reviewer.press_and_read("Approve")
    quotes = await world.bot.store.canon.for_guild(world.guild.id).list_all(Quote)
    assert {one.speaker for one in quotes if "own" in one.id} == {"bobby"}
    [person] = await world.bot.store.guild_entries.list_people(world.guild.id)
    assert person.name == "Bobby B"


async def test_the_question_can_be_answered_after_a_restart(
    tmp_path: Path, platform_document: Any
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        await saved(DraftDriver(world), await world.bob.send(world.channel, "Lamps hum."))
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            await press_in_private(world, "Yes, keep it")
            assert await get_proposal_state(world, 1) is ProposalState.AWAITING_REVIEW
