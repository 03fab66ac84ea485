"""Row after row of a card; each is on disk before the next one is asked."""

from collections.abc import Iterable
from datetime import datetime

from emergency_cli.core.address import with_member
from emergency_cli.core.events import Event, Reopened
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.prepare.paper import CardRow, card_rows, last_on_paper
from emergency_cli.core.terms import STAGES
from emergency_cli.core.text import Message, counted, folded, msg
from emergency_cli.core.times import parse_card_time
from emergency_cli.errors import EmergencyError, Misused, NotSaved
from emergency_cli.recording.naming import step_address
from emergency_cli.recording.times import before_noticing, full
from emergency_cli.screen.incident.card import status_words
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.keys.table import key_typed
from emergency_cli.walk.paper.line import CardLine, read_card_line
from emergency_cli.walk.paper.ticking import CardTicking
from emergency_cli.walk.person.ask import Asker, Left
from emergency_cli.walk.person.talk import Talk
from emergency_cli.walk.person.ticking import Details

_HELP = (
    msg("Row by row: type the time and who, as on the card, like 14:56 Lee."),
    msg("A time without a date takes its day from the row above; where that is wrong, type the date: 11-24 00:05."),
    msg("Enter = the row is empty"),
    msg("x REASON = could not be done"),
    msg("- REASON = skipped"),
    msg("n WORDS = a note beside it"),
    msg("u = take the last row back"),
    msg(". = stop here; what is typed stays recorded"),
    msg("? = this help"),
)
_ONE_BY_ONE = msg("A time alone is for all of them; @ZONE before it for one, like @tax 14:56 Lee; then again.")


