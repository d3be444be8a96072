"""The bank each audience plays from: the pack's for most, one of its own where a server added."""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.sources import (
    apply_overrides,
    build_questions,
    load_bank_inputs,
    question_from_import,
)
from cogs.trivia.rules.difficulty import AnswerCounts
from cogs.trivia.rules.question import TriviaQuestion
from seeds.pack import Manifest
from storage.canon.guild_canon import GuildCanon
from storage.canon.rows import PACK_GUILD_ID
from storage.store import Store


class GuildQuestionBanks:
    """Banks by what an audience sees of the canon. All count plays together."""

    def __init__(self, store: Store, manifest: Manifest, shared: Bank | None = None) -> None:
        self._store = store
        self._manifest = manifest
        self.shared = shared or Bank((), {})
        self._banks_by_canon: WeakKeyDictionary[GuildCanon, Bank] = WeakKeyDictionary()
        self._imported_questions: list[TriviaQuestion] = []
        """Lists may be long: every bank has the same questions of them."""

    async def load(self) -> None:
        """Fill the bank of everybody who has added nothing, and learn how questions were played."""
        lists = await self._store.trivia_questions.list_imported()
        self._imported_questions = await asyncio.to_thread(
            lambda: [question_from_import(one) for one in lists]
        )
        plays = await self._store.trivia_questions.list_play_counts()
        answer_counts = {one.question_key: AnswerCounts(one.answered, one.right) for one in plays}
        self.shared = await self._build_bank(self._store.canon.for_guild(None), answer_counts)

    async def get(self, audience_id: int) -> Bank:
        """The bank of a server, or of a direct-message channel."""
        canon = self._store.canon.for_guild(audience_id)
        if canon.guild_id == PACK_GUILD_ID:
            return self.shared
        bank = self._banks_by_canon.get(canon)
        if bank is None:
            bank = self._banks_by_canon[canon] = await self._build_bank(
                canon, self.shared.answer_counts
            )
        return bank

    async def _build_bank(self, canon: GuildCanon, answer_counts: dict[str, AnswerCounts]) -> Bank:
        material = await load_bank_inputs(canon, self._manifest)
        mends = await self._store.question_overrides.get_for_guild(canon.guild_id)
        # Making every question of a pack takes longer than the event loop may be held up.
        questions = await asyncio.to_thread(build_questions, material)
        return Bank(apply_overrides((*questions, *self._imported_questions), mends), answer_counts)
