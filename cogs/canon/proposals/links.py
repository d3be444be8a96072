"""Parses the links that members paste."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from yarl import URL

from cogs.canon.proposals.errors import FieldError
from seeds.page_keys import TRACKING_PARAMETER

MAX_LINK = 500
LINK_HINT = "paste the whole address of the page, starting with https://."
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_UNSAFE = '<>()[]`|\\"{}^'


def parse_link(typed: str) -> str | None:
    """Return the https address in `typed`, with the host as punycode; None when it is empty.

    Query parameters that track visitors are removed. Raises FieldError when it is no address
    that can be shown safely.
    """
    text = typed.strip().removeprefix("<").removesuffix(">").strip()
    if not text:
        return None
    if not text.casefold().startswith("https://"):
        raise FieldError(f"I can't keep that link: {LINK_HINT}")
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port not in (None, 443) else ""
    except ValueError as error:
        raise FieldError(f"That link is broken: {LINK_HINT}") from error
    if "@" in parts.netloc or any(char.isspace() for char in text):
        raise FieldError(f"That link has an @ or a space that doesn't belong there: {LINK_HINT}")
    query, fragment = (
        _prefix_unless_empty("?", _remove_trackers(parts.query)),
        _prefix_unless_empty("#", parts.fragment),
    )
    rest = f"{parts.path}{query}{fragment}"
    link = f"https://{_parse_host(parts.hostname or '')}{port}{_percent_encode(rest)}"
    if len(link) > MAX_LINK:
        raise FieldError(f"That link has {len(link)} characters: use one with at most {MAX_LINK}.")
    return link


def _parse_host(host: str) -> str:
    try:
        plain = (URL.build(scheme="https", host=host).raw_host or "").casefold()
    except ValueError as error:
        raise FieldError(f"That link doesn't lead to a site: {LINK_HINT}") from error
    if _HOST.fullmatch(plain) is None or plain.rpartition(".")[2].isdecimal():
        raise FieldError(f"That link doesn't lead to a site: {LINK_HINT}")
    return plain


def _prefix_unless_empty(mark: str, text: str) -> str:
    return f"{mark}{text}" if text else ""


def _remove_trackers(query: str) -> str:
    parameters = query.split("&")
    return "&".join(
        one for one in parameters if not TRACKING_PARAMETER.fullmatch(one.partition("=")[0])
    )


def _percent_encode(rest: str) -> str:
    """Percent-encode the characters that are not printable ASCII or that are markdown."""
    return "".join(
        quote(char, safe="") if char in _UNSAFE or not "!" <= char <= "~" else char for char in rest
    )
