"""The page of `/setup` for news feeds: add, check, pause, look now, words, rules, remove."""

from __future__ import annotations

import re
from datetime import timedelta

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.fetching.feed_reader import poll_feed, select_items
from bot.fetching.fetcher import Fetcher, FetchError
from bot.markdown import Markdown, escape, format_number
from bot.setup.controls import SetupButton, footer_row, text_form
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import INVALID_CHOICE, FieldChange, PageRequirements
from bot.setup.selects import option_select
from bot.ui.text import clip, pluralize
from cogs.news.cards import PAGE, feed_card, format_check, format_feeds, format_title
from cogs.news.polling import FeedPoller, is_allowed
from cogs.news.schedule import SHORTEST_S
from seeds.cleaning import clean_line
from seeds.feeds.items import FeedError
from seeds.folding import fold
from seeds.pack import FeedSuggestion
from storage.feeds.rules import FindRule
from storage.feeds.subscriptions import MAX_FEEDS, FeedPause, NewFeed, Subscription

MAX_OPTIONS = 25
MAX_LABEL = 90
MAX_WORDS = 30
MAX_WORD = 80
POLL_GAP = timedelta(minutes=1)
FEED_GONE = "I no longer watch that feed here: open /setup again."
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")


class NewsPage:
    """The feeds of a guild, and the rules that its reviewers have made about finds."""

    key = PAGE
    position = 45
    title: Markdown = "News"

    def __init__(self, bot: BotBase, fetcher: Fetcher, poller: FeedPoller) -> None:
        self._bot = bot
        self._fetcher = fetcher
        self._poller = poller
        self._subscriptions = bot.store.subscriptions

    async def summarize(self, guild: discord.Guild) -> Markdown:
        feeds = await self._subscriptions.list_for_guild(guild.id)
        active = sum(one.pause is FeedPause.NONE for one in feeds)
        if not feeds:
            return "no feeds"
        paused = f", {format_number(len(feeds) - active)} paused" if active < len(feeds) else ""
        return f"{pluralize(len(feeds), 'feed')}{paused}"

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        feeds = await self._subscriptions.list_for_guild(guild.id)
        rules = await self._bot.store.find_rules.list_for_guild(guild.id)
        rows = [*self._build_feed_rows(guild, feeds), *_build_rule_rows(rules)]
        can_add = self._bot.settings.feeds == "any" and len(feeds) < MAX_FEEDS
        add = [SetupButton(self.key, "add", "Add a feed")] if can_add else []
        intro = "I look at these feeds, and what I find waits in /review next."
        return SetupCard(self.title, f"{intro}\n\n{format_feeds(feeds)}", (*rows, footer_row(*add)))

    def _build_feed_rows(self, guild: discord.Guild, feeds: list[Subscription]) -> list[SetupRow]:
        rows: list[SetupRow] = []
        if feeds:
            options = {str(one.feed_id): clip(one.title, MAX_LABEL) for one in feeds}
            select = option_select(self.key, "feed", options, (), placeholder="Choose a feed")
            rows.append(SetupRow("**Feed** to change or look at", (select,)))
        watched = {one.address for one in feeds}
        listed = self._bot.packs.list_feeds(guild.id)
        suggested = [one for one in listed if one.address not in watched]
        if suggested and len(feeds) < MAX_FEEDS:
            numbers = {
                str(listed.index(one)): clip(one.title, MAX_LABEL)
                for one in suggested[:MAX_OPTIONS]
            }
            select = option_select(self.key, "suggestion", numbers, (), placeholder="Choose a feed")
            rows.append(SetupRow("**Suggested** by the pack: choose one to add it", (select,)))
        return rows

    async def apply_change(self, change: FieldChange) -> Markdown | SetupCard | None:
        match change.field:
            case "add":
                form = text_form(
                    self.key,
                    "address",
                    "Add a feed",
                    "Address of an RSS, Atom or JSON feed",
                    placeholder="https://…",
                    max_length=500,
                )
                await form.open(change.interaction)
                return None
            case "address":
                return await self._add(change, change.value)
            case "suggestion":
                return await self._add_suggestion(change)
            case "rule":
                return await self._remove_rule(change)
            case _:
                return await self._change_feed(change, await self._get_feed(change))

    async def _get_feed(self, change: FieldChange) -> Subscription:
        """Return the feed that a change names: by its last value, or only one."""
        value = change.values[-1] if change.values else ""
        is_number = value.isascii() and value.isdecimal() and len(value) < 18
        feed = await self._subscriptions.get(change.guild.id, int(value)) if is_number else None
        if feed is None:
            raise RefusedError(FEED_GONE)
        return feed

    async def _change_feed(
        self, change: FieldChange, feed: Subscription
    ) -> Markdown | SetupCard | None:
        guild_id, feed_id, now = change.guild.id, feed.feed_id, self._bot.clock()
        match change.field:
            case "feed":
                return feed_card(feed)
            case "pause":
                await self._subscriptions.pause(guild_id, feed_id, FeedPause.MANUAL)
                return f"Paused: {format_title(feed)}."
            case "resume":
                await self._subscriptions.resume(guild_id, feed_id, now)
                return f"I look at {format_title(feed)} again."
            case "remove":
                await self._subscriptions.remove(guild_id, feed_id)
                return f"Removed: {format_title(feed)}. What was approved stays."
            case "look":
                return await self._poll_now(feed)
            case "words" | "language":
                return await self._open_form(change, feed)
            case "setwords":
                return await self._set_words(change, feed)
            case "setlanguage":
                return await self._set_language(change, feed)
            case _:
                raise RefusedError(INVALID_CHOICE)

    async def _add_suggestion(self, change: FieldChange) -> Markdown:
        suggestions = self._bot.packs.list_feeds(change.guild.id)
        number = change.get_number(0, len(suggestions) - 1)
        return await self._add(change, suggestions[number].address, suggestions[number])

    async def _add(
        self, change: FieldChange, address: str, suggestion: FeedSuggestion | None = None
    ) -> Markdown:
        """Check a feed and add it. Raises RefusedError with what is wrong."""
        address = self._fetcher.check_address(address)
        known = suggestion.address if suggestion else address
        if not is_allowed(self._bot, known):
            raise RefusedError("You can only add feeds from the list: pick one there.")
        guild_id, now = change.guild.id, self._bot.clock()
        try:
            poll = await poll_feed(self._fetcher, address, now)
        except (FetchError, FeedError) as error:
            raise RefusedError(
                f"I can't read that feed ({escape(str(error))}): check its address."
            ) from None
        assert poll.content is not None, "nothing was asked for on a condition"
        content = poll.content
        language = suggestion.language if suggestion else content.language
        new = NewFeed(known, content.title or known, content.form, SHORTEST_S)
        async with self._bot.guild_locks.get(guild_id):
            if not await self._subscriptions.add(guild_id, new, language, now):
                raise RefusedError(
                    f"That feed is already here, or you have {format_number(MAX_FEEDS)}: remove "
                    "one first."
                )
        manifest = self._bot.packs.get(guild_id).manifest
        matched = await select_items(content.items, manifest, (), now)
        check = format_check(content.form, len(content.items), [one.item.title for one in matched])
        return f"Added: **{escape(clip(new.title, MAX_LABEL))}**, {check}"

    async def _poll_now(self, feed: Subscription) -> Markdown:
        now = self._bot.clock()
        if feed.pause is not FeedPause.NONE:
            raise RefusedError("It's paused: resume it first.")
        if feed.looked_at is not None and timedelta() <= now - feed.looked_at < POLL_GAP:
            raise RefusedError("I looked less than a minute ago: try again in a minute.")
        report = await self._poller.poll_now(feed.feed_id, now)
        if report is None:
            raise RefusedError("I'm looking at it right now: open /setup again in a minute.")
        if report.fault:
            return f"I looked at {format_title(feed)}, but {escape(report.fault)}."
        if not report.finds:
            return f"I looked at {format_title(feed)}: nothing new."
        found = pluralize(report.finds, "find")
        return f"I looked at {format_title(feed)}: {found}. See /review next."

    async def _open_form(self, change: FieldChange, feed: Subscription) -> None:
        if change.field == "words":
            default, label, length = "\n".join(feed.words), "Words, one per line", 2_000
            style = discord.TextStyle.paragraph
            hint = "Empty: the title, or two of its people"
        else:
            default, label, length = feed.language, "Language tag, such as en or de", 20
            style, hint = discord.TextStyle.short, "Empty: English"
        form = text_form(
            self.key,
            f"set{change.field}",
            clip(feed.title, 40),
            label,
            str(feed.feed_id),
            default=default or None,
            placeholder=hint,
            style=style,
            required=False,
            max_length=length,
        )
        await form.open(change.interaction)

    async def _set_words(self, change: FieldChange, feed: Subscription) -> Markdown:
        lines = [clean_line(line) for line in re.split(r"[\n,;]", change.value)]
        words = list(dict.fromkeys(line for line in lines if fold(line)))
        if len(words) > MAX_WORDS or any(len(word) > MAX_WORD for word in words):
            raise RefusedError(
                f"Write at most {format_number(MAX_WORDS)} words or names, each of at most "
                f"{format_number(MAX_WORD)} letters."
            )
        await self._subscriptions.set_words(change.guild.id, feed.feed_id, words, self._bot.clock())
        shown = ", ".join(f"“{escape(word)}”" for word in words)
        counts = shown or "the title, or two of its people"
        return f"I pick items from {format_title(feed)} that mention {clip(counts, 300)}."

    async def _set_language(self, change: FieldChange, feed: Subscription) -> Markdown:
        language = clean_line(change.value)
        if language and not _LANGUAGE.fullmatch(language):
            raise RefusedError("Write a language tag such as en, de or pt-BR.")
        await self._subscriptions.set_language(
            change.guild.id, feed.feed_id, language, self._bot.clock()
        )
        return f"Pages of {format_title(feed)} are in {escape(language) or 'English'}."

    async def _remove_rule(self, change: FieldChange) -> Markdown:
        number = change.get_number(1, 10**8)
        if not await self._bot.store.find_rules.remove(change.guild.id, number):
            raise RefusedError(INVALID_CHOICE)
        return "Done. It counts again."

    async def get_requirements(self, _guild: discord.Guild) -> PageRequirements:
        return PageRequirements()


def _build_rule_rows(rules: list[FindRule]) -> list[SetupRow]:
    if not rules:
        return []
    options = {
        str(rule.number): clip(f"{rule.kind.capitalize()}: {rule.label}", MAX_LABEL)
        for rule in rules[:MAX_OPTIONS]
    }
    select = option_select(PAGE, "rule", options, (), placeholder="Choose one to take it back")
    return [SetupRow("**Not about this**, reviewers said: choose one to take it back", (select,))]
