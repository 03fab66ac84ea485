"""What a page was made from, and when: its last line."""

from emergency_cli.core.events.words import day_or_words
from emergency_cli.core.prepare.cards import Imprint
from emergency_cli.export.paper.page import Line
from emergency_cli.language import Words


def version(made: Imprint, words: Words) -> str:
    """The state of the plan, for those who know which plan it is."""
    return words.say("{dated} | plan files {digest} | made {day}", **_of(made, words))


def imprint(made: Imprint, words: Words, size: float) -> Line:
    """What the page was made from."""
    text = words.say(
        "{document}, {dated} | plan files {digest} | emergency {version} | made {day}",
        document=made.document, version=made.version, **_of(made, words),
    )  # fmt: skip
    return Line(text, size, "small")


def _of(made: Imprint, words: Words) -> dict[str, object]:
    return {"dated": day_or_words(made.dated), "digest": made.digest, "day": words.day(made.made)}
