"""The attribution of direct speech to a speaker."""

from __future__ import annotations

from typing import NamedTuple

from seeds.drafting.spans import Span


class Attribution(NamedTuple):
    """One attribution: a speaker and a reporting verb."""

    speaker_span: Span
    """The speaker as printed: a name, "she", "the actress"."""
    slugs: tuple[str, ...]
    """The people whom a name can mean; empty for a pronoun, a description or an unknown name."""
    verb: str
    """The reporting verb as printed, or "according to", "put it", "in the words of"; or ""."""
    end: int
    """Offset at which the attribution ends."""
    is_verb_only: bool = False
    """Whether no speaker was found; `speaker_span` is then the verb's."""
    alternative_span: Span | None = None
    """Another possible speaker, as printed; None when there is none."""
