"""Copying a card row by row at a terminal; each row is on disk before the next one is asked."""

import contextlib
from collections.abc import Callable, Iterable
from datetime import datetime

from emergency_cli.core.address import with_member
from emergency_cli.core.events import Entry, Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.board import Row, board
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.prepare.paper import CardRow, card_rows, last_on_paper
from emergency_cli.core.terms import STAGES
from emergency_cli.core.text import Message, msg
from emergency_cli.core.times import parse_card_time
from emergency_cli.errors import EmergencyError, Misused, NotSaved
from emergency_cli.recording.naming import answer, step_address
from emergency_cli.screen.card import question, status_words
from emergency_cli.screen.line import Line
from emergency_cli.screen.overview import copied_line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.ask import Asker, Left, narrow
from emergency_cli.walk.card_line import CardLine, read_card_line
from emergency_cli.walk.keys import action
from emergency_cli.walk.more import undo
from emergency_cli.walk.paper_head import RIGHT
from emergency_cli.walk.ticking import Details, TickQuestions

_HELP = (
    msg("Row by row: type the time and who, as on the card, like 14:56 王强."),
    msg("A time without a date takes its day from the row above; where that is wrong, type the date: 11-24 00:05."),
    msg("Enter = the row is empty"),
    msg("x REASON = could not be done"),
    msg("- REASON = skipped"),
    msg("n WORDS = a note beside it"),
    msg("u = take the last row back"),
    msg(". = stop here; what is typed stays recorded"),
    msg("? = this help"),
)
_ONE_BY_ONE = msg("A time alone is for all of them; @ZONE before it for one, like @税务 14:56 王强; then again.")


class _Enough(Exception):
    """The card says nothing more about this row."""


class CardQuestions(TickQuestions):
    """What may stand on a card beside a time. Enter: it does not."""

    unsaid = None

    def heard(self, typed: str) -> str:
        """`q`: nothing more stands there."""
        if narrow(typed).lower() == "q":
            raise _Enough
        return typed

    def wanted(self, row: Row) -> tuple[str, ...]:
        """Nobody is in a hurry now: all that the step asks for."""
        return row.step.wants

    def asked(self, spec: FactSpec) -> str:
        """A full stop stands for the time of the row, not for now."""
        if spec.kind != "time":
            return question(spec, self.words)
        time = self.words.clock(self.talk.moment())
        return self.words.say("{label} – . = {time}, or like 14:54, ? not known", label=spec.label, time=time)

    def read(self, fact: str, typed: str) -> str | Personal:
        """Times are those of the card's day."""
        talk = self.talk
        return answer(
            talk.session,
            talk.case.incident,
            fact,
            typed,
            lambda text: parse_card_time(text, talk.moment(), talk.now()),
            numbered=True,
        )


