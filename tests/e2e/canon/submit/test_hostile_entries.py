"""Hostile members: their texts have no effect, and they can click only their own buttons."""

from __future__ import annotations

import json
import logging

import pytest

from cogs.canon.drafts.models import QuoteDraft
from cogs.canon.submit.views import SubmitButton
from seeds.cleaning import clean_line
from tests.drivers import canon
from tests.drivers.canon import CardDriver, read_slash_response
from tests.drivers.drafts import FACT, NEWS, QUESTION, QUOTE, DraftDriver, send_forged_message
from tests.posting import add_admin
from tests.world import World, card_text

MENTIONS = "@everyone @here <@{0}> <@&{1}> <#{2}>"
MARKDOWN = (
    "# big\n> quoted\n- item **bold** __x__ ~~y~~ `z` ||spoiler|| [click](https://evil.example)"
)
ODD = {
    "right to left": "safe \u202egnp.exe\u202c \u2066x\u2069",
    "zalgo": "Z" + "\u0351\u036b\u0343\u0317\u033f" * 20 + "algo",
    "zero width": "ze\u200br\u200co\ufeff w\u2060idth",
    "control": "bell \x07 and \x1b[31m red",
    "quotes": "'; DROP TABLE entry; --",
    "json": '{"kind": "news", "member_id": 1}',
    "path": "../../../../etc/passwd",
    "format": "{0} %s {interaction.client.http.token}",
}


@pytest.fixture
def writer(world: World) -> DraftDriver:
    return DraftDriver(world)


async def approved(world: World) -> None:
    """Approve the first waiting proposal as a reviewer."""
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    assert "Approved" in await reviewer.press_and_read("Approve")


async def test_mentions_and_markdown_stay_words_on_every_card(
    world: World, writer: DraftDriver
) -> None:
    role = world.guild.create_role("fans")
    mentions = MENTIONS.format(world.bob.id, role.id, world.channel.id)
    await writer.open_add_form("fact")
    text = await writer.submit({**FACT, "text": f"{mentions}\n{MARKDOWN}", "publisher": mentions})
    await writer.press_and_read("Send it in")
    await approved(world)
    everywhere = [
        text,
        await read_slash_response(world, "fact", about="click"),
        await read_slash_response(world, "canon mine"),
    ]
    for one in everywhere:
        assert "@everyone" not in one
        assert "@here" not in one
        assert f"<@{world.bob.id}>" not in one
        assert f"<@&{role.id}>" not in one
        assert "[click](https" not in one
        assert "**bold**" not in one
        assert "||spoiler||" not in one


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
async def test_odd_texts_are_kept_clean_and_shown_as_they_are(
    world: World, writer: DraftDriver, odd: str
) -> None:
    for kind, values, options in (
        ("news", {**NEWS, "headline": odd, "text": odd, "publisher": odd}, {"topic": "cast"}),
        ("quote", {**QUOTE, "words": odd, "occasion": odd}, {"speaker": odd, "topic": "cast"}),
        ("fact", {**FACT, "text": odd}, {}),
        ("question", {**QUESTION, "text": odd, "explanation": odd, "wrong": odd}, {}),
    ):
        await writer.open_add_form(kind, **{name: one[:100] for name, one in options.items()})
        text = await writer.submit(values)
        unseen = {"\u202e", "\u202c", "\u2066", "\u200b", "\ufeff", "\u2060", "\x07", "\x1b"}
        assert not unseen & set(text.replace("@\u200b", ""))
        assert "\u0351\u036b\u0343" not in text
        if "Send it in" in writer.buttons:
            assert "Sent in" in await writer.press_and_read("Send it in")
    for proposal in await writer.list_proposals():
        assert "\\u202e" not in json.dumps(proposal.body)
    assert "Paper Lantern" in await read_slash_response(world, "about")


