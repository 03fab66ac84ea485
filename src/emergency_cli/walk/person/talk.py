"""One person at one incident: asking, telling, recording. The walk is one, the copying of a card another."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from emergency_cli.core.events import Entry, Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Board, Row, board
from emergency_cli.core.terms import agreed
from emergency_cli.core.text import Message, folded, listed, msg, narrow
from emergency_cli.errors import EmergencyError
from emergency_cli.recording import Decide
from emergency_cli.screen.incident.entries import copied_line, ticked_line
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import LEAVING, Asker
from emergency_cli.walk.person.vocabulary import is_word

T = TypeVar("T")
RIGHT = msg("Enter = that is right, or type the right time:")


class Talk:
    """What every question and every entry needs. There is no state to lose: the record says it all."""

    def __init__(self, session: Session, case: Case, ask: Asker) -> None:
        self.session = session
        self.case = case
        self.ask = ask
        self.words = session.screen.words
        # A time that was typed: the next thing that is recorded, whatever it is, happened then.
        self.typed_time: datetime | None = None
        # What was recorded here, by its hash.
        self.written: set[str] = set()
        # Whether u takes back what was recorded last, as it does on a card.
        self.undoes = True
        # Who took over at this terminal.
        self.relief: str | None = None

    @property
    def incident(self) -> Incident:
        """The incident as it is known here."""
        return self.case.incident

    def board(self) -> Board:
        """Every step as it is now."""
        return board(self.incident, self.now())

    # --- recording -------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """This moment."""
        return self.session.now()

    def moment(self) -> datetime:
        """When what is being recorded happened: the time that was typed for it, else now."""
        return self.typed_time or self.now()

    def by(self) -> str:
        """Who records."""
        return self.relief or self.session.by(self.case)

    def record(self, decide: Decide, *, at: datetime | None = None, evidence: Path | None = None) -> Entry:
        """Put it on record and show it, in this order; `at`: when it happened, if that was taken down before.

        `evidence` is the file of which the entry speaks.
        """
        when, by, told = at or self.moment(), self.by(), self.typed_time is not None
        self.case, entry = self.session.record(
            self.case, lambda incident: self.stamped(decide(incident, when, by)), evidence
        )
        self.typed_time = None
        self.written.add(entry.hash)
        shown = copied_line if told or entry.event.paper else ticked_line
        self.show([shown(self.incident, entry, self.words)])
        return entry

    def note(self, text: str, row: Row | None = None) -> None:
        """Put a note on record; an exclamation mark in front of it makes it a key note."""
        step, (plain, key) = row.address if row else None, actions.as_noted(text)
        self.record(lambda incident, at, by: actions.note(incident, plain, at=at, by=by, step=step, key=key))

    def keep_as_note(self, text: str, row: Row | None = None) -> None:
        """Words that are nothing else: kept, and said so."""
        self.note(text, row)
        self.say(msg("Kept as a note; u takes it back.") if self.undoes else msg("Kept as a note."), "quiet")

    def stamped(self, event: Event) -> Event:
        """The event as it is recorded here."""
        return event

    # --- telling ---------------------------------------------------------------------------------------------------

    def show(self, lines: Iterable[Line]) -> None:
        """Put lines on the screen."""
        self.session.screen.show(lines)

    def say(self, message: object, style: str = "plain") -> None:
        """One sentence."""
        self.session.screen.say(message, style)

    def hint(self, value: object) -> None:
        """A quiet line above the prompt."""
        self.show([Line(self.words(value), "quiet", hang=2)])

    def say_error(self, error: EmergencyError) -> None:
        """One line: what is wrong, and what to do."""
        self.session.screen.say_error(error)

    def no_such(self, typed: str) -> None:
        """What was typed is none of the answers."""
        self.say(msg("“{text}” is not one of these.", text=typed), "warn")

    def other_words(self, typed: str) -> None:
        """What was typed at a question that stays and is none of its answers: words are kept as a note."""
        self.no_such(typed)
        if len(folded(typed)) > 1 and not folded(typed).isdigit() and not is_word(typed):
            self.keep_as_note(typed)

    def toolbar(self) -> str:
        """What is below the prompt."""
        return self.incident.id

    # --- asking ----------------------------------------------------------------------------------------------------

    def line(self, msgid: Message) -> str:
        """Ask for a line of words. Raises Left."""
        return self.reply(self.words(msgid) + " ")

    def reply(self, prompt: str, leaving: Collection[str] = LEAVING) -> str:
        """What is typed at a prompt, as one line; `?` says how to answer, q leaves. Raises Left."""
        while folded(typed := self.ask.reply(prompt, self.toolbar, leaving)) == "?":
            self.say(msg("Type the answer and Enter. Enter alone passes it by; q leaves. Nothing recorded is lost."))
        return typed

    def agrees(self, asked: Message, *, enter: bool = False, keep: bool = False) -> bool:
        """Ask yes or no; what is neither is asked again. `enter`: what Enter says; `keep`: words become a note."""
        while True:
            typed = self.line(asked)
            said = agreed(typed, numbered=True) if typed else enter
            if said is not None:
                return said
            (self.other_words if keep else self.no_such)(typed)

    def chosen(self, things: Sequence[tuple[T, str]], asked: Message, named: Callable[[str], T]) -> T | None:
        """One of a numbered list, by its number, or by whatever `named` finds; `None` for Enter."""
        self.show([Line(f"{number:>2}  {title}", hang=4) for number, (_, title) in enumerate(things, 1)])
        typed = narrow(self.line(asked))
        if not typed:
            return None
        if number := listed(typed, len(things)):
            return things[number - 1][0]
        return named(typed)

    def certain(
        self, at: datetime, read: Callable[[str], datetime], doubt: Callable[[datetime], Message | None]
    ) -> datetime:
        """A time that was typed; a doubtful one is asked about until it is confirmed or no longer doubtful."""
        while why := doubt(at):
            self.say(why, "warn")
            typed = self.line(RIGHT)
            again = read(typed) if typed else at
            if again == at:
                break
            at = again
        return at
