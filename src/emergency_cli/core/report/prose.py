"""Answers as sentences: what the plan tells in a part of a document, from what is on record."""

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from emergency_cli.core.address import FactAddress, base_of, member_of
from emergency_cli.core.events import Entry
from emergency_cli.core.events.prose import bare_clause_of
from emergency_cli.core.events.words import case_of, fact_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.derived import settles_all
from emergency_cli.core.incident.steps.occurrences import applies, presupposes
from emergency_cli.core.plan.conditions import Truth
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.report.cells import facts_in, latest, vital
from emergency_cli.core.report.document import Material, Sentence
from emergency_cli.core.report.sentences import clause
from emergency_cli.core.report.standing import given_up
from emergency_cli.core.report.titles import in_title
from emergency_cli.core.terms import NOT_KNOWN, YES
from emergency_cli.core.text import Capital, Clauses, Message, msg

# Free words that are sentences by themselves stand alone.
_SENTENCES = re.compile(r"[。！？；;\n]|[.!?]\s")


def answered(material: Material, *parts: Part) -> list[str]:
    """The answers that the plan tells in these parts, by address; not those of a branch that was given up."""
    incident, gone = material.incident, given_up(material)
    return [fact for fact in facts_in(incident, *parts) if fact in incident.answers and fact not in gone]


def sentences(material: Material, facts: Sequence[str]) -> list[Sentence]:
    """What these answers say: short ones as clauses of one sentence, those of a round or unit as one of their own.

    What another of these answers presupposes is not said besides. Those of each case are told together.
    """
    found: list[Sentence] = []
    for case, told in by_case(material.incident, facts).items():
        said = _sentences(material.incident, told, bare=case is not None)
        if case and said:
            name = case_of(material.incident, case)
            said[0] = replace(said[0], says=msg("{case}: {sentence}", case=Capital(name), sentence=said[0].says))
        found += said
    return found


def by_case(incident: Incident, facts: Sequence[str]) -> dict[str | None, list[str]]:
    """Facts by the attachment of which they are, where the same playbook was taken up more than once; else together."""
    found: dict[str | None, list[str]] = {}
    for fact in facts:
        attachment = FactAddress.parse(fact).attachment
        found.setdefault(attachment if case_of(incident, attachment) else None, []).append(fact)
    return found


def _sentences(incident: Incident, facts: Sequence[str], *, bare: bool) -> list[Sentence]:
    apart = presupposed(incident, facts) | in_title(incident, facts)
    found: list[list[tuple[object, Entry]]] = [[]]
    last = None
    for fact in facts:
        says = clause(incident, fact) if fact not in apart else None
        if not says:
            continue
        member = member_of(fact)
        if (member and (member == last or _unnumbered(incident, fact))) or (bare and not _disputed(incident, fact)):
            says = bare_clause(incident, fact) or says
        told = (says, incident.answers[fact].entry)
        if _alone(incident, fact):
            found += [[told], []]
        elif member != last:
            found.append([told])
        else:
            found[-1].append(told)
        last = member
    return [sentence([says for says, _ in each], [entry for _, entry in each]) for each in found if each]


def _unnumbered(incident: Incident, fact: str) -> bool:
    """Whether the answer of a round is not numbered: the only one; and of what is vital the last, which is so now."""
    member, base, spec = member_of(fact) or "", base_of(fact), incident.fact_spec(fact)
    only = len(incident.answered.get(base, ())) == 1
    return member.isdigit() and (only or (spec is not None and spec.vital and latest(incident, base) == fact))


def as_it_is(incident: Incident, fact: str) -> Message | None:
    """What is known of people, as a clause: that of the last round without its number."""
    unnumbered = fact in incident.answers and _unnumbered(incident, fact)
    return (bare_clause(incident, fact) if unnumbered else None) or clause(incident, fact)


def _alone(incident: Incident, fact: str) -> bool:
    """Whether it is a sentence of its own: free words of several sentences, and each thing that was learned."""
    spec = incident.fact_spec(fact)
    learned = spec is not None and spec.part == "lessons" and member_of(fact) is None
    return learned or _SENTENCES.search((incident.value(fact) or "").strip(" \n。.；;")) is not None


def bare_clause(incident: Incident, fact: str) -> Message | None:
    """An answer as a clause that does not say of which case, round or unit it is."""
    holds = incident.state == "responding"
    return bare_clause_of(incident, fact, incident.answers[fact].value, holds=holds)


def presupposed(incident: Incident, facts: Iterable[str]) -> set[str]:
    """The answers that others of these presuppose, and so need not be said besides.

    A yes only: which case it is says more than what was asked because of it. One that is in conflict is said.
    """
    before = {fact for each in facts if clause(incident, each) for fact in presupposes(incident, each)}
    yes = (fact for fact in before if (spec := incident.fact_spec(fact)) and spec.kind == "yes-no")
    return {fact for fact in yes if incident.value(fact) == YES and not _disputed(incident, fact)}


def _disputed(incident: Incident, fact: str) -> bool:
    answer = incident.answers.get(fact)
    return answer is not None and answer.conflict


def sentence(clauses: Sequence[object], entries: Iterable[Entry] = ()) -> Sentence:
    """Clauses as one whole sentence; each entry behind it once."""
    says = msg("{sentence}.", sentence=Capital(Clauses(tuple(clauses), whole=True)))
    return Sentence(says, tuple({each.hash: each for each in entries}.values()))


def owed(material: Material) -> list[Sentence]:
    """What of life safety is not known and matters: to be verified, once it is closed not recorded."""
    incident = material.incident
    open_ = [] if settles_all(incident) else [fact for fact in vital(incident) if _is_owed(incident, fact)]
    if not open_:
        return []
    form = msg("not recorded: {facts}") if incident.state == "closed" else msg("still to be verified: {facts}")
    return [sentence([Message(form.msgid, {"facts": [fact_title(incident, fact, within=True) for fact in open_]})])]


def _is_owed(incident: Incident, fact: str) -> bool:
    """Whether a fact is not known and is sure to have an answer: how many are hurt, once it is known that any are."""
    unsaid = base_of(fact) not in incident.answered or incident.value(fact) == NOT_KNOWN
    return unsaid and applies(incident, fact) is Truth.TRUE
