"""Turns pydantic's errors into plain sentences for authors of packs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from enum import Enum
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from seeds.pack import KeyPath
from seeds.schema import COLOUR_PATTERN, ID_PATTERN, SLUG_PATTERN, URL_PATTERN

MIN_SIMILARITY = 60
"""Similarity in percent from which an unknown name counts as a misspelling of a known one."""
MAX_SHOWN = 40
"""Characters of a value that a sentence repeats."""


class SchemaProblem(NamedTuple):
    """One sentence, and the keys from the validated table to the place it is about."""

    path: KeyPath
    message: str


def list_schema_problems(
    error: ValidationError, model: type[BaseModel], other_keys: Iterable[str] = ()
) -> Iterator[SchemaProblem]:
    """Yield a problem for each error of validating a TOML table as `model`.

    `other_keys` are keys that may stand in the table although they are no field of `model`.
    """
    for detail in error.errors(include_url=False):
        yield SchemaProblem(detail["loc"], _describe(detail, model, tuple(other_keys)))


def find_nearest_name(
    unknown: str, known: Iterable[str], min_similarity: int = MIN_SIMILARITY
) -> str | None:
    """Return the known name that `unknown` is most likely a misspelling of; None without one."""
    # Imported late: it takes 2.5 MB, and packs without problems never need it.
    from rapidfuzz import fuzz, process

    best = process.extractOne(
        unknown.casefold(), list(known), scorer=fuzz.ratio, score_cutoff=min_similarity
    )
    return best[0] if best else None


def describe_unknown_name(noun: str, unknown: str, known: Iterable[str], place: str = "") -> str:
    """Return 'unknown key “catagory”, did you mean category?', or the list of known names.

    `noun` says what the names are of, "key", and `place` where they stand, " in people".
    """
    names = list(known)
    nearest = find_nearest_name(unknown, names)
    sentence = f"unknown {noun} “{_shorten(unknown)}”{place}"
    if nearest is not None:
        return f"{sentence}, did you mean {nearest}?"
    return f"{sentence}: write {_join_choices(names)}"


def _describe(detail: ErrorDetails, model: type[BaseModel], other_keys: tuple[str, ...]) -> str:
    keys = [part for part in detail["loc"] if isinstance(part, str)]
    is_item = isinstance(detail["loc"][-1], int)
    name = f"each of {'.'.join(keys)}" if is_item else ".".join(keys)
    match detail["type"]:
        case "extra_forbidden":
            return _describe_unknown_key(keys, model, other_keys)
        case "missing":
            return f"{name} is missing"
        case "value_error":
            return f"{name}: {detail.get('ctx', {}).get('error')}"
        case "enum" | "literal_error":
            return _describe_choice(name, detail["input"], _list_choices(model, keys))
        case "string_pattern_mismatch":
            return f"{name}: {_describe_form(detail)}"
        case "model_type" | "dict_type":
            inner = _find_model(model, keys)
            fields = ", ".join(inner.model_fields) if inner else "keys and values"
            return f"{name} must be a table with {fields}, not {_describe_type(detail['input'])}"
        case _:
            return _describe_value(name, detail)


def _describe_unknown_key(
    keys: list[str], model: type[BaseModel], other_keys: tuple[str, ...]
) -> str:
    *outer, unknown = keys
    inner = _find_model(model, outer)
    if inner is None or not outer:
        return describe_unknown_name("key", unknown, (*model.model_fields, *other_keys))
    if unknown in model.model_fields:
        return f"{unknown} does not belong in {outer[-1]}: write it above the first {outer[-1]}"
    return describe_unknown_name("key", unknown, inner.model_fields, f" in {outer[-1]}")


def _describe_choice(name: str, value: Any, choices: list[str]) -> str:
    nearest = find_nearest_name(value, choices) if isinstance(value, str) else None
    sentence = f"{name} cannot be {_quote(value)}"
    if nearest is None:
        return f"{sentence}: write {_join_choices(choices)}"
    others = [choice for choice in choices if choice != nearest]
    return f"{sentence}, did you mean {nearest}? It can also be {_join_choices(others)}"


def _join_choices(names: list[str]) -> str:
    """Return "easy, medium or hard"."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _describe_form(detail: ErrorDetails) -> str:
    value, pattern = str(detail["input"]), str(detail.get("ctx", {}).get("pattern"))
    describe = _FORMS.get(pattern)
    return describe(value) if describe else f"“{_shorten(value)}” is not in the right form"


