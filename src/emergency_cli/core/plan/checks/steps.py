"""Rules on steps: what they rest on, what they share a card with, when their time runs."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.checks.place import Books, at, declared, in_centre, steps_of
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.values import format_span
from emergency_cli.core.terms import STAGES
from emergency_cli.core.text import Fault, msg
from emergency_cli.core.width import columns

_NO = {
    "zh": re.compile("[不别勿莫禁未无没]"),
    "en": re.compile(r"\b(no|not|never|none|nobody|nothing|without|don['’]t)\b", re.IGNORECASE),
}
# Columns of a terminal that the short order may take.
_PROMPT = 24


def steps_are_grounded(books: Books, roster: Roster) -> Iterator[Fault]:
    """A step, and what is kept ready, cites its clause or says on what else it rests."""
    for book in books.values():
        for table in ("steps", "preparedness"):
            for number, each in enumerate(getattr(book, table)):
                if not each.clause and not each.basis:
                    what = msg("“{id}” cites neither a clause nor another basis", id=each.id)
                    yield at(book.id, table, number, what=what, hint=msg("add clause: or basis:"))


def clauses_exist(books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """Clauses are those of the official plan. Where nobody has listed them they are not checked; that is said once."""
    known = centre.clauses.known
    if not known:
        what = msg("the clauses of “{title}” are listed nowhere and were not checked", title=roster.document.title)
        yield in_centre("clauses", what=what, hint=msg("list them under clauses: known:"), warning=True)
        return
    for file, path, clause in _cited(books, roster):
        if clause not in known:
            what = msg("the plan has no clause “{clause}”", clause=clause)
            near = get_close_matches(clause, known, 1, 0.6)
            like = msg("did you mean “{name}”?", name=near[0]) if near else msg("write it like {name}", name=known[-1])
            yield at(file, *path, "clause", what=what, hint=like)


def _cited(books: Books, roster: Roster) -> Iterator[tuple[str, tuple[object, ...], str]]:
    for book in books.values():
        tables: tuple[tuple[str, Any], ...] = (("steps", book.steps), ("preparedness", book.preparedness))
        things = [((), book), *(((table, number), each) for table, all_ in tables for number, each in enumerate(all_))]
        for path, thing in things:
            if thing.clause:
                yield book.id, path, thing.clause
    for table in ("people", "units", "roles", "services", "zones"):
        for key, thing in getattr(roster, table).items():
            if thing.clause:
                yield "", (table, key), thing.clause


def groups_hold_together(books: Books, roster: Roster) -> Iterator[Fault]:
    """Steps on one card are done at the same time, so they are of one stage; and a card has room for four."""
    for book in books.values():
        grouped = sorted((step.together, number) for number, step in enumerate(book.steps) if step.together)
        for name, members in groupby(grouped, key=lambda pair: pair[0]):
            first, *others = [number for _, number in members]
            stages = {book.steps[number].stage for number in (first, *others)}
            if len(stages) > 1:
                what = msg("the steps of “{group}” are in several stages: {stages}", group=name,
                           stages=sorted(stages, key=STAGES.place))  # fmt: skip
                yield at(book.id, "steps", others[0], "together", what=what, hint=msg("keep them in one stage"))
            if len(others) > 3:
                what = msg("more than four steps share one card (“{group}”)", group=name)
                yield at(book.id, "steps", first, "together", what=what, hint=msg("split the group"))


def limits_can_start(books: Books, roster: Roster) -> Iterator[Fault]:
    """What starts a limit exists, and does not wait for that limit's own step."""
    for book, number, step in steps_of(books):
        if step.from_ is None:
            continue
        start = step.from_.step
        if not step.within:
            what = msg("“from” starts a limit, and there is none")
            yield at(book.id, "steps", number, "from", what=what, hint=msg("add within:, or remove from:"))
        if len([each for each in (start, step.from_.fact, step.from_.applicable) if each]) != 1:
            what = msg("“from” names one of: step, fact, applicable")
            yield at(book.id, "steps", number, "from", what=what)
        if start and book.step(start) is None:
            yield at(book.id, "steps", number, "from", what=msg("no step “{id}”", id=start))
        elif start and step.id in _before(book, start):
            what = msg("the limits of {steps} start one another", steps=_before(book, start))
            yield at(
                book.id, "steps", number, "from", what=what, hint=msg("make one of them start from something else")
            )


