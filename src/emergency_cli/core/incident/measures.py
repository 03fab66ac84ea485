"""Improvement measures that a review decided on: what, who sees to it, by when, each in a round of its own.

The plan declares them as facts of the part `lessons` that a repeating step asks for. Of the facts of one round the one
that gives two others their names says what is to be done: `improvement`, with `improvement-owner`, `improvement-due`.
"""

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from emergency_cli.core.address import FactAddress
from emergency_cli.core.events import Entry, ReadinessChecked
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import clear

# The id of an incident and the number of a round: what a check in the log of readiness names as its item.
ID = r"([a-z0-9]+(?:-[a-z0-9]+)*)/(\d{1,4})"


class Measure(Struct, frozen=True):
    """A measure, in the words in which it was decided; who and by when are empty where nobody said."""

    incident: str
    number: int
    what: str
    owner: str = ""
    due: str = ""

    @property
    def id(self) -> str:
        """By what it is named."""
        return f"{self.incident}/{self.number}"


def measures_of(incident: Incident) -> tuple[Measure, ...]:
    """The measures of an incident, in the order in which they were decided."""
    rounds: dict[int, dict[str, str]] = {}
    for address, answer in incident.answers.items():
        where = FactAddress.parse(address)
        if not (where.member or "").isdigit() or clear(answer.value) is None:
            continue
        spec = incident.fact_spec(address)
        if spec and spec.part == "lessons" and not spec.personal:
            rounds.setdefault(int(where.member or 0), {})[where.fact] = clear(answer.value) or ""
    return tuple(sorted(_measures(incident.id, rounds), key=lambda each: each.number))


def _measures(incident: str, rounds: dict[int, dict[str, str]]) -> Iterator[Measure]:
    for number, facts in rounds.items():
        named = [fact for fact in facts if not fact.endswith(("-owner", "-due"))]
        for what in named[:1]:
            yield Measure(incident, number, facts[what], facts.get(f"{what}-owner", ""), facts.get(f"{what}-due", ""))


def seen_to(checks: Iterable[Entry]) -> frozenset[str]:
    """The measures that were carried out, by the log of readiness: the last check of each found it in order."""
    last = {entry.event.item: entry.event.result for entry in checks if isinstance(entry.event, ReadinessChecked)}
    return frozenset(item for item, result in last.items() if result == "in-order")


def still_open(measures: Iterable[Measure], done: Collection[str]) -> tuple[Measure, ...]:
    """The measures that nobody has seen to, by who is responsible, and by when where that was said."""
    found = [each for each in measures if each.id not in done]
    return tuple(sorted(found, key=lambda each: (not each.owner, each.owner, not each.due, each.due, each.id)))
