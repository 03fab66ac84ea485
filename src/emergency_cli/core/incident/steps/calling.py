"""A calling order in an incident: who has been tried, and who comes next."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from emergency_cli.core.events import CallMade, StepDeferred, StepDone
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.rows import Row
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.plan.roster import Contact, Roster, calling_order
from emergency_cli.core.terms import CallOutcome
from emergency_cli.core.text import Text


class Tried(Struct, frozen=True):
    """Somebody was called for a party, and how it went. `name`: of whoever of it was called, where it was said."""

    party: str
    name: str | None
    outcome: CallOutcome
    at: datetime


class Rung(Struct, frozen=True):
    """A line of a calling order, and the last call to it on record."""

    contact: Contact
    tried: Tried | None = None


def rungs(incident: Incident, roster: Roster, party: str) -> list[Rung]:
    """The calling order of a party, first to be called first, with the last call to each.

    A person is called in the order in which they stand: as the owner of the zone concerned, else in the Emergency
    Office, else in the first unit that has them.
    """
    contacts = _order(incident, roster, party)
    last = {contact.key: tried for tried in tries(incident) for contact in contacts if _is(contact, tried)}
    return [Rung(contact, last.get(contact.key)) for contact in contacts]


def next_on_ladder(incident: Incident, roster: Roster, party: str) -> Contact | None:
    """Who is to be called now for a party, or after a person did not answer; `None` if everybody was tried in vain.

    It climbs past those who were called since somebody of this order was last reached. A call on record that does not
    say to whom of the party it went counts for the one who was next. `parties` of the answer says as whom to call:
    after the owner of a zone it is the Emergency Office, and reaching that is not reaching the owner.
    """
    contacts = _order(incident, roster, party)
    left = list(contacts)
    for tried in tries(incident):
        called = next((contact for contact in contacts if _is(contact, tried)), None)
        if called is None and tried.party != party:
            continue
        if tried.outcome == "reached":
            left = list(contacts)
        elif called in left:
            left.remove(called)
        elif called is None and left:
            left.pop(0)
    return left[0] if left else None


def tries(incident: Incident) -> Iterator[Tried]:
    """Every call on record that still counts, in record order."""
    for entry in incident.entries:
        if entry.hash not in incident.retracted and isinstance(entry.event, CallMade | StepDone):
            for told in entry.event.contacts:
                yield Tried(told.party, clear(told.name), told.outcome, entry.event.occurred)


def unnamed(incident: Incident, step: Step) -> list[str]:
    """Those whom a step tells and whom nobody can name yet: the owner of a zone, as long as it is not known which."""
    if incident.zone or step.each == "zone":
        return []
    roles = incident.roster.roles if incident.roster else {}
    return [party for party in step.contact if party in roles and roles[party].held_by == "zone-owner"]


def told_already(incident: Incident, row: Row) -> set[str]:
    """Those of a step that was deferred whom the call reached with which it was: it waits for the others only."""
    return told_before(incident, row) if row.status == "deferred" else set()


def told_before(incident: Incident, row: Row) -> set[str]:
    """Those of a step whom the calls reached with which it was deferred."""
    deferred = {
        entry.event.occurred
        for entry in incident.outcomes.get(row.address, ())
        if isinstance(entry.event, StepDeferred) and entry.hash not in incident.retracted
    }
    calls = (
        entry.event
        for entry in incident.entries
        if isinstance(entry.event, CallMade) and entry.hash not in incident.retracted
    )
    reached = {
        told.party for call in calls if call.occurred in deferred for told in call.contacts if told.outcome == "reached"
    }
    return reached & set(row.step.contact)


def _order(incident: Incident, roster: Roster, party: str) -> Sequence[Contact]:
    def order(of: str) -> list[Contact]:
        return calling_order(roster, of, zone=incident.zone, on_duty=incident.officer)

    if party in roster.people:
        zone = roster.zones.get(incident.zone or "")
        owns = roster.zone_owner if zone and zone.owner == party else None
        for group in (owns, roster.office, *roster.units):
            found = order(group) if group else []
            if any(contact.key == party for contact in found):
                return found
    return order(party)


def _is(contact: Contact, tried: Tried) -> bool:
    """Whether a call went to this line: to the person or number itself, or by name under whatever party."""
    names = (contact.name.zh, contact.name.en) if isinstance(contact.name, Text) else (contact.name,)
    return contact.key == tried.party or tried.name in names
