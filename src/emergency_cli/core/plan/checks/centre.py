"""Rules on what is kept ready and on the settings of the centre: an item has one id, an interval has its item."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.checks.place import Books, at, in_centre, steps_of
from emergency_cli.core.plan.playbook import ANY_CLASS
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.text import Fault, Message, msg


def check_centre(centre: Centre, books: Books) -> Iterator[Fault]:
    """Items of two playbooks under one id; intervals of items that no playbook has."""
    owner: dict[str, str] = {}
    for book in books.values():
        for number, item in enumerate(book.preparedness):
            other = owner.setdefault(item.id, book.id)
            if other != book.id or any(item.id == each.id for each in book.preparedness[:number]):
                what = msg("“{id}” is already a preparedness item of {other}", id=item.id, other=other)
                yield at(book.id, "preparedness", number, "id", what=what, hint=msg("choose another id"))
    for place, playbook in enumerate(centre.menu):
        if playbook not in books:
            what = msg("no playbook “{id}”", id=playbook)
            yield in_centre("menu", place, what=what, hint=msg("correct the id, or remove it"))
    for item_id, interval in centre.intervals.items():
        if interval and item_id not in owner:
            near = get_close_matches(item_id, owner, 1, 0.6)
            hint = msg("did you mean “{name}”?", name=near[0]) if near else msg("known: {names}", names=sorted(owner))
            what = msg("no playbook has a preparedness item “{id}”", id=item_id)
            yield in_centre("intervals", item_id, what=what, hint=hint)


def words_of_the_plan_are_known(books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """Words for how soon, and classes of incidents, are those that centre.yaml lists."""
    for book, number, step in steps_of(books):
        if step.urgency and step.urgency not in centre.urgencies:
            what, hint = _unlisted(step.urgency, "urgencies", centre.urgencies)
            yield at(book.id, "steps", number, "urgency", what=what, hint=hint)
    for book in books.values():
        choices = ((fact, name, each) for fact, spec in book.facts.items() for name, each in spec.choices.items())
        classes = [
            (book.class_, ("class",)),
            *((each.class_, ("facts", fact, "choices", name, "class")) for fact, name, each in choices),
        ]
        for class_, place in classes:
            if class_ and class_ != ANY_CLASS and class_ not in centre.classes:
                what, hint = _unlisted(class_, "classes", centre.classes)
                yield at(book.id, *place, what=what, hint=hint)


def _unlisted(word: str, member: str, listed: Mapping[str, object]) -> tuple[Message, Message]:
    what = msg("“{word}” is not among {member}: of centre.yaml", word=word, member=member)
    if listed:
        return what, msg("use one of {expected}", expected=list(listed))
    return what, msg("list it there, or remove it here")
