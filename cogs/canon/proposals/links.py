"""Addresses as members paste them: made fit to keep, and recognised when they lead to one page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from cogs.canon.proposals.errors import FieldError

MAX_LINK = 500
HOW = "Paste the whole address of the page, beginning with https://."
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_UNSAFE = '<>()[]`|\\"{}^'
_TRACKER = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|igsh|twclid|yclid|mc_[ce]id|_hs\w+|guce_\w+",
    re.IGNORECASE,
)
"""Query parameters that only tell who came from where: they are not kept."""
_TELLING = re.compile(
    r"(?:cmpid|smid|ref|ref_src|ref_url|referrer|si|feature|amp|share\w*|guccounter)=.*"
    r"|t=(?!\d+$).*"
)
"""Those that hardly ever make it another page. A bare number behind "t" is a forum's thread."""
_VIDEO = re.compile(r"(?:youtu\.be|youtube\.com/(?:shorts|live|embed))/([\w-]+)")
_BESIDE_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=.+\.)")


def read_link(typed: str) -> str | None:
    """The address in `typed`, None when there is nothing; the host of other scripts as punycode.

    What tracks whoever shared it is left out.

    Raises FieldError with a sentence when it is no address that can be shown safely.
    """
    text = typed.strip().removeprefix("<").removesuffix(">").strip()
    if not text:
        return None
    if not text.casefold().startswith("https://"):
        raise FieldError(f"The link is not one that can be kept. {HOW}")
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port not in (None, 443) else ""
    except ValueError as error:
        raise FieldError(f"The link is broken. {HOW}") from error
    if "@" in parts.netloc or any(char.isspace() for char in text):
        raise FieldError(f"The link has an @ or a blank where none belongs. {HOW}")
    query, fragment = _led("?", _untracked(parts.query)), _led("#", parts.fragment)
    rest = f"{parts.path}{query}{fragment}"
    link = f"https://{_host(parts.hostname or '')}{port}{_encoded(rest)}"
    if len(link) > MAX_LINK:
        raise FieldError(f"The link has {len(link)} characters; at most {MAX_LINK} can be kept.")
    return link


def page_of(link: str) -> str:
    """What is the same for all addresses of one page, however it was shared."""
    parts = urlsplit(link)
    host = _BESIDE_HOST.sub("", (parts.hostname or "").casefold())
    host = "x.com" if host == "twitter.com" else host
    told = [
        one
        for one in parse_qsl(parts.query, keep_blank_values=True)
        if not (_TRACKER.fullmatch(one[0]) or _TELLING.fullmatch("=".join(one)))
    ]
    place = f"{host}{unquote(parts.path).rstrip('/')}"
    if video := _VIDEO.fullmatch(place):
        place, told = "youtube.com/watch", [*told, ("v", video[1])]
    page = f"{place}?{urlencode(sorted(told))}".removesuffix("?")
    # Sites of one address tell their pages apart behind the "#"; elsewhere it is a place on one.
    return f"{page}#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else page


def _host(host: str) -> str:
    try:
        plain = host.encode("idna").decode("ascii").casefold()
    except UnicodeError as error:
        raise FieldError(f"The link names no site. {HOW}") from error
    if _HOST.fullmatch(plain) is None or plain.rpartition(".")[2].isdecimal():
        raise FieldError(f"The link names no site. {HOW}")
    return plain


def _led(mark: str, text: str) -> str:
    return f"{mark}{text}" if text else ""


def _untracked(query: str) -> str:
    told = query.split("&")
    return "&".join(one for one in told if not _TRACKER.fullmatch(one.partition("=")[0]))


def _encoded(rest: str) -> str:
    """With everything encoded that is unseen, or that markdown could take for its own."""
    return "".join(
        quote(char, safe="") if char in _UNSAFE or not "!" <= char <= "~" else char for char in rest
    )