def _describe_id(value: str) -> str:
    return (
        f"“{_shorten(value)}” is not an id: write the kind, a period, and lowercase "
        "letters, digits and single hyphens, such as event.first-light"
    )


def _describe_slug(value: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")
    example = words if re.search(SLUG_PATTERN, words) else "first-light"
    return (
        f"“{_shorten(value)}” is not a slug: write lowercase letters, digits and single "
        f"hyphens, such as {example}"
    )


def _describe_address(value: str) -> str:
    return f"“{_shorten(value)}” is not an address: start with https:// and leave out spaces and <>"


def _describe_colour(value: str) -> str:
    return f"“{_shorten(value)}” is not a color: write # and six digits, such as #ffaa00"


_FORMS: MappingProxyType[str, Callable[[str], str]] = MappingProxyType(
    {
        ID_PATTERN: _describe_id,
        SLUG_PATTERN: _describe_slug,
        URL_PATTERN: _describe_address,
        COLOUR_PATTERN: _describe_colour,
    }
)
"""The sentence about a text in the wrong form, by the pattern that it has to match."""


def _describe_value(name: str, detail: ErrorDetails) -> str:
    """Return the sentence about a value of the wrong type or length."""
    value, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "string_type":
            return f"{name} must be text in quotation marks, not {_describe_type(value)}"
        case "tuple_type" | "list_type":
            return f"{name} must be a list in brackets, not {_describe_type(value)}"
        case "bool_type" | "bool_parsing":
            return f"{name} must be true or false, not {_describe_type(value)}"
        case "string_too_short":
            return f"{name} is empty"
        case "string_too_long":
            return (
                f"{name} has {len(value.strip())} characters; the limit is {context['max_length']}"
            )
        case "too_short":
            return f"{name} is empty: name at least one"
        case "too_long":
            return f"{name} has {len(value)} items; the limit is {context['max_length']}"
        case _:
            return f"{name} cannot be {_quote(value)}"


def _describe_type(value: Any) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case dict():
            return "a table"
        case list():
            return "a list"
        case date() | time():
            return "a date without quotation marks"
        case _:
            return "something else"


def _quote(value: Any) -> str:
    return f"“{_shorten(value)}”" if isinstance(value, str) else _describe_type(value)


def _shorten(value: str) -> str:
    return value if len(value) <= MAX_SHOWN else f"{value[: MAX_SHOWN - 1]}…"


def _find_model(model: type[BaseModel], keys: list[str]) -> type[BaseModel] | None:
    """Return the model at the end of a path of keys; None when there is none."""
    found: type[BaseModel] | None = model
    for key in keys:
        field = found.model_fields.get(key) if found else None
        models = _iter_types(field.annotation) if field else ()
        found = next((one for one in models if issubclass(one, BaseModel)), None)
    return found


def _list_choices(model: type[BaseModel], keys: list[str]) -> list[str]:
    """Return the values that the field at the end of a path can have."""
    inner = _find_model(model, keys[:-1])
    annotation = inner.model_fields[keys[-1]].annotation if inner else None
    names = [str(one) for literal in _iter_literals(annotation) for one in get_args(literal)]
    return names or [
        str(member.value)
        for enum in _iter_types(annotation)
        if issubclass(enum, Enum)
        for member in enum
    ]


def _iter_types(annotation: Any) -> Iterator[type[Any]]:
    """Yield the classes in an annotation, such as `Role` in `Role | None`."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    if get_origin(annotation) is not Literal:
        for argument in get_args(annotation):
            yield from _iter_types(argument)


def _iter_literals(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        yield annotation
    else:
        for argument in get_args(annotation):
            yield from _iter_literals(argument)
