"""What the walk asks between its cards: the officer's name, suggestions; whether it is over, and how it ended."""

from msgspec import Struct

from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.incident.steps.calling import unnamed
from emergency_cli.core.incident.steps.cards import prompt_of
from emergency_cli.core.incident.steps.derived import settles_all
from emergency_cli.core.report.sentences import clause
from emergency_cli.core.signing import account_of
from emergency_cli.core.terms import OUTCOMES, SETTLING, Outcome
from emergency_cli.core.text import folded, listed, msg
from emergency_cli.core.times import parse_due
from emergency_cli.errors import Misused
from emergency_cli.recording.attaching import taken_up
from emergency_cli.recording.ordering import ordered
from emergency_cli.screen.incident.entries import closed_lines
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk import sheet
from emergency_cli.walk.person.ask import Asker, Left
from emergency_cli.walk.person.vocabulary import is_order, is_word, order_typed
from emergency_cli.walk.walker import Walker

_ENDS: tuple[Outcome, ...] = ("handled", "handed-over", "below-plan", "false-alarm", "opened-by-mistake")
# How many of the steps that are left are named where there are many.
_NAMED = 6


# --- names and suggestions -----------------------------------------------------------------------------------------


def first_stage_over(walker: Walker) -> None:
    """What could wait is done: the officer's name, once, and how much was left blank."""
    walker.first_stage_over = True
    officer(walker)
    blanks = walker.board().blanks  # as many as the bar says
    if blanks and walker.incident.state == "responding":
        walker.hint(msg("Left blank so far: {count}. They are asked once, before the end.", count=len(blanks)))


def officer(walker: Walker) -> None:
    """Ask for the officer's name, once, unless it is known."""
    if walker.named or account_of(walker.by()) is None:
        return
    walker.named = True
    while name := walker.line(msg("Your name, for the record (Enter = later):")):
        order = order_typed(name)
        if is_order(name):
            order = walker.line(msg("What was ordered? (Enter = back)"))
        elif len(name) == 1 and is_word(name):  # somebody is at the cards already: what they type next is no name
            walker.say(
                msg("“{text}” is a key of the cards; your name is asked again before the end.", text=name), "warn"
            )
            return
        if order:
            take_order(walker, order)
        elif not is_order(name) and walker.name_officer(name):
            return


def take_order(walker: Walker, text: str) -> None:
    """A leader's order: who gave it, to whom, by when; it is a step of its own from then on.

    Where nobody says whose order it is, or for whom, or that cannot be found, its words are a note.
    """
    try:
        given = _given(walker, text)
    except (Left, Misused):
        walker.keep_as_note(text)
        raise
    if not given:
        walker.keep_as_note(text)


def _given(walker: Walker, text: str) -> bool:
    """Ask whose order it is, for whom and until when, and record it; whether that was said."""
    leader = walker.line(msg("Who ordered it?"))
    to = walker.line(msg("Who is to do it?")) if leader else ""
    if not to:
        return False
    due = None
    while due is None and (typed := walker.line(msg("By when? (Enter = no limit was set)"))):
        try:
            due = parse_due(typed, walker.incident.local(walker.now()))
        except Misused as error:
            walker.say_error(error)
    walker.record(ordered(walker.session, walker.case, text, leader=leader, to=to, due=due))
    return True


def suggest(walker: Walker, playbook_id: str) -> None:
    """Offer a playbook that the answers call for: once, one key. Nobody waited for it: other words are kept."""
    playbook = walker.session.plan.playbook(playbook_id)
    asked = msg("Also take up “{title}”? (Enter/1 yes, 2 no)", title=playbook.title) if playbook else None
    if playbook and asked and walker.agrees(asked, enter=True, keep=True):
        presets = _of_its_case(walker, playbook_id)
        walker.record(lambda incident, at, by: taken_up(incident, playbook, presets, at=at, by=by))
    else:
        walker.record(lambda incident, at, by: actions.decline(incident, playbook_id, at=at, by=by))


def _of_its_case(walker: Walker, playbook_id: str) -> dict[str, str]:
    """What the playbooks that suggest another one say of its case."""
    suggested = (each for held in walker.incident.in_order for each in held.playbook.suggests)
    return next((dict(each.sets) for each in suggested if each.playbook == playbook_id), {})


# --- the end -------------------------------------------------------------------------------------------------------


class _Chosen(Struct, frozen=True):
    value: Outcome


def end(walker: Walker, *, back: bool = False) -> str | None:
    """Ask how the response ended, what was left blank, who decided and on what condition; `back`: Enter goes back.

    What was typed, where that is no outcome; `None` if it is over, or if the answers call for further steps first.
    """
    before = walker.board()
    unknown = [row.base for row in before.open(response_only=True) if unnamed(walker.incident, row.step)]
    _name_open([row for row in before.open(response_only=True) if row.owed], walker)
    chosen = _outcome(walker, back=back)
    if isinstance(chosen, str):
        return chosen
    outcome = chosen.value
    if outcome not in SETTLING:
        sheet.fill(walker)
        now_known = bool(unknown) and walker.incident.zone is not None
        if now_known:
            walker.passed.difference_update(unknown)
        if now_known or _more_to_do(before, walker.board()):
            walker.say(msg("These answers call for further steps; they come first."), "warn")
            return None
    # Of what was no emergency the reason comes to mind first: asked for a name, people in a hurry type the reason.
    condition = _why(walker) if outcome in SETTLING else None
    decided = _decided(walker, outcome)
    if outcome not in SETTLING:
        condition = _condition(walker)
    walker.record(
        lambda incident, at, by: actions.end_response(
            incident, outcome, at=at, by=by, decided=decided, condition=condition
        )
    )
    return None


