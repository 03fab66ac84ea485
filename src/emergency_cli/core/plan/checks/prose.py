"""Rules on the words of documents: a measure says what was done, an answer is a clause, a document has its title."""

import re
from collections.abc import Iterator
from typing import get_args

from emergency_cli.core.plan.centre import Centre, DocumentWords, Titled
from emergency_cli.core.plan.checks.place import Books, at, steps_of
from emergency_cli.core.plan.facts import OF_DOCUMENTS, FactSpec, Part
from emergency_cli.core.plan.playbook import GENERAL, MOST_MILESTONES, Step
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.terms import YES, Document
from emergency_cli.core.text import Fault, Message, Text, msg

# Parts that documents tell in sentences; the others are titles and attributes.
_PROSE: tuple[Part, ...] = tuple(part for part in get_args(Part) if part not in OF_DOCUMENTS)
# What the parts of the two long documents need, whatever an incident comes to.
_HEADED: dict[Titled, tuple[Part, ...]] = {
    "summary": ("occurrence", "response", "outcome", "losses", "lessons"),
    "drill": ("drill", "response", "lessons"),
}
_TITLED: tuple[Titled, ...] = (*get_args(Document), "drill", "brief-end")
_PLACE = re.compile(r"\{([^{}]*)\}")
_ORDER = re.compile("^(先|要|应|须|必须|不得|不准|不要|立即)")
_PAST = re.compile(r"\b(was|were|had|did|went|came|took|left|gave|began)\b|\w\wed\b")
_STOPS = ("。", ".", "；", ";", "，", ",")


def only_asks(step: Step) -> bool:
    """Whether a step finds out, judges or chooses, and is no measure."""
    return bool(step.ask) and not (step.contact or step.approval or step.each)


def measures_say_what_was_done(books: Books, roster: Roster) -> Iterator[Fault]:
    """A warning: without it a document can only name the order."""
    for book, number, step in steps_of(books):
        if not step.did and not only_asks(step):
            what = msg("nothing says what was done where “{step}” is done", step=step.id)
            hint = msg("add did:, such as: the alarm was sounded")
            yield at(book.id, "steps", number, what=what, hint=hint, warning=True)


