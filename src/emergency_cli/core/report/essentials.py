"""What a document cannot do without, and nobody has said yet.

Life safety, what happened in a few words, what comes next, and the attributes of the document itself. They are facts of
the plan like any other; the program knows only the parts in which documents tell them.
"""

from collections.abc import Iterator, Mapping

from emergency_cli.core.events.words import fact_title
from emergency_cli.core.incident.incident import Answer, Incident
from emergency_cli.core.incident.steps.derived import settles_all
from emergency_cli.core.incident.steps.occurrences import applies
from emergency_cli.core.plan.conditions import Truth
from emergency_cli.core.plan.facts import OF_DOCUMENTS, Part
from emergency_cli.core.report.cells import answer_cell, marked_with, vital
from emergency_cli.core.report.document import Field
from emergency_cli.core.terms import NOT_KNOWN, Document

_BULLETIN: tuple[Part, ...] = ("title", "next", "form", "approval")
_PARTS: Mapping[Document, tuple[Part, ...]] = {
    "initial": _BULLETIN,
    "follow-up": _BULLETIN,
    "final": _BULLETIN,
    "summary": ("title", "form"),
}


def lacking(incident: Incident, document: Document, *, approved: object = None) -> list[str]:
    """The facts, by address, that this document should tell and that have no answer, the most important first.

    Not who approved it, where that is told with it (`approved`); nor those of which it is open whether they have an
    answer: how many are hurt, before it is known that any are.
    """
    wanted = (fact for fact in _essentials(incident, document) if _open(incident, fact))
    told = marked_with(incident, "approval") if approved else []
    open_ = (fact for fact in wanted if applies(incident, fact) is Truth.TRUE and fact not in told)
    return [fact for fact in open_ if not answer_to(incident, fact)]


def _open(incident: Incident, fact: str) -> bool:
    """Whether it may be answered: after the closing only what a document says of itself."""
    spec = incident.fact_spec(fact)
    return incident.state != "closed" or (spec is not None and spec.part in OF_DOCUMENTS)


def _essentials(incident: Incident, document: Document) -> Iterator[str]:
    if document != "summary" and not settles_all(incident):
        yield from vital(incident)
    drill: tuple[Part, ...] = ("drill",) if incident.drill and document == "summary" else ()
    first = _PARTS[document].index("form")
    yield from marked_with(incident, *_PARTS[document][:first], *drill, *_PARTS[document][first:])


def answer_to(incident: Incident, fact: str) -> Answer | None:
    """The answer that counts for the document that is made now.

    What comes next, and what belongs to one document only (`once`), does not hold for one that is made after another.
    """
    answer, spec = incident.answers.get(fact), incident.fact_spec(fact)
    last = incident.issued[-1] if incident.issued else None
    if answer and last and spec and spec.once and incident.knowledge.knows(last, answer.entry):
        return None
    return answer


def last_answer(incident: Incident, fact: str) -> object:
    """What was said of it for an earlier document; `None` where nothing was."""
    answer = incident.answers.get(fact)
    return answer_cell(incident, fact, answer.value) if answer else None


def form_of(incident: Incident, approved: object = None) -> tuple[Field, ...]:
    """The attributes of the document itself, as far as somebody gave them; `approved` is who is known to have done."""
    approval = marked_with(incident, "approval")
    facts = [*marked_with(incident, "form"), *([] if approved else approval)]
    found = ((fact, answer_to(incident, fact)) for fact in facts)
    said = [
        Field(fact, fact_title(incident, fact), answer_cell(incident, fact, answer.value))
        for fact, answer in found
        if answer and answer.value != NOT_KNOWN
    ]
    known = [Field(fact, fact_title(incident, fact), approved) for fact in approval[:1]] if approved else []
    return (*said, *known)
