"""What a line on a card means: Enter, a digit of the card, a key, a word, an answer - or else it is kept as a note."""

import re

from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.incident.steps.calling import unnamed
from emergency_cli.core.incident.steps.cards import Card, prompt_of, questions
from emergency_cli.core.plan.facts import zone_fact
from emergency_cli.core.terms import YES_NO, agreed, means_not_known
from emergency_cli.core.text import folded, listed, msg
from emergency_cli.errors import EmergencyError, Misused
from emergency_cli.recording.naming import answer
from emergency_cli.screen.line import Line
from emergency_cli.screen.question import question
from emergency_cli.walk import zones
from emergency_cli.walk.between import take_order
from emergency_cli.walk.keys import acts
from emergency_cli.walk.keys.table import DONE, key_typed
from emergency_cli.walk.person.ask import REDRAW
from emergency_cli.walk.person.vocabulary import command_typed, order_typed
from emergency_cli.walk.walker import Walker

# “n smoke”, “备注：烟” is a note of what follows.
_NOTE = re.compile(r"(?i)(?:n|ｎ|note|备注)[\s:：]+(?=.)")


def answer_card(walker: Walker, card: Card, typed: str, asked: str | None) -> None:
    """Do what was typed on a card. Several lines are a text: pasted, or typed before anything could be read."""
    row, text = card.current, folded(typed)
    if typed == REDRAW:
        walker.shown = None
    elif "\n" in typed:
        walker.keep_as_note(typed, row)
    elif order := order_typed(typed):
        take_order(walker, order)
    elif row.step.each == "zone" and zones.others(walker, row, typed):
        acts.rest(walker, row)
    elif row.step.each == "zone" and zones.report(walker, row, typed):
        return
    elif len(card.rows) > 1 and (number := listed(text, len(card.rows))):
        _digit(walker, card, card.rows[number - 1], asked)
    elif asked and (said := _answer_at_sight(walker, asked, text, steps_with_digits(card))):
        _answer(walker, row, said, asked)
    elif (key := key_typed(text)) is DONE and asked:
        _unanswered(walker, row, asked)
    elif not text:
        acts.enter(walker, row)
    elif not asked and (walker.passes(row) or walker.ticking.fills(row)) and agreed(text):
        acts.tick(walker, row)
    elif key is not None:
        key.act(walker, row)
    elif line := command_typed(typed):
        walker.say(
            msg("“{text}” is a command of its own: leave with q, then type emergency {text}.", text=line), "warn"
        )
    elif asked:
        _answer(walker, row, typed, asked)
    elif (
        (len(text) == 1 and (text.isascii() or not text.isalnum())) or agreed(text) is not None or means_not_known(text)
    ):
        walker.say(
            msg("“{text}” is not a key here. Enter = {done}; ? = all keys.", text=typed, done=walker.enter(row)), "warn"
        )
    elif not _says_the_zone(walker, row, typed):
        front = _NOTE.match(typed)
        walker.keep_as_note(typed[front.end() :] if front else typed, row)


def _says_the_zone(walker: Walker, row: Row, typed: str) -> bool:
    """Whether the line names the zone that was asked for and passed by: that answers it still."""
    fact = zone_fact(walker.incident.shared_facts)
    if fact is None or not unnamed(walker.incident, row.step):
        return False
    try:
        value = answer(walker.session, walker.incident, fact, typed, numbered=True)
    except EmergencyError:
        return False
    walker.record(lambda incident, at, by: actions.set_facts(incident, {fact: value}, at=at, by=by))
    return True


def _digit(walker: Walker, card: Card, row: Row, asked: str | None) -> None:
    """The digit of a step: it is ticked; one that asks something is put before the officer, with what answers it."""
    if not row.open:
        walker.say(msg("{step} is already settled.", step=prompt_of(row.step)))
    elif asked and row.address == card.current.address:
        spec = walker.spec(asked)
        walker.show([Line(question(spec, walker.words, after=steps_with_digits(card)), "order", hang=2)])
    elif walker.question(row):
        walker.jumped = row.address
    else:
        acts.tick(walker, row)


def _answer(walker: Walker, row: Row, typed: str, asked: str) -> None:
    """Record an answer to the card's own question; what cannot be one is kept as a note, and the question stays."""
    try:
        value = answer(walker.session, walker.incident, asked, typed, numbered=True)
    except Misused as error:
        if len(folded(typed)) == 1:
            raise
        walker.say_error(error)
        walker.keep_as_note(typed, row)
    else:
        if asked == zone_fact(walker.incident.shared_facts) or len(questions(walker.incident, row)) > 1:
            walker.record(lambda incident, at, by: actions.set_facts(incident, {asked: value}, at=at, by=by))
        else:
            acts.tick(walker, row, {asked: value})


def _unanswered(walker: Walker, row: Row, asked: str) -> None:
    """Enter on a question: asked again once; then at once it is deferred, and later it is passed by."""
    again = row.address in walker.insisted
    walker.insisted.add(row.address)
    if asked == zone_fact(walker.incident.shared_facts):
        walker.say(msg("Without the zone its owner cannot be named."), "warn")
        if walker.passes(row):
            walker.insisted.discard(row.address)
            walker.pass_by(row)
    elif again and row.stage == "immediate" and row.status != "deferred":
        acts.defer_at_once(walker, row)
    elif again:
        walker.pass_by(row)
    elif row.stage == "immediate":
        walker.say(msg("Lives may depend on this: answer it. Enter again = defer."), "warn")
    else:
        walker.say(msg("If it is not known, type “not known”. Enter again = go on without an answer."), "warn")


def _answer_at_sight(walker: Walker, asked: str, text: str, taken: int) -> str | None:
    """What answers a question at sight: yes and no by their words and letters, the digits of a choice, any number.

    On a card of several steps the first digits are `taken` by them, and those of a choice come after.
    """
    spec = walker.incident.fact_spec(asked)
    if spec is None or not text or text == "?":
        return None
    if means_not_known(text):
        return text
    match spec.kind:
        case "yes-no":
            return text if YES_NO.read(text, numbered=not taken) is not None else None
        case "choice" | "choices":
            number = listed(text, taken + len(spec.choices)) - taken
            return str(number) if number > 0 else None
        case _:
            return text if text[0].isdigit() else None


def steps_with_digits(card: Card) -> int:
    """How many digits of a card are those of its steps."""
    return len(card.rows) if len(card.rows) > 1 else 0
