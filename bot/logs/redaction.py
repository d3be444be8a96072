"""Takes out of log lines what no log may show."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_HTML_PAGE = re.compile(r"<(?:!doctype\s+)?html\b.*?</html>", re.IGNORECASE | re.DOTALL)


def remove_html_pages(text: str) -> str:
    """Replace each HTML page in `text`: a proxy sends one in place of Discord's answer."""
    return _HTML_PAGE.sub("[HTML page]", text)


class Redactor:
    """Replaces each of the `secrets` by its value, also where JSON has escaped it."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        # In JSON, quotation marks and backslashes of a password are escaped.
        escaped = {json.dumps(one, ensure_ascii=False)[1:-1]: secrets[one] for one in secrets}
        self._secrets = {**secrets, **escaped}

    def redact(self, text: str) -> str:
        """Return `text` without secrets and without HTML pages."""
        text = remove_html_pages(text)
        for secret, shown in self._secrets.items():
            text = text.replace(secret, shown)
        return text
