"""What the walk asks between its cards: names, suggestions, blanks, whether it is over."""

from emergency_cli.core.address import FactAddress
from emergency_cli.core.events import stamp
from emergency_cli.core.events.words import step_title
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.board import Blank, Board
from emergency_cli.core.incident.cards import Card
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.signing import account_of
from emergency_cli.core.terms import OUTCOMES, Outcome
from emergency_cli.core.text import folded, msg, narrow
from emergency_cli.errors import EmergencyError, NotSaved
from emergency_cli.recording.attaching import taken_up
from emergency_cli.recording.naming import answer
from emergency_cli.screen.card import question
from emergency_cli.screen.overview import blank_words
from emergency_cli.walk.walker import Walker

_ENDS: tuple[Outcome, ...] = ("handled", "handed-over", "false-alarm", "opened-by-mistake")


# --- names and suggestions -----------------------------------------------------------------------------------------


def officer_after_first(walker: Walker, card: Card) -> None:
    """The officer's name is asked once, when the first card is through."""
    state = walker.board()
    group = [state.by_address.get(each.address) for each in card.rows]
    if card.current.address in state.by_address and not any(each and each.status == "todo" for each in group):
        officer(walker)


def officer(walker: Walker) -> None:
    """Ask for the officer's name, once, unless it is known."""
    if walker.named or account_of(walker.by()) is None:
        return
    walker.named = True
    name = walker.line(msg("Your name, for the record (Enter = later):"))
    if len(name) == 1 and narrow(name).isascii() and narrow(name).isalnum():  # a stray key, more often than a name
        name = walker.line(msg("Really “{text}”? Type the name, or Enter = later:", text=name))
    if name:
        walker.record(lambda incident, at, _: actions.name_officer(incident, name, at=at))


def suggest(walker: Walker, playbook_id: str) -> None:
    """Offer a playbook that the answers call for: once, one key."""
    playbook = walker.session.plan.playbook(playbook_id)
    asked = msg("Also take up “{title}”? (Enter/1 yes, 2 no)", title=playbook.title) if playbook else None
    if playbook and asked and walker.agrees(asked, enter=True):
        walker.record(lambda incident, at, by: taken_up(incident, playbook, {}, at=at, by=by))
    else:
        walker.record(lambda incident, at, by: actions.decline(incident, playbook_id, at=at, by=by))


# --- blanks --------------------------------------------------------------------------------------------------------


