"""Forms show what is stored, and save only over what they showed; nothing typed is lost."""

from __future__ import annotations

from bot.ui.forms import compute_version
from tests.drivers.drafts import FACT, QUOTE, DraftDriver
from tests.world import World


async def test_each_opening_of_a_form_is_another_one_for_the_app(world: World) -> None:
    writer = DraftDriver(world)
    first = await writer.open_add_form("fact")
    await writer.submit(FACT)
    second = await writer.press("Change")
    third = await writer.press("Change")
    assert len({one.modal["custom_id"] for one in (first, second, third)}) == 3


async def test_a_form_that_showed_an_older_draft_saves_nothing_and_returns_what_was_typed(
    world: World,
) -> None:
    writer = DraftDriver(world)
    await writer.open_add_form("fact")
    await writer.submit(FACT)
    on_phone = await writer.press("Change")
    await writer.reopen_and_submit({**FACT, "publisher": "Lamp"})
    writer.form = on_phone
    text = await writer.submit({**FACT, "text": "The lantern is made of tin."})
    assert "Your draft has changed since you opened that form" in text
    assert "> The lantern is made of tin." in text
    writer.form = await writer.press("Change")
    assert writer.prefilled["publisher"] == "Lamp"
    assert "rice paper" in writer.prefilled["text"]


async def test_the_same_form_may_be_submitted_again_as_it_was(world: World) -> None:
    writer = DraftDriver(world)
    await writer.open_add_form("fact")
    await writer.submit(FACT)
    again = await writer.press("Change")
    changed = {**FACT, "publisher": "Lamp"}
    await writer.reopen_and_submit(changed)
    writer.form = again
    assert "rice paper" in await writer.submit(changed)


async def test_a_form_of_an_older_version_that_lacks_a_choice_is_taken_with_its_version(
    world: World,
) -> None:
    writer = DraftDriver(world)
    await writer.open_add_form("quote", speaker="ida-holm", topic="cast")
    await writer.submit(QUOTE)
    form = await writer.press("Who said it, and about what")
    modal = form._interaction.modal
    del modal["components"][2:]
    opened = modal["custom_id"].rpartition(";")[0]
    modal["custom_id"] = f"{opened};{compute_version(['ida-holm', 'cast'])}"
    writer.form = form
    assert "Date: **December 30, 2025**" in await writer.submit(
        {"speaker": "Ida Holm", "topic": "season-two"}
    )


async def test_a_form_that_an_older_version_opened_is_still_taken(world: World) -> None:
    writer = DraftDriver(world)
    form = await writer.open_add_form("fact")
    modal = form._interaction.modal
    modal["custom_id"] = modal["custom_id"].partition(";")[0]
    assert "rice paper" in await writer.submit(FACT)
