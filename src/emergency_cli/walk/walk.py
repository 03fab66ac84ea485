"""The walk: card after card, one key per step, everything on record as it happens."""

from collections.abc import Callable
from datetime import datetime

from emergency_cli.core.events import Ended, Entry, Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.actions import Facts
from emergency_cli.core.incident.board import Board, Card, Row, board, card_of, fact_of, in_order, next_card, unanswered
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.story import bare
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.text import Message, Text, msg
from emergency_cli.core.times import parse_time
from emergency_cli.disk import why
from emergency_cli.errors import EmergencyError, NotSaved
from emergency_cli.recording.naming import answer
from emergency_cli.screen.card import card_lines, question
from emergency_cli.screen.line import Line
from emergency_cli.screen.overview import entry_words, recorded_line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk import more as walk_more
from emergency_cli.walk.ask import Asker, Left, asker, narrow
from emergency_cli.walk.keys import FINISHED, HOT, KEYS, REST, Action, action
from emergency_cli.walk.questions import Questions
from emergency_cli.walk.ticking import Details


def walk(session: Session, case: Case, *, card_shown: bool = False) -> None:
    """Walk an incident until it is closed or the person leaves; leaving never loses or ends anything."""
    walker = Walk(session, case, asker(session.world))
    if case.incident.handover:
        session.screen.say(msg("Handed over and not yet accepted: emergency handover --accept"), "warn")
    if card_shown:
        walker.shown = walker.signature()
    try:
        walker.run()
    except Left:
        session.screen.say("")
    ended = walker.case.incident.ended
    turned = ended is not None and isinstance(ended.event, Ended) and ended.event.outcome == "turned-real"
    if walker.case.incident.state != "closed" and not turned:
        session.screen.say(
            msg("The incident stays open. To go on: emergency resume {id}", id=walker.case.incident.id), "title"
        )


class _NobodyReached(Exception):
    """Every call for a party went unanswered."""


class _NobodyCalled(Exception):
    """Enter was pressed on a step that is a call, and no call was made."""


