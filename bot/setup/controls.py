"""The buttons, selects and forms of the `/setup` panel, and how a click on one is handled.

A custom id names the page that a control belongs to and the field that it changes. Each click
checks the member's permission and renders the page from the stored settings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord.ui.select import BaseSelect

from bot.base import Interaction, get_pack
from bot.errors import RefusedError
from bot.markdown import Markdown
from bot.messaging.timeouts import defer_if_slow
from bot.messaging.uploads import UploadedFile
from bot.permissions import ADMINS_ONLY, is_admin
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import SETUP_REGISTRY, FieldChange
from bot.ui.components import PersistentButton, PersistentSelect
from bot.ui.forms import PersistentModal
from bot.ui.replies import reply_text

if TYPE_CHECKING:
    from bot.setup.registry import SetupPage

CUSTOM_ID_PREFIX = "setup:"
OVERVIEW = "overview"
DIAGNOSIS = "diagnosis"
LOG = "log"
QUICK_SETUP = "start"
NO_SUCH_PAGE = "That page is gone: open /setup again."
GUILD_UNAVAILABLE = "Discord can't show me this server right now: try again in a minute."
FORM_CUSTOM_ID = re.compile(
    r"setup:form:(?P<page>[a-z]{1,20}):(?P<field>[a-z_]{1,20})(?::(?P<argument>\w{1,40}))?"
)
_PAGE_AND_FIELD = r"(?P<page>[a-z]{1,20}):(?P<field>[a-z_]{1,20})"


class SetupButton(
    PersistentButton,
    template=rf"setup:press:{_PAGE_AND_FIELD}(?::(?P<argument>[\w/+-]{{1,40}}))?",
):
    """A button that changes a field of a page, or starts an action of it."""

    def __init__(
        self,
        page: str,
        field: str,
        label: str,
        argument: str = "",
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        custom_id = f"setup:press:{page}:{field}{f':{argument}' if argument else ''}"
        super().__init__(label, custom_id, style=style)
        self._page, self._field, self._argument = page, field, argument

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["page"], match["field"], "", match["argument"] or "")

    async def press(self, interaction: Interaction) -> None:
        values = [self._argument] if self._argument else []
        await handle_change(interaction, self._page, self._field, values)


class OpenPageButton(PersistentButton, template=r"setup:open:(?P<page>[a-z]{1,20})"):
    """A button that shows another page in the panel."""

    def __init__(
        self,
        page: str,
        label: str,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        super().__init__(label, f"setup:open:{page}", style=style)
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["page"], "")

    async def press(self, interaction: Interaction) -> None:
        found = await authorize(interaction, self._page)
        if found is not None:
            await open_page(interaction, *found)


class SetupSelect(PersistentSelect, template=rf"setup:choose:{_PAGE_AND_FIELD}"):
    """A select that sets a field of a page to the chosen values."""

    def __init__(self, select: BaseSelect[Any], page: str, field: str) -> None:
        super().__init__(select)
        self._page, self._field = page, field

    @classmethod
    def from_match(cls, select: BaseSelect[Any], match: re.Match[str]) -> Self:
        return cls(select, match["page"], match["field"])

    def to_component_dict(self) -> Any:
        payload: Any = super().to_component_dict()
        # Discord sends ids as strings, discord.py writes these as numbers.
        for value in payload.get("default_values", ()):
            value["id"] = str(value["id"])
        return payload

    async def choose(self, interaction: Interaction, values: Sequence[str]) -> None:
        await handle_change(interaction, self._page, self._field, values)


CONTROLS = (SetupButton, OpenPageButton, SetupSelect)


def text_form(
    page: str, field: str, title: str, label: str, argument: str = "", **text_input_options: Any
) -> PersistentModal:
    """Build a form with one text field; `text_input_options` are passed to `TextInput`.

    With an `argument`, it is the second of the submitted values.
    """
    text = discord.ui.TextInput[Any](custom_id="text", **text_input_options)
    return PersistentModal(
        title,
        f"setup:form:{page}:{field}{f':{argument}' if argument else ''}",
        discord.ui.Label(text=label, component=text),
    )


def footer_row(*buttons: discord.ui.Item[Any]) -> SetupRow:
    """Build the last row of a page: its own buttons, *Overview* and *Diagnosis*."""
    return SetupRow(
        "", (*buttons, OpenPageButton(OVERVIEW, "Overview"), OpenPageButton(DIAGNOSIS, "Diagnosis"))
    )


async def authorize(interaction: Interaction, key: str) -> tuple[SetupPage, discord.Guild] | None:
    """Return the page and its guild if the member may use it; else reply why not, return None."""
    guild, page = interaction.guild, interaction.client.resources[SETUP_REGISTRY].get_page(key)
    if not is_admin(interaction):
        await reply_text(interaction, ADMINS_ONLY)
    elif guild is None or guild.unavailable:
        await reply_text(interaction, GUILD_UNAVAILABLE)
    elif page is None:
        await reply_text(interaction, NO_SUCH_PAGE)
    else:
        return page, guild
    return None


async def handle_change(
    interaction: Interaction,
    key: str,
    field: str,
    values: Sequence[str],
    file: UploadedFile | None = None,
) -> None:
    """Have a page change one of its fields, then show the page with a note on the change."""
    found = await authorize(interaction, key)
    if found is None:
        return
    page, guild = found
    change = FieldChange(interaction, guild, field, values, file)
    changed = await defer_if_slow(interaction, _apply_and_render(page, change))
    if changed is not None:
        await show_card(interaction, *changed)


async def _apply_and_render(
    page: SetupPage, change: FieldChange
) -> tuple[SetupCard, Markdown] | None:
    """Return the card to show and a note; None when the page answered the click itself."""
    result: Markdown | SetupCard | None
    try:
        result = await page.apply_change(change)
    except RefusedError as refusal:
        result = refusal.message
    if isinstance(result, SetupCard):
        return result, ""
    return None if result is None else (await page.build_card(change.guild), result)


async def open_page(interaction: Interaction, page: SetupPage, guild: discord.Guild) -> None:
    """Show a page in the panel."""
    await show_card(interaction, await defer_if_slow(interaction, page.build_card(guild)))


async def show_card(interaction: Interaction, card: SetupCard, note: Markdown = "") -> None:
    """Replace what the panel shows by a card with a note."""
    view = card.build_view(get_pack(interaction).colour, interaction.id, note)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    else:
        await interaction.response.edit_message(view=view)