class Copying:
    """One person with a card. There is no state to lose: the record says which rows are still open."""

    def __init__(self, session: Session, case: Case, ask: Asker) -> None:
        self.session = session
        self.case = case
        self.ask = ask
        self.words = session.screen.words
        self.questions = CardQuestions(self)
        self.at = last_on_paper(case.incident) or self.now()
        self.noticed = case.incident.opening.noticed if case.incident.opening else self.at
        self.empty: set[str] = set()
        self.shown: set[str] = set()
        self.current: str | None = None
        self.heading: object = None
        self.told_how = False

    def run(self) -> None:
        """Row after row, to the end of the last card. Raises Left when the person stops before."""
        self.help()
        while (row := self.next_row()) is not None:
            self.show(row)
            try:
                self.answer(row, self.ask.line(f"{row.number:>2} > ", self.toolbar))
            except NotSaved as error:
                self.say_error(error)
                self.line(msg("Enter = go on"))
            except EmergencyError as error:
                self.say_error(error)

    # --- the card --------------------------------------------------------------------------------------------------

    def next_row(self) -> CardRow | None:
        """The first row that is open and was not passed over; those that are settled are shown on the way."""
        for row in self.rows():
            if row.open and row.address not in self.empty:
                return row
            if not row.open and row.address not in self.shown:
                self.shown.add(row.address)
                self.session.screen.show([*self._heading(row), self._settled(row)])
        return None

    def rows(self) -> Iterable[CardRow]:
        """All rows, as things stand now."""
        return card_rows(self.case.incident, board(self.case.incident, self.now()))

    def show(self, row: CardRow) -> None:
        """The row as it is printed: number, order, step id."""
        if row.address == self.current:
            return
        self.current = row.address
        self.shown.add(row.address)
        lines = [*self._heading(row), Line(f"{row.number:>2}  {self._order(row)}  ({row.address})", "order", hang=4)]
        if len(row.rows) > 1:
            lines.append(Line(self.words(_ONE_BY_ONE), "quiet", indent=4))
        if row.step.repeats:
            lines.append(Line(self.words.say("One line for each round; Enter = no more."), "quiet", indent=4))
        same = row.open[0].same
        if same and same.entry:
            time = self.words.clock(same.entry.event.occurred)
            text = self.words.say("Already done at {time} as {step}; = takes that over.", time=time, step=same.address)
            lines.append(Line(text, "done", indent=4))
        self.session.screen.show(lines)

    def _heading(self, row: CardRow) -> list[Line]:
        """The playbook and the stage, whenever one of them changes."""
        if (row.attachment.id, row.step.stage) == self.heading:
            return []
        self.heading = (row.attachment.id, row.step.stage)
        drill = self.words.say("[DRILL] ") if self.case.incident.drill else ""
        parts = (self.words(row.attachment.playbook.title), self.words(STAGES[row.step.stage].shown))
        return [Line(""), Line(f"== {drill}{' | '.join(parts)} ==", "drill" if drill else "title")]

    def _order(self, row: CardRow) -> str:
        return self.words(row.step.do)

    def _settled(self, row: CardRow) -> Line:
        one = row.rows[-1]
        entry = one.entry or one.settled_by
        when = self.words.moment(entry.event.occurred) if entry else ""
        text = f"{row.number:>2}  {self._order(row)}  {status_words(one, self.words)} {when}".rstrip()
        return Line(text, "done" if one.status == "done" else "quiet", hang=4)

    def help(self) -> None:
        """How a row is typed."""
        self.session.screen.show([Line(self.words(text), "quiet") for text in _HELP])

    # --- one row ---------------------------------------------------------------------------------------------------

    def answer(self, row: CardRow, typed: str) -> None:
        """Do what was typed for a row."""
        text = narrow(typed).strip()
        chosen = action(text) if text else None
        if not text:
            self.empty.add(row.address)
        elif text in (".", "。") or chosen == "leave":
            raise Left
        elif chosen == "help":
            self.help()
        elif chosen == "undo":
            self.take_back()
        elif chosen == "finished":
            self.copy(lambda incident: actions.finish_rounds(incident, row.address, at=self.at, by=self.by()))
        elif text == "=" and row.open[0].same:
            self._take_over(row.open[0])
        else:
            self._line(row, read_card_line(typed))

    def take_back(self) -> None:
        """The last row was typed wrongly; it is asked again."""
        if undo(self, paper=True):
            self.at = last_on_paper(self.case.incident) or self.at

    def _take_over(self, row: Row) -> None:
        """The same act stands on the card of another playbook."""
        same = row.same
        if same is None or same.entry is None:
            return
        address, at = same.address, same.entry.event.occurred
        self.copy(lambda now_true: actions.finish_step(now_true, row.address, at=at, by=self.by(), same=address))

    def _line(self, row: CardRow, line: CardLine) -> None:
        if line.how == "note":
            at, by = (self._moment(line.time) if line.time else self.at), self.by()
            text = line.words or self.line(msg("Note:"))
            if text:
                self.copy(lambda now_true: actions.note(now_true, text, at=at, by=by, step=row.address))
            return
        meant = self._meant(row, line)
        if line.time:
            self.at = self._moment(line.time)
        if line.how != "done":
            self._leave(meant, line)
            return
        for one in meant:
            self._tick(one, Details(actor=line.words), alone=len(meant) == 1)

    def _meant(self, row: CardRow, line: CardLine) -> list[Row]:
        """The zone or unit that was named, else everything of the row that is open."""
        if line.member is None:
            return list(row.open)
        state = board(self.case.incident, self.now())
        address = step_address(self.case.incident, state, with_member(row.address, line.member))
        if not (named := [one for one in row.open if one.address == address]):
            raise Misused(
                msg("{step} is not open on this card.", step=address),
                msg("Open: {names}", names=[one.address for one in row.open]),
            )
        return named

    def _moment(self, written: str) -> datetime:
        """The time that is meant; one that is unlikely is asked about."""
        at = parse_card_time(written, self.at, self.now())
        opening = self.case.incident.opening
        while True:
            if opening and at < opening.noticed:
                doubt = msg("{time} is before it was noticed ({noticed}).", time=self._full(at),
                            noticed=self._full(opening.noticed))  # fmt: skip
            elif at.date() != self.at.date():
                doubt = msg("{time}: another day than the row above.", time=self._full(at))
            else:
                return at
            self.session.screen.say(doubt, "warn")
            typed = self.line(RIGHT)
            if not typed:
                return at
            again = parse_card_time(typed, self.at, self.now())
            if again == at:
                return at
            at = again

    def _full(self, moment: datetime) -> str:
        return f"{self.words.day(moment)} {self.words.clock(moment)}"

    def _tick(self, row: Row, details: Details, *, alone: bool) -> None:
        """A row that was done. What was answered counts even if the person leaves in the middle."""
        left: Left | None = None
        try:
            if alone:
                self._ask(row, details)
        except Left as stop:
            left = stop
        at, by = self.at, self.by()
        if actions.nobody_reached(details.contacts):
            self.copy(lambda incident: actions.make_call(incident, details.contacts, at=at, by=by))
            self.session.screen.say(
                msg("Nobody was reached: the step stays open. If it was given up: x REASON"), "warn"
            )
        else:
            self.copy(
                lambda incident: actions.finish_step(
                    incident, row.address, at=at, by=by, actor=details.actor, facts=details.facts,
                    contacts=details.contacts, approval=details.approval, reason=details.reason,
                )
            )  # fmt: skip
        if left:
            raise left

    def _ask(self, row: Row, details: Details) -> None:
        """What belongs to the row besides its time: whom was reached, consent, facts."""
        if not self.told_how and (row.step.wants or row.step.contact or row.step.approval):
            self.told_how = True
            self.hint(msg("What the card says besides: Enter = nothing, q = nothing more for this row."))
        with contextlib.suppress(_Enough):
            self.questions.outcomes(row, details)
            if not actions.nobody_reached(details.contacts):
                details.approval = self.questions.approval(row)
                self.questions.facts(row, {}, details)

    def _leave(self, meant: list[Row], line: CardLine) -> None:
        """Rows that were skipped or could not be done. They count even if the person leaves at the question."""
        act = actions.skip_step if line.how == "skip" else actions.could_not
        left: Left | None = None
        try:
            at = self.at if line.time else self._asked_time()
        except Left as stop:
            at, left = self.noticed, stop
        by = self.by()
        for row in meant:

            def decide(incident: Incident, address: str = row.address) -> Event:
                return act(incident, address, at=at, by=by, reason=line.words)

            self.copy(decide)
        if left:
            raise left

    def _asked_time(self) -> datetime:
        """The time of a row that was skipped or could not be done, where it was not typed.

        What has none on the card is recorded as of the noticing, and the question says so: a time between those of
        the rows around it would be made up.
        """
        time = self._full(self.noticed)
        typed = self.line(msg("When? (Enter = the card has none; recorded as of the noticing, {time})", time=time))
        if not typed:
            return self.noticed
        self.at = self._moment(typed)
        return self.at

    # --- recording and talking -------------------------------------------------------------------------------------

    def copy(self, decide: Callable[[Incident], Event]) -> Entry:
        """Put on record what stands on the card, marked as such."""
        return self.record(lambda incident: actions.from_paper(decide(incident)))

    def record(self, decide: Callable[[Incident], Event]) -> Entry:
        """Put it on record and show it, with its full date, in this order."""
        self.case, entry = self.session.record(self.case, decide)
        self.session.screen.show([copied_line(self.case.incident, entry, self.words)])
        return entry

    def now(self) -> datetime:
        """This moment."""
        return self.session.now()

    def moment(self) -> datetime:
        """When the row that is being copied happened."""
        return self.at

    def by(self) -> str:
        """Who copies."""
        return self.session.by(self.case)

    def toolbar(self) -> str:
        """How much of the card is left."""
        left = len([row for row in self.rows() if row.open and row.address not in self.empty])
        return self.words.say("{drill}Copying a card: {count} rows left", count=left,
                              drill=self.words.say("[DRILL] ") if self.case.incident.drill else "")  # fmt: skip

    def hint(self, value: object) -> None:
        """A quiet line above the prompt."""
        self.session.screen.show([Line(self.words(value), "quiet", hang=2)])

    def line(self, msgid: Message) -> str:
        """Ask for a line of words."""
        return self.ask.line(self.words(msgid) + " ", self.toolbar)

    def say_error(self, error: EmergencyError) -> None:
        """One line: what is wrong, and what to do."""
        self.session.screen.say_error(error)
