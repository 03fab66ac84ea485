"""What an entry says, as a message: for the timeline, the board and every document. One sentence per kind of event."""

from collections.abc import Mapping
from datetime import datetime

from emergency_cli.core.address import member_of
from emergency_cli.core.events import (
    Approval,
    Attached,
    CallMade,
    Closed,
    Corrected,
    Destroyed,
    Ended,
    Entry,
    Event,
    EvidenceAdded,
    FactsSet,
    HandoverAccepted,
    HandoverOffered,
    Issued,
    Noted,
    OfficerNamed,
    Opened,
    ReadinessChecked,
    Reopened,
    Repaired,
    RosterUpdated,
    RoundsFinished,
    StepCouldNot,
    StepDeferred,
    StepDone,
    StepSkipped,
    SuggestionDeclined,
    Told,
    Unknown,
)
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Personal
from emergency_cli.core.terms import (
    CALLS,
    CONSENTS,
    DESTRUCTIBLE,
    DOCUMENTS,
    MEMBERS,
    NOT_KNOWN,
    OUTCOMES,
    YES_NO,
    Document,
)
from emergency_cli.core.text import Message, Series, Text, msg, ordinal
from emergency_cli.core.times import offset


def tell(incident: Incident, entry: Entry) -> Message:
    """What an entry says."""
    return tell_event(incident, entry.event)


def tell_event(incident: Incident, event: Event) -> Message:
    """What an event says, on record or not."""
    match event:
        case Opened():
            name = msg("Drill opened: {title}") if incident.drill else msg("Incident opened: {title}")
            return _with(Message(name.msgid, {"title": _title(incident, event.playbook)}), facts(incident, event.facts))
        case Attached():
            return _with(
                msg("Also taken up: {title}", title=_title(incident, event.attachment)), facts(incident, event.facts)
            )
        case RosterUpdated():
            return msg("The corrected roster was taken up.")
        case OfficerNamed(officer=officer):
            return msg("Officer on duty: {name}.", name=officer)
        case StepDone():
            return _done(incident, event)
        case StepSkipped():
            return _reasoned(msg("Skipped: {step}", step=step_title(incident, event.step)), event.reason)
        case StepCouldNot():
            return _reasoned(msg("Could not be done: {step}", step=step_title(incident, event.step)), event.reason)
        case StepDeferred():
            return _reasoned(msg("Put off: {step}", step=step_title(incident, event.step)), event.reason)
        case RoundsFinished():
            return msg(
                "Finished after {count} rounds: {step}", count=event.count, step=step_title(incident, event.step)
            )
        case FactsSet():
            return _reasoned(facts(incident, event.facts) or msg("No answer."), event.reason)
        case Reopened():
            return _reasoned(_taken_back(incident, event), event.reason)
        case Ended():
            return _ended(incident, event)
        case Closed():
            settled = msg("Record closed; steps left open on one reason: {count}", count=len(event.settled))
            return _reasoned(settled if event.settled else msg("Record closed"), event.reason)
        case HandoverOffered():
            return _reasoned(
                msg("Handed over to {name}: {open} open, {late} late, {deferred} put off", name=event.to,
                    open=len(event.open), late=len(event.late), deferred=len(event.deferred)),
                event.text,
            )  # fmt: skip
        case HandoverAccepted(officer=officer):
            return msg("{name} takes over.", name=officer)
        case SuggestionDeclined(playbook=playbook):
            return msg("Suggested and not taken up: {title}.", title=playbook)
        case Noted(text=text):
            return msg("Note: {text}", text=text)
        case EvidenceAdded():
            return _evidence(incident, event)
        case CallMade():
            return _reasoned(told(incident, event.contacts), event.text)
        case Corrected():
            return _corrected(incident, event)
        case Repaired():
            return _repaired(event)
        case ReadinessChecked():
            return checked(event, event.item)
        case Destroyed():
            return msg(
                "Destroyed: {what} ({count}); basis: {basis}",
                what=DESTRUCTIBLE[event.what].shown,
                count=len(event.targets),
                basis=event.basis,
            )
        case Issued():
            return _issued(incident, event)
        case Unknown(name=name):
            return msg("An entry of a newer version (“{kind}”) that cannot be read here.", kind=name)
        case _:
            return msg("An entry of kind “{kind}”.", kind=event.kind)


