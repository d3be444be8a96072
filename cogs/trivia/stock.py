"""Fills the bank: the pack's own questions, those made from its entries, and imported lists."""

from __future__ import annotations

from cogs.trivia.bank import Bank, from_written
from cogs.trivia.difficulty import Plays
from cogs.trivia.generated import Material, generate
from cogs.trivia.question import Kind, Question
from seeds.schema import Difficulty, Event, Fact, Manifest, Quote
from seeds.schema import Question as WrittenQuestion
from storage.store import Store
from storage.trivia_pool import Imported


async def stock_bank(store: Store, manifest: Manifest) -> Bank:
    """Every question there is now, with what playing them has shown."""
    canon, pool = store.canon.of(None), store.trivia_pool
    material = Material(
        manifest, await canon.all_of(Event), await canon.all_of(Fact), await canon.all_of(Quote)
    )
    questions = [from_written(one) for one in await canon.all_of(WrittenQuestion)]
    questions += generate(material)
    questions += [from_list(one) for one in await pool.imported()]
    plays = {one.question: Plays(one.answered, one.right) for one in await pool.plays()}
    return Bank(questions, plays)


def from_list(imported: Imported) -> Question:
    """A question of an imported list: always typed, and only as sure as its author."""
    author = f" by {imported.author}" if imported.author else ""
    return Question(
        key=f"list.{imported.list}.{imported.text}",
        kind=Kind.TYPED,
        text=imported.text,
        accepted=imported.answers,
        explanation="",
        topic=imported.topic,
        difficulty=Difficulty.MEDIUM,
        credit=f"From the list {imported.list}{author}, which cites no source.",
    )
