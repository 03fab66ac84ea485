"""Whom to call: at a step, and next where nobody answered."""

from collections.abc import Iterable, Iterator

from emergency_cli.core.events.words import bare
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.calling import next_on_ladder, rungs
from emergency_cli.core.plan.facts import zone_fact
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.plan.roster import ladder, merged, zone_contacts
from emergency_cli.core.text import msg
from emergency_cli.recording.naming import roster_of
from emergency_cli.screen.line import Line
from emergency_cli.screen.plan.contacts import ladder_lines, step_lines
from emergency_cli.session import Session


def step_contact_lines(session: Session, incident: Incident, step: Step) -> Iterator[Line]:
    """Everybody who may be wanted at a step: those it names, the zone's, the services from outside."""
    roster, zone = roster_of(session, incident), incident.zone
    orders = {party: rungs(incident, roster, party) for party in step.contact}
    rest = zone_contacts(roster, zone) if zone else ladder(roster, roster.office)
    services = [contact for service in roster.services for contact in ladder(roster, service)]
    named = {rung.contact.key for order in orders.values() for rung in order}
    others = [contact for contact in merged([*rest, *services]) if contact.key not in named]
    title = msg("Whom to contact: {title}", title=bare(step.do))
    return step_lines(roster, title, orders, others, session.screen.words, drill=incident.drill)


def next_in_ladder_lines(session: Session, incident: Incident, party: str) -> Iterator[Line]:
    """Who is to be called now for a party, or after a person, that did not answer, and who was tried so far."""
    roster = roster_of(session, incident)
    follows = next_on_ladder(incident, roster, party)
    return ladder_lines(rungs(incident, roster, party), follows, session.screen.words, drill=incident.drill)


def ask_for_zone(session: Session, incident: Incident, parties: Iterable[str]) -> None:
    """Where the owner of a zone was called and nobody has said which zone it is: say so, and how to say it."""
    fact = zone_fact(incident.shared_facts)
    if fact and incident.zone is None and roster_of(session, incident).zone_owner in list(parties):
        session.screen.tell(msg("Nobody has said yet which zone it is: emergency set {fact}=NAME", fact=fact), "warn")
