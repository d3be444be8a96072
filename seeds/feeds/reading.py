"""Reads a feed of any of the known formats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from seeds.feeds.items import MAX_ITEMS, MAX_SUMMARY, MAX_TITLE, FeedContent, FeedError, FeedItem
from seeds.feeds.text import decode, parse_instant, resolve_link, strip_markup
from seeds.feeds.xml_feed import read_xml


def read_feed(content: bytes, address: str, now: datetime, charset: str = "") -> FeedContent:
    """Read RSS, Atom or JSON Feed as fetched from `address`; `charset` is the server's, or "".

    Raises FeedError, with a clause, when it is none of them.
    """
    text = decode(content, charset).lstrip("\ufeff\n\r\t ")
    if not text:
        raise FeedError("it is empty")
    if text.startswith("{"):
        return _read_json(text, address, now)
    if not text.startswith("<"):
        raise FeedError("it is neither XML nor JSON")
    if text[:15].lower().startswith(("<!doctype html", "<html")):
        raise FeedError("it is a page, not a feed")
    return read_xml(text, address, now)


def _read_json(text: str, address: str, now: datetime) -> FeedContent:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        raise FeedError("it is not valid JSON") from None
    feed = cast("dict[str, Any]", parsed)
    version = feed.get("version")
    if "jsonfeed.org" not in str(version)[:100] or not isinstance(feed.get("items"), list):
        raise FeedError("it is JSON of another kind")
    raw_items = cast("list[Any]", feed["items"])
    items = list(_iter_json_items(raw_items[:MAX_ITEMS], address, now))
    fault = f"it has more than {MAX_ITEMS:,} items" if len(raw_items) > MAX_ITEMS else ""
    name = f"JSON Feed {str(version).rpartition('/')[2][:10]}"
    title = strip_markup(_get_text(feed, "title"), MAX_TITLE)
    return FeedContent(name, title, _get_text(feed, "language")[:20], items, fault)


def _iter_json_items(raw_items: list[Any], address: str, now: datetime) -> Iterator[FeedItem]:
    for one in raw_items:
        if not isinstance(one, dict):
            continue
        one = cast("dict[str, Any]", one)
        texts = [_get_text(one, key) for key in ("summary", "content_text", "content_html")]
        summary = next((text for raw in texts if (text := strip_markup(raw, MAX_SUMMARY))), "")
        title = strip_markup(_get_text(one, "title"), MAX_TITLE) or summary[:MAX_TITLE]
        raw_links = (_get_text(one, key) for key in ("url", "external_url", "id"))
        link = next((found for raw in raw_links if raw and (found := _resolve(address, raw))), "")
        dates = (_get_text(one, key) for key in ("date_published", "date_modified"))
        published = next((found for raw in dates if (found := parse_instant(raw, now))), None)
        if title:
            yield FeedItem(title, link, published, summary)


def _resolve(address: str, link: str) -> str:
    # An id is often no address; resolved against the feed it would look like one.
    return resolve_link(address, link) if "/" in link else ""


def _get_text(values: dict[str, Any], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""
