"""What the walk asks between its cards: names, suggestions, blanks, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emergency_cli.core.address import FactAddress
from emergency_cli.core.events import Event, stamp
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.board import Board, Card, Gap
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.story import step_title
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.terms import OUTCOMES, Member, Outcome
from emergency_cli.core.text import msg
from emergency_cli.errors import EmergencyError, NotSaved
from emergency_cli.recording.attaching import taken_up
from emergency_cli.recording.naming import answer
from emergency_cli.screen.card import question
from emergency_cli.screen.overview import gap_words
from emergency_cli.walk.ask import narrow
from emergency_cli.walk.ticking import TickQuestions

if TYPE_CHECKING:
    from emergency_cli.walk.walk import Walk

_SAID = {
    "yes": True,
    "是": True,
    "要": True,
    "好": True,
    "no": False,
    "否": False,
    "不": False,
    "不要": False,
    "不用": False,
}
_ENDS: tuple[Outcome, ...] = ("handled", "handed-over", "false-alarm", "opened-by-mistake")


class Questions(TickQuestions):
    """Asks for one walk. Enter is always enough: what is left blank is asked again later."""

    def __init__(self, walk: Walk) -> None:
        super().__init__(walk)
        self.walk = walk
        self.offered_gaps = False
        self.asked_again: set[str] = set()
        self.asked_gaps: set[object] = set()

    # --- between cards ---------------------------------------------------------------------------------------------

    def officer_after_first(self, card: Card) -> None:
        """The officer's name is asked once, when the first card is through."""
        state = self.walk.board()
        row = state.by_address.get(card.current.address)
        group = [state.by_address.get(each.address) for each in card.rows]
        if row is not None and not any(each and each.status == "todo" for each in group):
            self.officer()

    def officer(self) -> None:
        """Ask for the officer's name, once, unless it is known."""
        if self.walk.named or not self.walk.by().startswith("account:"):
            return
        self.walk.named = True
        name = self.walk.line(msg("Your name, for the record (Enter = later):"))
        if len(name) == 1 and narrow(name).isascii() and narrow(name).isalnum():  # a stray key, more often than a name
            name = self.walk.line(msg("Really “{text}”? Type the name, or Enter = later:", text=name))
        if name:
            self.walk.record(lambda incident: actions.name_officer(incident, name, at=self.walk.now()))

    def suggest(self, playbook_id: str) -> None:
        """Offer a playbook that the answers call for: once, one key."""
        walk = self.walk
        playbook = walk.session.plan.playbook(playbook_id)
        if playbook is None:
            walk.record(lambda incident: actions.decline(incident, playbook_id, at=walk.now(), by=walk.by()))
            return
        asked = msg("Also take up “{title}”? Enter/1 yes, 2 no", title=playbook.title)
        wanted = self.one_of(asked, {"": True, "1": True, "y": True, "2": False, "n": False, **_SAID}, "12yn")
        at, by = walk.now(), walk.by()

        def decide(incident: Incident) -> Event:
            if not wanted:
                return actions.decline(incident, playbook_id, at=at, by=by)
            return taken_up(incident, playbook, {}, at=at, by=by)

        walk.record(decide)

    def waiting(self, state: Board) -> None:
        """Ask once more what steps are waiting for; Enter skips one, and they stay on the board."""
        walk = self.walk
        responding = walk.case.incident.state == "responding"
        rows = [row for row in state.rows if row.status == "waiting" and (row.stage != "review" or not responding)]
        facts = [fact for row in rows for fact in row.because if not self._one_by_one(fact)]
        facts = [fact for fact in dict.fromkeys(facts) if fact not in self.asked_again]
        self.asked_again.update(facts)
        if facts:
            walk.session.screen.say(msg("Further steps hang on these answers. Enter skips one."), "title")
        for fact in facts:
            self._answer_now(fact)

    def _one_by_one(self, fact: str) -> bool:
        """Whether a fact is answered zone by zone or round by round, and not as one."""
        where = FactAddress.parse(fact)
        return where.member is not None or self.walk.case.incident.per_round(where.attachment or GENERAL, where.fact)

    def _answer_now(self, fact: str) -> None:
        walk = self.walk
        try:
            value = self.fact(fact)
            if value is not None:
                walk.record(lambda incident: actions.set_facts(incident, {fact: value}, at=walk.now(), by=walk.by()))
        except NotSaved as error:
            walk.not_saved(error, fact)
        except EmergencyError as error:
            walk.say_error(error)

    def gaps(self, state: Board) -> None:
        """Offer what was left blank, each thing once; Enter skips one, q skips the rest."""
        fresh = {gap.fact or (gap.address, gap.kind): gap for gap in reversed(state.gaps)}
        blanks = [gap for key, gap in reversed(fresh.items()) if key not in self.asked_gaps]
        self.asked_gaps.update(fresh)
        if blanks:
            self.walk.session.screen.say(
                msg("Some things were left blank. Enter skips one, q skips the rest."), "title"
            )
        for gap in blanks:
            try:
                if not self._fill(gap):
                    return
            except NotSaved as error:
                self.walk.not_saved(error, gap.address)
            except EmergencyError as error:
                self.walk.say_error(error)

    def _fill(self, gap: Gap) -> bool:
        """Ask for one blank; False when the rest is to be skipped."""
        walk = self.walk
        at, by = walk.now(), walk.by()
        incident = walk.case.incident
        walk.hint(step_title(incident, gap.address))
        if gap.fact:
            return self._fill_fact(gap, gap.fact)
        text = walk.ask.line(gap_words(incident, gap, self.words) + " > ", walk.toolbar)
        if narrow(text).lower() == "q":
            return False
        if text:
            member: Member = "actor" if gap.kind == "actor" else "reason"
            walk.record(lambda _: actions.correct(gap.entry, member, text, at=at, by=by))
        return True

    def _fill_fact(self, gap: Gap, fact: str) -> bool:
        """A fact that belongs to a tick; for a time, a full stop takes the time of the tick."""
        walk = self.walk
        spec = walk.case.incident.fact_spec(fact)
        if spec is None:
            return True
        when = gap.entry.event.occurred
        if spec.kind == "time":
            label = msg(
                "{label} – . = {time}, or like 14:54, ? not known", label=spec.label, time=self.words.clock(when)
            )
            text = walk.ask.line(self.words(label) + " > ", walk.toolbar)
        else:
            text = walk.ask.line(question(spec, self.words) + " > ", walk.toolbar)
        if narrow(text).lower() == "q":
            return False
        if text:
            now_meant = spec.kind == "time" and narrow(text) in (".", "。")
            value = stamp(when) if now_meant else answer(walk.session, walk.case.incident, fact, text, numbered=True)
            walk.record(lambda incident: actions.set_facts(incident, {fact: value}, at=walk.now(), by=walk.by()))
        return True

    # --- the end ---------------------------------------------------------------------------------------------------

    def finish(self, incident: Incident, state: Board) -> None:
        """No card is left: blanks, then the end of the response, later the closing of the record."""
        if not self.offered_gaps:
            self.offered_gaps = True
            self.waiting(state)
            self.gaps(self.walk.board())
            return
        try:
            if incident.state == "responding":
                self.end(state)
            else:
                self.close(state)
        except EmergencyError as error:
            self.walk.say_error(error)

    def end(self, state: Board | None = None) -> None:
        """Ask whether and how the response is over."""
        walk = self.walk
        open_rows = (state or walk.board()).open(response_only=True)
        if open_rows:
            names = [row.address for row in open_rows]
            walk.session.screen.say(msg("Still open ({count}): {steps}.", count=len(names), steps=names), "warn")
        options = [f"{number} {self.words(OUTCOMES[name].shown)}" for number, name in enumerate(_ENDS, 1)]
        walk.hint(msg("Is the response over? {options}  Enter = not yet", options="  ".join(options)))
        typed = walk.ask.key("> ", "1234qj?", walk.toolbar).strip().lower()
        if typed not in ("1", "2", "3", "4"):
            if state is not None:
                self._not_yet(typed)
            return
        decided = walk.line(msg("Who decided that it is over?"))
        condition = walk.line(msg("On what condition? (e.g. fire out, power back)"))
        outcome = _ENDS[int(typed) - 1]
        at, by = walk.moment(), walk.by()
        walk.record(
            lambda incident: actions.end_response(
                incident, outcome, at=at, by=by, decided=decided or None, condition=condition or None
            )
        )
        self.offered_gaps = False

    def close(self, state: Board) -> None:
        """Ask whether the record is to be closed; what is open is listed and wants one reason."""
        walk = self.walk
        walk.hint(msg("Everything is done. Close the record? 1 close  Enter = not yet"))
        typed = walk.ask.key("> ", "1qj?", walk.toolbar).strip().lower()
        if typed != "1":
            self._not_yet(typed)
            return
        left = [row.address for row in state.open()]
        reason = ""
        if left:
            walk.session.screen.say(msg("Still open ({count}): {steps}.", count=len(left), steps=left), "warn")
            reason = walk.line(msg("One reason for leaving them all:"))
        at, by = walk.moment(), walk.by()
        walk.record(lambda incident: actions.close_record(incident, at=at, by=by, reason=reason or None))

    def _not_yet(self, typed: str) -> None:
        """Not over: another step, a note, or leave."""
        from emergency_cli.walk.ask import Left
        from emergency_cli.walk.keys import action
        from emergency_cli.walk.more import do

        chosen = action(typed) if typed else None
        if chosen is None or chosen == "done":
            self.walk.hint(msg("[7n] note  [9m] more  [0q] leave"))
            chosen = action(self.walk.ask.key("> ", "7n9m0qjuftabhoer?", self.walk.toolbar) or "leave")
        if chosen in (None, "leave", "done"):
            raise Left
        if chosen == "note":
            self.walk.note(None)
        else:
            do(self.walk, next(iter(self.walk.board().rows)), chosen)
