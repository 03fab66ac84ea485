"""The plan as data: whom to contact, faults, playbooks, readiness, cards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Contact
from emergency_cli.core.text import Text
from emergency_cli.shapes import Answer, Both, FindingData, Part, both


class ContactData(Part):
    """Somebody to be called."""

    id: Annotated[str, "of the person, unit or service"]
    name: Annotated[Both | str, "the name"]
    post: Annotated[Both | str | None, "the post"]
    called_as: Annotated[list[str], "for which parties"]
    phones: Annotated[list[str], "in the order to be tried"]
    clauses: Annotated[list[str], "of the plan"]


class ContactGroup(Part):
    """Those to be called for a zone, or for what was asked."""

    zone: Annotated[str | None, "the service zone, where one is meant"]
    contacts: Annotated[list[ContactData], "in calling order"]


class Contacts(Answer):
    """`contacts`: whom to contact; one group, or one for each zone where none was named."""

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


class Flowchart(Answer):
    """`playbook graph`: a flowchart."""

    id: Annotated[str, "of the playbook"]
    mermaid: Annotated[str, "the text for Mermaid, in the language of this run"]


class Cards(Answer):
    """`card`: what is on the cards and on the contact sheet, in the language of this run."""

    cards: Annotated[list[dict[str, Any]], "each card: title, trigger, actions, calls, do-nots, imprint"]
    contacts: Annotated[dict[str, Any] | None, "the contact sheet, where it was asked for"]


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


class Ready(Answer):
    """`ready`: whether the hall is ready."""

    items: Annotated[list[ItemData], "what has to be ready"]
    drills: Annotated[list[DrillData], "each playbook"]
    personal_data: Annotated[PersonalData, "what is due for destruction"]
    reporting: Annotated[dict[str, str | None], "the limits of initial, follow-up and final, such as 30m"]
    roster: Annotated[list[RosterGapData], "what the roster lacks"]
    not_destroyed: Annotated[list[LeftData], "what was destroyed on record and is still there: destroy finishes it"]
    findings: Annotated[list[FindingData], "what is wrong in the record of the checks"]


class ItemChecked(Answer):
    """`ready done`: a check that was just recorded."""

    item: Annotated[str, "its id"]
    result: Annotated[str, "in-order or wanting"]
    entry: Annotated[str, "desk/n"]
    hash: Annotated[str, "of its line"]
    code: Annotated[str, "its check code"]


def contact_group(zone: str | None, contacts: Iterable[Contact]) -> ContactGroup:
    """Those to be called, in calling order."""
    return ContactGroup(zone=zone, contacts=[_contact(each) for each in contacts])


def playbook_brief(book: Playbook) -> PlaybookBrief:
    """A playbook in the list."""
    title = Both(zh=book.title.zh, en=book.title.en)
    return PlaybookBrief(id=book.id, title=title, clause=book.clause, steps=len(book.steps))


def _contact(contact: Contact) -> ContactData:
    return ContactData(
        id=contact.key,
        name=_named(contact.name) or "",
        post=_named(contact.post),
        called_as=list(contact.parties),
        phones=[phone for phone in contact.phones if isinstance(phone, str)],
        clauses=list(contact.clauses),
    )


def _named(name: Any) -> Both | str | None:
    return both(name) if isinstance(name, Text) else name
