"""Where a database is: the path of a file, or the address of a server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

_URL = re.compile(r"postgres(?:ql)?://(?:([^@/?]*)@)?([^?]*)(?:\?(.*))?", re.DOTALL)
_SECRET_OPTION = re.compile(r"((?:ssl)?password)=([^&]*)", re.IGNORECASE)
_MIN_SECRET_LENGTH = 4
"""A shorter password is blotted out of an address only: it may be a part of any word."""


@dataclass(frozen=True, slots=True)
class PostgresUrl:
    """The address of a PostgreSQL database; its text has no password."""

    secret_text: str = field(repr=False)
    """The address as it was given, as libpq takes it."""

    def __str__(self) -> str:
        match = _URL.fullmatch(self.secret_text)
        assert match is not None, "parse_location takes nothing else"
        user, place, options = match.groups()
        shown_user = f"{user.partition(':')[0]}@" if user else ""
        shown_options = "?" + _SECRET_OPTION.sub(r"\1=***", options) if options else ""
        return f"postgresql://{shown_user}{place}{shown_options}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts that no log may show: the whole address, and passwords in every spelling."""
        match = _URL.fullmatch(self.secret_text)
        assert match is not None, "parse_location takes nothing else"
        user, _, options = match.groups()
        passwords = [(user or "").partition(":")[2]]
        passwords += [value for _, value in _SECRET_OPTION.findall(options or "")]
        spellings = {spelling for one in passwords for spelling in (one, unquote(one))}
        hidden = sorted(one for one in spellings if len(one) >= _MIN_SECRET_LENGTH)
        return (self.secret_text, *hidden) if any(passwords) else ()

    def redact(self, text: str) -> str:
        """Return `text`, such as an error of the server, without the password."""
        for secret in self.secrets:
            text = text.replace(secret, str(self) if secret == self.secret_text else "***")
        return text


DatabaseLocation: TypeAlias = Path | PostgresUrl


def parse_location(text: str) -> DatabaseLocation:
    """Return the location that `text` names: an address when it begins as one, else a path.

    Raises ValueError for an address that names no database.
    """
    if not re.match(r"postgres(ql)?:", text):
        return Path(text)
    match = _URL.fullmatch(text)
    if match is None or not re.fullmatch(r"[^/]*/[^/]+", match[2]):
        raise ValueError("it names no database, as in postgresql://user:password@host/name")
    return PostgresUrl(text)
