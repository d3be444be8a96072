"""The buttons that decline a find of a news feed together with all that are like it."""

from __future__ import annotations

import re
from typing import Self

from bot.base import Interaction
from bot.markdown import Markdown
from bot.ui.components import PersistentButton
from cogs.canon.review.findings import refuse_feed, refuse_subject
from cogs.canon.review.review_button import NUMBER_PATTERN
from cogs.canon.review.views import DecisionButton, get_reviewer


class RefuseButton(DecisionButton, template=rf"canon:refuse:(?P<what>[fs]):{NUMBER_PATTERN}"):
    """Declines a find, and refuses its feed ("f") or its subject ("s") from then on."""

    def __init__(self, number: int, what: str = "f") -> None:
        PersistentButton.__init__(self, "", f"canon:refuse:{what}:{number}")
        self.number, self._refuse = number, refuse_feed if what == "f" else refuse_subject

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]), match["what"])

    async def decide(self, interaction: Interaction) -> Markdown:
        return await self._refuse(interaction.client, get_reviewer(interaction), self.number)
