"""Checks request bodies against Discord's published HTTP document (OpenAPI 3.1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry
from simcord.types import HttpLogEntry

_URI = "urn:platform"


class PlatformDocument:
    """A published document with validators of all request bodies."""

    def __init__(self, path: Path) -> None:
        document = json.loads(path.read_text(encoding="utf-8"))
        self._registry = Registry([(_URI, document)])
        self._operations = list(_operations(document))
        self._validators: dict[str, Draft202012Validator] = {}
        self.checked = 0

    def check(self, requests: Iterable[HttpLogEntry]) -> None:
        """Raise AssertionError with the request and the reason for the first invalid body."""
        for request in requests:
            if request.json is not None:
                self._check(request)
                self.checked += 1

    def _check(self, request: HttpLogEntry) -> None:
        validator = self._validator(request)
        for error in validator.iter_errors(_with_ids_as_text(request.json)):
            where = "/".join(map(str, error.instance_path))
            raise AssertionError(
                f"{request.method} {request.path}: {where}: {error.message}\n{request.json}"
            )

    def _validator(self, request: HttpLogEntry) -> Draft202012Validator:
        for method, pattern, pointer in self._operations:
            if method == request.method and pattern.fullmatch(request.path):
                if pointer not in self._validators:
                    schema = {"$ref": f"{_URI}#{pointer}"}
                    self._validators[pointer] = Draft202012Validator(
                        schema, registry=self._registry
                    )
                return self._validators[pointer]
        raise AssertionError(f"the document knows no {request.method} {request.path}")


def _with_ids_as_text(body: Any) -> Any:
    """Write ids as text: discord.py sends some as numbers, which the document does not allow."""
    if not isinstance(body, dict):
        return body
    body = {name: _with_ids_as_text(value) for name, value in body.items()}
    if "recipient_id" in body:
        body["recipient_id"] = str(body["recipient_id"])
    if "attachments" in body:
        body["attachments"] = [one | {"id": str(one["id"])} for one in body["attachments"]]
    if "roles" in (body.get("allowed_mentions") or {}):
        roles = [str(role) for role in body["allowed_mentions"]["roles"]]
        body["allowed_mentions"] = body["allowed_mentions"] | {"roles": roles}
    return body


def _operations(document: dict[str, Any]) -> Iterable[tuple[str, re.Pattern[str], str]]:
    """Yield method, path pattern and JSON pointer of every body schema, literal paths first."""
    for path in sorted(document["paths"], key=lambda path: path.count("{")):
        pattern = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))
        for method, operation in document["paths"][path].items():
            if isinstance(operation, dict) and "requestBody" in operation:
                escaped = path.replace("~", "~0").replace("/", "~1").replace("{", "%7B")
                escaped = escaped.replace("}", "%7D")
                pointer = f"/paths/{escaped}/{method}/requestBody/content/application~1json/schema"
                yield method.upper(), pattern, pointer
