"""The plan as data: whom to contact, faults, playbooks, readiness, cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

from emergency_cli.core.incident.measures import Measure
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Contact
from emergency_cli.core.prepare.whom import Duty, When, Whom
from emergency_cli.core.text import Text
from emergency_cli.shapes import Answer, Both, FindingData, Part, both


class ContactData(Part):
    """Somebody to be called."""

    id: Annotated[str | None, "of the person, unit or service; null for the owner of a zone that was not named"]
    name: Annotated[Both | str | None, "the name"]
    post: Annotated[Both | str | None, "the post"]
    called_as: Annotated[list[str], "for which parties"]
    phones: Annotated[list[str], "in the order to be tried"]
    told: Annotated[When, "now, if (only in some cases), later, or next: where the one before does not answer"]
    only_if: Annotated[str | None, "under which condition, in the language of this run"]
    steps: Annotated[list[str], "the steps that say so"]
    clauses: Annotated[list[str], "of the plan: of these steps; without an incident type, of the roster"]


class ContactGroup(Part):
    """Those to be called for a zone, an incident type, or both; or for a party."""

    zone: Annotated[str | None, "the service zone, where one is meant"]
    playbook: Annotated[str | None, "the incident type, where one is meant"]
    contacts: Annotated[list[ContactData], "in calling order"]


class Contacts(Answer):
    """`contacts`: whom to tell; one group, or one for each zone where nothing was asked for."""

    groups: Annotated[list[ContactGroup], "each in calling order"]


class FaultData(Part):
    """Something wrong in a plan file."""

    file: Annotated[str, "which file"]
    line: Annotated[int | None, "which line"]
    warning: Annotated[bool, "whether it is only a warning"]
    what: Annotated[str, "what is wrong, in the language of this run"]
    hint: Annotated[str, "what to do; may be empty"]


class Faults(Answer):
    """`check`: the faults of the plan; exit code 5 if any is more than a warning."""

    faults: Annotated[list[FaultData], "warnings last"]


class PlaybookBrief(Part):
    """A playbook in the list."""

    id: Annotated[str, "its id"]
    title: Annotated[Both, "its title"]
    clause: Annotated[str | None, "the clause of the plan"]
    steps: Annotated[int, "how many steps it has"]


class Playbooks(Answer):
    """`playbook`: the playbooks of the plan."""

    playbooks: Annotated[list[PlaybookBrief], "in the order of the menu"]


class WholePlaybook(Answer):
    """`playbook show`: a playbook as it is in its file."""

    playbook: Annotated[dict[str, Any], "the members of the file; see docs/playbooks.md and its schema"]


class WholeRoster(Answer):
    """`roster`, `roster show`: the roster, or one entry of it, as it is in its file."""

    roster: Annotated[dict[str, Any], "the members of the file; see docs/playbooks.md and its schema"]


class Flowchart(Answer):
    """`playbook graph`: a flowchart."""

    id: Annotated[str, "of the playbook"]
    mermaid: Annotated[str, "the text for Mermaid, in the language of this run"]


class Cards(Answer):
    """`card`: what is on the cards and on the contact sheet, in the language of this run."""

    cards: Annotated[list[dict[str, Any]], "each card: title, trigger, actions, calls, imprint"]
    contacts: Annotated[dict[str, Any] | None, "the contact sheet, where it was asked for"]
    forms: Annotated[list[dict[str, Any]], "each form to fill in by hand: title, answers, parts, who signs, imprint"]


class ItemData(Part):
    """Something to be kept ready."""

    item: Annotated[str, "its id"]
    playbook: Annotated[str, "which playbook requires it"]
    do: Annotated[Both, "what has to be ready"]
    owner: Annotated[str | None, "the party responsible for it"]
    clause: Annotated[str | None, "the clause of the plan"]
    law: Annotated[Both | None, "the law it is based on"]
    practice: Annotated[Both | None, "the practice it is based on"]
    state: Annotated[str, "in-order, wanting, overdue or never-checked"]
    checked: Annotated[str | None, "when it was last checked"]
    by: Annotated[str | None, "by whom"]
    result: Annotated[str | None, "in-order or wanting"]
    text: Annotated[str | None, "what was found"]
    entry: Annotated[str | None, "the entry of the check"]
    interval: Annotated[str | None, "how often, such as 30d"]
    due: Annotated[str | None, "when it is due again"]
    overdue: Annotated[bool, "whether that is past"]


class DrillData(Part):
    """When a playbook was last drilled."""

    playbook: Annotated[str, "which"]
    last: Annotated[str | None, "when"]


class KeptData(Part):
    """Personal data of a closed incident."""

    incident: Annotated[str, "its id"]
    closed: Annotated[str, "when it was closed"]
    values: Annotated[int, "how many values are still there"]
    due: Annotated[str | None, "when they are due for destruction"]
    overdue: Annotated[bool, "whether that is past"]


class PersonalData(Part):
    """What the law requires to be destroyed."""

    period: Annotated[str | None, "how long the centre keeps it, such as 90d"]
    incidents: Annotated[list[KeptData], "where there is some"]


class RosterGapData(Part):
    """What the roster lacks."""

    kind: Annotated[str, "what is missing"]
    party: Annotated[str, "of whom"]
    parts: Annotated[list[str], "the parts concerned"]


class LeftData(Part):
    """What an incident destroyed on record and is still there."""

    incident: Annotated[str, "its id"]
    files: Annotated[list[str], "the files that hold it"]


class MeasureData(Part):
    """An improvement measure that a review decided on and nobody has seen to."""

    measure: Annotated[str, "its id: the incident and the number of the measure"]
    what: Annotated[str, "what is to be done"]
    owner: Annotated[str | None, "who is responsible, where that was said"]
    due: Annotated[str | None, "by when, in the words that were used"]


class NumbersData(Part):
    """When the numbers of somebody were last tried."""

    party: Annotated[str, "of whom"]
    checked: Annotated[str | None, "on which day; null: never"]
    due: Annotated[str | None, "on which day again, where the centre has set an interval"]
    overdue: Annotated[bool, "whether that is past, or an interval is set and nobody ever tried"]


class DutyData(Part):
    """What the table of who is on duty says."""

    today: Annotated[list[str], "who is on duty today, in calling order"]
    until: Annotated[str | None, "the last day that it has; null: none from today on"]


class DutyTable(Answer):
    """`roster duty`: who is on duty when, from today on, or on the days that were asked for."""

    duty: Annotated[dict[str, list[str]], "a day -> persons, in calling order"]


class Ready(Answer):
    """`ready`: whether the hall is ready."""

    items: Annotated[list[ItemData], "what has to be ready"]
    drills: Annotated[list[DrillData], "each playbook"]
    personal_data: Annotated[PersonalData, "what is due for destruction"]
    reporting: Annotated[dict[str, str | None], "the limits of initial, follow-up and final, such as 30m"]
    roster: Annotated[list[RosterGapData], "what the roster lacks"]
    numbers: Annotated[list[NumbersData], "everybody whose numbers are known, the longest unchecked first"]
    duty: Annotated[DutyData, "who is on duty"]
    not_destroyed: Annotated[list[LeftData], "what was destroyed on record and is still there: destroy finishes it"]
    findings: Annotated[list[FindingData], "what is wrong in the record of the checks"]
    measures: Annotated[list[MeasureData], "what is to be improved, by who is responsible and by when"]


class ItemChecked(Answer):
    """`ready done`: a check that was just recorded."""

    item: Annotated[str, "its id; of a measure that of the incident and its number"]
    result: Annotated[str, "in-order or wanting"]
    entry: Annotated[str, "desk/n"]
    hash: Annotated[str, "of its line"]
    code: Annotated[str, "its check code"]


def measure_data(measures: Iterable[Measure]) -> list[MeasureData]:
    """Measures that nobody has seen to."""
    return [
        MeasureData(measure=each.id, what=each.what, owner=each.owner or None, due=each.due or None)
        for each in measures
    ]


def whom_group(whom: Whom, zone: str | None, playbook: str | None, said: Callable[[object], str]) -> ContactGroup:
    """Those to be told, in calling order; `said` puts conditions into words."""
    contacts = [_duty(duty, "now") for duty in whom.now]
    contacts += [_duty(duty, "if", said(case.condition)) for case in whom.only_if for duty in case.duties]
    contacts += [_duty(duty, "later") for duty in whom.later]
    contacts += [_contact(each, (ladder.party,)) for ladder in whom.ladders for each in ladder.follow]
    return ContactGroup(zone=zone, playbook=playbook, contacts=contacts)


def ladder_group(party: str, contacts: Sequence[Contact]) -> ContactGroup:
    """The calling order of one party."""
    return ContactGroup(
        zone=None,
        playbook=None,
        contacts=[_contact(each, (party,), "next" if place else "now") for place, each in enumerate(contacts)],
    )


def playbook_brief(book: Playbook) -> PlaybookBrief:
    """A playbook in the list."""
    title = Both(zh=book.title.zh, en=book.title.en)
    return PlaybookBrief(id=book.id, title=title, clause=book.clause, steps=len(book.steps))


def _duty(duty: Duty, told: When, only_if: str | None = None) -> ContactData:
    contact = duty.contact
    return ContactData(
        id=contact.key if contact else None,
        name=_named(contact.name) if contact else None,
        post=_named(contact.post) if contact else None,
        called_as=list(duty.parties),
        phones=_phones(contact) if contact else [],
        told=told,
        only_if=only_if,
        steps=list(duty.steps),
        clauses=list(duty.clauses),
    )


def _contact(contact: Contact, parties: Sequence[str], told: When = "next") -> ContactData:
    return ContactData(
        id=contact.key,
        name=_named(contact.name),
        post=_named(contact.post),
        called_as=list(parties),
        phones=_phones(contact),
        told=told,
        only_if=None,
        steps=[],
        clauses=list(contact.clauses),
    )


def _phones(contact: Contact) -> list[str]:
    return [phone for phone in contact.phones if isinstance(phone, str)]


def _named(name: Any) -> Both | str | None:
    return both(name) if isinstance(name, Text) else name
