"""Reads settings from an environment, or the sentence that refuses them."""

from __future__ import annotations

import pytest

from bot.settings import Settings, SettingsError, read_settings

TOKEN = "MTE2.GxYzAb.s3cr3t_-s3cr3t"


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def refusal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, **environment).require_token()
    return str(caught.value)
