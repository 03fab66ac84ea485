"""A whole playbook as one finished value, for the screen and for its page."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import ANY_CLASS, Basis, Playbook, Preparedness, Step
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.prepare.wording import (
    KINDS,
    Facts,
    condition,
    deadline,
    fact_name,
    facts_at_hand,
    marks,
    plan_clause,
)
from emergency_cli.core.terms import STAGES, Stage
from emergency_cli.core.text import Message, PlanName, Text, msg

Books = Mapping[str, Playbook]


class Detail(Struct, frozen=True):
    """One line about a thing; `weight` is how it should look: `plain`, `warn` or `quiet`."""

    text: Message
    weight: str = "plain"


class OutlineItem(Struct, frozen=True):
    """A fact, a step, a suggestion, something to keep ready."""

    id: str
    title: Text | Message | str
    marks: tuple[Message, ...] = ()
    details: tuple[Detail, ...] = ()


class OutlineSection(Struct, frozen=True):
    """A part of the playbook; steps are `numbered` in the order in which they are put before the officer."""

    title: Message
    items: tuple[OutlineItem, ...]
    numbered: bool = False


class Outline(Struct, frozen=True):
    """The whole."""

    title: Message
    lead: tuple[Detail, ...]
    sections: tuple[OutlineSection, ...]


def by_stage(book: Playbook) -> dict[Stage, list[Step]]:
    """The steps of each stage that has some, life first, then in the order of the file."""
    found = {
        stage: sorted((each for each in book.steps if each.stage == stage), key=lambda each: not each.safety)
        for stage in STAGES
    }
    return {stage: steps for stage, steps in found.items() if steps}


def outline(book: Playbook, books: Books, roster: Roster) -> Outline:
    """Everything that a playbook says."""
    facts = facts_at_hand(book, books)
    sections = [OutlineSection(msg("Facts"), tuple(_fact(book, fact, books) for fact in book.facts))]
    for stage, steps in by_stage(book).items():
        items = tuple(_step(step, book, facts, roster) for step in steps)
        sections.append(OutlineSection(STAGES[stage].shown, items, numbered=True))
    sections.append(OutlineSection(msg("Also suggests"), tuple(_suggestions(book, books, facts))))
    sections.append(OutlineSection(msg("To keep ready"), tuple(_ready(each, roster) for each in book.preparedness)))
    title = msg("{title} ({id})", title=book.title, id=book.id)
    return Outline(title, tuple(_lead(book, facts)), tuple(each for each in sections if each.items))


def _lead(book: Playbook, facts: Facts) -> Iterator[Detail]:
    yield Detail(msg("When: {text}", text=book.trigger))
    plain = [alias.name for alias in book.aliases if not alias.sets]
    if plain:
        yield Detail(msg("Other names: {names}", names=plain))
    cases: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for alias in book.aliases:
        if alias.sets:
            cases.setdefault(tuple(alias.sets.items()), []).append(alias.name)
    for sets, names in cases.items():
        yield Detail(msg("Called {names}: {answers}", names=names, answers=condition(dict(sets), facts)))
    class_ = msg("any class") if book.class_ == ANY_CLASS else PlanName("class", book.class_)
    yield Detail(msg("Kind of incident: {name}", name=class_), "quiet")
    yield from _grounds(book)


def _fact(book: Playbook, fact: str, books: Books) -> OutlineItem:
    spec = book.facts[fact]
    details = [Detail(msg("{key}: {text}", key=key, text=text)) for key, text in spec.choices.items()]
    if spec.nothing_to_do:
        nothing = [spec.choices.get(key, key) for key in spec.nothing_to_do]
        details.append(Detail(msg("No step of its own for: {choices}", choices=nothing), "quiet"))
    if spec.hint:
        details.append(Detail(msg("Hint: {text}", text=spec.hint), "quiet"))
    if spec.when:
        details.append(Detail(msg("Only if: {condition}", condition=condition(spec.when, facts_at_hand(book, books)))))
    if told := list(_told(spec)):
        details.append(Detail(msg("In documents: {texts}", texts=told), "quiet"))
    steps = [step.id for step in book.steps if fact in step.wants]
    if steps:
        details.append(Detail(msg("Asked in: {steps}", steps=steps), "quiet"))
    private = (msg("personal: sealed, can be destroyed"),) if spec.personal else ()
    vital = (msg("a matter of life: in every report"),) if spec.vital else ()
    return OutlineItem(fact, spec.label, (KINDS[spec.kind], *private, *vital), tuple(details))


def _told(spec: FactSpec) -> Iterator[Text]:
    """The clauses in which documents tell the answers to a fact; `{}` is the answer."""
    says = spec.says
    found = (says.text, says.yes, says.no, says.none, says.one) if says else ()
    yield from (each for each in (*found, *(choice.says for choice in spec.choices.values())) if each)


def _step(step: Step, book: Playbook, facts: Facts, roster: Roster) -> OutlineItem:
    return OutlineItem(step.id, step.do, tuple(marks(step)), tuple(_step_details(step, book, facts, roster)))


def _step_details(step: Step, book: Playbook, facts: Facts, roster: Roster) -> Iterator[Detail]:
    def named(wanted: tuple[str, ...]) -> list[Message]:
        return [msg("{title} ({id})", title=fact_name(fact, facts), id=fact) for fact in wanted]

    if step.when:
        yield Detail(msg("Only if: {condition}", condition=condition(step.when, facts)))
    if step.together:
        others = [each.id for each in book.steps if each.together == step.together and each is not step]
        yield Detail(msg("At the same time as: {steps}", steps=others))
    if step.upon:
        yield Detail(msg("Waits for: {fact}", fact=fact_name(step.upon, facts)))
    if step.did:
        yield Detail(msg("In documents: {texts}", texts=[step.did]), "quiet")
    if step.opening:
        yield Detail(msg("Done by opening the incident"), "quiet")
    for text in step.warn:
        yield Detail(msg("CAREFUL: {text}", text=text), "warn")
        yield from _basis(text.basis)
    for text in step.never:
        yield Detail(msg("DO NOT: {text}", text=text), "warn")
        yield from _basis(text.basis)
    if step.actor:
        yield Detail(msg("Responsible: {party}", party=[roster.title(party) for party in step.actor]))
    if step.contact:
        yield Detail(msg("Call: {whom}", whom=[roster.title(party) for party in step.contact]))
    if step.approval:
        yield Detail(msg("Ask for consent first: {party}", party=roster.title(step.approval)), "warn")
    if step.ask:
        yield Detail(msg("Decide: {facts}", facts=named(step.ask)))
    if step.say:
        yield Detail(msg("Say: {facts}", facts=named(step.say)))
    if step.record:
        yield Detail(msg("Write down: {facts}", facts=named(step.record)))
    limit = deadline(step, book, facts)
    if limit:
        yield Detail(msg("Limit: {limit}", limit=limit), "warn")
    if step.same:
        yield Detail(msg("The same act in other playbooks is called: {name}", name=step.same), "quiet")
    yield from _grounds(step)


def _grounds(each: Playbook | Step | Preparedness) -> Iterator[Detail]:
    """What something rests on: clause, other basis, our reading, items of the clause list."""
    if each.clause:
        yield Detail(plan_clause(each.clause), "quiet")
    yield from _basis(None if isinstance(each, Playbook) else each.basis)
    if each.our:
        yield Detail(msg("Our reading: {text}", text=each.our), "quiet")
    if each.readings:
        yield Detail(msg("In the list of readings: {items}", items=list(each.readings)), "quiet")
    if not isinstance(each, Playbook) and each.covers:
        yield Detail(msg("In the list of clauses: {items}", items=list(each.covers)), "quiet")


def _basis(basis: Basis | None) -> Iterator[Detail]:
    if basis and basis.law:
        yield Detail(msg("law: {text}", text=basis.law), "quiet")
    if basis and basis.practice:
        yield Detail(msg("good practice: {text}", text=basis.practice), "quiet")


def _suggestions(book: Playbook, books: Books, facts: Facts) -> Iterator[OutlineItem]:
    for each in book.suggests:
        other = books.get(each.playbook)
        only_if = Detail(msg("Only if: {condition}", condition=condition(each.when, facts)))
        yield OutlineItem(each.playbook, other.title if other else each.playbook, (), (only_if,))


def _ready(each: Preparedness, roster: Roster) -> OutlineItem:
    owner = (Detail(msg("Responsible: {party}", party=roster.title(each.owner))),) if each.owner else ()
    return OutlineItem(each.id, each.do, (), (*owner, *_grounds(each)))