def deeds_are_no_orders(books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """What was done is told as done: no imperative, no sentence of its own."""
    for book, number, step in steps_of(books):
        if not step.did:
            continue
        for language, wrong in (("zh", _wrong_in_chinese(step)), ("en", _wrong_in_english(step))):
            if wrong and language in centre.languages:
                yield at(book.id, "steps", number, "did", language, what=wrong, hint=_AS_DONE)


_AS_DONE = msg("Chinese: a verb and what it was done to; English: a clause in the past, “the power was cut”")


def _wrong_in_chinese(step: Step) -> Message | None:
    text = step.did.zh if step.did else ""
    if text.endswith(_STOPS):
        return msg("“{text}” ends like a sentence, and is part of one", text=text)
    return msg("“{text}” is an order, not what was done", text=text) if _ORDER.search(text) else None


def _wrong_in_english(step: Step) -> Message | None:
    text = step.did.en if step.did else ""
    if text.endswith(_STOPS):
        return msg("“{text}” ends like a sentence, and is part of one", text=text)
    return None if _PAST.search(text) else msg("“{text}” is an order, not what was done", text=text)


def answers_are_told(books: Books, roster: Roster) -> Iterator[Fault]:
    """A warning: a fact that belongs into documents, or a yes, has a clause, and a number what it counts."""
    for book in books.values():
        for fact, spec in book.facts.items():
            if spec.kind == "yes-no" and not spec.clause(YES):
                what = msg("cards and documents have no words for a yes to “{fact}”", fact=fact)
                yield at(book.id, "facts", fact, what=what, hint=msg("add says:, with a clause for yes:"), warning=True)
            elif spec.part in _PROSE and not spec.says and not any(each.says for each in spec.choices.values()):
                what = msg("documents have a place for the fact “{fact}”, and no words", fact=fact)
                hint = msg("add says:, a clause with {{}} for the answer")
                yield at(book.id, "facts", fact, what=what, hint=hint, warning=True)
            if spec.kind == "number" and not spec.unit:
                what = msg("nothing says what the number “{fact}” counts", fact=fact)
                yield at(book.id, "facts", fact, what=what, hint=msg("add unit:"), warning=True)


def clauses_are_whole(books: Books, roster: Roster) -> Iterator[Fault]:
    """A clause has one place for its answer, in both languages, and no full stop; a yes-no fact has one for each."""
    for book in books.values():
        for fact, spec in book.facts.items():
            for place, what in _clauses(spec):
                yield at(book.id, "facts", fact, *place, what=what, hint=msg("compare with a neighbouring fact"))
        for number, step in enumerate(book.steps):
            if step.round_ and not _places(step.round_, ("",)):
                what = msg("“{text}” needs one {{}}, for the number of the round", text=step.round_)
                yield at(book.id, "steps", number, "round", what=what)


def _clauses(spec: FactSpec) -> Iterator[tuple[tuple[str, ...], Message]]:
    says = spec.says
    if says:
        whole, for_each = (says.zh, says.en), (says.yes, says.no)
        if spec.kind == "yes-no" and any(whole):
            yield ("says",), msg("the answer is yes or no: write a clause for each, yes: and no:")
        if spec.kind != "yes-no" and any(for_each):
            yield ("says",), msg("yes: and no: are of a yes-no fact")
        if says.text and spec.kind != "yes-no" and not _places(says.text, ("",)):
            yield ("says",), msg("“{text}” needs one {{}}, for the answer", text=says.text)
    for place, text in _texts(spec):
        if text and (text.zh.endswith(_STOPS) or text.en.endswith(_STOPS)):
            yield place, msg("“{text}” ends like a sentence, and is part of one", text=text)


def _texts(spec: FactSpec) -> Iterator[tuple[tuple[str, ...], Text | None]]:
    if says := spec.says:
        yield ("says",), says.text
        yield from ((("says", name), getattr(says, name)) for name in ("yes", "no", "none", "one"))
    for name, choice in spec.choices.items():
        yield ("choices", name, "says"), choice.says


def _places(text: Text, names: tuple[str, ...]) -> bool:
    """Whether both languages have each of these places, and no other, once."""
    return all(sorted(_PLACE.findall(each)) == sorted(names) for each in (text.zh, text.en))


def milestones_are_few(books: Books, roster: Roster) -> Iterator[Fault]:
    """A warning: more points than a picture has room for, with those that all incidents have."""
    common = _milestones(books, GENERAL)
    for book in books.values():
        count = _milestones(books, book.id) + (common if book.id != GENERAL else 0)
        if count > MOST_MILESTONES:
            what = msg("{count} points are more than the picture of a response has room for", count=count)
            hint = msg("at most {most}, those of general.yaml included", most=MOST_MILESTONES)
            yield at(book.id, "id", what=what, hint=hint, warning=True)


def _milestones(books: Books, name: str) -> int:
    book = books.get(name)
    if book is None:
        return 0
    return sum(step.milestone for step in book.steps) + sum(spec.milestone for spec in book.facts.values())


def milestones_are_times(books: Books, roster: Roster) -> Iterator[Fault]:
    """A fact that is a point of the picture says when."""
    for book in books.values():
        for fact, spec in book.facts.items():
            if spec.milestone and spec.kind != "time":
                what = msg("“{fact}” is not a fact of kind time", fact=fact)
                yield at(book.id, "facts", fact, "milestone", what=what)


def check_documents(centre: Centre) -> Iterator[Fault]:
    """Every document has its title and headings, in the office's own words; a title has places for what it names."""
    missing = [kind for kind in _TITLED if not centre.documents.get(kind, DocumentWords()).title]
    if missing:
        what = msg("no title for these documents: {names}", names=missing)
        hint = msg("add documents: with title: for each")
        yield Fault("centre.yaml#documents", None, what, hint, warning=True)
    for kind, words in centre.documents.items():
        place = f"centre.yaml#documents/{kind}"
        wanted = ("number", "what") if kind == "follow-up" else ("what",)
        if words.title and not _places(words.title, wanted):
            what = msg("the title “{text}” needs these places, each once: {names}", text=words.title,
                       names=[f"{{{name}}}" for name in wanted])  # fmt: skip
            yield Fault(f"{place}/title", None, what)
        bare = [part for part in _HEADED.get(kind, ()) if part not in words.headings]
        if bare:
            what = msg("no heading for these parts of the document: {names}", names=bare)
            yield Fault(place, None, what, msg("add headings: for them"), warning=True)
