"""A whole playbook, and the list of all playbooks."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.prepare.outline import Outline, OutlineItem
from emergency_cli.core.prepare.wording import plan_clause
from emergency_cli.core.text import counted, msg
from emergency_cli.language import Words
from emergency_cli.screen.line import Line


def outline_lines(whole: Outline, words: Words) -> Iterator[Line]:
    """Every part of a playbook, one thing below the other."""
    yield Line(words(whole.title), "title")
    for detail in whole.lead:
        yield Line(words(detail.text), detail.weight, indent=2, hang=2)
    for section in whole.sections:
        yield Line("")
        yield Line(f"== {words(section.title)} ==", "title")
        for number, item in enumerate(section.items, 1):
            yield from _item(item, f"{number}. " if section.numbered else "- ", words)


def _item(item: OutlineItem, lead: str, words: Words) -> Iterator[Line]:
    yield Line(f"{lead}{words(item.title)}", "order", hang=len(lead))
    marks = " | ".join([item.id, *(words(mark) for mark in item.marks)])
    yield Line(marks, "quiet", indent=len(lead), hang=2)
    for detail in item.details:
        yield Line(words(detail.text), detail.weight, indent=len(lead), hang=2)


def playbook_list(books: Sequence[Playbook], words: Words) -> Iterator[Line]:
    """Each playbook with its id, its clause and how many steps it has."""
    yield Line(words.say("The playbooks of the plan"), "title")
    for book in books:
        clause = words(plan_clause(book.clause)) if book.clause else words.say("not in the plan")
        steps = words(counted(len(book.steps), msg("one step"), msg("{count} steps")))
        title = words.say("{title} ({id})", title=book.title, id=book.id)
        yield Line(f"{title} | {clause} | {steps}", indent=1, hang=2)
