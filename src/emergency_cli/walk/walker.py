"""Where the officer is in the walk: which card is meant, which was shown."""

from emergency_cli.core.events.words import bare
from emergency_cli.core.incident.board import Board
from emergency_cli.core.incident.cards import Card, card_of, next_card
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import NotSaved
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.ask import Asker
from emergency_cli.walk.talk import Talk
from emergency_cli.walk.ticking import Ticking


class Walker(Talk):
    """One person walking one incident. Every turn reads the record anew."""

    def __init__(self, session: Session, case: Case, ask: Asker) -> None:
        super().__init__(session, case, ask)
        self.ticking = Ticking(self)
        self.shown: object = None
        self.jumped: str | None = None
        self.insisted: set[str] = set()
        # Whether the officer's name needs no asking any more.
        self.named = False

    def card(self, state: Board) -> Card | None:
        """The card of the step that was jumped to, or the next one."""
        row = state.by_address.get(self.jumped or "")
        return card_of(state, row) if row else next_card(self.incident, state)

    def signature(self) -> object:
        """What tells one card from another: shown once, not again after every note."""
        card = self.card(self.board())
        return card and (card.current.address, tuple((row.address, row.status, row.rounds) for row in card.rows))

    def toolbar(self) -> str:
        """Elapsed time and the next deadline; seen live under the prompt."""
        now, incident = self.now(), self.incident
        parts = [self.words.say("[DRILL] ").strip()] if incident.drill else []
        due = [(row.deadline, row) for row in self.board().rows if row.deadline and row.status in ("todo", "deferred")]
        if due:
            deadline, row = min(due, key=lambda pair: pair[0])
            text = msg("LATE by {span}: {step}") if now > deadline else msg("{span} left: {step}")
            parts.append(self.words(Message(text.msgid, {"step": bare(row.step.do), "span": deadline - now})))
        if incident.opening:
            parts.append(self.words.say("{span} since noticed", span=incident.since_noticed(now)))
        return " | ".join(parts) or incident.id

    def not_saved(self, error: NotSaved, typed: str) -> None:
        """Say plainly that nothing was recorded, with the words so that they can go on paper."""
        self.say_error(error)
        self.say(msg("Write it on paper, then try again: {text}", text=typed or "Enter"), "warn")
