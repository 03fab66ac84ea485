"""Forms to be filled in by hand where there is no power: a briefing sheet and a handover sheet."""

from typing import Literal

from msgspec import Struct

from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.prepare.cards import Imprint
from emergency_cli.core.text import Message, msg

FormName = Literal["briefing", "handover"]


class FormPart(Struct, frozen=True):
    """Rows to be written into; what they are for is the head of their widest column."""

    heads: tuple[Message, ...]
    rows: int


class Form(Struct, frozen=True):
    """A form: single answers, parts with rows, who signs."""

    name: FormName
    title: Message
    answers: tuple[object, ...]
    parts: tuple[FormPart, ...]
    signed: tuple[Message, ...]
    imprint: Imprint


_WHEN, _WHO = msg("when"), msg("who")
_FIRST = (msg("what happened"), msg("noticed"), msg("place"), msg("service zone"), msg("officer on duty"),
          msg("in command"))  # fmt: skip
_NEXT = msg("next report: to whom, when")
_OPEN = FormPart((msg("Still to do, and what is late"), msg("responsible"), msg("due")), 7)


def briefing_form(general: Playbook | None, imprint: Imprint) -> Form:
    """For the fire officer, the leader who walks in, whoever asks how things stand. It asks what is vital first."""
    vital = [fact.label for fact in general.facts.values() if fact.vital] if general else []
    answers = (*_FIRST, msg("trapped: how many, where"), *vital, msg("out of the building"), _NEXT)
    done = FormPart((_WHEN, msg("Done so far"), _WHO), 8)
    orders = FormPart((_WHEN, msg("Leaders' orders"), _WHO), 3)
    return Form("briefing", msg("Briefing sheet"), answers, (done, _OPEN, orders),
                (msg("Briefed by"), msg("Briefed"), msg("Time")), imprint)  # fmt: skip


def handover_form(imprint: Imprint) -> Form:
    """For a shift change: what is done, what is open, what goes over."""
    parts = (
        FormPart((_WHEN, msg("Done so far"), _WHO), 6),
        _OPEN,
        FormPart((_WHEN, msg("Called, and who was not reached"), msg("outcome")), 4),
        FormPart((msg("Handed over: keys, equipment, papers"), msg("how many"), msg("state")), 4),
    )
    return Form("handover", msg("Handover sheet"), (*_FIRST, _NEXT), parts,
                (msg("Handed over by"), msg("Taken over by"), msg("Time")), imprint)  # fmt: skip