class Copying(Talk):
    """One person with a card. The record says which rows are still open."""

    def __init__(self, session: Session, case: Case, ask: Asker, by: str) -> None:
        super().__init__(session, case, ask)
        self.relief = by
        self.ticking = CardTicking(self)
        self.noticed = case.incident.opening.noticed if case.incident.opening else self.now()
        self.at = last_on_paper(case.incident) or self.noticed
        self.empty: set[str] = set()
        self.shown: set[str] = set()
        self.current: str | None = None
        self.heading: object = None

    def moment(self) -> datetime:
        """When the row that is being copied happened."""
        return self.at

    def stamped(self, event: Event) -> Event:
        """Marked as copied from paper; what is taken back is taken back now."""
        return event if isinstance(event, Reopened) else actions.from_paper(event)

    def toolbar(self) -> str:
        """How much of the card is left."""
        left = len([row for row in self.rows() if row.open and row.address not in self.empty])
        drill = self.words.say("[DRILL] ") if self.incident.drill else ""
        rows = counted(left, msg("Copying a card: one row left"), msg("Copying a card: {count} rows left"))
        return f"{drill}{self.words(rows)}"

    def run(self) -> None:
        """Row after row, to the end of the last card. Raises Left when the person stops before."""
        self.help()
        while (row := self.next_row()) is not None:
            self.show_row(row)
            try:
                self.answer(row, self.ask.line(f"{row.number:>2} > ", self.toolbar))
            except NotSaved as error:
                self.say_error(error)
                self.line(msg("Enter = go on"))
            except EmergencyError as error:
                self.say_error(error)

    # --- the card --------------------------------------------------------------------------------------------------

    def rows(self) -> Iterable[CardRow]:
        """All rows, as they are now."""
        return card_rows(self.incident, self.board())

    def next_row(self) -> CardRow | None:
        """The first row that is open and was not passed over; those that are settled are shown on the way."""
        for row in self.rows():
            if row.open and row.address not in self.empty:
                return row
            if not row.open and row.address not in self.shown:
                self.shown.add(row.address)
                self.show([*self._heading(row), self._settled(row)])
        return None

    def show_row(self, row: CardRow) -> None:
        """The row as it is printed: number, order, step id."""
        if row.address == self.current:
            return
        self.current = row.address
        self.shown.add(row.address)
        order = f"{row.number:>2}  {self.words(row.step.do)}  ({row.address})"
        lines = [*self._heading(row), Line(order, "order", hang=4)]
        if len(row.rows) > 1:
            lines.append(Line(self.words(_ONE_BY_ONE), "quiet", indent=4))
        if row.step.repeats:
            lines.append(Line(self.words.say("One line for each round; Enter = no more."), "quiet", indent=4))
        same = row.open[0].ask_same
        if same and same.entry:
            time = self.words.clock(same.entry.event.occurred)
            text = self.words.say("Already done at {time} as {step}; = counts that.", time=time, step=same.address)
            lines.append(Line(text, "done", indent=4))
        self.show(lines)

    def _heading(self, row: CardRow) -> list[Line]:
        """The playbook and the stage, whenever one of them changes."""
        if (row.attachment.id, row.step.stage) == self.heading:
            return []
        self.heading = (row.attachment.id, row.step.stage)
        drill = self.words.say("[DRILL] ") if self.incident.drill else ""
        parts = (self.words(row.attachment.playbook.title), self.words(STAGES[row.step.stage].shown))
        return [Line(""), Line(f"== {drill}{' | '.join(parts)} ==", "drill" if drill else "title")]

    def _settled(self, row: CardRow) -> Line:
        one = row.rows[-1]
        entry = one.entry or one.settled_by
        when = self.words.moment(entry.event.occurred) if entry else ""
        text = f"{row.number:>2}  {self.words(row.step.do)}  {status_words(one, self.words)} {when}".rstrip()
        return Line(text, "done" if one.status == "done" else "quiet", hang=4)

    def help(self) -> None:
        """How a row is typed."""
        self.show([Line(self.words(text), "quiet") for text in _HELP])

    # --- one row ---------------------------------------------------------------------------------------------------

    def answer(self, row: CardRow, typed: str) -> None:
        """Do what was typed for a row."""
        text = folded(typed)
        key = key_typed(text) if text else None
        if not text:
            self.empty.add(row.address)
        elif text in (".", "。") or (key and key.name == "leave"):
            raise Left
        elif key and key.name == "help":
            self.help()
        elif key and key.name == "undo":
            if self.take_back(paper=True):
                self.at = last_on_paper(self.incident) or self.noticed
        elif key and key.name == "finished":
            self.record(lambda incident, at, by: actions.finish_rounds(incident, row.address, at=at, by=by))
        elif text == "=" and (same := row.open[0].ask_same) and same.entry:
            self.ticking.take_over(row.open[0], same.entry.event.occurred)
        else:
            self._line(row, read_card_line(typed))

    def _line(self, row: CardRow, line: CardLine) -> None:
        if line.how == "note":
            at = self._time(line.time) if line.time else self.at
            text = line.words or self.line(msg("Note:"))
            if text:
                self.record(
                    lambda incident, at, by: actions.note(incident, text, at=at, by=by, step=row.address), at=at
                )
            return
        meant = self._meant(row, line)
        if line.time:
            self.at = self._time(line.time)
        if line.how != "done":
            self._leave(meant, line)
        elif len(meant) == 1:
            self.ticking.tick(meant[0], Details(actor=line.words))
        else:
            for one in meant:
                self.ticking.finish(one, Details(actor=line.words), self.at)

    def _meant(self, row: CardRow, line: CardLine) -> list[Row]:
        """The zone or unit that was named, else everything of the row that is open."""
        if line.member is None:
            return list(row.open)
        address = step_address(self.incident, self.board(), with_member(row.address, line.member))
        named = [one for one in row.open if one.address == address]
        if not named:
            raise Misused(
                msg("{step} is not open on this card.", step=address),
                msg("Open: {names}", names=[one.address for one in row.open]),
            )
        return named

    def _leave(self, meant: list[Row], line: CardLine) -> None:
        """Rows that were skipped or could not be done. They count even if the person leaves at the question."""
        act = actions.skip_step if line.how == "skip" else actions.could_not
        left: Left | None = None
        try:
            at = self.at if line.time else self._asked_time()
        except Left as stop:
            at, left = self.noticed, stop
        for row in meant:

            def decide(incident: Incident, at: datetime, by: str, address: str = row.address) -> Event:
                return act(incident, address, at=at, by=by, reason=line.words)

            self.record(decide, at=at)
        if left:
            raise left

    # --- times -----------------------------------------------------------------------------------------------------

    def _time(self, written: str) -> datetime:
        """The time that is meant; one that is unlikely is asked about."""
        return self.certain(self._read(written), self._read, self._doubt)

    def _read(self, written: str) -> datetime:
        return parse_card_time(written, self.at, self.now())

    def _doubt(self, at: datetime) -> Message | None:
        if early := before_noticing(self.incident, at, self.words):
            return early
        if at.date() != self.at.date():
            return msg("{time}: another day than the row above.", time=full(at, self.words))
        return None

    def _asked_time(self) -> datetime:
        """The time of a row that was skipped or could not be done, where it was not typed.

        What has none on the card is recorded as of the noticing, and the question says so: a time between those of
        the rows around it would be made up.
        """
        time = full(self.noticed, self.words)
        typed = self.line(msg("When? (Enter = the card has none; recorded as of the noticing, {time})", time=time))
        if not typed:
            return self.noticed
        self.at = self._time(typed)
        return self.at
