"""The walk: card after card, one line per step, everything on record as it happens."""

from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.incident.steps.cards import Card
from emergency_cli.core.text import msg
from emergency_cli.errors import EmergencyError, NotSaved
from emergency_cli.screen.incident.card import card_lines
from emergency_cli.screen.incident.entries import entry_words
from emergency_cli.screen.line import Line
from emergency_cli.screen.question import question
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk import between, injects
from emergency_cli.walk.answering import answer_card, steps_with_digits
from emergency_cli.walk.keys import incoming
from emergency_cli.walk.keys.course import TurnedReal
from emergency_cli.walk.keys.table import DONE, KEYS, REST, key_typed, offered
from emergency_cli.walk.person.ask import Asker, Left
from emergency_cli.walk.walker import Walker


def walk(session: Session, case: Case, *, card_shown: bool = False, ask: Asker | None = None) -> None:
    """Walk an incident until it is closed or the person leaves; leaving never loses or ends anything.

    `card_shown`: its first card is on the screen, and what was typed before it has been dropped.
    `ask` puts the questions, where that is not done as usual.
    """
    ask = ask or Asker(session.world)
    if case.incident.handover:
        session.screen.say(msg("Handed over and not yet accepted: emergency handover --accept"), "warn")
    walker = Walker(session, case, ask)
    while True:
        walker.shown = walker.on_screen() if card_shown else None
        try:
            _Loop(walker).run()
        except Left:
            session.screen.say("")
            session.screen.say(
                msg("The incident stays open. To go on: emergency resume {id}", id=walker.incident.id), "title"
            )
        except TurnedReal as turned:
            walker, card_shown = Walker(session, turned.case, ask), True
            continue
        else:
            between.over(walker)
        break


class _Loop:
    """Turn after turn: a card, a key, what it does."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.stage: str | None = None
        # The card whose question and keys are on the screen.
        self.under: object = None
        self.responding = False
        self.told = {entry.hash for entry in walker.incident.entries}

    def run(self) -> None:
        """Until the response has ended, or in a review until the record is closed. Raises Left."""
        walker = self.walker
        while not self.over():
            try:
                self.refresh()
                self.turn()
            except EmergencyError as error:
                if isinstance(error, NotSaved):
                    walker.not_saved(error, "")
                else:
                    walker.say_error(error)
                walker.line(msg("Enter = go on"))

    def over(self) -> bool:
        """Whether there is nothing more to walk: the review is gone through another time."""
        state = self.walker.incident.state
        self.responding = self.responding or state == "responding"
        return state in ("closed", "none") or (self.responding and state == "ended")

    def refresh(self) -> None:
        """Read on; what other terminals and desks wrote meanwhile appears. With the record gone, the cards go on."""
        walker = self.walker
        own = walker.written
        walker.read_on()
        for entry in walker.incident.entries:
            if entry.hash not in self.told and entry.hash not in own:
                walker.say(f"  + {entry_words(walker.incident, entry, walker.words)}", "quiet")
            self.told.add(entry.hash)
        injects.give(walker)

    def turn(self) -> None:
        """One thing: a suggestion, blanks of a stage that is over, a card, or the end."""
        walker = self.walker
        state = walker.board()
        if state.suggestions:
            walker.drawn()
            between.suggest(walker, state.suggestions[0])
            return
        card = walker.card(state)
        before = self.stage
        if not walker.jumped:
            self.stage = card.current.stage if card else None
        if before == "immediate" != self.stage and not walker.first_stage_over:
            between.first_stage_over(walker)
        elif card is None:
            self.finish()
        else:
            self.put(card, state)

    # --- a card ----------------------------------------------------------------------------------------------------

    def put(self, card: Card, state: Board) -> None:
        """Put a card before the officer and take one line. The card is drawn once; the prompt says what is meant."""
        walker, asked = self.walker, self.walker.question(card.current)
        on_screen = walker.identity(card)
        if on_screen != walker.shown:
            walker.show(card_lines(walker.incident, state, card, walker.words, walker.now()))
            walker.drawn()
            self.under = None
        if self.under is None or (asked and (on_screen, asked) != self.under):
            self.below(card, asked)
        walker.shown, self.under = on_screen, (on_screen, asked)
        with walker.ask.until(self.interrupted):
            typed = self.typed(card.current, asked)
        before, written = walker.jumped, len(walker.written)
        try:
            answer_card(walker, card, typed, asked)
        except NotSaved as error:
            walker.not_saved(error, typed)
        except EmergencyError as error:
            walker.say_error(error)
        if before and walker.jumped == before and len(walker.written) > written and self._moved(state, before):
            walker.jumped = None

    def _moved(self, state: Board, address: str) -> bool:
        """Whether what was recorded came to something for a step: a note or a call in vain did not."""
        then, now = (each.by_address.get(address) for each in (state, self.walker.board()))
        if then is None or now is None:
            return True
        return (then.status, then.entry, then.rounds) != (now.status, now.entry, now.rounds)

    def below(self, card: Card, asked: str | None) -> None:
        """What is under a card: the question that it is, and the keys."""
        walker = self.walker
        if line := incoming.at_any_time(walker, walker.board()):
            walker.hint(line)
        if asked:
            spec = walker.spec(asked)
            walker.show([Line(question(spec, walker.words, after=steps_with_digits(card)), "order", hang=2)])
        places = {
            "card": True,
            "call": any(row.step.contact for row in card.rows),
            "each": bool(card.current.member),
            "rounds": card.current.step.repeats,
        }
        keys = [key for key in (*KEYS, REST) if places.get(key.place)]
        walker.show([Line(offered(keys, walker.words), hang=2)])

    def typed(self, row: Row, asked: str | None) -> str:
        """One line, at a prompt that names what is meant."""
        walker = self.walker
        if asked:
            return walker.ask.line(f"{walker.words(walker.spec(asked).label)} > ", walker.toolbar)
        enter = walker.words.say("Enter = {done}", done=walker.enter(row))
        return walker.ask.line(walker.prompt(row), walker.toolbar, enter)

    def interrupted(self) -> bool:
        """Whether a prompt is to make way: exercise control has something to say, or somebody else wrote."""
        self.walker.session.look_beside()
        return injects.waiting(self.walker) or self.walker.wrote_meanwhile()

    # --- the end ---------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """No card is left: the end of the response; in the review, the closing of the record."""
        walker = self.walker
        try:
            typed = between.end(walker) if walker.incident.state == "responding" else between.close(walker)
            if typed is not None:
                self.not_yet(typed)
        except EmergencyError as error:
            walker.say_error(error)

    def not_yet(self, typed: str) -> None:
        """Not over: Enter leaves; a key, or else a note."""
        walker, key = self.walker, key_typed(typed)
        if key is DONE:
            raise Left
        if key is not None:
            key.act(walker, walker.board().rows[0])
        else:
            walker.other_words(typed)
