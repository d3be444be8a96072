"""The check against the platform's document is itself able to fail."""

from __future__ import annotations

import pytest
from simcord.types import HttpLogEntry

from tests.conftest import skip_unless_ci
from tests.platform_rules.document import PlatformDocument

PATH = "/interactions/1/token/callback"


@pytest.fixture
def document(platform_document: PlatformDocument | None) -> PlatformDocument:
    if platform_document is None:
        skip_unless_ci("DISCORD_OPENAPI does not name the platform's published document")
    return platform_document


def request(body: object, path: str = PATH) -> HttpLogEntry:
    return HttpLogEntry("POST", path, {}, body, None)


def test_a_plain_answer_is_allowed(document: PlatformDocument) -> None:
    document.check([request({"type": 4, "data": {"content": "hello"}})])


@pytest.mark.parametrize(
    "body",
    [
        {"type": 4, "data": {"content": "x" * 2001}},
        {"type": 4, "data": {"components": [{"type": 17, "components": [{"type": 99}]}]}},
        {"type": 8, "data": {"choices": [{"name": "n" * 101, "value": "v"}]}},
    ],
)
def test_what_the_platform_would_refuse_fails(document: PlatformDocument, body: object) -> None:
    with pytest.raises(AssertionError, match="callback"):
        document.check([request(body)])


def test_a_route_that_does_not_exist_fails(document: PlatformDocument) -> None:
    with pytest.raises(AssertionError, match="knows no POST /nowhere"):
        document.check([request({}, "/nowhere")])
