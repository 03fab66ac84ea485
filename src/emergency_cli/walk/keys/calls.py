"""A call that did not get through, and one whose answer is still to come."""

from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.incident.steps.calling import unnamed
from emergency_cli.core.terms import CallOutcome
from emergency_cli.core.text import msg
from emergency_cli.recording.naming import party as found
from emergency_cli.recording.naming import roster_of
from emergency_cli.screen.plan.contacts import called
from emergency_cli.walk.walker import Walker


def no_answer(walker: Walker, row: Row) -> None:
    """Nobody answered: that is on record, and whoever is next on the ladder is who Enter means now."""
    party = _whom(walker, row)
    if party is None:
        return
    _put(walker, party, "no-answer")
    following = walker.ticking.next_on_ladder(party)
    if following is None:
        walker.say(msg("Everybody on this list was tried. Again from the top, or c = could not, l = defer."), "warn")
    whom = following or walker.ticking.rung(party)
    if whom:
        walker.say(msg("Call next: {whom}", whom=called(whom, walker.words, walker.incident.drill)), "order")


def waiting(walker: Walker, row: Row) -> None:
    """Called, and the answer is still to come: the step comes back at the end of its stage."""
    party = _whom(walker, row)
    if party is None:
        return
    at = walker.moment()
    _put(walker, party, "called")
    reason = walker.words(msg("called, waiting for the answer"))
    if row.open:
        walker.record(
            lambda incident, at, by: actions.defer_step(incident, row.address, at=at, by=by, reason=reason), at=at
        )


def _whom(walker: Walker, row: Row) -> str | None:
    """The party that the call of this step is to; of several, the one that is named."""
    unknown = unnamed(walker.incident, row.step)
    parties = [party for party in row.step.contact if party not in unknown]
    if len(parties) < 2:
        if unknown and not parties:
            walker.say(msg("Without the zone its owner cannot be named."), "warn")
        elif not parties:
            walker.say(msg("This step is not a call. For any other call: emergency call PARTY=no-answer"), "warn")
        return parties[0] if parties else None
    roster = roster_of(walker.session, walker.incident)
    titles = [(party, walker.words(roster.title(party))) for party in parties]
    return walker.chosen(titles, msg("Which of them? Number or name (Enter = back):"), lambda name: found(roster, name))


def _put(walker: Walker, party: str, outcome: CallOutcome) -> None:
    told = walker.ticking.told(party, outcome)
    walker.record(lambda incident, at, by: actions.make_call(incident, [told], at=at, by=by))
