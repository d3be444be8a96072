"""Searches names by what a member types, with misspellings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import app_commands

from seeds.folding import fold

MAX_CHOICES = 25
"""Suggestions of an autocompletion; a limit of the platform."""
MIN_SIMILARITY = 70
"""Similarity in percent from which a typed name counts as a misspelling of a known one."""


class NameIndex:
    """Values with their names, of which the first is shown and all are found."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._display_names = {value: known[0] for value, known in names.items()}
        self._values_by_folded_name = {
            fold(name): value for value, known in names.items() for name in (*known, value)
        }

    @property
    def names(self) -> list[str]:
        """Every shown name, in the order given."""
        return list(self._display_names.values())

    def get_name(self, value: str) -> str:
        """Return the shown name of `value`, or `value` itself when it is not in the index."""
        return self._display_names.get(value, value)

    def find(self, typed: str) -> str | None:
        """Return the value whose name is nearest to `typed`; None when none is similar enough."""
        folded = fold(typed)
        if folded in self._values_by_folded_name:
            return self._values_by_folded_name[folded]
        # Imported late: it takes 2.5 MB, and members who pick from the list never need it.
        from rapidfuzz import fuzz, process

        best = process.extractOne(
            folded,
            self._values_by_folded_name.keys(),
            scorer=fuzz.ratio,
            score_cutoff=MIN_SIMILARITY,
        )
        return self._values_by_folded_name[best[0]] if best else None

    def suggest(self, typed: str) -> list[app_commands.Choice[str]]:
        """Return what to offer while `typed` is being typed, the most similar first."""
        folded = fold(typed)
        values = self._list_similar(folded) if folded else list(self._display_names)
        return [
            app_commands.Choice(name=self._display_names[value][:100], value=value)
            for value in values[:MAX_CHOICES]
        ]

    def _list_similar(self, folded: str) -> list[str]:
        from rapidfuzz import fuzz, process

        scored = process.extract(
            folded,
            self._values_by_folded_name.keys(),
            scorer=fuzz.partial_ratio,
            score_cutoff=MIN_SIMILARITY,
            limit=None,
        )
        # A name that is part of the typed text scores 100, as the whole does, which is first.
        scored.sort(key=lambda one: (one[1], fuzz.ratio(folded, one[0])), reverse=True)
        return list(dict.fromkeys(self._values_by_folded_name[name] for name, _, _ in scored))
