"""`emergency doctor`: whether this machine can be relied on, one line each with what to do."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from emergency_cli.core.text import Message, msg
from emergency_cli.disk import Place, why
from emergency_cli.errors import EmergencyError, Faulty
from emergency_cli.screen.line import Line
from emergency_cli.session import Session

State = Literal["fine", "warning", "fault"]

# Room for some thousand entries; a full disk in the middle of an incident is the worst moment to notice it.
_LITTLE, _TOO_LITTLE = 100 << 20, 5 << 20
# Neither permissions nor, at a power cut, the promises of an fsync.
_WEAK = frozenset({"vfat", "msdos", "exfat", "fat", "fat32", "fuseblk"})
_NARROW = 60
_MARKS: dict[State, tuple[str, str]] = {"fine": ("[x]", "done"), "warning": ("[!]", "late"), "fault": ("[!]", "warn")}


@dataclass(frozen=True)
class Check:
    """One thing looked at: `fault` stands in the way, a `warning` does not. `hint` is what to do."""

    name: str
    state: State
    what: Message
    hint: Message | None = None


def doctor(session: Session, *, json: bool = False) -> None:
    """Look at everything; raises Faulty if something stands in the way. What is tried leaves nothing behind."""
    checks = [check for look in _LOOKS for check in look(session)]
    words = session.screen.words
    if json:
        session.screen.data(
            [
                {"check": each.name, "state": each.state, "what": words(each.what), "hint": words(each.hint)}
                for each in checks
            ]
        )
    else:
        session.screen.show(_line(session, each) for each in checks)
    faults = [each for each in checks if each.state == "fault"]
    if faults:
        raise Faulty(msg("In the way of keeping a record: {count}.", count=len(faults)))


def _line(session: Session, check: Check) -> Line:
    mark, style = _MARKS[check.state]
    words = session.screen.words
    hint = f" {words(check.hint)}" if check.hint else ""
    return Line(f"{mark} {words(check.what)}{hint}", style, hang=4)


# --- the disk ------------------------------------------------------------------------------------------------------


def _home(session: Session) -> Iterator[Check]:
    yield from _folder(session, "home", session.world.home)
    with contextlib.suppress(OSError):  # a home that cannot be entered was told of
        if session.home.folder.is_dir():
            yield from (each for each in _folder(session, "incidents", session.home.folder) if each.state == "fault")


def _state(session: Session) -> Iterator[Check]:
    yield from _folder(session, "state", session.world.state)


def _mirror(session: Session) -> Iterator[Check]:
    place, home = session.world.mirror, session.world.home
    if place is None:
        hint = msg("A second copy survives a fire: set EMERGENCY_MIRROR to a folder on another disk.")
        yield Check("mirror", "warning", msg("No second copy is kept."), hint)
    elif place.resolve() == home.resolve():
        what = msg("The second copy would lie in the folder of the records itself.")
        yield Check("mirror", "fault", what, msg("Name a folder on another disk."))
    elif not place.is_dir():
        what = msg("The folder of the second copy is not there: {path}.", path=str(place))
        yield Check("mirror", "fault", what, msg("Plug it in, or make the folder."))
    else:
        yield from _folder(session, "mirror", place)


def _folder(session: Session, name: str, folder: Path) -> Iterator[Check]:
    """Write, sync and remove a file there, or where the folder will be made."""
    disk = session.world.disk
    try:
        place = disk.try_out(next(path for path in (folder, *folder.parents) if path.is_dir()))
    except OSError as error:
        what = msg("{path} cannot be written durably ({error}).", path=str(folder), error=why(error))
        yield Check(name, "fault", what, msg("Mend it, or name another folder."))
        return
    yield Check(name, "fine", msg("{path}: what is written there is kept.", path=str(folder)))
    yield from _kept_private(name, folder, place)
    if place.free < _LITTLE:
        what = msg("{path}: only {count} MiB are free.", path=str(folder), count=place.free >> 20)
        yield Check(f"{name}-space", "fault" if place.free < _TOO_LITTLE else "warning", what, msg("Make room."))


def _kept_private(name: str, folder: Path, place: Place) -> Iterator[Check]:
    weak = place.kind in _WEAK
    if weak or not place.private:
        what = msg(
            "{path}: this file system ({kind}) keeps no permissions, or little of its promises when the power fails.",
            path=str(folder),
            kind=place.kind or "?",
        )
        hint = msg("Anybody who holds the disk can read it. For the records choose an internal disk.")
        yield Check(f"{name}-kind", "warning", what, hint)
        return
    if not folder.exists():
        return
    if place.open_to_all:
        what = msg("{path} can be written by everybody on this machine.", path=str(folder))
        yield Check(f"{name}-rights", "fault", what, msg("Close it: chmod 700 {path}", path=str(folder)))
    if place.foreign:
        what = msg("{path} belongs to another user.", path=str(folder))
        yield Check(
            f"{name}-owner", "warning", what, msg("Each account has its own records: name another with --home.")
        )


# --- clock and terminal --------------------------------------------------------------------------------------------


def _clock(session: Session) -> Iterator[Check]:
    now = session.now()
    cases = []
    with contextlib.suppress(EmergencyError):  # what cannot be read is named among the records
        cases = session.home.all()
    last = max((entry.recorded for case in cases for entry in case.record.entries), default=None)
    if last and last - now > timedelta(minutes=1):
        what = msg("The clock says {time}, and the last entry was recorded {last}.", time=now, last=last)
        yield Check("clock", "fault", what, msg("Set the clock: the order of entries holds, their times would not."))
    else:
        yield Check("clock", "fine", msg("The clock says {time}.", time=now))


def _terminal(session: Session) -> Iterator[Check]:
    env = session.world.env
    named = next((env[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if env.get(name)), "")
    if named and not named.lower().replace("-", "").endswith("utf8") and "WT_SESSION" not in env:
        what = msg("The terminal is set to {name}; Chinese may not show.", name=named)
        yield Check("encoding", "warning", what, msg("Set LANG=zh_CN.UTF-8."))
    if session.world.width < _NARROW:
        what = msg("The terminal has {count} columns.", count=session.world.width)
        yield Check("width", "warning", what, msg("Make the window wider: {count} at least.", count=_NARROW))


# --- plan and records ----------------------------------------------------------------------------------------------


def _plan(session: Session) -> Iterator[Check]:
    from emergency_cli.core.prepare.roster_gaps import roster_gaps

    plan = session.plan
    faults = [fault for fault in plan.check() if not fault.warning]
    if faults:
        what = msg("Faults in the plan: {count}.", count=len(faults))
        yield Check("plan", "fault", what, msg("See them: emergency check"))
    else:
        yield Check("plan", "fine", msg("The plan is in order: playbooks: {count}.", count=len(plan.ids)))
    try:
        called = {party for book in plan.playbooks() for step in book.steps for party in step.contact}
        gaps = list(roster_gaps(plan.roster, called))
    except EmergencyError as error:
        yield Check("roster", "fault", error.message, error.hint)
        return
    if gaps:
        what = msg("Gaps in the roster: {count}.", count=len(gaps))
        yield Check("roster", "warning", what, msg("See them: emergency ready"))


def _records(session: Session) -> Iterator[Check]:
    home = session.home
    try:
        cases = home.all()
    except EmergencyError as error:
        yield Check("records", "fault", error.message, msg("Look at the folder: {path}", path=str(home.folder)))
        return
    whole = len(home.ids()) - len(cases)
    if whole:
        what = msg("Records that cannot be read: {count}.", count=whole)
        yield Check("records", "fault", what, msg("Look at the folder: {path}", path=str(home.folder)))
    for case in cases:
        name = case.journal.incident
        if any(not finding.harmless for finding in case.record.findings):
            what = msg("The record of {id} is damaged.", id=name)
            yield Check("record", "fault", what, msg("See what still stands: emergency verify {id}", id=name))
    for case in cases:
        if case.incident.state in ("responding", "ended"):
            what = msg("Still open: {id}.", id=case.journal.incident)
            yield Check("open", "fine", what, msg("Go on: emergency resume {id}", id=case.journal.incident))


_LOOKS: tuple[Callable[[Session], Iterator[Check]], ...] = (
    _home,
    _state,
    _mirror,
    _clock,
    _terminal,
    _plan,
    _records,
)
