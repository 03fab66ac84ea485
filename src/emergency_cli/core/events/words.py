"""What the things that events speak of are called: steps, facts, answers, parties, calls."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from emergency_cli.core.address import Address, FactAddress, member_of
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
    return _occurring(fold, address, bare(step.do))


def _occurring(fold: "Fold", address: str, title: Text) -> Message | Text:
    """A name with what it is of: the case, where the same playbook was taken up twice; the zone, unit or round."""
    member, case = member_of(address), case_of(fold, Address.parse(address).attachment)
    names = [*([case] if case else []), *([occurrence(fold, fold.step(address), member)] if member else [])]
    return msg("{step} [{member}]", step=title, member=names) if names else title


def step_name(fold: "Fold", address: str) -> object:
    """What a step is called where it is only named: in its few words where the plan has some."""
    step = fold.step(address)
    return _occurring(fold, address, step.short) if step and step.short else step_title(fold, address)


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


def case_of(fold: "Fold", attachment: str | None) -> Message | None:
    """Which it is of those for which the same playbook was taken up: one casualty of two; `None` of the only one."""
    held = fold.attachments.get(attachment or "")
    if held is None or len(fold.attachments) < 2:
        return None
    alike = [name for name, other in fold.attachments.items() if other.playbook.id == held.playbook.id]
    return msg("case {number}", number=alike.index(attachment or "") + 1) if len(alike) > 1 else None


def facts(fold: "Fold", answers: Mapping[str, Words], known: str = "") -> Message | None:
    """Answers as `label: answer`, several joined. `known`: the step, by address, which the sentence names already."""
    parts: list[Message] = [
        msg("{fact}: {answer}", fact=fact_title(fold, fact, known), answer=answer_title(fold, fact, value))
        for fact, value in answers.items()
    ]
    return msg("{facts}", facts=Series(tuple(parts))) if parts else None


def fact_title(fold: "Fold", fact: str, known: str = "", *, within: bool = False) -> object:
    """What a fact is called, with the case and the occurrence it belongs to, unless a step says these already.

    `within`: within a sentence or a list.
    """
    spec = fold.fact_spec(fact)
    title: object = (spec.name if within else spec.label) if spec else fact
    member, attachment = member_of(fact), FactAddress.parse(fact).attachment
    case = None if known and attachment == Address.parse(known).attachment else case_of(fold, attachment)
    asked = bool(member) and member != member_of(known)
    names = [*([case] if case else []), *([occurrence_of(fold, fact, member or "")] if asked else [])]
    return msg("{step} [{member}]", step=title, member=names) if names else title


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


def day_or_words(value: str) -> object:
    """The day that is meant; the words as they are where they mean none."""
    try:
        return date.fromisoformat(value)
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
