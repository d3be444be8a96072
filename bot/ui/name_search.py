"""Names a member may type: suggests those that look alike, and finds the one that was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import app_commands

from seeds.folding import fold

MAX_CHOICES = 25
"""Suggestions the platform takes at most."""
MIN_SIMILARITY = 70
"""Percent of likeness from which a typed name is a misspelling of a known one."""


class NameIndex:
    """Values with the names people know them by; the first name is the one shown."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._display_names = {value: known[0] for value, known in names.items()}
        self._values_by_folded_name = {
            fold(name): value for value, known in names.items() for name in (*known, value)
        }

    @property
    def names(self) -> list[str]:
        """Every name as it is shown, in the order given."""
        return list(self._display_names.values())

    def get_name(self, value: str) -> str:
        """How `value` is shown."""
        return self._display_names.get(value, value)

    def find(self, typed: str) -> str | None:
        """The value that `typed` names, small misspellings forgiven; None when none is alike."""
        folded = fold(typed)
        if folded in self._values_by_folded_name:
            return self._values_by_folded_name[folded]
        # Imported here: 2.5 MB that a bot whose members pick from the list never needs.
        from rapidfuzz import fuzz, process

        best = process.extractOne(
            folded,
            self._values_by_folded_name.keys(),
            scorer=fuzz.ratio,
            score_cutoff=MIN_SIMILARITY,
        )
        return self._values_by_folded_name[best[0]] if best else None

    def suggest(self, typed: str) -> list[app_commands.Choice[str]]:
        """What to offer while `typed` is being typed, likeliest first."""
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
        # A name inside of what was typed fits as well as the whole of it: the whole comes first.
        scored.sort(key=lambda one: (one[1], fuzz.ratio(folded, one[0])), reverse=True)
        return list(dict.fromkeys(self._values_by_folded_name[name] for name, _, _ in scored))
