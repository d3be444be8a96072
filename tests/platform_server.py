"""Discord on this computer: the REST API and the gateway that bots in other processes talk to."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiohttp import web

from tests.loopback.channels import Refusal
from tests.loopback.interactions import Interactions
from tests.loopback.objects import APPLICATION_ID, EMOJI, SELF, build_answer

PATCH = """
import discord, yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
Route.BASE = "http://127.0.0.1:{port}{prefix}/api"
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL("ws://127.0.0.1:{port}{prefix}/gateway")
"""
"""What a program runs first, to talk to this server."""
EMOJI_PATH = f"/applications/{APPLICATION_ID}/emojis"


class Call(NamedTuple):
    """A request to the REST API."""

    at: float
    """Monotonic time in seconds."""
    sender: str
    """The process that sent it, "" when they are not told apart."""
    method: str
    path: str


@dataclass
class PlatformServer(Interactions):
    """A server with guilds; tests change what it answers."""

    calls: list[Call] = field(default_factory=list[Call])
    answers: dict[tuple[str, str], web.Response] = field(
        default_factory=dict[tuple[str, str], web.Response]
    )
    """What is answered instead, by method and path."""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    """Headers of every answer."""
    commands: dict[str, list[dict[str, Any]]] = field(
        default_factory=dict[str, list[dict[str, Any]]]
    )
    """The registered commands, by the path that they were sent to."""
    emoji: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """The emoji of the application, by id."""

    @property
    def requests(self) -> list[tuple[str, str]]:
        """Method and path of each request."""
        return [(one.method, one.path) for one in self.calls]

    @property
    def patch(self) -> str:
        """What a program runs first, to talk to this server."""
        return self.build_patch("")

    def build_patch(self, sender: str) -> str:
        """Return what a process runs first, to talk to this server at an address of its own."""
        prefix = f"/{sender}" if sender else ""
        return PATCH.replace("{port}", str(self.port)).replace("{prefix}", prefix)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request, or serve the gateway."""
        sender, path = _split_sender(request.path)
        if path.startswith("/gateway"):
            return await self.serve_gateway(request, sender)
        method, path = request.method, path.removeprefix("/api")
        self.calls.append(Call(time.monotonic(), sender, method, path))
        known = self.answers.get((method, path))
        if known is not None:
            return web.Response(status=known.status, body=known.body, headers=known.headers)
        found = self._answer(method, path, request.query, await _read_json(request), sender)
        if found is None:
            found = Refusal(404, 0, "404: Not Found")
        if isinstance(found, Refusal):
            body = {"code": found.code, "message": found.text}
            return build_answer(body, found.status, self.headers)
        return build_answer(found, 200, self.headers)

    def _answer(self, method: str, path: str, query: Any, body: Any, sender: str) -> Any:
        if path.startswith(EMOJI_PATH):
            return self._answer_emoji(method, path.removeprefix(EMOJI_PATH).strip("/"), body)
        if path.endswith("/commands"):
            return self._answer_commands(method, path, body)
        if path.endswith("/callback"):
            return self.answer_callback(path, body, sender)
        if path.startswith("/webhooks/"):
            return self.answer_webhook(method, path, body)
        if path.startswith("/channels/"):
            return self.answer_channel(method, path, query, body, sender)
        if path.startswith("/guilds/"):
            return self.answer_guild(path)
        return self._answer_page(path, body, sender)

    def _answer_page(self, path: str, body: Any, sender: str) -> Any:
        match path:
            case "/users/@me":
                return SELF
            case "/oauth2/applications/@me" | "/applications/@me":
                return self.application
            case "/gateway/bot":
                return {
                    "url": self.build_gateway_url(sender),
                    "shards": self.shards,
                    "session_start_limit": self.session_starts,
                }
            case "/users/@me/guilds":
                return [{"id": one["id"], "name": one["name"]} for one in self.guilds]
            case "/users/@me/channels":
                return self.open_direct_messages(int(body["recipient_id"]))
            case _:
                return None

    def _answer_emoji(self, method: str, emoji_id: str, body: Any) -> Any:
        if method == "POST":
            assert body["image"].startswith("data:image/png;base64,")
            emoji_id = str(8_000_000 + len(self.calls))
            self.emoji[emoji_id] = {**EMOJI, "id": emoji_id, "name": body["name"]}
            return self.emoji[emoji_id]
        if method == "DELETE":
            return self.emoji.pop(emoji_id)
        return {"items": list(self.emoji.values())}

    def _answer_commands(self, method: str, path: str, body: Any) -> Any:
        if method == "PUT":
            self.commands[path] = [
                {
                    "description": "",
                    **command,
                    "id": str(9_000_000 + number),
                    "application_id": str(APPLICATION_ID),
                    "version": "1",
                }
                for number, command in enumerate(body)
            ]
        return self.commands.get(path, [])


def _split_sender(path: str) -> tuple[str, str]:
    """Return which process a path belongs to, "" for none, and the rest of the path."""
    first, _, rest = path.removeprefix("/").partition("/")
    return ("", path) if first in ("api", "gateway") else (first, f"/{rest}")


async def _read_json(request: web.Request) -> Any:
    """Return the body, or that part of it which is beside files."""
    if request.content_type == "application/json":
        return json.loads(await request.read() or b"null")
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return json.loads(str(form.get("payload_json", "null")))
    await request.read()
    return None


@asynccontextmanager
async def open_platform_server() -> AsyncGenerator[PlatformServer]:
    """Serve on a free port of this computer."""
    server = PlatformServer()
    runner = web.ServerRunner(web.Server(server.handle), shutdown_timeout=0.1)  # type: ignore[arg-type]
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await server.drop_sockets(code=1001)
        await runner.cleanup()
