"""Fetches feeds and pages that people name, without reaching anything but public servers."""
