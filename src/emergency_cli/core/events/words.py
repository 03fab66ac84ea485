"""What the things that events speak of are called: steps, facts, answers, parties, calls."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from emergency_cli.core.address import FactAddress, member_of
from emergency_cli.core.personal import Personal, Words
from emergency_cli.core.terms import DOCUMENTS, NOT_KNOWN, YES_NO, Document
from emergency_cli.core.text import Because, Filled, Message, Series, Text, msg, ordinal

if TYPE_CHECKING:  # as in `event`
    from emergency_cli.core.events.fold import Fold
    from emergency_cli.core.plan.playbook import Step


def bare(text: Text) -> Text:
    """A sentence as part of another: without its full stop."""
    return Text(text.zh.rstrip("。"), text.en.rstrip("."))


def step_title(fold: "Fold", address: str) -> Message | Text | str:
    """What a step says, with the zone, unit or round it was done for."""
    step = fold.step(address)
    if step is None:
        return address
    member = member_of(address)
    if not member:
        return bare(step.do)
    return msg("{step} [{member}]", step=bare(step.do), member=occurrence(fold, step, member))


def step_name(fold: "Fold", address: str) -> object:
    """What a step is called where it is only named: in its few words where the plan has some."""
    step, member = fold.step(address), member_of(address)
    if step is None or not step.short:
        return step_title(fold, address)
    return msg("{step} [{member}]", step=step.short, member=occurrence(fold, step, member)) if member else step.short


def member_title(fold: "Fold", member: str) -> object:
    """What an occurrence is called: a zone, a unit, or a round."""
    if member.isdigit():
        return msg("round {number}", number=member)
    return fold.roster.title(member) if fold.roster else member


def occurrence_of(fold: "Fold", fact: str, member: str) -> object:
    """What an occurrence of a fact is called: as the step that asks for it calls its rounds."""
    held = fold.attachments.get(FactAddress.parse(fact).attachment or "")
    books = [held] if held else list(fold.attachments.values())
    name = FactAddress.parse(fact).fact
    asking = (step for each in books for step in each.playbook.steps if step.repeats and name in step.wants)
    return occurrence(fold, next(asking, None), member)


def occurrence(fold: "Fold", step: "Step | None", member: str) -> object:
    """What an occurrence of a step is called: a zone, a unit, a round by the word that the plan has for it."""
    if member.isdigit() and step and step.round_:
        return Filled(step.round_, {"": member})
    return member_title(fold, member)


def party_title(fold: "Fold", party: str) -> object:
    """What a party is called."""
    return fold.roster.title(party) if fold.roster else party


def playbook_title(fold: "Fold", attachment: str) -> object:
    """What a playbook that was taken up is called."""
    held = fold.attachments.get(attachment)
    return held.playbook.title if held else attachment


def facts(fold: "Fold", answers: Mapping[str, Words], known: str | None = None) -> Message | None:
    """Answers as `label: answer`, several joined. `known`: the occurrence that the sentence names already."""
    parts: list[Message] = [
        msg("{fact}: {answer}", fact=fact_title(fold, fact, known), answer=answer_title(fold, fact, value))
        for fact, value in answers.items()
    ]
    return msg("{facts}", facts=Series(tuple(parts))) if parts else None


def fact_title(fold: "Fold", fact: str, known: str | None = None) -> object:
    """What a fact is called, with the occurrence it belongs to unless that is `known`."""
    spec = fold.fact_spec(fact)
    title: object = spec.label if spec else fact
    member = member_of(fact)
    if not member or member == known:
        return title
    return msg("{step} [{member}]", step=title, member=occurrence_of(fold, fact, member))


def answer_title(fold: "Fold", fact: str, value: Words) -> object:
    """An answer as people say it."""
    spec = fold.fact_spec(fact)
    if isinstance(value, Personal):
        return value
    if value == NOT_KNOWN:
        return msg("not known")
    if spec is None:
        return value
    match spec.kind:
        case "yes-no":
            return YES_NO.name(value)
        case "choice" | "choices":
            return [spec.choices.get(each, each) for each in value.split(",")]
        case "time":
            return moment_or_words(value)
        case "zone" | "party":
            return party_title(fold, value)
        case _:
            return value


def moment_or_words(value: str) -> object:
    """The moment that is meant; the words as they are where they mean none."""
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return value


def document_title(document: Document, number: int | None) -> Message:
    """What a document is called; follow-ups are counted."""
    title = DOCUMENTS[document].shown
    if document == "follow-up" and number:
        return msg("{document} {number}", document=title, number=ordinal(number))
    return title


# --- joining sentences -----------------------------------------------------------------------------------------------


def with_more(message: Message, more: Message | None) -> Message:
    """A sentence and what else is to be said with it."""
    return msg("{what} — {more}", what=message, more=more) if more else message


def with_reason(message: Message, reason: Words | None) -> Message:
    """A sentence with the free words behind it in brackets, unless it says the same."""
    return msg("{text}", text=Because(message, reason)) if reason else message
