"""Keys that are equal for all addresses of one page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

TRACKING_PARAMETER = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|igsh|twclid|yclid|mc_[ce]id|_hs\w+|guce_\w+",
    re.IGNORECASE,
)
"""Query parameters that only track visitors; links are stored without them."""
_IRRELEVANT_PARAMETER = re.compile(
    r"(?:cmpid|smid|ref|ref_src|ref_url|referrer|si|feature|amp|share\w*|guccounter)=.*"
    r"|t=(?!\d+$).*"
)
"""Parameters that hardly ever select another page; "t" with a number is a forum's thread."""
_YOUTUBE_PATH = re.compile(r"(?:youtu\.be|youtube\.com/(?:shorts|live|embed))/([\w-]+)")
_MIRROR_SUBDOMAIN = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=.+\.)")


def get_page_key(link: str) -> str:
    """Return a key that is equal for all addresses of one page."""
    parts = urlsplit(link)
    host = _MIRROR_SUBDOMAIN.sub("", (parts.hostname or "").casefold())
    host = "x.com" if host == "twitter.com" else host
    parameters = [
        one
        for one in parse_qsl(parts.query, keep_blank_values=True)
        if not (
            TRACKING_PARAMETER.fullmatch(one[0]) or _IRRELEVANT_PARAMETER.fullmatch("=".join(one))
        )
    ]
    address = f"{host}{unquote(parts.path).rstrip('/')}"
    if video := _YOUTUBE_PATH.fullmatch(address):
        address, parameters = "youtube.com/watch", [*parameters, ("v", video[1])]
    page = f"{address}?{urlencode(sorted(parameters))}".removesuffix("?")
    # Single-page sites select the page by the fragment; elsewhere it is a position on a page.
    return f"{page}#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else page