def other_offset(incident: Incident, entry: Entry) -> Message | None:
    """That the desk of an entry was set to another offset from Greenwich than the one in which the incident is told."""
    if entry.recorded.utcoffset() == incident.local(entry.recorded).utcoffset():
        return None
    return msg("recorded under {offset}", offset=offset(entry.recorded))


def signed(by: str) -> object:
    """Who recorded: the name, or the system account where no name was given."""
    account = by.removeprefix("account:")
    return by if account == by else msg("account {account}, name not given", account=account)


def bare(text: Text) -> Text:
    """A sentence as it stands inside another: without its full stop."""
    return Text(text.zh.rstrip("。"), text.en.rstrip("."))


def step_title(incident: Incident, address: str) -> Message | Text | str:
    """What a step says, with the zone, unit or round it was done for."""
    step = incident.step(address)
    if step is None:
        return address
    member = member_of(address)
    if not member:
        return bare(step.do)
    return msg("{step} [{member}]", step=bare(step.do), member=member_title(incident, member))


def member_title(incident: Incident, member: str) -> object:
    """What an occurrence is called: a zone, a unit, or a round."""
    if member.isdigit():
        return msg("round {number}", number=member)
    return incident.roster.title(member) if incident.roster else member


def party_title(incident: Incident, party: str) -> object:
    """What a party is called."""
    return incident.roster.title(party) if incident.roster else party


def facts(incident: Incident, answers: Mapping[str, str | Personal]) -> Message | None:
    """Answers as `label: answer`, several joined."""
    parts: list[Message] = [
        msg("{fact}: {answer}", fact=fact_title(incident, fact), answer=answer_title(incident, fact, value))
        for fact, value in answers.items()
    ]
    return msg("{facts}", facts=Series(tuple(parts))) if parts else None


def fact_title(incident: Incident, fact: str) -> object:
    """What a fact is called, with the occurrence it belongs to."""
    spec = incident.fact_spec(fact)
    title: object = spec.label if spec else fact
    member = member_of(fact)
    return msg("{step} [{member}]", step=title, member=member_title(incident, member)) if member else title


def answer_title(incident: Incident, fact: str, value: str | Personal) -> object:
    """An answer as people say it."""
    spec = incident.fact_spec(fact)
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
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                return value
        case "zone" | "party":
            return party_title(incident, value)
        case _:
            return value


def told(incident: Incident, contacts: tuple[Told, ...]) -> Message:
    """Who was told, and with which outcome."""
    parts = [
        msg(
            "{party} ({name}): {outcome}",
            party=party_title(incident, one.party),
            name=one.name,
            outcome=CALLS[one.outcome].shown,
        )
        if one.name
        else msg("{fact}: {answer}", fact=party_title(incident, one.party), answer=CALLS[one.outcome].shown)
        for one in contacts
    ]
    return msg("{facts}", facts=Series(tuple(parts)))


def consent(incident: Incident, approval: Approval) -> Message:
    """Whose consent was asked, and the answer."""
    whom: object = party_title(incident, approval.party)
    if approval.name:
        whom = msg("{party} ({name})", party=whom, name=approval.name)
    return msg("{fact}: {answer}", fact=whom, answer=CONSENTS[approval.answer].shown)


def _done(incident: Incident, event: StepDone) -> Message:
    message = msg("Done: {step}", step=step_title(incident, event.step))
    if event.same:
        message = msg("{what} (already done as {other})", what=message, other=event.same)
    if event.approval:
        message = _with(message, consent(incident, event.approval))
    if event.contacts:
        message = _with(message, told(incident, event.contacts))
    return _reasoned(_with(message, facts(incident, event.facts)), event.reason)


def _with(message: Message, more: Message | None) -> Message:
    return msg("{what} — {more}", what=message, more=more) if more else message


def _reasoned(message: Message, reason: str | None) -> Message:
    return msg("{what} ({reason})", what=message, reason=reason) if reason else message


