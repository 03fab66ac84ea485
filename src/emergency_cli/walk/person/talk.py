"""One person at one incident: asking, telling, recording. The walk is one, the copying of a card another."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from emergency_cli.core.events import CallMade, Entry, Event, Noted, Tick
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Board, Row, board
from emergency_cli.core.terms import agreed
from emergency_cli.core.text import Message, folded, listed, msg, narrow
from emergency_cli.core.width import packed
from emergency_cli.errors import EmergencyError
from emergency_cli.recording import Decide
from emergency_cli.screen.incident.entries import copied_line, ticked_line
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import LEAVING, Asker
from emergency_cli.walk.person.vocabulary import are_words, is_undo, too_early

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

    def record(
        self, decide: Decide, *, at: datetime | None = None, evidence: Path | None = None, show: bool = True
    ) -> Entry:
        """Put it on record and show it, in this order; `at`: when it happened, if that was taken down before.

        `evidence` is the file of which the entry speaks. Without `show` the caller tells of it with others.
        """
        when, by, told = at or self.moment(), self.by(), self.typed_time is not None
        self.case, entry = self.session.record(
            self.case, lambda incident: self.stamped(decide(incident, when, by)), evidence
        )
        self.typed_time = None
        self.written.add(entry.hash)
        shown = copied_line if told or entry.event.paper else ticked_line
        if show:
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

    def take_back(self, *, paper: bool = False) -> bool:
        """Take back what this desk recorded last of ticks, calls and notes, or copied from `paper`; whether it did."""
        entry = self._last(paper=paper)
        if entry is None:
            self.say(msg("There is nothing to take back."), "warn")
            return False
        what = entry.event.tell(self.incident)
        reason = self.line(msg("Take back “{what}”? Enter = yes, or type why; 0 = no:", what=what))
        if narrow(reason) == "0":
            return False
        if isinstance(entry.event, Noted):
            # A note is no tick that could be reopened: its words are replaced, and the record keeps what they were.
            said = self.words.say("taken back")
            self.record(
                lambda _, at, by: actions.correct(entry, "text", f"({said})", at=at, by=by, reason=reason or said)
            )
        else:
            self.record(lambda incident, at, by: actions.reopen(incident, entry, at=at, by=by, reason=reason or None))
        return True

    def _last(self, *, paper: bool) -> Entry | None:
        """The last tick, call or note of this desk that still stands."""
        incident = self.incident
        kinds = (Tick, CallMade) if paper else (Tick, CallMade, Noted)
        return next(
            (
                entry
                for entry in reversed(incident.entries)
                if entry.desk == self.case.journal.desk
                and isinstance(entry.event, kinds)
                and (entry.event.paper or not paper)
                and entry.hash not in incident.retracted
                and not (isinstance(entry.event, Noted) and entry.hash in incident.corrections)
            ),
            None,
        )

    # --- telling ---------------------------------------------------------------------------------------------------

    def show(self, lines: Iterable[Line]) -> None:
        """Put lines on the screen."""
        self.session.screen.show(lines)

    def say(self, message: object, style: str = "plain") -> None:
        """One sentence."""
        self.session.screen.say(message, style)

    def show_close(self, titles: Iterable[str]) -> None:
        """A numbered list of many short things, several on a line."""
        numbered = (f"{number} {title}" for number, title in enumerate(titles, 1))
        self.show(Line(line, indent=2, hang=2) for line in packed(numbered, self.session.screen.width - 2))

    def hint(self, value: object) -> None:
        """A quiet line above the prompt."""
        self.show([Line(self.words(value), "quiet", hang=2)])

    def say_error(self, error: EmergencyError) -> None:
        """One line: what is wrong, and what to do."""
        self.session.screen.say_error(error)

    def drawn(self) -> None:
        """A card is on the screen: what was typed before does not count, and words that are lost are named."""
        if lost := too_early(self.ask.drawn()):
            self.say(lost, "warn")

    def no_such(self, typed: str) -> None:
        """What was typed is none of the answers."""
        self.say(msg("“{text}” is not one of these.", text=typed), "warn")

    def other_words(self, typed: str, *, choice: bool = True) -> None:
        """What was typed at a question that stays and is none of its answers: words become a note, u takes back.

        `choice`: the answers are a list, and it is said that this is not on it.
        """
        if self.undoes and is_undo(typed):
            self.take_back()
            return
        if choice or not are_words(typed):
            self.no_such(typed)
        if are_words(typed):
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

    def chosen(
        self, things: Sequence[tuple[T, str]], asked: Message, named: Callable[[str], T], *, close: bool = False
    ) -> T | None:
        """One of a numbered list, by its number, or by whatever `named` finds; `None` for Enter.

        `close`: there are many, and several stand on a line.
        """
        if close:
            self.show_close([title for _, title in things])
        else:
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