class Blanks:
    """What was left blank, each thing asked once more. Enter is always enough."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        # The state of the incident in which all of them were offered last.
        self.offered: str | None = None
        self._waited: set[str] = set()
        self._asked: set[object] = set()

    def waiting(self, state: Board) -> None:
        """Ask once more what steps are waiting for; Enter skips one, and they stay on the board."""
        walker = self.walker
        responding = walker.incident.state == "responding"
        rows = [row for row in state.rows if row.status == "waiting" and (row.stage != "review" or not responding)]
        facts = [fact for row in rows for fact in row.because if not self._one_by_one(fact)]
        facts = [fact for fact in dict.fromkeys(facts) if fact not in self._waited]
        self._waited.update(facts)
        if facts:
            walker.say(msg("Further steps depend on these answers. Enter skips one."), "title")
        for fact in facts:
            self._answer_now(fact)

    def _one_by_one(self, fact: str) -> bool:
        """Whether a fact is answered zone by zone or round by round, and not as one."""
        where, incident = FactAddress.parse(fact), self.walker.incident
        return where.member is not None or incident.per_round(where.attachment or GENERAL, where.fact)

    def _answer_now(self, fact: str) -> None:
        walker = self.walker
        try:
            value = walker.ticking.fact(fact)
            if value is not None:
                walker.record(lambda incident, at, by: actions.set_facts(incident, {fact: value}, at=at, by=by))
        except NotSaved as error:
            walker.not_saved(error, fact)
        except EmergencyError as error:
            walker.say_error(error)

    def gaps(self, state: Board) -> None:
        """Offer what was left blank, each thing once; Enter skips one, q skips the rest."""
        fresh = {blank.fact or (blank.address, blank.kind): blank for blank in reversed(state.blanks)}
        blanks = [blank for key, blank in reversed(fresh.items()) if key not in self._asked]
        self._asked.update(fresh)
        if blanks:
            self.walker.say(msg("Some things were left blank. Enter skips one, q skips the rest."), "title")
        for blank in blanks:
            try:
                if not self._fill(blank):
                    return
            except NotSaved as error:
                self.walker.not_saved(error, blank.address)
            except EmergencyError as error:
                self.walker.say_error(error)

    def _fill(self, blank: Blank) -> bool:
        """Ask for one blank; False when the rest is to be skipped."""
        walker = self.walker
        walker.hint(step_title(walker.incident, blank.address))
        spec = walker.incident.fact_spec(blank.fact) if blank.fact else None
        if blank.fact and not spec:
            return True
        asked = self._asked_for(blank, spec)
        text = walker.reply(asked + " > ", leaving=())
        if folded(text) == "q":
            return False
        if text and spec and blank.fact:
            self._fill_fact(blank, blank.fact, spec, text)
        elif text:
            walker.record(lambda _, at, by: actions.correct(blank.entry, "reason", text, at=at, by=by))
        return True

    def _asked_for(self, blank: Blank, spec: FactSpec | None) -> str:
        """The words of the question; for a time, a full stop takes the time of the tick."""
        words = self.walker.words
        if spec is None:
            return blank_words(self.walker.incident, blank, words)
        if spec.kind != "time":
            return question(spec, words)
        time = words.clock(blank.entry.event.occurred)
        return words.say("{label} – . = {time}, or like 14:54, ? not known", label=spec.label, time=time)

    def _fill_fact(self, blank: Blank, fact: str, spec: FactSpec, text: str) -> None:
        walker = self.walker
        if spec.kind == "time" and narrow(text) in (".", "。"):
            value: str | Personal = stamp(blank.entry.event.occurred)
        else:
            value = answer(walker.session, walker.incident, fact, text, numbered=True)
        walker.record(lambda incident, at, by: actions.set_facts(incident, {fact: value}, at=at, by=by))


# --- the end -------------------------------------------------------------------------------------------------------


def end(walker: Walker, state: Board | None = None) -> str | None:
    """Ask whether and how the response is over; `None` if it is, else what was typed instead."""
    _name_open([row.address for row in (state or walker.board()).open(response_only=True)], walker)
    options = [f"{number} {walker.words(OUTCOMES[name].shown)}" for number, name in enumerate(_ENDS, 1)]
    walker.hint(msg("Is the response over? {options}  Enter = not yet", options="  ".join(options)))
    typed = folded(walker.reply("> "))
    if typed not in ("1", "2", "3", "4"):
        return typed
    decided = walker.line(msg("Who decided that it is over?")) or None
    condition = walker.line(msg("On what condition? (e.g. fire out, power back)")) or None
    outcome = _ENDS[int(typed) - 1]
    walker.record(
        lambda incident, at, by: actions.end_response(
            incident, outcome, at=at, by=by, decided=decided, condition=condition
        )
    )
    return None


def close(walker: Walker, state: Board) -> str | None:
    """Ask whether the record is to be closed; `None` if it is, else what was typed instead."""
    walker.hint(msg("Everything is done. Close the record? 1 close  Enter = not yet"))
    typed = folded(walker.reply("> "))
    if typed != "1":
        return typed
    left = [row.address for row in state.open()]
    _name_open(left, walker)
    reason = walker.line(msg("One reason for leaving them all:")) if left else ""
    walker.record(lambda incident, at, by: actions.close_record(incident, at=at, by=by, reason=reason or None))
    return None


def _name_open(steps: list[str], walker: Walker) -> None:
    if steps:
        walker.say(msg("Still open ({count}): {steps}.", count=len(steps), steps=steps), "warn")