async def test_four_thousand_characters_are_refused_field_by_field(
    world: World, writer: DraftDriver
) -> None:
    await writer.open_add_form("news", topic="cast")
    limits = {
        label["component"]["custom_id"]: label["component"]["max_length"]
        for label in writer.form.modal["components"]
    }
    assert limits == {"headline": 200, "text": 600, "date": 40, "publisher": 200, "link": 500}
    # A client of one's own sends what it likes.
    store = world.bot.store
    [(draft_id,)] = await store.database.fetch("SELECT id FROM draft")
    stored = await store.drafts.get(world.guild.id, world.alice.id, draft_id)
    assert stored is not None
    long = dict.fromkeys(limits, "x" * 4_000)
    await store.drafts.update(stored._replace(typed={**stored.typed, **long}))
    message = await send_forged_message(world, SubmitButton(draft_id))
    result = await world.alice.click(message, label="Send it in")
    text = card_text(result.response)
    assert "at most 200 characters: it has 4000 now" in text
    assert len(text) <= 4_000
    assert await writer.list_proposals() == []


async def test_reasons_and_explanations_are_kept_clean_as_well(world: World) -> None:
    odd = " ".join(ODD[name] for name in ("right to left", "zalgo", "zero width", "control"))
    number = await canon.propose(world, canon.FACT)
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    await reviewer.submit_form("Decline", text=odd)
    declined = await world.bot.store.proposals.get(world.guild.id, number)
    assert declined is not None
    entry = await canon.propose_and_approve(world, canon.FACT)
    await reviewer.retract(str(entry), f"{odd}\n# big")
    deeds = await world.bot.store.guild_entries.list_history(world.guild.id, f"fact.own-{entry}")
    clean = clean_line(odd)
    assert clean != odd
    assert declined.reason == clean
    assert deeds[-1].detail == f"{clean} # big"


async def test_entries_of_the_greatest_length_that_are_all_alike_leave_room_for_the_card(
    world: World, writer: DraftDriver
) -> None:
    source = {"publisher": "*" * 200, "link": f"https://lantern.example/{'a' * 470}"}
    text = f"{'*' * 550} The harbour lantern is made of rice paper."
    long = canon.FACT.model_copy(update={**source, "text": text})
    number = await canon.propose_and_approve(world, long)
    for _ in range(3):
        await canon.propose_and_approve(
            world, long.model_copy(update={"known_source": f"source.own-{number}"})
        )
    await writer.open_add_form("fact")
    shown_before = await writer.submit({**FACT, **source, "text": text})
    assert "Someone may have beaten you to it" in shown_before
    assert "Sent in" in await writer.press_and_read("Send it in")
    reviewer = CardDriver(world, add_admin(world))
    assert "Maybe the same" in await reviewer.open()
    assert "Approved" in await reviewer.press_and_read("Approve")


async def test_fields_that_are_on_no_form_are_not_taken(world: World, writer: DraftDriver) -> None:
    await writer.open_add_form("quote", speaker="ida-holm", topic="cast")
    await writer.submit(QUOTE)
    writer.form = await writer.press("Who said it, and about what")
    sent = writer.form._interaction.modal["components"]
    del sent[2:]  # a form has room for five fields
    speaker = sent[0]["component"]
    for number, name in enumerate(("member_id", "slug", "words")):
        field = {**speaker, "custom_id": name, "id": 50 + number, "value": ""}
        sent.append({**sent[0], "id": 40 + number, "component": field})
    hostile = {"member_id": str(world.bob.id), "slug": "bob", "words": "I never said this."}
    await writer.submit({"speaker": "ida-holm", "topic": "cast", **hostile})
    await writer.press_and_read("Send it in")
    draft = await writer.get_draft()
    assert isinstance(draft, QuoteDraft)
    assert (draft.speaker, draft.member_id, draft.words) == ("ida-holm", None, QUOTE["words"])


@pytest.mark.parametrize("name", ["Idа Ноlm", "Ida H0lm", "lda Holm", "Ιda Ηοlm", "IdaHolm"])
async def test_a_speaker_who_only_looks_like_somebody_is_refused(
    writer: DraftDriver, name: str
) -> None:
    await writer.open_add_form("quote", speaker=name, topic="cast")
    text = await writer.submit(QUOTE)
    assert "That looks like Ida Holm: choose the name from the list." in text
    assert "Send it in" not in writer.buttons


async def test_nothing_a_member_wrote_is_in_the_log(
    world: World, writer: DraftDriver, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await writer.open_add_form("fact")
        await writer.submit({**FACT, "text": "line one\nERROR forged line"})
        await writer.press_and_read("Send it in")
        await approved(world)
    assert f"fact proposal 1 sent in by user {world.alice.id}" in caplog.text
    assert "forged" not in caplog.text
