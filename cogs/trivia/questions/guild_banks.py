"""The bank of each audience: that of the pack, or the guild's own if it has entries."""

from __future__ import annotations

import asyncio

from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.bank_inputs import (
    apply_overrides,
    build_imported_questions,
    build_questions,
    load_bank_inputs,
)
from cogs.trivia.rules.difficulty import AnswerCounts
from seeds.pack import Manifest
from seeds.trivia_question import TriviaQuestion
from storage.canon.guild_canon import GuildCanon
from storage.canon.rows import PACK_GUILD_ID
from storage.store import Store
from storage.trivia.lists import ALL_GUILDS_ID


class GuildQuestionBanks:
    """One bank for each canon; all share the counts of answers."""

    def __init__(self, store: Store, manifest: Manifest, shared: Bank | None = None) -> None:
        self._store = store
        self._manifest = manifest
        self.shared = shared or Bank((), {})
        self._imported_questions: list[TriviaQuestion] = []
        """The questions of lists that are no guild's own, which all banks share."""

    async def load(self) -> None:
        """Read imported questions and counts of answers, and build the bank of the pack."""
        self._imported_questions = await self._load_imported_questions(ALL_GUILDS_ID)
        plays = await self._store.trivia_questions.list_play_counts()
        answer_counts = {
            count.question_key: AnswerCounts(count.answered, count.right) for count in plays
        }
        self.shared = await self._build_bank(self._store.canon.for_guild(None), answer_counts)

    async def get(self, audience_id: int) -> Bank:
        """Return the bank of a guild, or of a direct-message channel."""
        canon = self._store.canon.for_guild(audience_id)
        if canon.guild_id == PACK_GUILD_ID:
            return self.shared
        return await canon.derive(self._build_guild_bank)

    async def _build_guild_bank(self, canon: GuildCanon) -> Bank:
        return await self._build_bank(canon, self.shared.answer_counts)

    async def _build_bank(self, canon: GuildCanon, answer_counts: dict[str, AnswerCounts]) -> Bank:
        material = await load_bank_inputs(canon, self._manifest)
        overrides = await self._store.question_overrides.get_for_guild(canon.guild_id)
        # Building all questions would block the event loop for too long.
        questions = await asyncio.to_thread(build_questions, material)
        if canon.guild_id != PACK_GUILD_ID:
            questions += await self._load_imported_questions(canon.guild_id)
        return Bank(
            apply_overrides((*questions, *self._imported_questions), overrides), answer_counts
        )

    async def _load_imported_questions(self, guild_id: int) -> list[TriviaQuestion]:
        """Return the questions of a guild's own lists; with `ALL_GUILDS_ID`, of all others."""
        imported = await self._store.trivia_lists.list_questions(guild_id)
        return await asyncio.to_thread(build_imported_questions, imported, self._manifest)