def _outcome(walker: Walker, *, back: bool) -> _Chosen | str:
    """The outcome, by its number or its name; what was typed where it is none."""
    walker.say(msg("Is the response over? How did it end?"), "title")
    for number, name in enumerate(_ENDS, 1):
        walker.show([Line(f"{number}  {walker.words(OUTCOMES[name].shown)}", indent=1)])
    leave = msg("Number (Enter = not over yet: leave, and go on later):")
    typed = walker.line(msg("Number (Enter = not over yet: back):") if back else leave)
    text = folded(typed)
    if number := listed(text, len(_ENDS)):
        return _Chosen(_ENDS[number - 1])
    known = OUTCOMES.read(text) if text else None
    return _Chosen(known) if known in _ENDS else typed


def _more_to_do(before: Board, after: Board) -> bool:
    """Whether something of the response can be done now that could not before."""
    known = {row.address for row in before.rows if row.status != "waiting"}
    return any(row.status == "todo" and row.stage != "review" and row.address not in known for row in after.rows)


def _decided(walker: Walker, outcome: Outcome) -> str | None:
    """Who decided, as somebody says it. Below the plan somebody has to be named."""
    while True:
        said = walker.line(msg("Who decided it? (Enter = leave blank)"))
        if said not in ("", "-"):
            return said
        if outcome != "below-plan":
            return None
        walker.say(msg("Say who decided that it is below the threshold of the plan."), "warn")


def _why(walker: Walker) -> str | None:
    return walker.line(msg("Why? (Enter = leave blank)")) or None


def _condition(walker: Walker) -> str | None:
    """On what condition; proposed is what is on record of the outcome, as a document tells it."""
    incident = walker.incident
    proposed = [
        says
        for fact in incident.answers
        if (spec := incident.fact_spec(fact)) and spec.part == "outcome" and not spec.personal
        if (says := clause(incident, fact))
    ]
    if not proposed:
        return walker.line(msg("On what condition? Like: fire out, power back (Enter = leave blank)")) or None
    typed = walker.line(msg("On what condition? (Enter = “{text}”, - = leave blank)", text=proposed))
    return None if typed == "-" else typed or walker.words(proposed)


def over(walker: Walker) -> None:
    """The response has ended: what the office does with it from here."""
    incident = walker.incident
    if incident.ended is None:
        return
    walker.say(msg("The response has ended; it is on record. What the office does next:"), "title")
    steps = [(msg("close the record"), "close")]
    if not settles_all(incident):
        steps = [
            (msg("final report"), "report final"),
            (msg("review"), "resume"),
            (msg("after-action summary"), "export"),
        ]
    for title, verb in steps:
        command = f"{walker.words.called} {verb} {incident.id}"
        walker.show([Line(walker.words.say("{what}: {command}", what=title, command=command), indent=2, hang=4)])


def close(walker: Walker) -> str | None:
    """Ask whether the record is to be closed; `None` if it is, else what was typed instead."""
    left = [row for row in walker.board().open() if not row.rounds and not row.idle]
    _name_open(left, walker)
    if not left:
        walker.hint(msg("Everything is done."))
    typed = walker.line(msg("Close the record? 1 close, Enter = not yet:"))
    if folded(typed) != "1":
        return typed
    reason = walker.line(msg("One reason for leaving them all:")) if left else ""
    walker.record(lambda incident, at, by: actions.close_record(incident, at=at, by=by, reason=reason or None))
    walker.show(closed_lines(walker.incident, walker.words))
    return None


def _name_open(rows: list[Row], walker: Walker) -> None:
    """What is not done, by its orders; of many the first few."""
    if not rows:
        return
    steps = {row.base: prompt_of(row.step) for row in rows}
    named = list(dict.fromkeys(steps.values()))[:_NAMED]
    shown = msg("Still open ({count}): {steps}.", count=len(steps), steps=named)
    if left := sum(each not in named for each in steps.values()):
        shown = msg("Still open ({count}): {steps} and {left} more.", count=len(steps), steps=named, left=left)
    walker.say(shown, "warn")


def ask_for_end(session: Session, case: Case) -> None:
    """Ask at a terminal how the response ended; whoever leaves in the middle has ended nothing."""
    walker = Walker(session, case, Asker(session.world))
    try:
        while typed := end(walker, back=True):
            walker.other_words(typed)
    except Left:
        session.screen.say("")
    if walker.incident.state == "responding":
        session.screen.say(msg("The response goes on."))
    else:
        over(walker)
