"""`emergency doctor`: whether this machine can be relied on, one line each with what to do."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from emergency_cli.commands.options import Json, verb
from emergency_cli.commands.whose import whose_plan
from emergency_cli.core.plan.gaps import roster_gaps
from emergency_cli.core.record.clocks import clock_behind
from emergency_cli.core.text import InProse, Message, msg
from emergency_cli.core.times import offset
from emergency_cli.disk import UNSUPPORTED, Place, is_folder, real, why
from emergency_cli.errors import EmergencyError, Exit, Faulty
from emergency_cli.machine import encoding_for
from emergency_cli.plans.check import plan_faults
from emergency_cli.screen.faults import put_aside
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.shapes.record import CheckData, Health
from emergency_cli.store.copies.aside import found_aside
from emergency_cli.store.index import Known
from emergency_cli.store.trial import try_out

State = Literal["fine", "warning", "fault"]

# Room for some thousand entries; a full disk in the middle of an incident is the worst moment to notice it.
_LITTLE, _TOO_LITTLE = 100 << 20, 5 << 20
# Windows opens paths of 259 characters; those below the records have up to 160.
_LONG_FOR_WINDOWS = 99
# Neither permissions nor, at a power cut, the promises of an fsync.
_WEAK = frozenset({"vfat", "msdos", "exfat", "fat", "fat32", "fuseblk"})
_NARROW = 60
_MARKS: dict[State, tuple[str, str]] = {"fine": ("[x]", "done"), "warning": ("[!]", "late"), "fault": ("[!]", "warn")}


class Check(Struct, frozen=True):
    """One thing looked at: a `fault` stops work, a `warning` does not. `hint` is what to do."""

    name: str
    state: State
    what: Message
    hint: Message | None = None


@verb(
    "emergency doctor", Exit.FAULTS, help="Show whether this machine can be relied on, and what to do where it cannot."
)
def doctor(session: Session, *, json: Json = False) -> None:
    """Look at everything; raises Faulty if something would stop work. What is tried leaves nothing behind."""
    checks = [check for look in _LOOKS for check in look(session)]
    words = session.screen.words
    if json:
        told = [
            CheckData(check=each.name, state=each.state, what=words(each.what), hint=words(each.hint))
            for each in checks
        ]
        session.screen.data(Health(checks=told))
    else:
        session.screen.show(_line(session, each) for each in checks)
    faults = [each for each in checks if each.state == "fault"]
    if faults:
        raise Faulty(msg("Problems that prevent a record from being kept: {count}.", count=len(faults)))


def _line(session: Session, check: Check) -> Line:
    mark, style = _MARKS[check.state]
    words = session.screen.words
    what = words(check.what)
    apart = "" if what.endswith("。") else " "  # a Chinese full stop brings its own room
    hint = f"{apart}{words(check.hint)}" if check.hint else ""
    return Line(f"{mark} {what}{hint}", style, hang=4)


# --- the disk ------------------------------------------------------------------------------------------------------


def _home(session: Session) -> Iterator[Check]:
    yield from _folder(session, "home", session.world.home)
    count = len(str(session.world.home))
    if session.world.windows and count > _LONG_FOR_WINDOWS:
        what = msg(
            "The path of the records has {count} characters: too many for Windows to open all in it.", count=count
        )
        yield Check("home-length", "warning", what, msg("Name a folder with a shorter path."))
    if is_folder(session.home.folder, follow=True):
        yield from (each for each in _folder(session, "incidents", session.home.folder) if each.state == "fault")


def _state(session: Session) -> Iterator[Check]:
    state, home = session.world.state, session.world.home
    yield from _folder(session, "state", state)
    if real(state).is_relative_to(real(home)):
        what = msg("The state of this machine is kept inside the records folder: {path}.", path=str(state))
        hint = msg(
            "A machine that the records are copied to would write as this one: set EMERGENCY_STATE to another folder."
        )
        yield Check("state-place", "fault", what, hint)
    yield from _locks(session, state)


def _locks(session: Session, state: Path) -> Iterator[Check]:
    """Whether terminals can keep each other out."""
    if not is_folder(state, follow=True):
        return
    try:
        path = state / f".try-{session.world.pid}.lock"
        if release := session.world.disk.lock(path):
            release()
        path.unlink(missing_ok=True)
    except OSError as error:
        what = msg("{path}: this file system does not support locks ({error}).", path=str(state), error=why(error))
        hint = msg("Set EMERGENCY_STATE to a folder on a disk of this machine.")
        yield Check("locks", "warning" if error.errno in UNSUPPORTED else "fault", what, hint)


def _mirror(session: Session) -> Iterator[Check]:
    place, home = session.world.mirror, session.world.home
    if place is None:
        hint = msg("A second copy survives a fire: set EMERGENCY_MIRROR to a folder on another disk.")
        yield Check("mirror", "warning", msg("No second copy is kept."), hint)
    elif real(place).is_relative_to(real(home)):
        what = msg("The second copy would be inside the records folder itself.")
        yield Check("mirror", "fault", what, msg("Name a folder on another disk."))
    elif not is_folder(place, follow=True):
        what = msg("The folder of the second copy is not there: {path}.", path=str(place))
        yield Check("mirror", "fault", what, msg("Plug it in, or make the folder."))
    else:
        yield from _folder(session, "mirror", place)


def _folder(session: Session, name: str, folder: Path) -> Iterator[Check]:
    """Write, sync and remove a file there, or where the folder will be made."""
    disk = session.world.disk
    try:
        there = next(path for path in (folder, *folder.parents) if is_folder(path, follow=True))
        private, syncs = try_out(disk, there)
        place = disk.facts(there)
    except OSError as error:
        what = msg("{path} cannot be written durably ({error}).", path=str(folder), error=why(error))
        yield Check(name, "fault", what, msg("Put that right, or name another folder."))
        return
    yield Check(name, "fine", msg("{path}: can be written, and what is written is kept.", path=str(folder)))
    if not syncs:
        what = msg("{path}: this file system cannot confirm that new files are on the disk.", path=str(folder))
        yield Check(f"{name}-names", "warning", what, msg("Keep the records on a disk of this machine."))
    yield from _kept_private(name, folder, place, private=private)
    if place.free < _LITTLE:
        what = msg("{path}: only {count} MiB are free.", path=str(folder), count=place.free >> 20)
        yield Check(f"{name}-space", "fault" if place.free < _TOO_LITTLE else "warning", what, msg("Make room."))


def _kept_private(name: str, folder: Path, place: Place, *, private: bool) -> Iterator[Check]:
    weak = place.kind in _WEAK
    if weak or not private:
        what = msg(
            "{path}: this file system ({kind}) has no permissions, or may lose data when the power fails.",
            path=str(folder),
            kind=place.kind or "?",
        )
        hint = msg("Anybody who has the disk can read it. Keep the records on an internal disk.")
        yield Check(f"{name}-kind", "warning", what, hint)
        return
    if not is_folder(folder, follow=True):
        return
    if place.open_to_all:
        what = msg("{path} can be written by everybody on this machine.", path=str(folder))
        yield Check(f"{name}-rights", "fault", what, msg("Restrict it: chmod 700 {path}", path=str(folder)))
    if place.foreign:
        what = msg("{path} belongs to another user.", path=str(folder))
        yield Check(
            f"{name}-owner", "warning", what, msg("Each account has its own records: name another folder with --home.")
        )


def _hub(session: Session) -> Iterator[Check]:
    """Nothing is said where none is named: most halls have none."""
    if not session.world.env.get("EMERGENCY_HUB"):
        return
    from emergency_cli.commands.keep.hub import standing

    try:
        what, waiting = standing(session)
    except EmergencyError as error:
        yield Check("hub", "warning", error.message, error.hint)
        return
    yield Check("hub", "fine", what)
    if waiting:
        what = msg("Not sent to the hub yet: {ids}.", ids=waiting)
        yield Check("hub-waiting", "warning", what, msg("Send it: emergency hub send"))


# --- clock and terminal --------------------------------------------------------------------------------------------


def _clock(session: Session) -> Iterator[Check]:
    now = session.now()
    found: list[Known] = []
    with contextlib.suppress(EmergencyError):  # what cannot be read is named among the records
        found = session.home.all_known()
    last = max((known.last for known in found if known.last), default=None)
    hint = msg("Set the clock: new entries would be in order, but their times would be wrong.")
    if wrong := clock_behind(now, last):
        yield Check("clock", "fault", wrong, hint)
    else:
        what = msg("The clock says {time}, {offset}.", time=InProse(now, day="year"), offset=offset(now))
        yield Check("clock", "fine", what)
    zone = session.world.unknown_zone
    if zone is not None:
        what = msg(
            "TZ is set to {name}, which this machine does not know: times are in {offset}.",
            name=zone,
            offset=offset(now),
        )
        yield Check("zone", "fault", what, msg("Set TZ to a zone that the system knows, or remove it."))


def _terminal(session: Session) -> Iterator[Check]:
    env = session.world.env
    named = next((env[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if env.get(name)), "")
    charset = named.partition(".")[2].partition("@")[0]
    if named and (not charset or encoding_for(charset) != charset) and "WT_SESSION" not in env:
        what = msg("The terminal is set to {name}; Chinese may not show.", name=named)
        yield Check("encoding", "warning", what, msg("Set LANG=zh_CN.UTF-8."))
    if session.world.width < _NARROW:
        what = msg("The terminal has {count} columns.", count=session.world.width)
        yield Check("width", "warning", what, msg("Make the window wider: at least {count}.", count=_NARROW))


# --- plan and records ----------------------------------------------------------------------------------------------


def _plan(session: Session) -> Iterator[Check]:
    plan = session.plan
    yield Check("plan-place", "fine", whose_plan(session))
    faults = [fault for fault in plan_faults(session.world) if not fault.warning]
    if faults:
        what = msg("Faults in the plan: {count}.", count=len(faults))
        yield Check("plan", "fault", what, msg("See them: emergency check"))
    else:
        yield Check("plan", "fine", msg("The plan has no faults. Playbooks: {count}.", count=len(plan.ids)))
    try:
        gaps = list(roster_gaps(plan.roster, plan.playbooks()))
    except EmergencyError as error:
        yield Check("roster", "fault", error.message, error.hint)
        return
    if gaps:
        what = msg("Gaps in the roster: {count}.", count=len(gaps))
        yield Check("roster", "warning", what, msg("See them: emergency ready"))


def _records(session: Session) -> Iterator[Check]:
    home = session.home
    try:
        found = session.home.all_known()
    except EmergencyError as error:
        yield Check("records", "fault", error.message, msg("Check the folder: {path}", path=str(home.folder)))
        return
    unread = len(home.ids()) - len(found)
    if unread:
        what = msg("Records that cannot be read: {count}.", count=unread)
        yield Check("records", "fault", what, msg("Check the folder: {path}", path=str(home.folder)))
    for name in home.missing():
        what = msg("The folder of {id} is gone; this machine recorded in it.", id=name)
        yield Check(
            "gone", "fault", what, msg("Find the folder, or restore it from the second copy: emergency merge FOLDER")
        )
    for path in found_aside(home.folder):
        yield Check("aside", "fault", put_aside(str(path)))
    for left in home.left(found):
        yield Check("not-destroyed", "fault", left.what, left.hint)
    for known in found:
        if known.damaged:
            what = msg("The record of {id} is damaged.", id=known.id)
            yield Check("record", "fault", what, msg("See what is undamaged: emergency verify {id}", id=known.id))
    for known in found:
        if known.state in ("responding", "ended"):
            what = msg("Still open: {id}.", id=known.id)
            yield Check("open", "fine", what, msg("Go on: emergency resume {id}", id=known.id))


_LOOKS: tuple[Callable[[Session], Iterator[Check]], ...] = (
    _home,
    _state,
    _mirror,
    _hub,
    _clock,
    _terminal,
    _plan,
    _records,
)
