"""Author and reviewer see where a proposal is from, whatever its kind."""

from __future__ import annotations

import pytest

from bot.ui.dates import format_date
from cogs.canon.drafts.models import Draft
from tests.drivers.canon import FACT, NEWS, QUESTION, CardDriver, propose, quote_draft
from tests.drivers.drafts import QUESTION as TYPED_QUESTION
from tests.drivers.drafts import DraftDriver
from tests.world import World

NEWS_WITHOUT_STAGE = NEWS.model_copy(update={"stage": None})


@pytest.mark.parametrize(
    "draft", [NEWS_WITHOUT_STAGE, quote_draft("Bob"), FACT, QUESTION], ids=lambda one: one.kind
)
async def test_author_and_reviewer_see_where_it_is_from(
    world: World, panel: CardDriver, draft: Draft
) -> None:
    number = await propose(world, draft.model_copy(update={"publisher": "Variety", "link": None}))
    source = f"Source: Variety, {format_date(draft.date)}, no link."
    assert source in await panel.open()
    await panel.press("Approve")
    assert source in await panel.open("review history", id=str(number))
    editor = DraftDriver(world, panel.member)
    editor.form = await panel.member.slash(world.channel, "review edit", id=str(number))
    assert source in await editor.submit(editor.prefilled)


async def test_a_suggested_question_names_its_source_to_the_author(world: World) -> None:
    writer = DraftDriver(world)
    await writer.open_add_form("question")
    await writer.submit(TYPED_QUESTION)
    typed = {"publisher": "Variety", "date": "2025"}
    text = await writer.reopen_and_submit(typed, label="Where you got it")
    assert "Source: Variety, 2025, no link." in text
    text = await writer.reopen_and_submit(
        {**typed, "link": "https://variety.example/romy"}, label="Where you got it"
    )
    assert "Source: Variety, 2025, <https://variety.example/romy>" in text
