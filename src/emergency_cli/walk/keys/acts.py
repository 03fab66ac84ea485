"""What the keys of the walk do to the step that is on the card."""

from collections.abc import Callable

from emergency_cli.core.events import Event
from emergency_cli.core.events.words import member_title
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.incident.steps.calling import unnamed
from emergency_cli.core.incident.steps.cards import in_order, said_otherwise
from emergency_cli.core.text import Message, msg, narrow
from emergency_cli.recording.contacts import step_contact_lines
from emergency_cli.screen.line import Line
from emergency_cli.walk.person.ticking import Details
from emergency_cli.walk.walker import Walker


def enter(walker: Walker, row: Row) -> None:
    """What Enter alone does: tick the step, or go on where that would be presumed or nothing was written down."""
    if walker.passes(row):
        walker.pass_by(row)
    elif not walker.ticking.fills(row):
        tick(walker, row)
    elif not walker.ticking.tick(row, Details(), blank=False):
        walker.say(msg("Nothing was filled in: nothing is recorded."), "warn")
        walker.pass_by(row)


def tick(walker: Walker, row: Row, facts: actions.Facts | None = None) -> None:
    """Tick the step with all that belongs to it; where one call may have served two steps, ask whether it did."""
    if walker.needs_more(row) and not facts:
        walker.say(
            msg("Nothing is recorded: this takes more than a yes. Enter = go on; ? = what can be typed."), "warn"
        )
    elif row.ask_same and not facts and _said_in_the_same_call(walker, row.ask_same):
        walker.ticking.take_over(row, walker.moment())
    elif not walker.ticking.tick(row, Details(facts=facts)):
        walker.passed.add(row.base)
    elif unnamed(walker.incident, row.step):
        walker.insisted.discard(row.address)


def _said_in_the_same_call(walker: Walker, other: Row) -> bool:
    """Only the caller knows what was said."""
    made = other.entry.event.occurred if other.entry else walker.now()
    asked = msg(
        "Already called at {time}: {step} Was this said in that call too? 1 yes, Enter = no, in a call of its own:",
        time=walker.words.clock(made),
        step=other.step.do,
    )
    return walker.agrees(asked)


def skip(walker: Walker, row: Row) -> None:
    """Leave it out."""
    _leave(walker, row, actions.skip_step, msg("Reason (Enter = leave blank, 0 = do not skip):"))


def could_not(walker: Walker, row: Row) -> None:
    """It was tried in vain."""
    _leave(walker, row, actions.could_not, msg("Reason (Enter = leave blank, 0 = back):"))


def defer(walker: Walker, row: Row) -> None:
    """Defer it, with a reason."""
    _leave(walker, row, actions.defer_step, msg("Reason (Enter = leave blank, 0 = back):"))


def defer_at_once(walker: Walker, row: Row) -> None:
    """Put it off without a word."""
    _leave(walker, row, actions.defer_step, None)


def _leave(walker: Walker, row: Row, act: Callable[..., Event], asked: Message | None) -> None:
    at = walker.moment()
    reason = walker.line(asked) if asked else ""
    if narrow(reason) != "0":
        walker.record(lambda incident, at, by: act(incident, row.address, at=at, by=by, reason=reason or None), at=at)


def note(walker: Walker, row: Row | None) -> None:
    """Keep something in the officer's words, at a step or on its own."""
    text = walker.line(msg("Note:"))
    if text:
        walker.note(text, row)


def personal_note(walker: Walker, row: Row) -> None:
    """Keep something personal at a step: sealed, and it can be destroyed later."""
    text = walker.line(msg("Note with personal data (sealed):"))
    if text:
        kept = walker.session.seal(text)
        walker.record(lambda incident, at, by: actions.note(incident, kept, at=at, by=by, step=row.address))


def contacts(walker: Walker, row: Row) -> None:
    """Whom to call."""
    walker.show(step_contact_lines(walker.session, walker.incident, row.step))


def rest(walker: Walker, row: Row) -> None:
    """All other zones or units in order, with the answers that the plan calls in order."""
    if not row.member:
        walker.say(msg("Only a step that is done zone by zone or unit by unit has others."), "warn")
        return
    at = walker.moment()
    walker.read_on()
    otherwise, told = list[object](), list[object]()
    for other in [each for each in walker.board().occurrences(row.base) if each.open]:
        named = member_title(walker.incident, other.member or "")
        if said_otherwise(walker.incident, other):
            otherwise.append(named)
            continue
        walker.ticking.finish(other, Details(facts=in_order(walker.incident, other)), at, show=False)
        told.append(named)
    if told:
        done = msg("[recorded {time}] {what}", time=walker.words.clock(at), what=msg("In order: {names}", names=told))
        walker.show([Line(walker.words(done), "done", hang=2)])
    if otherwise:
        walker.say(msg("Reported otherwise, and left open: {names}.", names=otherwise), "warn")


def finished(walker: Walker, row: Row) -> None:
    """Its rounds are over."""
    walker.record(lambda incident, at, by: actions.finish_rounds(incident, row.address, at=at, by=by))
