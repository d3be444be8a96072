"""Parses the links that members paste, and returns keys that are equal for the same page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from yarl import URL

from cogs.canon.proposals.errors import FieldError

MAX_LINK = 500
LINK_HINT = "Paste the whole address of the page, beginning with https://."
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_UNSAFE = '<>()[]`|\\"{}^'
_TRACKING_PARAMETER = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|igsh|twclid|yclid|mc_[ce]id|_hs\w+|guce_\w+",
    re.IGNORECASE,
)
"""Query parameters that only track visitors; `parse_link` removes them."""
_IRRELEVANT_PARAMETER = re.compile(
    r"(?:cmpid|smid|ref|ref_src|ref_url|referrer|si|feature|amp|share\w*|guccounter)=.*"
    r"|t=(?!\d+$).*"
)
"""Parameters that hardly ever select another page; "t" with a number is a forum's thread."""
_YOUTUBE_PATH = re.compile(r"(?:youtu\.be|youtube\.com/(?:shorts|live|embed))/([\w-]+)")
_MIRROR_SUBDOMAIN = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=.+\.)")


def parse_link(typed: str) -> str | None:
    """Return the https address in `typed`, with the host as punycode; None when it is empty.

    Query parameters that track visitors are removed. Raises FieldError when it is no address
    that can be shown safely.
    """
    text = typed.strip().removeprefix("<").removesuffix(">").strip()
    if not text:
        return None
    if not text.casefold().startswith("https://"):
        raise FieldError(f"The link is not one that can be kept. {LINK_HINT}")
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port not in (None, 443) else ""
    except ValueError as error:
        raise FieldError(f"The link is broken. {LINK_HINT}") from error
    if "@" in parts.netloc or any(char.isspace() for char in text):
        raise FieldError(f"The link has an @ or a blank where none belongs. {LINK_HINT}")
    query, fragment = (
        _prefix_unless_empty("?", _remove_trackers(parts.query)),
        _prefix_unless_empty("#", parts.fragment),
    )
    rest = f"{parts.path}{query}{fragment}"
    link = f"https://{_parse_host(parts.hostname or '')}{port}{_percent_encode(rest)}"
    if len(link) > MAX_LINK:
        raise FieldError(f"The link has {len(link)} characters; at most {MAX_LINK} can be kept.")
    return link


def get_page_key(link: str) -> str:
    """Return a key that is equal for all addresses of one page."""
    parts = urlsplit(link)
    host = _MIRROR_SUBDOMAIN.sub("", (parts.hostname or "").casefold())
    host = "x.com" if host == "twitter.com" else host
    parameters = [
        one
        for one in parse_qsl(parts.query, keep_blank_values=True)
        if not (
            _TRACKING_PARAMETER.fullmatch(one[0]) or _IRRELEVANT_PARAMETER.fullmatch("=".join(one))
        )
    ]
    address = f"{host}{unquote(parts.path).rstrip('/')}"
    if video := _YOUTUBE_PATH.fullmatch(address):
        address, parameters = "youtube.com/watch", [*parameters, ("v", video[1])]
    page = f"{address}?{urlencode(sorted(parameters))}".removesuffix("?")
    # Single-page sites select the page by the fragment; elsewhere it is a position on a page.
    return f"{page}#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else page


def _parse_host(host: str) -> str:
    try:
        plain = (URL.build(scheme="https", host=host).raw_host or "").casefold()
    except ValueError as error:
        raise FieldError(f"The link names no site. {LINK_HINT}") from error
    if _HOST.fullmatch(plain) is None or plain.rpartition(".")[2].isdecimal():
        raise FieldError(f"The link names no site. {LINK_HINT}")
    return plain


def _prefix_unless_empty(mark: str, text: str) -> str:
    return f"{mark}{text}" if text else ""


def _remove_trackers(query: str) -> str:
    parameters = query.split("&")
    return "&".join(
        one for one in parameters if not _TRACKING_PARAMETER.fullmatch(one.partition("=")[0])
    )


def _percent_encode(rest: str) -> str:
    """Percent-encode the characters that are not printable ASCII or that are markdown."""
    return "".join(
        quote(char, safe="") if char in _UNSAFE or not "!" <= char <= "~" else char for char in rest
    )
