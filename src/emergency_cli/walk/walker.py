"""Where the officer is in the walk: which card is meant, which was shown."""

import contextlib

from msgspec.structs import replace

from emergency_cli.core.events.words import occurrence
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.incident.steps.calling import unnamed
from emergency_cli.core.incident.steps.cards import Card, card_of, next_card, prompt_of, questions
from emergency_cli.core.plan.facts import FactSpec, zone_fact
from emergency_cli.core.signing import is_no_name, may_be_no_name
from emergency_cli.core.terms import agreed
from emergency_cli.core.text import Message, Text, msg, narrow
from emergency_cli.disk import why
from emergency_cli.errors import EmergencyError, NotSaved
from emergency_cli.recording.naming import roster_of
from emergency_cli.screen.incident.bar import bar
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.store.index import stamps
from emergency_cli.walk.person.ask import Asker
from emergency_cli.walk.person.talk import Talk
from emergency_cli.walk.person.ticking import Ticking
from emergency_cli.walk.person.vocabulary import is_word


class Walker(Talk):
    """One person walking one incident. Every turn reads the record anew."""

    def __init__(self, session: Session, case: Case, ask: Asker) -> None:
        super().__init__(session, case, ask)
        self.ticking = Ticking(self)
        # Which card is on the screen; None: it is drawn again.
        self.shown: object = None
        self._places: dict[tuple[str, str], list[str]] = {}
        self.jumped: str | None = None
        self.insisted: set[str] = set()
        # Steps that were passed by as they are, and whether they came back once when nothing else was left.
        self.passed: set[str] = set()
        # Those of them of which it was not known yet whether they apply: with the answer they are there again.
        self.doubted: set[str] = set()
        self.came_back = False
        # Whether what could wait until the end of the immediate stage was asked.
        self.first_stage_over = False
        # What was left on the sheet of blanks.
        self.left_blank: set[str] = set()
        # Whether the officer's name needs no asking any more.
        self.named = False
        # How the files of the incident were when they were last read on.
        self._seen: object = None
        # What exercise control has said at this terminal.
        self.heard: set[str] = set()

    def read_on(self) -> None:
        """What others wrote meanwhile. With the record gone, what is known goes on."""
        try:
            self.case = self.case.again()
        except OSError as error:
            self.say(msg("NOT RECORDED: {error}. Write on paper.", error=why(error)), "warn")

    def wrote_meanwhile(self) -> bool:
        """Whether another terminal or desk wrote since the record was read on. Cheap: it is asked at every prompt."""
        known = len(self.incident.entries)
        with contextlib.suppress(OSError, EmergencyError):  # said when there is something to put on record
            if (now := stamps(self.case.journal.folder)) != self._seen:
                self._seen, self.case = now, self.case.again()
        return len(self.incident.entries) > known

    def card(self, state: Board) -> Card | None:
        """The card of the step that was jumped to, or the next one. Its steps keep the digits they had at first."""
        row = state.by_address.get(self.jumped or "")
        card = card_of(state, row) if row else self._next(state)
        if card is None or len(card.rows) == 1:
            return card
        current = card.current
        places = self._places.setdefault((current.attachment.id, str(current.step.together)), [])
        places += [row.address for row in card.rows if row.address not in places]
        return Card(tuple(state.by_address[each] for each in places if each in state.by_address), current)

    def _next(self, state: Board) -> Card | None:
        """The card that comes next. What was passed by comes back once, when nothing else is left.

        What is awaited only came when nothing else was left: it does not come again, nor does what was to be done only
        if it could be, or was left blank. In a review only its own steps come: what the response left undone is not
        ticked with Enter days later.
        """
        card = next_card(self.incident, self._ahead(state))
        if card is None and self.passed and not self.came_back:
            once = (row for row in state.rows if row.upon is not None or row.step.optional or self.ticking.fills(row))
            self.passed &= {row.base for row in once}
            self.came_back = True
            card = next_card(self.incident, self._ahead(state))
        return card and card_of(state, card.current)

    def pass_by(self, row: Row) -> None:
        """Go on from a step, and leave it as it is."""
        self.passed.add(row.base)
        if row.in_doubt:
            self.doubted.add(row.base)
        self.jumped = None

    def _ahead(self, state: Board) -> Board:
        known = self.doubted & {row.base for row in state.rows if not row.in_doubt}
        self.passed -= known
        self.doubted -= known
        ended = self.incident.state == "ended"
        rows = (row for row in state.rows if row.base not in self.passed and (row.stage == "review" or not ended))
        return replace(state, rows=tuple(rows))

    def passes(self, row: Row) -> bool:
        """Whether Enter leaves a step as it is: an arrival, a condition, an answer still to come is never presumed."""
        return row.upon is not None or row.step.optional or row.in_doubt or self.needs_more(row)

    def needs_more(self, row: Row) -> bool:
        """Whether no word alone ticks a step: zones report, casualties are told, destroying is a command.

        Nor was anybody told whom nobody can name yet.
        """
        nobody = bool(row.step.contact) and not self.ticking.meant(row)
        told = row.step.each == "zone" or row.step.counts is not None
        return told or nobody or actions.to_be_destroyed(self.incident, row.step)

    @staticmethod
    def identity(card: Card) -> object:
        """What tells one card from another."""
        return card.current.rounds, tuple(each.base if each.step.each == "zone" else each.address for each in card.rows)

    def on_screen(self) -> object:
        """The card that is next, as it was just shown."""
        card = self.card(self.board())
        return card and self.identity(card)

    def spec(self, fact: str) -> FactSpec:
        """What a fact is; a text where the plan of today does not say."""
        return self.incident.fact_spec(fact) or FactSpec(kind="text", label=Text(fact, fact))

    def question(self, row: Row) -> str | None:
        """The next of the questions that a step itself is. The zone may be passed by: not everybody knows it."""
        if row.step.each == "zone":
            return None
        asked = questions(self.incident, row)
        zone = zone_fact(self.incident.shared_facts)
        return next((fact for fact in asked if fact != zone or row.address not in self.insisted), None)

    def prompt(self, row: Row) -> str:
        """The short order of the step that Enter ticks, and the time it gets if one was typed."""
        time = f"[{self.words.clock(self.typed_time)}] " if self.typed_time else ""
        member = ""
        if row.member and row.step.each != "zone":
            member = f" [{self.words(occurrence(self.incident, row.step, row.member))}]"
        return f"{time}{self.words(prompt_of(row.step))}{member} > "

    def enter(self, row: Row) -> Message:
        """What Enter alone puts on record for this step; where that is nothing, how it is ticked."""
        if self.needs_more(row):
            return msg("go on; nothing is recorded")
        if self.passes(row):
            return msg("go on; y = {done}", done=self._ticked(row))
        return msg("fill in; y = {done}", done=self._ticked(row)) if self.ticking.fills(row) else self._ticked(row)

    def _ticked(self, row: Row) -> Message:
        """What a tick of this step says."""
        if row.step.approval:
            return msg("asked; then the answer")
        if row.rounds:
            return msg("another round done")
        return self._told(row) if row.step.contact else msg("done")

    def _told(self, row: Row) -> Message:
        """Who Enter says was reached, by name only where it is not whom the card names first: a prompt is short."""
        meant = self.ticking.meant(row)
        roster = roster_of(self.session, self.incident)
        if unknown := unnamed(self.incident, row.step):
            names, later = [[roster.title(party) for party in parties] for parties in (meant, unknown)]
            return msg("reached and told: {names} ({others} later)", names=names, others=later)
        if len(meant) == 2:
            return msg("both reached and told")
        if len(meant) > 2:
            return msg("all {count} reached and told", count=len(meant))
        if len(row.step.contact) > 1:
            return msg("reached and told: {name}", name=roster.title(meant[0]))
        climbed = self.ticking.climbed(meant[0])
        return msg("reached and told: {name}", name=climbed.name) if climbed else msg("reached and told")

    def name_officer(self, typed: str) -> bool:
        """Put the officer's name on record; whether it need not be asked again."""
        name = self.as_name(typed)
        if name:
            self.record(lambda incident, at, _: actions.name_officer(incident, name, at=at))
            self.named = True
        return name is not None

    def as_name(self, typed: str) -> str | None:
        """What was typed as the name of a person; empty where nobody wants to be asked again, `None` where it is none.

        A word of the program and a number are no name; a sentence is kept as a note, and so is what may be one and
        was not typed again as a name.
        """
        if is_no_name(typed) or (len(typed) > 1 and is_word(typed)):
            self.say(msg("“{name}” is not the name of a person.", name=typed), "warn")
            if not is_word(typed) and not narrow(typed).isdigit():
                self.keep_as_note(typed)
            return None
        if not may_be_no_name(typed, self._orders()):
            return typed
        again = self.line(msg("Is “{text}” a name? y yes, or type the name; Enter = no:", text=typed))
        said = agreed(again, numbered=True) if again and again != typed else None
        if again == typed or said:
            return typed
        if len(typed) > 1:
            self.keep_as_note(typed)
        return self.as_name(again) if again and said is None else ""

    def person(self, asked: Message) -> str:
        """The name that somebody is asked for; empty where none is given."""
        while typed := self.line(asked):
            name = self.as_name(typed)
            if name is not None:
                return name
        return ""

    def _orders(self) -> list[Text]:
        steps = [step for held in self.incident.in_order for step in held.playbook.steps]
        return [order for step in steps for order in (step.do, step.short) if order]

    def toolbar(self) -> str:
        """What runs meanwhile; seen live under the prompt."""
        limits = self.session.plan.centre.reporting
        return bar(self.incident, self.board(), limits, self.words, self.now())

    def not_saved(self, error: NotSaved, typed: str) -> None:
        """Say plainly that nothing was recorded, with the words so that they can go on paper."""
        self.say_error(error)
        self.say(msg("Write it on paper, then try again: {text}", text=typed or "Enter"), "warn")
