"""The command `news look`: print what feeds would bring, and store nothing."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot import __version__
from bot.cli.exit_codes import OK, TRY_LATER
from bot.errors import RefusedError, StartError
from bot.settings import read_settings
from seeds.feeds.findings import Finding
from seeds.feeds.items import FeedError
from seeds.loader import load_pack
from seeds.pack import Manifest

if TYPE_CHECKING:
    from bot.fetching.fetcher import Fetcher


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `news look`."""
    news = add_parser("news", help="see what news feeds would bring")
    commands = news.add_subparsers(metavar="COMMAND", required=True)
    look = commands.add_parser("look", help="print what would be drafted; nothing is stored")
    look.add_argument(
        "--feed", action="append", metavar="URL", help="a feed (default: those of the pack)"
    )
    look.add_argument(
        "--allow-local", action="store_true", help="let addresses lead to this computer too"
    )
    look.set_defaults(command=_look)


def _look(options: argparse.Namespace) -> int:
    settings = read_settings()
    manifest = load_pack(settings.seeds[0]).manifest
    feeds = options.feed or [one.address for one in manifest.feed]
    if not feeds:
        raise StartError("The pack suggests no feeds: name one with --feed.")
    local_ports = range(65_536) if options.allow_local else ()
    return asyncio.run(_look_at_all(feeds, manifest, local_ports, settings.contact))


async def _look_at_all(
    feeds: list[str], manifest: Manifest, local_ports: range | tuple[()], contact: str
) -> int:
    # Imported late: other commands do not need the network library.
    from bot.fetching.fetcher import Fetcher, FetchError
    from bot.fetching.user_agent import build_user_agent

    user_agent = build_user_agent(__version__, manifest.title, contact or "no contact given")
    fetcher = Fetcher(user_agent, local_ports=local_ports)
    exit_code = OK
    try:
        for feed in feeds:
            try:
                address = fetcher.check_address(feed)
                await _print_feed(fetcher, address, manifest)
            except RefusedError as error:
                raise StartError(f"{feed}: {error}") from None
            except (FetchError, FeedError) as error:
                print(f"{feed}: cannot be read: {error}.")
                exit_code = TRY_LATER
    finally:
        await fetcher.close()
    return exit_code


async def _print_feed(fetcher: Fetcher, address: str, manifest: Manifest) -> None:
    """Print a feed and its items that count. Raises FetchError or FeedError."""
    from bot.fetching.feed_reader import ItemReader, poll_feed, select_items

    now = datetime.now(UTC)
    content = (await poll_feed(fetcher, address, now)).content
    assert content is not None, "nothing was asked for on a condition"
    matched = await select_items(content.items, manifest, (), now)
    counts = f"{len(content.items)} items, {len(matched)} would count"
    fault = f" ({content.fault})" if content.fault else ""
    print(f"{content.title or address}: {content.form}, {counts}{fault}")
    reader = ItemReader(fetcher)
    for one in matched:
        page = await reader.fetch_page(one.item.link)
        finding = await reader.read(one, page, content.title, content.language, now)
        print("\n".join(_describe(finding)))


def _describe(finding: Finding) -> Iterator[str]:
    source, reading = finding.source, finding.reading
    yield f"\n  {source.published}  {source.title}"
    yield f"    {source.publisher}  {source.link or 'no address'}"
    yield f"    counts by: {', '.join(finding.matched)}"
    if reading.stage:
        yield f"    stage: {reading.stage}, by “{reading.stage_sentence}”"
    yield from (f"    dated: {one}" for one in reading.statements)
    for quote in reading.quotes:
        words = " … ".join(quote.runs)
        yield f"    quote: {quote.speaker}, {quote.place}: “{words}”"
