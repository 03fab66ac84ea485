"""Rules on what is kept ready and on the settings of the centre: an item has one id, an interval has its item."""

from collections.abc import Iterator
from difflib import get_close_matches

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.checks.place import Books, at
from emergency_cli.core.text import Fault, msg


def check_centre(centre: Centre, books: Books) -> Iterator[Fault]:
    """Items of two playbooks under one id; intervals of items that no playbook has."""
    owner: dict[str, str] = {}
    for book in books.values():
        for number, item in enumerate(book.preparedness):
            other = owner.setdefault(item.id, book.id)
            if other != book.id or any(item.id == each.id for each in book.preparedness[:number]):
                what = msg("“{id}” is already a preparedness item of {other}", id=item.id, other=other)
                yield at(book.id, "preparedness", number, "id", what=what, hint=msg("choose another id"))
    for item_id, interval in centre.intervals.items():
        if interval and item_id not in owner:
            near = get_close_matches(item_id, owner, 1, 0.6)
            hint = msg("did you mean “{name}”?", name=near[0]) if near else msg("known: {names}", names=sorted(owner))
            what = msg("no playbook has a preparedness item “{id}”", id=item_id)
            yield Fault(f"centre.yaml#intervals/{item_id}", None, what, hint)
