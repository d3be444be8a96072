"""Discord on this computer: the REST API and the gateway that a bot in another process talks to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

APPLICATION_ID = 4_000_000
GUILD_ID = 5_000_000
CHANNEL_ID = 6_000_000
OWNER_ID = 7_000_000
PATCH = """
import discord, yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
Route.BASE = "http://127.0.0.1:{port}/api"
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL("ws://127.0.0.1:{port}/gateway")
"""
"""What a program runs first, to talk to this server."""
EMOJI_PATH = f"/applications/{APPLICATION_ID}/emojis"
EVERYTHING = str((1 << 53) - 1)
PLAIN_PERMISSIONS = str(0x400 | 0x800 | 0x4000 | 0x8000 | 0x10000 | 0x4000000000)
"""View, send, embed, attach, read the history, and send in threads."""


@dataclass
class PlatformServer:
    """A server with one guild; tests change what it answers."""

    port: int = 0
    is_deaf: bool = False
    """Whether the gateway only answers heartbeats."""
    sessions: int = 0
    """How often a shard has identified itself."""
    requests: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Method and path of each request."""
    answers: dict[tuple[str, str], web.Response] = field(
        default_factory=dict[tuple[str, str], web.Response]
    )
    """What is answered instead, by method and path."""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    """Headers of every answer."""
    application: dict[str, Any] = field(default_factory=lambda: dict(_APPLICATION))
    session_starts: dict[str, int] = field(default_factory=lambda: dict(_SESSION_STARTS))
    shards: int = 1
    roles: list[dict[str, Any]] = field(default_factory=lambda: [build_role(GUILD_ID, "@everyone")])
    channels: list[dict[str, Any]] = field(
        default_factory=lambda: [build_channel(CHANNEL_ID, "general")]
    )
    commands: dict[str, list[dict[str, Any]]] = field(
        default_factory=dict[str, list[dict[str, Any]]]
    )
    """The registered commands, by the path that they were sent to."""
    emoji: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """The emoji of the application, by id."""
    connections: list[web.WebSocketResponse] = field(default_factory=list[web.WebSocketResponse])
    sequence: int = 0

    @property
    def patch(self) -> str:
        """What a program runs first, to talk to this server."""
        return PATCH.replace("{port}", str(self.port))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request, or serve the gateway."""
        if request.path.startswith("/gateway"):
            return await self._serve_gateway(request)
        method, path = request.method, request.path.removeprefix("/api")
        self.requests.append((method, path))
        known = self.answers.get((method, path))
        if known is not None:
            return web.Response(status=known.status, body=known.body, headers=known.headers)
        found = self._answer(method, path, await _read_json(request))
        if found is None:
            body = {"code": 0, "message": "404: Not Found"}
            return build_answer(body, 404, self.headers)
        return build_answer(found, 200, self.headers)

    def _answer(self, method: str, path: str, body: Any) -> Any:
        if path.startswith(EMOJI_PATH):
            return self._answer_emoji(method, path.removeprefix(EMOJI_PATH).strip("/"), body)
        if path.endswith("/commands"):
            return self._answer_commands(method, path, body)
        if path.endswith("/callback"):
            return {"interaction": {"id": path.split("/")[2], "type": 2}}
        guild = f"/guilds/{GUILD_ID}"
        pages: dict[str, Any] = {
            "/users/@me": _SELF,
            "/oauth2/applications/@me": self.application,
            "/applications/@me": self.application,
            "/gateway/bot": {
                "url": f"ws://127.0.0.1:{self.port}/gateway",
                "shards": self.shards,
                "session_start_limit": self.session_starts,
            },
            "/users/@me/guilds": [{"id": str(GUILD_ID), "name": "Fans"}],
            guild: self.guild,
            f"{guild}/channels": self.channels,
            f"{guild}/members/{APPLICATION_ID}": self.guild["members"][0],
        }
        return pages.get(path)

    def _answer_emoji(self, method: str, emoji_id: str, body: Any) -> Any:
        if method == "POST":
            assert body["image"].startswith("data:image/png;base64,")
            emoji_id = str(8_000_000 + len(self.requests))
            self.emoji[emoji_id] = {**_EMOJI, "id": emoji_id, "name": body["name"]}
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

    @property
    def guild(self) -> dict[str, Any]:
        """The guild, as the event of its creation has it."""
        me = {
            "user": _SELF,
            "roles": [role["id"] for role in self.roles[1:]],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
        return {
            "id": str(GUILD_ID),
            "name": "Fans",
            "owner_id": str(OWNER_ID),
            "roles": self.roles,
            "channels": self.channels,
            "members": [me],
            "member_count": 3,
            "emojis": [],
            "stickers": [],
            "features": [],
            "threads": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": "en-US",
            "system_channel_flags": 0,
            "afk_timeout": 300,
        }

    async def send_event(self, name: str, data: Any) -> None:
        """Send an event to every shard."""
        for connection in self.connections:
            await self._send(connection, 0, data, name)

    async def use_command(self, name: str, interaction_id: int) -> None:
        """Send a slash command of a member."""
        member = {**self.guild["members"][0], "user": _MEMBER, "permissions": EVERYTHING}
        await self.send_event(
            "INTERACTION_CREATE",
            {
                "id": str(interaction_id),
                "application_id": str(APPLICATION_ID),
                "type": 2,
                "token": f"token-{interaction_id}",
                "version": 1,
                "guild_id": str(GUILD_ID),
                "channel_id": str(CHANNEL_ID),
                "channel": self.channels[0],
                "member": member,
                "locale": "en-US",
                "guild_locale": "en-US",
                "app_permissions": EVERYTHING,
                "entitlements": [],
                "authorizing_integration_owners": {},
                "context": 0,
                "attachment_size_limit": 10_000_000,
                "data": {"id": "9000001", "name": name, "type": 1, "options": []},
            },
        )

    async def _serve_gateway(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        self.connections.append(connection)
        try:
            await self._send(connection, 10, {"heartbeat_interval": 1_000})
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    await self._on_message(connection, json.loads(message.data))
        finally:
            self.connections.remove(connection)
        return connection

    async def _on_message(self, connection: web.WebSocketResponse, message: Any) -> None:
        operation, data = message["op"], message["d"]
        if operation == 1:
            await self._send(connection, 11, None)
        elif operation == 2:
            self.sessions += 1
            await self._start_session(connection, data.get("shard", [0, 1]))
        elif operation == 6:
            await self._send(connection, 9, False)
        elif operation == 8 and not self.is_deaf:
            chunk = {
                "guild_id": str(GUILD_ID),
                "members": self.guild["members"],
                "chunk_index": 0,
                "chunk_count": 1,
                "not_found": [],
                "nonce": data["nonce"],
            }
            await self._send(connection, 0, chunk, "GUILD_MEMBERS_CHUNK")

    async def _start_session(self, connection: web.WebSocketResponse, shard: list[int]) -> None:
        ready = {
            "v": 10,
            "user": _SELF,
            "guilds": [{"id": str(GUILD_ID), "unavailable": True}],
            "session_id": f"session-{self.sessions}",
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
            "shard": shard,
            "application": {"id": str(APPLICATION_ID), "flags": self.application["flags"]},
        }
        await self._send(connection, 0, ready, "READY")
        await self._send(connection, 0, self.guild, "GUILD_CREATE")

    async def _send(
        self, connection: web.WebSocketResponse, operation: int, data: Any, event: str | None = None
    ) -> None:
        self.sequence += 1
        sequence = self.sequence if event else None
        with suppress(ConnectionError):
            await connection.send_str(
                json.dumps({"op": operation, "d": data, "s": sequence, "t": event})
            )


def build_answer(body: Any, status: int, headers: dict[str, str] | None = None) -> web.Response:
    """Build an answer as the API gives it: its media type names no character set."""
    content_type = {"Content-Type": "application/json"}
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers={**(headers or {}), **content_type}
    )


def build_role(role_id: int, name: str, permissions: str = PLAIN_PERMISSIONS) -> dict[str, Any]:
    """Build a role as the API has it."""
    return {
        "id": str(role_id),
        "name": name,
        "permissions": permissions,
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def build_channel(channel_id: int, name: str, **changes: Any) -> dict[str, Any]:
    """Build a text channel as the API has it."""
    return {
        "id": str(channel_id),
        "guild_id": str(GUILD_ID),
        "name": name,
        "type": 0,
        "position": 0,
        "flags": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "topic": None,
        "last_message_id": None,
        **changes,
    }


_SELF = {
    "id": str(APPLICATION_ID),
    "username": "fan-bot",
    "discriminator": "0",
    "global_name": None,
    "avatar": None,
    "bot": True,
    "flags": 0,
}
_MEMBER = {**_SELF, "id": "7000001", "username": "alice", "bot": False}
_EMOJI: dict[str, Any] = {
    "roles": [],
    "user": _SELF,
    "require_colons": True,
    "managed": False,
    "animated": False,
    "available": True,
}
_APPLICATION: dict[str, Any] = {
    "id": str(APPLICATION_ID),
    "name": "fan-bot",
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "00",
    "flags": 1 << 19,
    "owner": {**_SELF, "id": str(OWNER_ID), "username": "owner", "bot": False},
    "team": None,
    "integration_types_config": {
        "0": {
            "oauth2_install_params": {
                "scopes": ["applications.commands", "bot"],
                "permissions": PLAIN_PERMISSIONS,
            }
        }
    },
}
_SESSION_STARTS = {
    "total": 1_000,
    "remaining": 950,
    "reset_after": 3_600_000,
    "max_concurrency": 1,
}


async def _read_json(request: web.Request) -> Any:
    body = await request.read()
    return json.loads(body) if body and request.content_type == "application/json" else None


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
        for connection in list(server.connections):
            with suppress(Exception):
                await asyncio.wait_for(connection.close(), 1)
        await runner.cleanup()
