"""What every command works with: the world, its words and screen, the home, the plan; and how something is recorded."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from copy import copy
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from emergency_cli.core.personal import Personal, seal
from emergency_cli.core.signing import account_of, by_account
from emergency_cli.core.text import msg
from emergency_cli.core.times import another_day, parse_card_time, parse_time, taken_for
from emergency_cli.disk import read_plain, why
from emergency_cli.errors import EmergencyError, Misused, NotAllowed, NotSaved, Stale
from emergency_cli.screen.terminal import Screen
from emergency_cli.world import World

if TYPE_CHECKING:
    from emergency_cli.core.events import Entry, Event
    from emergency_cli.core.incident.incident import Incident
    from emergency_cli.core.text import Message, PlanName, Text
    from emergency_cli.hub.following import Follower
    from emergency_cli.plans.plan import Plan
    from emergency_cli.store.home import Case, Home

_TRIES = 20
_OPEN = ("responding", "ended")


class Request(msgspec.Struct, frozen=True):
    """What was asked for by the options that many commands share: which incident, recorded by whom, happened when.

    `paper`: it is copied from paper, and happened at the time that is written there.
    """

    incident: str | None = None
    by: str | None = None
    at: str | None = None
    paper: bool = False


class Slips(msgspec.Struct, frozen=True):
    """What was wrong with a line that starts an incident, to be told after the card: see `parser.forgiving`.

    `drill`: something on it may ask for a drill. `bare`: without the verb; `near` are verbs that its first word may be.
    """

    told: tuple[Message, ...] = ()
    drill: bool = False
    bare: bool = False
    near: tuple[str, ...] = ()


class _Opened:
    """What a run opens once, when it is first wanted."""

    def __init__(self, world: World, screen: Screen) -> None:
        self._world = world
        self._screen = screen
        self.clock_told = False
        self.lost = False

    @cached_property
    def home(self) -> Home:
        from emergency_cli.store.home import Home

        if self._world.makeshift_home:
            text = msg("This account has no folder of its own; the records are in {path}.", path=str(self._world.home))
            self._screen.tell(text, "warn")
        return Home(self._world, lambda message: self._screen.tell(message, "warn"))

    @cached_property
    def follower(self) -> Follower | None:
        """The hub, where one is named."""
        if not self._world.env.get("EMERGENCY_HUB"):
            return None
        from emergency_cli.hub.following import Follower

        return Follower(self._world, lambda message: self._screen.tell(message, "warn"))

    @cached_property
    def plan(self) -> Plan:
        from emergency_cli.plans.plan import load_plan

        return load_plan(self._world)


def _no_drill_beside(real: Case, found: Iterable[Case | None]) -> None:
    """Raise Misused where a drill is open beside the only real incident: either may be meant."""
    drills = [case.incident.id for case in found if case and case.incident.drill and case.incident.state in _OPEN]
    if drills:
        ids = [real.incident.id, *drills]
        raise Misused(msg("A real incident and a drill are open: {ids}. Say which is meant with -i ID.", ids=ids))


class Session:
    """One run of the program."""

    def __init__(self, world: World, screen: Screen, request: Request | None = None) -> None:
        self.world = world
        self.screen = screen
        self.request = request or Request()
        self.slips = Slips()
        self._opened = _Opened(world, screen)
        screen.words.in_plan = self._in_plan

    def _in_plan(self, name: PlanName) -> Text | None:
        with contextlib.suppress(EmergencyError):  # a name is worth no error: the id does
            return self.plan.called(name)
        return None

    def asked(self, request: Request) -> Session:
        """The same run with other options. Raises Misused where `--by` is not the name of a person."""
        by = request.by
        if by is not None and (not by.strip() or account_of(by) is not None):
            raise Misused(msg("“{name}” is not the name of a person.", name=by), msg("Say who is recording: --by NAME"))
        session = copy(self)
        session.request = request
        return session

    @property
    def home(self) -> Home:
        """The records."""
        return self._opened.home

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self._opened.plan

    @property
    def lost(self) -> bool:
        """Whether answers went unrecorded while the command went on: its exit code tells."""
        return self._opened.lost

    def lose(self) -> None:
        """Some have."""
        self._opened.lost = True

    def settle(self) -> None:
        """Let the second copy be finished, as far as it does not keep the person waiting."""
        if "home" in self._opened.__dict__:
            self.home.settle()
        if follower := self._opened.__dict__.get("follower"):
            follower.settle()

    def wrote(self, incident: str) -> None:
        """Something was put on record, and shown: the hub may have it now, where one is named."""
        if self._opened.follower:
            self._opened.follower.wrote(incident)

    def look_beside(self) -> None:
        """Look for what other desks sent, beside what the person waits for, where a hub is named."""
        if self._opened.follower:
            self._opened.follower.look()

    def now(self) -> datetime:
        """This moment."""
        return self.world.now()

    def at(self, case: Case | None = None) -> datetime:
        """When it happened: `--at`, else now. Raises Misused for no time and for a future one.

        A time is typed in the zone in which the incident is told. What is copied from `--paper` needs its time, and
        takes its day from the row copied before.
        """
        now = case.incident.local(self.now()) if case else self.now()
        if self.request.paper and case:
            return self._at_on_paper(case, now)
        since = case.incident.noticed if case else None
        return self.moment(self.request.at, now, since) if self.request.at else self.now()

    def moment(self, text: str, now: datetime, since: datetime | None = None) -> datetime:
        """The moment a typed time means; what was taken for another day or the afternoon is said aloud.

        `since`: when the matter was noticed, where nothing of it can have been before. Raises Misused.
        """
        moment = parse_time(text, now, since)
        if said := taken_for(text, moment, now):
            self.screen.tell(said)
        return moment

    def tell_day(self, moment: datetime, now: datetime) -> None:
        """Say aloud that a typed time was taken as one of another day than today, where it was."""
        if said := another_day(moment, now):
            self.screen.tell(said)

    def _at_on_paper(self, case: Case, now: datetime) -> datetime:
        from emergency_cli.core.prepare.paper import last_on_paper

        if not self.request.at:
            raise Misused(msg("What is copied from paper needs its time."), msg("Add --at TIME, as it is on the card."))
        return parse_card_time(self.request.at, case.incident.local(last_on_paper(case.incident) or now), now)

    def by(self, case: Case | None = None) -> str:
        """Who records: `--by`, EMERGENCY_BY, the officer on duty at this desk by the log, else the system account."""
        named = self.request.by or self.world.env.get("EMERGENCY_BY")
        if named:
            return named
        officer = case.incident.officers.get(case.journal.desk) if case else None
        return officer or by_account(self.world.user)

    def case(self, wanted: str | None = None, *, closed: bool = False, settles: bool = False) -> Case:
        """The incident meant: by name, else this terminal's, closed or not, else the only real one that is open.

        With `closed`, where none is open, the latest real one: a document is written when all is over. What `settles`
        an incident is never guessed: raises Misused where a drill that is open may be meant as well.
        """
        case = self._meant(wanted, closed=closed, settles=settles)
        self.screen.tell_times_in(case.incident.time_zone)
        return case

    def _meant(self, wanted: str | None, *, closed: bool, settles: bool) -> Case:
        wanted = self.request.incident if wanted is None else wanted
        if wanted is not None:
            return self.home.find(wanted)
        return self.terminals_case() or self._only_open(closed=closed, settles=settles)

    def terminals_case(self) -> Case | None:
        """The incident on which this terminal worked last, closed or not; `None` if there is none."""
        mine = self._terminals_incident()
        return self.home.open(mine) if mine and self.home.holds(mine) else None

    def _only_open(self, *, closed: bool, settles: bool) -> Case:
        found = self.home.survey()
        if not found:
            raise Misused(msg("There is no incident on record yet."), msg("Start one with: emergency start TYPE"))
        real = {name: case for name, case in found.items() if not name.startswith("drill-")}
        for state in _OPEN:
            fitting = [case for case in real.values() if case and case.incident.state == state]
            if len(fitting) == 1:
                if settles:
                    _no_drill_beside(fitting[0], found.values())
                return fitting[0]
            if fitting:
                ids = [case.incident.id for case in fitting]
                raise Misused(
                    msg("Several incidents are open: {ids}.", ids=ids), msg("Name one with -i and part of its id.")
                )
        if len(found) == 1:
            return self.home.open(next(iter(found)))
        if closed and real:
            latest = list(real)[-1]
            self.screen.tell(msg("No incident is open; this is the latest: {id}.", id=latest))
            return self.home.open(latest)
        ids = list(found)[-4:]
        raise Misused(
            msg("No real incident is open. The latest are: {ids}.", ids=ids),
            msg("Name one with -i and part of its id."),
        )

    def seal(self, words: str) -> Personal:
        """Words as a personal value."""
        return seal(words, self.world.random(32))

    # --- recording -------------------------------------------------------------------------------------------------

    def record(
        self, case: Case, decide: Callable[[Incident], Event], evidence: Path | None = None
    ) -> tuple[Case, Entry]:
        """Decide on what is true now and put it on record; when another terminal was faster, decide again.

        A refusal counts only if nobody else has written since the state it was decided on.
        `evidence` is the file of which the event speaks.
        """
        from emergency_cli.core.incident.actions.allowed import short_enough
        from emergency_cli.core.incident.sealing import with_seals
        from emergency_cli.store.home import just_written

        for _ in range(_TRIES):
            if case.incident.state == "none" and case.record.unreadable:
                raise NotSaved(msg("NOT SAVED: {files} cannot be read.", files=list(case.record.unreadable)))
            try:
                event = with_seals(case.incident, self._stamped(decide(case.incident)), self.seal)
                short_enough(event)
            except (NotAllowed, Misused):
                if (latest := self._later(case)) is None:
                    raise
                case = latest
                continue
            try:
                entry = case.journal.append(event, after=case.record.version, evidence=evidence)
            except Stale:
                case = case.again()
                continue
            except NotSaved as error:
                raise self._with_text(error, case, event) from error
            self.remember(case)
            self.wrote(case.journal.incident)
            self._warn_of_clock(case, entry)
            return just_written(case.journal, case, entry), entry
        raise NotSaved(msg("NOT SAVED: other terminals keep writing to this incident."), msg("Try again."))

    def _warn_of_clock(self, case: Case, entry: Entry) -> None:
        """Say once in a run that the clock by which was just recorded is surely wrong."""
        wrong = case.wrong_clock(entry.recorded)
        if wrong and not self._opened.clock_told:
            self._opened.clock_told = True
            self.screen.tell(wrong, "warn")

    def _stamped(self, event: Event) -> Event:
        """The event as it is recorded by this run: marked, where it is copied from paper."""
        if not self.request.paper:
            return event
        from emergency_cli.core.incident.actions import from_paper

        return from_paper(event)

    @staticmethod
    def _later(case: Case) -> Case | None:
        """The incident read on, `None` if nobody wrote meanwhile or it cannot be read."""
        with contextlib.suppress(OSError):
            latest = case.again()
            return latest if latest.record.version != case.record.version else None
        return None

    @staticmethod
    def _with_text(error: NotSaved, case: Case, event: Event) -> NotSaved:
        """What was not saved, in words that can be copied to paper."""
        from emergency_cli.core.incident.story import tell_event

        text = msg("For the paper: {time} {what}", time=event.occurred, what=tell_event(case.incident, event))
        return NotSaved(error.message, msg("{hint} {text}", hint=error.hint, text=text) if error.hint else text)

    # --- which incident a terminal works on ------------------------------------------------------------------------

    def remember(self, case: Case) -> None:
        """This terminal works on this incident from now on. A convenience: failing at it changes nothing."""
        place = self._terminal_file()
        if place and self._terminals_incident() != case.journal.incident:
            with contextlib.suppress(OSError):
                self.world.disk.make_folders(place.parent)
                self.world.disk.write_in_place(place, case.journal.incident)

    def _terminals_incident(self) -> str | None:
        place = self._terminal_file()
        if place:
            with contextlib.suppress(OSError, UnicodeDecodeError):
                return read_plain(place).decode("ascii").strip()
        return None

    def _terminal_file(self) -> Path | None:
        key = self.world.terminal_key
        return self.world.state / "terminals" / key if key else None

    # --- the plan --------------------------------------------------------------------------------------------------

    def warn_of_faults(self) -> None:
        """Say once that a plan file is faulty and its packaged copy is used; never stop for it."""
        if closed := self.world.closed_plan:
            self.screen.tell(
                msg(
                    "{path} cannot be opened ({error}); the plan that came with the program is used.",
                    path=str(closed.filename),
                    error=why(closed),
                ),
                "warn",
            )
        for said in self.plan.remarks():
            self.screen.tell(msg("{what} See: emergency check", what=said), "warn")
