"""Rules on facts: each is declared once, with one kind, and only declared ones are named."""

from collections.abc import Iterator

from emergency_cli.core.plan.checks.place import Books, at, declared, shared, steps_of
from emergency_cli.core.plan.facts import OF_DOCUMENTS, Part, place_fact, zone_fact
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.text import Fault, msg


def facts_are_declared_once(books: Books, roster: Roster) -> Iterator[Fault]:
    """What all share is not declared again; one name is taken by the record itself."""
    for book in books.values():
        for fact in book.facts:
            if book.id != GENERAL and fact in shared(books):
                what = msg("the fact “{fact}” is already shared by all (general.yaml)", fact=fact)
                yield at(book.id, "facts", fact, what=what, hint=msg("remove it here"))
            if fact == "sealed":
                what = msg("“sealed” cannot be the name of a fact")
                yield at(book.id, "facts", fact, what=what, hint=msg("choose another"))


def facts_have_one_kind(books: Books, roster: Roster) -> Iterator[Fault]:
    """Facts of two playbooks under one id are read side by side, so they are of one kind."""
    first: dict[str, tuple[str, str]] = {}
    for book in books.values():
        for fact, spec in book.facts.items():
            other, kind = first.setdefault(fact, (book.id, spec.kind))
            if kind != spec.kind and fact not in shared(books):
                what = msg("the fact “{fact}” is {kind} here and {other_kind} in {other}", fact=fact, kind=spec.kind,
                           other_kind=kind, other=other)  # fmt: skip
                yield at(book.id, "facts", fact, "kind", what=what, hint=msg("choose one kind, or another name"))


_TOLD: tuple[Part, ...] = ("occurrence", "casualties", "response", "outcome", "losses", "lessons")


def general_says_where(books: Books, roster: Roster) -> Iterator[Fault]:
    """The general procedure asks where it is; where there are zones, in which of them."""
    if GENERAL not in books:
        return
    if place_fact(shared(books)) is None:
        what = msg("no fact says where the incident is")
        yield at(GENERAL, "facts", what=what, hint=msg("mark one of kind text with part: {part}", part="place"))
    if roster.zones and zone_fact(shared(books)) is None:
        what = msg("no fact says in which zone the incident is")
        yield at(GENERAL, "facts", what=what, hint=msg("add one of kind zone"))


def documents_are_told_everything(books: Books, roster: Roster) -> Iterator[Fault]:
    """Each part of the summary has a fact of the general procedure, which belongs to every incident."""
    if GENERAL in books:
        told = {spec.part for spec in books[GENERAL].facts.values()}
        for part in _TOLD:
            if part not in told:
                what = msg("no fact goes into the part “{part}” of documents, so it stays empty", part=part)
                yield at(GENERAL, "facts", what=what, hint=msg("mark one with part: {part}", part=part), warning=True)


def facts_are_asked_for(books: Books, roster: Roster) -> Iterator[Fault]:
    """A warning: a fact that no step names, no name of a playbook answers and no document asks for stays empty."""
    for book in books.values():
        among = books.values() if book.id == GENERAL else [book]
        named = {fact for each in among for step in each.steps for fact in (*step.wants, step.upon)}
        named |= {fact for each in among for alias in each.aliases for fact in alias.sets}
        for fact, spec in book.facts.items():
            if fact not in named and spec.part not in (*OF_DOCUMENTS, "next"):
                what = msg("no step asks for the fact “{fact}”, so it stays empty unless somebody sets it", fact=fact)
                hint = msg("name it under ask:, say: or record: of a step")
                yield at(book.id, "facts", fact, what=what, hint=hint, warning=True)


def facts_are_known(books: Books, roster: Roster) -> Iterator[Fault]:
    """What a step asks for, tells or records is declared; what starts a limit is a time."""
    for book, number, step in steps_of(books):
        known = declared(books, book)
        counted = {"counts": (step.counts,) if step.counts else (), "implies": tuple(step.implies)}
        for member in ("ask", "say", "record", "counts", "implies"):
            for place, fact in enumerate(counted.get(member) or getattr(step, member) or ()):
                if fact not in known:
                    what = msg("the fact “{fact}” is not declared anywhere", fact=fact)
                    hint = msg("add it under facts:, or correct the id")
                    yield at(book.id, "steps", number, member, place, what=what, hint=hint)
        start = step.from_.fact if step.from_ else None
        if start and (start not in known or known[start].kind != "time"):
            yield at(book.id, "steps", number, "from", what=msg("“{fact}” is not a fact of kind time", fact=start))
