"""Finds the address of a picture in the text of a question."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

PICTURE_ONLY_TEXT = "What is in the picture?"
"""The text of a question that is an address alone."""
MAX_URL_LENGTH = 2048
"""Characters of an address that Discord accepts for a picture."""
_ADDRESS = re.compile(r"[ \t]*<?(https?://[^\s<>]+?)>?(?=[)\].,;:!?]*(?:\s|$))", re.IGNORECASE)
_EXTENSIONS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)
_PRIVATE_DOMAINS = frozenset(
    {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "test", "invalid"}
)
"""Top-level names that no public host has (RFC 6761 and 6762, and those in use in networks)."""


class PictureQuestion(NamedTuple):
    """The text of a question without the address of its picture; `url` is "" without one."""

    text: str
    url: str


def split_picture(text: str) -> PictureQuestion:
    """Take the first address of a picture out of a text."""
    for match in _ADDRESS.finditer(text):
        if is_public_picture(match[1]):
            before, after = text[: match.start()].rstrip(" \t"), text[match.end() :].lstrip(" \t")
            space = " " if before and after and after[0] not in ")].,;:!?\n" else ""
            return PictureQuestion(f"{before}{space}{after}".strip() or PICTURE_ONLY_TEXT, match[1])
    return PictureQuestion(text, "")


def is_public_picture(url: str) -> bool:
    """Return whether an address names a picture on a host with a public name.

    Addresses of numbers, with a port or with a user name are not shown.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return (
        parts.scheme.lower() in ("http", "https")
        and len(url) <= MAX_URL_LENGTH
        and url.isascii()
        and "@" not in parts.netloc
        and port is None
        and _HOST.fullmatch(host) is not None
        and host.rpartition(".")[2] not in _PRIVATE_DOMAINS
        and parts.path.lower().endswith(_EXTENSIONS)
    )
