"""What is behind `?`: everything about a step that its card has no room for."""

from collections.abc import Iterator

from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.prepare.wording import grounds, sources
from emergency_cli.language import Words
from emergency_cli.screen.incident.card import facts_of, responsible
from emergency_cli.screen.line import Line


def explanation(incident: Incident, row: Row, words: Words) -> Iterator[Line]:
    """Everything about a step that its card has no room for: what to mind, who is responsible, what it rests on."""
    step = row.step
    yield Line(words(step.do), "order")
    for text, style in _behind(incident, row, words):
        yield Line(text, style, indent=2, hang=2)


def _behind(incident: Incident, row: Row, words: Words) -> Iterator[tuple[str, str]]:
    step = row.step
    for style, cautions in (("never", step.never), ("mind", step.warn)):
        for text in cautions:
            said = words(text) if style == "never" else words.say("Mind: {text}", text=text)
            yield said, style
            if text.basis:
                yield words(list(grounds(text.basis))), "quiet"
    if people := responsible(incident, row):
        yield words.say("Responsible: {party}", party=people), "plain"
    if step.record:
        yield words.say("Write down: {facts}", facts=facts_of(incident, row, step.record)), "plain"
    yield " | ".join(words(each) for each in sources(step, brief=False)), "plain"
    if step.our:
        yield words.say("Our reading: {text}", text=step.our), "plain"