def _before(book: Playbook, start: str) -> list[str]:
    """The chain of steps whose being done starts the limit of the next."""
    chain: list[str] = []
    while start not in chain:
        chain.append(start)
        step = book.step(start)
        if step is None or step.from_ is None or not step.from_.step:
            break
        start = step.from_.step
    return chain


def limits_rest_on_something(books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """A number of minutes is set by the plan, a law, good practice or the centre, and the step says by which."""
    if not centre.clauses.known:
        return
    for book, number, step in steps_of(books):
        limit = centre.clauses.limits.get(step.clause or "")
        if step.within and limit and limit != step.within:
            what = msg("clause {clause} sets {limit}, not {within}", clause=step.clause, limit=format_span(limit),
                       within=format_span(step.within))  # fmt: skip
            yield at(book.id, "steps", number, "within", what=what, hint=msg("write what the plan says"))
        elif step.within and not (limit or step.basis or step.our):
            what = msg("nothing here says who set the limit of {within}", within=format_span(step.within))
            hint = msg("add basis:, or our: if the hall set it; “at once” is an urgency, not a limit")
            yield at(book.id, "steps", number, "within", what=what, hint=hint)


def cautions_rest_on_something(books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """A warning or a do-not that its clause does not say is not printed under that clause as if it did."""
    if not centre.clauses.known:
        return
    for book, number, step in steps_of(books):
        if not step.clause or step.basis or step.clause in centre.clauses.cautions:
            continue
        for member in ("warn", "never"):
            for place, each in enumerate(getattr(step, member)):
                if not each.basis:
                    what = msg("clause {clause} does not say “{text}”", clause=step.clause, text=each)
                    hint = msg("add basis: to it, or list the clause under clauses: cautions: in centre.yaml")
                    yield at(book.id, "steps", number, member, place, what=what, hint=hint)


def prohibitions_say_no(books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """A do-not says no itself: on a printed card it is alone, and “take the lift” would be read as an order."""
    for book, number, step in steps_of(books):
        for language in centre.languages:
            for place, each in enumerate(step.never):
                text = getattr(each, language, each.en)
                if language in _NO and not _NO[language].search(text):
                    what = msg("the do-not “{text}” does not forbid anything", text=text)
                    hint = msg("write it as a whole sentence, like: Do not use the lifts")
                    yield at(book.id, "steps", number, "never", place, language, what=what, hint=hint)


def prompts_are_short(books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """A short order leaves room on the line of the prompt: for what is typed, and for what Enter does."""
    for book, number, step in steps_of(books):
        for language in centre.languages:
            text = getattr(step.short, language, step.short.en) if step.short else ""
            if columns(text) > _PROMPT:
                what = msg("the short order “{text}” is too long for the prompt", text=text)
                hint = msg("at most 12 Chinese characters, or 24 English letters")
                yield at(book.id, "steps", number, "short", language, what=what, hint=hint)


def waiting_is_for_a_time(books: Books, roster: Roster) -> Iterator[Fault]:
    """What a step waits for is a time that somebody keys in: a fact of its own playbook, or a shared one."""
    for book, number, step in steps_of(books):
        if step.upon and getattr(declared(books, book).get(step.upon), "kind", "") != "time":
            what = msg("“{fact}” is not a fact of kind time", fact=step.upon)
            yield at(book.id, "steps", number, "upon", what=what, hint=msg("name a time, such as that of an arrival"))


def openings_are_single(books: Books, roster: Roster) -> Iterator[Fault]:
    """The opening of an incident is one act."""
    for book in books.values():
        for number in [number for number, step in enumerate(book.steps) if step.opening][1:]:
            what = msg("more than one step is done by opening the incident")
            yield at(book.id, "steps", number, "opening", what=what, hint=msg("keep opening: in one of them"))


def suggestions_lead_elsewhere(books: Books, roster: Roster) -> Iterator[Fault]:
    """What is suggested exists, and is another playbook than the one that suggests it."""
    for book in books.values():
        for number, suggestion in enumerate(book.suggests):
            place = ("suggests", number, "playbook")
            if suggestion.playbook not in books:
                yield at(book.id, *place, what=msg("no playbook “{id}”", id=suggestion.playbook))
            elif suggestion.playbook == book.id:
                yield at(book.id, *place, what=msg("it suggests itself"), hint=msg("remove it"))
