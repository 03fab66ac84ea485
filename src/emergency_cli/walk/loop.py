"""The walk: card after card, one key per step, everything on record as it happens."""

from emergency_cli.core.events import Ended
from emergency_cli.core.incident.board import Board, Row
from emergency_cli.core.incident.cards import Card, fact_of, next_card, unanswered
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.text import Text, msg
from emergency_cli.disk import why
from emergency_cli.errors import EmergencyError, NotSaved
from emergency_cli.screen.card import card_lines, question
from emergency_cli.screen.line import Line
from emergency_cli.screen.overview import entry_words
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk import acts, between
from emergency_cli.walk.answering import answer_card
from emergency_cli.walk.ask import Asker, Left
from emergency_cli.walk.course import TurnedReal
from emergency_cli.walk.keys import DONE, FINISHED, HOT, KEYS, REST, key_typed
from emergency_cli.walk.walker import Walker


def walk(session: Session, case: Case, *, card_shown: bool = False) -> None:
    """Walk an incident until it is closed or the person leaves; leaving never loses or ends anything.

    `card_shown`: its first card is on the screen, and what was typed before it has been dropped.
    """
    ask = Asker(session.world, drawn=card_shown)
    if case.incident.handover:
        session.screen.say(msg("Handed over and not yet accepted: emergency handover --accept"), "warn")
    walker = Walker(session, case, ask)
    while True:
        walker.shown = walker.signature() if card_shown else None
        try:
            _Loop(walker).run()
        except Left:
            session.screen.say("")
        except TurnedReal as turned:
            walker, card_shown = Walker(session, turned.case, ask), True
            continue
        break
    ended = walker.incident.ended
    turned_real = ended is not None and isinstance(ended.event, Ended) and ended.event.outcome == "turned-real"
    if walker.incident.state != "closed" and not turned_real:
        session.screen.say(
            msg("The incident stays open. To go on: emergency resume {id}", id=walker.incident.id), "title"
        )


