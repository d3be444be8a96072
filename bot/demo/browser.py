"""Opens the page in the browser of this computer, where a person sits in front of it."""

from __future__ import annotations

import os
import sys
import webbrowser


def open_browser(url: str) -> None:
    """Open `url` in a graphical browser; do nothing where there is none.

    Without a display, `webbrowser` would start a text browser in this terminal.
    """
    has_display = sys.platform in {"win32", "darwin"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if sys.stdout.isatty() and has_display:
        webbrowser.open(url)