def _title(incident: Incident, attachment: str) -> object:
    held = incident.attachments.get(attachment)
    return held.playbook.title if held else attachment


def _taken_back(incident: Incident, event: Reopened) -> Message:
    target = incident.originals.get(event.target.hash)
    if target is not None and isinstance(target.event, Ended):
        return msg("The response goes on: its end was taken back")
    if target is None:
        return msg("Taken back: entry {entry}", entry=event.target.entry)
    return msg("Taken back: {what}", what=tell(incident, target))


def _ended(incident: Incident, event: Ended) -> Message:
    message = msg("Response ended: {outcome}", outcome=OUTCOMES[event.outcome].shown)
    if event.same_as:
        message = _with(message, msg("{text}", text=event.same_as))
    if event.decided:
        message = _with(message, msg("decided by {name}", name=party_title(incident, event.decided)))
    if event.condition:
        message = _with(message, msg("because {condition}", condition=event.condition))
    return _with(message, msg("steps left open: {count}", count=len(event.left))) if event.left else message


def _evidence(incident: Incident, event: EvidenceAdded) -> Message:
    if event.held:
        message = msg("Evidence “{name}” is held by {holder}", name=event.name, holder=event.held)
        message = _with(message, msg("until {until}", until=event.until)) if event.until else message
    else:
        message = msg(
            "Evidence “{name}”, {size} bytes, SHA-256 {hash}",
            name=event.name,
            size=event.size or 0,
            hash=event.sha256 or "",
        )
        message = _with(message, msg("[destroyed]")) if event.sha256 in incident.destroyed else message
    if event.handed:
        message = _with(message, msg("handed over by {name}", name=event.handed))
    return _reasoned(message, event.text)


def _corrected(incident: Incident, event: Corrected) -> Message:
    what: object = MEMBERS[event.member].shown
    if event.member == "value" and event.fact:
        what = fact_title(incident, event.fact)
    value = corrected_value(incident, event, event.value)
    message = msg(
        "Correction of entry {entry}: {what} is now “{value}”", entry=event.target.entry, what=what, value=value
    )
    return _reasoned(message, event.reason)


def document_title(document: Document, number: int | None) -> Message:
    """What a document is called; follow-ups are counted."""
    title = DOCUMENTS[document].shown
    return (
        msg("{document} {number}", document=title, number=ordinal(number))
        if document == "follow-up" and number
        else title
    )


def _issued(incident: Incident, event: Issued) -> Message:
    message = msg("Issued: {document}", document=document_title(event.document, event.number))
    if event.to:
        message = _with(message, msg("to {names}", names=[party_title(incident, name) for name in event.to]))
    if event.approved:
        message = _with(message, msg("approved by {name}", name=party_title(incident, event.approved)))
    return _with(message, msg("file {name}", name=event.file)) if event.file else message


def corrected_value(incident: Incident, correction: Corrected, value: object) -> object:
    """What stood, or now stands, in the place that a correction names, as people say it."""
    if not isinstance(value, str):
        return value
    match correction.member:
        case "value":
            return answer_title(incident, correction.fact or "", value)
        case "actor":
            return party_title(incident, value)
        case "occurred":
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                return value
        case _:
            return value


def checked(event: ReadinessChecked, item: object) -> Message:
    """How a preparedness item was found; `item` is what it is called."""
    wanting = event.result == "wanting"
    found = msg("Not in order: {item}", item=item) if wanting else msg("Checked, in order: {item}", item=item)
    return _reasoned(found, event.text)


def _repaired(event: Repaired) -> Message:
    match event.found:
        case "torn-tail":
            return msg(
                "A line cut off in {file} ({count} bytes) was set aside as {kept}; nothing acknowledged is missing.",
                file=event.file,
                count=event.bytes or 0,
                kept=event.kept or "",
            )
        case "damage":
            return msg(
                "{file} ends in a damaged line ({line}); the record goes on after it.",
                file=event.file,
                line=event.line or 0,
            )
        case _:
            return msg("{file} was replaced by an older copy; this desk goes on under a new code.", file=event.file)