class Walk:
    """One person at one incident. There is no state to lose: every turn reads the record anew."""

    def __init__(self, session: Session, case: Case, ask: Asker) -> None:
        self.session = session
        self.case = case
        self.ask = ask
        self.words = session.screen.words
        self.questions = Questions(self)
        self.shown: object = None
        self.jumped: str | None = None
        self.at: datetime | None = None
        self.stage: str | None = None
        self.named = False
        self.insisted: set[str] = set()
        self.told = {entry.hash for entry in case.incident.entries}

    # --- the loop --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Turn after turn until the record is closed."""
        while self.case.incident.state not in ("closed", "none"):
            try:
                self.refresh()
                self.turn()
            except EmergencyError as error:
                if isinstance(error, NotSaved):
                    self.not_saved(error, "")
                else:
                    self.say_error(error)
                self.line(msg("Enter = go on"))

    def refresh(self) -> None:
        """Read on; what other terminals and desks wrote meanwhile appears. With the record gone, the cards go on."""
        try:
            self.case = self.case.again()
        except OSError as error:
            self.session.screen.say(msg("NOT RECORDED: {error}. Write on paper.", error=why(error)), "warn")
        for entry in self.case.incident.entries:
            if entry.hash not in self.told:
                self.told.add(entry.hash)
                self.session.screen.say(f"  + {entry_words(self.case.incident, entry, self.words)}", "quiet")

    def turn(self) -> None:
        """One thing: a suggestion, blanks of a stage that is over, a card, or the end."""
        incident, state = self.case.incident, self.board()
        if state.suggestions:
            self.questions.suggest(state.suggestions[0])
            return
        following = next_card(incident, state)
        stage = following.current.stage if following else None
        over, self.stage = self.stage == "immediate" != stage, stage
        card = self.card(state)
        if over:
            self.questions.officer()
            self.questions.waiting(self.board())
            self.questions.gaps(self.board())
        elif card is None:
            self.questions.finish(incident, state)
        else:
            self.put(card, state)

    def board(self) -> Board:
        """How things stand now."""
        return board(self.case.incident, self.now())

    def card(self, state: Board) -> Card | None:
        """The card of the step that was jumped to, or the next one."""
        row = state.by_address.get(self.jumped or "")
        return card_of(state, row) if row else next_card(self.case.incident, state)

    def signature(self) -> object:
        """What tells one card from another: shown once, not again after every note."""
        card = self.card(self.board())
        return card and (card.current.address, tuple((row.address, row.status, row.rounds) for row in card.rows))

    def put(self, card: Card, state: Board) -> None:
        """Put a card before the officer and take one answer."""
        incident = self.case.incident
        signature = self.signature()
        if signature != self.shown:
            self.session.screen.show(card_lines(incident, state, card, self.words, self.now()))
            self.shown = signature
        asked = self._decision(card.current)
        typed = self._ask_decision(asked) if asked else self._ask_step(card)
        before, entries = self.jumped, len(self.case.incident.entries)
        try:
            self.answer(card, typed, asked)
        except NotSaved as error:
            self.not_saved(error, typed)
        except EmergencyError as error:
            self.say_error(error)
        if self.jumped == before and len(self.case.incident.entries) > entries:
            self.jumped = None
        self.questions.officer_after_first(card)

    # --- asking ----------------------------------------------------------------------------------------------------

    def _decision(self, row: Row) -> str | None:
        """The question that the card itself is, until it has an answer."""
        open_ones = unanswered(self.case.incident, row)
        addresses = [fact_of(self.case.incident, row, fact) for fact in row.step.ask]
        return None if row.same else next((fact for fact in addresses if fact in open_ones), None)

    def _ask_decision(self, fact: str) -> str:
        """A question: what answers it takes no part in the keys."""
        spec = self.case.incident.fact_spec(fact) or FactSpec(kind="text", label=Text(fact, fact))
        at_once = spec.kind == "yes-no" or (spec.kind == "choice" and len(spec.choices) < 10)
        digits = {"yes-no": "12", "choice": "123456789"[: len(spec.choices)]}.get(spec.kind, "0123456789")
        taken = digits + ("yn" if spec.kind == "yes-no" else "")
        self.session.screen.show([Line(question(spec, self.words), "order", hang=2)])
        self.hint(self._keys(taken))
        return self.ask.key("? > ", HOT + "y123", self.toolbar) if at_once else self.ask.line("? > ", self.toolbar)

    def _ask_step(self, card: Card) -> str:
        extra = [key for key, fits in ((FINISHED, card.current.step.repeats), (REST, card.current.member)) if fits]
        enter = msg("done") if not card.current.rounds else msg("another round done")
        parts = [f"[{self.words(msg('Enter'))}] {self.words(enter)}", self._keys("")]
        parts += [f"[{key.letter}] {self.words(key.name)}" for key in extra]
        self.hint("  ".join(parts))
        digits = "123" if len(card.rows) > 1 else "1"
        return self.ask.key("> ", HOT + digits, self.toolbar)

    def _keys(self, taken: str) -> str:
        """The keys and what they do; those that mean an answer here are left out."""
        shown = [("".join(c for c in key.digit + key.letter if c not in taken), key.name) for key in KEYS]
        return "  ".join(f"[{keys}] {self.words(name)}" for keys, name in shown if keys)

    def hint(self, value: object) -> None:
        """A quiet line above the prompt."""
        self.session.screen.show([Line(self.words(value), "quiet", hang=2)])

    def toolbar(self) -> str:
        """Elapsed time and the next deadline; seen live under the prompt."""
        now, incident = self.now(), self.case.incident
        parts = [self.words.say("[DRILL] ").strip()] if incident.drill else []
        due = [(row.deadline, row) for row in self.board().rows if row.deadline and row.status in ("todo", "deferred")]
        if due:
            deadline, row = min(due, key=lambda pair: pair[0])
            text = msg("LATE by {span}: {step}") if now > deadline else msg("{span} left: {step}")
            parts.append(self.words(Message(text.msgid, {"step": bare(row.step.do), "span": deadline - now})))
        if incident.opening:
            parts.append(self.words.say("{span} since noticed", span=incident.since_noticed(now)))
        return " | ".join(parts) or incident.id

    def line(self, msgid: Message) -> str:
        """Ask for a line of words."""
        return self.ask.line(self.words(msgid) + " ", self.toolbar)

    # --- answering -------------------------------------------------------------------------------------------------

    def answer(self, card: Card, typed: str, asked: str | None) -> None:
        """Do what was typed on a card."""
        row = card.current
        if asked and self._answered(row, typed, asked):
            return
        text = narrow(typed).strip()
        if len(card.rows) > 1 and text in [str(number) for number in range(1, len(card.rows) + 1)]:
            chosen = card.rows[int(text) - 1]
            if chosen.open:
                self.tick(chosen)
            else:
                self.session.screen.say(msg("{step} is already settled.", step=chosen.step.do))
            return
        chosen_action = action(typed)
        if chosen_action is None:
            self.session.screen.say(
                msg("“{text}” is no key here. Enter = done, 9 = more, ? = help.", text=typed), "warn"
            )
        elif chosen_action == "done" and asked:
            self._unanswered(row)
        else:
            self.act(row, chosen_action)

    def act(self, row: Row, chosen: Action) -> None:
        """Do one of the actions to the step of the card."""
        match chosen:
            case "done":
                self.tick(row)
            case "skip" | "could-not" | "defer":
                self._leave(row, chosen)
            case "leave":
                raise Left
            case "rest":
                self._rest(row)
            case "finished":
                self.record(
                    lambda incident: actions.finish_rounds(incident, row.address, at=self.moment(), by=self.by())
                )
            case "note":
                self.note(row.address)
            case _:
                walk_more.do(self, row, chosen)

    def note(self, step: str | None) -> None:
        """Keep something in the officer's words, at a step or on its own."""
        text = self.line(msg("Note:"))
        if text:
            self.record(lambda incident: actions.note(incident, text, at=self.moment(), by=self.by(), step=step))

    def _answered(self, row: Row, typed: str, asked: str) -> bool:
        """Record an answer to the card's own question; False if what was typed is a key of the walk."""
        spec = self.case.incident.fact_spec(asked)
        text = narrow(typed).strip()
        if spec is None or not text:
            return False
        is_key = action(text) not in (None, "done")
        if is_key and not self._answers_before_keys(spec.kind, len(spec.choices), text):
            return False
        self.tick(row, {asked: answer(self.session, self.case.incident, asked, text, numbered=True)})
        return True

    @staticmethod
    def _answers_before_keys(kind: str, choices: int, text: str) -> bool:
        """On a question its own answers come first: y, n and ? of yes-no, the digits of a choice, any number."""
        if text == "?":
            return True
        if kind == "yes-no":
            return text in ("y", "n", "1", "2")
        if kind in ("choice", "choices"):
            return text.isdigit() and 1 <= int(text) <= choices
        return text.isdigit() or len(text) > 1

    def _unanswered(self, row: Row) -> None:
        """Enter on a question: asked again once, then at once it is put off; later it wants its answer."""
        again = row.address in self.insisted
        self.insisted.add(row.address)
        if row.stage == "immediate" and again:
            self._leave(row, "defer", ask=False)
        elif row.stage == "immediate":
            self.session.screen.say(msg("Lives may depend on this: answer it. Enter again = later."), "warn")
        else:
            self.session.screen.say(msg("This question needs an answer; ? = not known, 6 = later."), "warn")

    def tick(self, row: Row, given: Facts | None = None) -> None:
        """Tick a step with all that belongs to it. In the immediate stage only the outcome of calls is asked."""
        at, by = self.moment(), self.by()
        if row.same and not given:
            same = row.same.address
            self.record(lambda incident: actions.finish_step(incident, row.address, at=at, by=by, same=same))
            return
        details = Details()
        try:
            self._details(row, given or {}, details)
        except _NobodyReached:
            self._call_in_vain(details)
            return
        except _NobodyCalled:
            self.session.screen.say(msg("Nobody was called: the step stays open, nothing was recorded."), "warn")
            self.shown = None
            return
        except Left:
            if actions.nobody_reached(details.contacts):
                self._call_in_vain(details)
            elif details.something:
                self._finish(row, details, at, by)
            raise
        self._finish(row, details, at, by)

    def _call_in_vain(self, details: Details) -> None:
        """The calls go on record, the step stays open until somebody is reached or it is given up."""
        at, by = self.moment(), self.by()
        self.record(lambda incident: actions.make_call(incident, details.contacts, at=at, by=by))
        self.session.screen.say(msg("Nobody was reached: the step stays open. Try again, or 5 = could not."), "warn")
        self.shown = None

    def _details(self, row: Row, given: Facts, details: Details) -> None:
        """Everything that is asked with a tick; what was answered counts even if the person leaves in the middle."""
        if row.status == "not-applicable":
            details.reason = self.line(msg("It does not apply here. Why do it anyway?")) or None
        called = self.questions.outcomes(row, details)
        if not called and not given:
            raise _NobodyCalled
        if actions.nobody_reached(details.contacts):
            raise _NobodyReached
        details.approval = self.questions.approval(row)
        self.questions.facts(row, given, details)
        if row.stage != "immediate" and not row.step.actor and not row.step.ask:
            details.actor = self.line(msg("Who did it? (Enter = leave blank)")) or None

    def _finish(self, row: Row, details: Details, at: datetime, by: str) -> None:
        self.record(
            lambda incident: actions.finish_step(
                incident, row.address, at=at, by=by, actor=details.actor, facts=details.facts,
                contacts=details.contacts, approval=details.approval, reason=details.reason,
            )
        )  # fmt: skip

    def _leave(self, row: Row, how: str, *, ask: bool = True) -> None:
        back, not_skipped = msg("Reason (Enter = later, 0 = back):"), msg("Reason (Enter = later, 0 = do not skip):")
        asked = not_skipped if how == "skip" else back
        reason = self.line(asked) if ask else ""
        if narrow(reason) == "0":
            return
        act = {"skip": actions.skip_step, "could-not": actions.could_not, "defer": actions.defer_step}[how]
        at, by = self.moment(), self.by()
        self.record(lambda incident: act(incident, row.address, at=at, by=by, reason=reason or None))

    def _rest(self, row: Row) -> None:
        """All other zones or units in order, with the answers that the plan calls in order."""
        at, by = self.moment(), self.by()
        for other in self.board().occurrences(row.base):
            if other.open:
                self._in_order(other, at, by)

    def _in_order(self, row: Row, at: datetime, by: str) -> None:
        facts = in_order(self.case.incident, row)
        self.record(lambda incident: actions.finish_step(incident, row.address, at=at, by=by, facts=facts))

    # --- recording -------------------------------------------------------------------------------------------------

    def record(self, decide: Callable[[Incident], Event]) -> Entry:
        """Put it on record and show the tick, in this order."""
        self.case, entry = self.session.record(self.case, decide)
        self.told.add(entry.hash)
        self.at = None
        self.session.screen.show([recorded_line(self.case.incident, entry, self.words)])
        return entry

    def now(self) -> datetime:
        """This moment."""
        return self.session.now()

    def moment(self) -> datetime:
        """When what is being recorded happened: the time that was typed for it, else now."""
        return self.at or self.session.at()

    def set_moment(self) -> None:
        """Ask for the time at which the next thing really happened."""
        text = self.line(msg("When did it happen? (like 14:54)"))
        if text:
            self.at = parse_time(text, self.now())
            self.session.screen.say(msg("The next entry counts as of {time}.", time=self.at), "title")

    def by(self) -> str:
        """Who records."""
        return self.session.by(self.case)

    def not_saved(self, error: NotSaved, typed: str) -> None:
        """Say plainly that nothing was recorded, with the words so that they can go on paper."""
        self.say_error(error)
        self.session.screen.say(msg("Write it on paper, then try again: {text}", text=typed or "Enter"), "warn")

    def say_error(self, error: EmergencyError) -> None:
        """One line: what is wrong, and what to do."""
        self.session.screen.say_error(error)