class _Loop:
    """Turn after turn: a card, a key, what it does."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.blanks = between.Blanks(walker)
        self.stage: str | None = None
        self.told = {entry.hash for entry in walker.incident.entries}

    def run(self) -> None:
        """Until the record is closed. Raises Left."""
        walker = self.walker
        while walker.incident.state not in ("closed", "none"):
            try:
                self.refresh()
                self.turn()
            except EmergencyError as error:
                if isinstance(error, NotSaved):
                    walker.not_saved(error, "")
                else:
                    walker.say_error(error)
                walker.line(msg("Enter = go on"))

    def refresh(self) -> None:
        """Read on; what other terminals and desks wrote meanwhile appears. With the record gone, the cards go on."""
        walker = self.walker
        own = walker.written
        try:
            walker.case = walker.case.again()
        except OSError as error:
            walker.say(msg("NOT RECORDED: {error}. Write on paper.", error=why(error)), "warn")
        for entry in walker.incident.entries:
            if entry.hash not in self.told and entry.hash not in own:
                walker.say(f"  + {entry_words(walker.incident, entry, walker.words)}", "quiet")
            self.told.add(entry.hash)

    def turn(self) -> None:
        """One thing: a suggestion, blanks of a stage that is over, a card, or the end."""
        walker = self.walker
        state = walker.board()
        if state.suggestions:
            between.suggest(walker, state.suggestions[0])
            return
        following = next_card(walker.incident, state)
        stage = following.current.stage if following else None
        over, self.stage = self.stage == "immediate" != stage, stage
        card = walker.card(state)
        if over:
            between.officer(walker)
            self.blanks.waiting(walker.board())
            self.blanks.gaps(walker.board())
        elif card is None:
            self.finish(state)
        else:
            self.put(card, state)

    # --- a card ----------------------------------------------------------------------------------------------------

    def put(self, card: Card, state: Board) -> None:
        """Put a card before the officer and take one answer."""
        walker, signature = self.walker, self.walker.signature()
        if signature != walker.shown:
            walker.show(card_lines(walker.incident, state, card, walker.words, walker.now()))
            walker.ask.drawn()
            walker.shown = signature
        asked = self.question(card.current)
        typed = self.ask_question(asked) if asked else self.ask_step(card)
        before, written = walker.jumped, len(walker.written)
        try:
            answer_card(walker, card, typed, asked)
        except NotSaved as error:
            walker.not_saved(error, typed)
        except EmergencyError as error:
            walker.say_error(error)
        if walker.jumped == before and len(walker.written) > written:
            walker.jumped = None
        between.officer_after_first(walker, card)

    def question(self, row: Row) -> str | None:
        """The question that the card itself is, until it has an answer."""
        open_ones = unanswered(self.walker.incident, row)
        addresses = [fact_of(self.walker.incident, row, fact) for fact in row.step.ask]
        return None if row.same else next((fact for fact in addresses if fact in open_ones), None)

    def ask_question(self, fact: str) -> str:
        """A question: what answers it takes no part in the keys."""
        walker = self.walker
        spec = walker.incident.fact_spec(fact) or FactSpec(kind="text", label=Text(fact, fact))
        at_once = spec.kind == "yes-no" or (spec.kind == "choice" and len(spec.choices) < 10)
        digits = {"yes-no": "12", "choice": "123456789"[: len(spec.choices)]}.get(spec.kind, "0123456789")
        taken = digits + ("yn" if spec.kind == "yes-no" else "")
        walker.show([Line(question(spec, walker.words), "order", hang=2)])
        walker.hint(self.keys(taken))
        return (
            walker.ask.key("? > ", HOT + "y123", walker.toolbar) if at_once else walker.ask.line("? > ", walker.toolbar)
        )

    def ask_step(self, card: Card) -> str:
        """A step: Enter ticks it."""
        walker = self.walker
        extra = [key for key, fits in ((FINISHED, card.current.step.repeats), (REST, card.current.member)) if fits]
        enter = msg("done") if not card.current.rounds else msg("another round done")
        parts = [f"[{walker.words(msg('Enter'))}] {walker.words(enter)}", self.keys("")]
        parts += [f"[{key.letter}] {walker.words(key.title)}" for key in extra]
        walker.hint("  ".join(parts))
        return walker.ask.key("> ", HOT + ("123" if len(card.rows) > 1 else "1"), walker.toolbar)

    def keys(self, taken: str) -> str:
        """The keys and what they do; those that mean an answer here are left out."""
        shown = [("".join(c for c in key.digit + key.letter if c not in taken), key.title) for key in KEYS]
        return "  ".join(f"[{keys}] {self.walker.words(title)}" for keys, title in shown if keys)

    # --- the end ---------------------------------------------------------------------------------------------------

    def finish(self, state: Board) -> None:
        """No card is left: blanks, then the end of the response, later the closing of the record."""
        walker, now = self.walker, self.walker.incident.state
        if self.blanks.offered != now:
            self.blanks.offered = now
            self.blanks.waiting(state)
            self.blanks.gaps(walker.board())
            return
        try:
            typed = between.end(walker, state) if now == "responding" else between.close(walker, state)
            if typed is not None:
                self.not_yet(typed)
        except EmergencyError as error:
            walker.say_error(error)

    def not_yet(self, typed: str) -> None:
        """Not over: another step, a note, or leave."""
        walker = self.walker
        key = key_typed(typed)
        if key is None or key is DONE:
            walker.hint(msg("[7n] note  [9m] more  [0q] leave"))
            key = key_typed(walker.ask.key("> ", "7n9m0qjuftabhoer?", walker.toolbar))
        if key is None or key is DONE:
            raise Left
        if key.name == "note":
            acts.note(walker, None)
        else:
            key.act(walker, walker.board().rows[0])
