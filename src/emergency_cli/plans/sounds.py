"""How the names in a plan sound: worked out once for each version of a file, and kept."""

from collections.abc import Mapping

from emergency_cli.core.plan.names.find import names_in, spoken
from emergency_cli.core.plan.values import PlanValue
from emergency_cli.plans.compiled import Compiled

_Sounds = Mapping[str, tuple[str, ...]]


class Sounds:
    """The pinyin and the initials of names."""

    def __init__(self, compiled: Compiled | None) -> None:
        self._compiled = compiled
        self._of_file: dict[str, _Sounds] = {}

    def of(self, name: str, person: bool, in_use: Mapping[str, tuple[bytes, PlanValue]]) -> tuple[str, ...]:
        """Those of a name: what the files in use name is kept, others are worked out."""
        for file, (raw, value) in in_use.items():
            if file not in self._of_file:
                self._of_file[file] = self._in_file(file, raw, value)
        key = _spelling(name, person)
        return next((known[key] for known in self._of_file.values() if key in known), None) or spoken(name, person)

    def _in_file(self, name: str, raw: bytes, value: PlanValue) -> _Sounds:
        kept = self._compiled.sounds(name, raw) if self._compiled else None
        if kept is None:
            kept = {_spelling(called, person): spoken(called, person) for called, person in names_in(value)}
            if self._compiled:
                self._compiled.keep_sounds(name, raw, kept)
        return kept


def _spelling(name: str, person: bool) -> str:
    """Under what a sound is kept: a family name sounds otherwise than the same word."""
    return f"{name}#" if person else name
