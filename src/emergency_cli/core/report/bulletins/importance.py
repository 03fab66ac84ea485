"""How much a sentence of a bulletin matters: what is told where there is no room for everything."""

from collections.abc import Mapping, Sequence

from emergency_cli.core.address import Address
from emergency_cli.core.events import Ended, Entry, FactsSet, Noted, Ordered, Reopened, StepCouldNot, StepDone
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.playbook import GENERAL, ORDERS
from emergency_cli.core.report.document import Sentence, Short

# Of what is told under these keys the first sentence, then the others; 0 is never left out.
_RANKS: Mapping[str, tuple[int, int]] = {
    "event": (0, 5),
    "casualties": (0, 1),
    "corrections": (1, 1),
    "outcome": (2, 2),
    "losses": (3, 3),
    "next": (2, 2),
}
# What no bulletin leaves out of the course; what it tells next; the rest.
MATTERS, MOVES, REST = 3, 5, 7


def rank(incident: Incident, sentence: Sentence) -> int:
    """How much a sentence of the course matters, the smaller the more."""
    return min((_rank(incident, entry) for entry in sentence.entries), default=REST)


def _rank(incident: Incident, entry: Entry) -> int:
    event = entry.event
    if isinstance(event, Noted) or _turns(incident, entry):
        return MATTERS - 1
    match event:
        case Ended() | Reopened():
            return MATTERS - 2
        case Ordered():
            return MATTERS
        case StepDone(step=address) if Address.parse(address).attachment == ORDERS:
            return MATTERS
        case StepDone(step=address) | StepCouldNot(step=address):
            step = incident.step(address)
            if step is not None and step.milestone and isinstance(event, StepDone):
                return MATTERS if Address.parse(address).attachment == _first(incident) else MATTERS + 1
            return MOVES if step and step.safety else REST
        case FactsSet(facts=facts):
            specs = [incident.fact_spec(fact) for fact in facts]
            return MATTERS if any(spec and spec.milestone for spec in specs) else MATTERS + 1
        case _:
            return REST


def _first(incident: Incident) -> str:
    """The attachment with which it began."""
    return incident.opening.playbook if incident.opening else GENERAL


def _turns(incident: Incident, entry: Entry) -> bool:
    """Whether an entry changes what had been said of life safety; not one more of many who are counted."""
    for fact, value in entry.event.answers.items():
        spec = incident.fact_spec(fact)
        counted = spec is None or (spec.kind == "number" and not getattr(entry.event, "reason", None))
        before = [clear(said) for said, other in incident.given.get(fact, ()) if other.order < entry.order]
        if spec and spec.vital and not counted and before and before[-1] != clear(value):
            return True
    return False


def most(incident: Incident, said: Sequence[Sentence], count: int) -> list[Sentence]:
    """What matters of a course, in its order: so many sentences, or more where more of them matter."""
    order = sorted(range(len(said)), key=lambda place: rank(incident, said[place]))
    kept = {place for number, place in enumerate(order) if number < count or rank(incident, said[place]) <= MATTERS}
    return [sentence for place, sentence in enumerate(said) if place in kept]


def shortened(incident: Incident, found: Mapping[str, Sequence[Sentence]]) -> tuple[Short, ...]:
    """The short form of what is told under these keys: every sentence with how much it matters."""
    short = []
    for key, said in found.items():
        for number, sentence in enumerate(said):
            first, other = _RANKS.get(key, (REST, REST))
            matters = rank(incident, sentence) if key == "response" else first if number == 0 else other
            short.append(Short(sentence, matters, begins=number == 0 and key == "next"))
    return tuple(short)
