"""`emergency set`, `note`, `call`, `attach`: putting on record what is known, said and found."""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path

from emergency_cli.commands.naming import answers, roster_of, told
from emergency_cli.commands.steps import confirm
from emergency_cli.core import actions
from emergency_cli.core.events import Event
from emergency_cli.core.incident import Incident
from emergency_cli.core.personal import seal
from emergency_cli.core.text import msg
from emergency_cli.disk import why
from emergency_cli.errors import Misused, NotSaved
from emergency_cli.home import Case
from emergency_cli.session import Session
from emergency_cli.world import typed_path

_SAFE_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


def set_facts(session: Session, pairs: Sequence[str], *, reason: str | None = None, json: bool = False) -> None:
    """Answer questions, or change answers."""
    at, case = session.at(), session.case()
    by = session.by(case)

    def decide(incident: Incident) -> Event:
        return actions.set_facts(incident, answers(session, incident, pairs), at=at, by=by, reason=reason)

    case, entry = session.record(case, decide)
    confirm(session, case, entry, json=json)


def note(session: Session, text: str, *, personal: bool = False, json: bool = False) -> None:
    """Keep something in the officer's words; `personal` seals it."""
    at, case = session.at(), session.case()
    by = session.by(case)
    words = text.strip()
    if not words:
        raise Misused(msg("The note is empty."), msg("Type the text after the command, in quotes."))
    kept = seal(words, session.world.random(32)) if personal else words
    case, entry = session.record(case, lambda incident: actions.note(incident, kept, at=at, by=by))
    confirm(session, case, entry, json=json)


def call(session: Session, pairs: Sequence[str], *, text: str | None = None, json: bool = False) -> None:
    """Somebody was told, or was tried, outside of any step. An unanswered call shows who comes next."""
    at, case = session.at(), session.case()
    by, roster = session.by(case), roster_of(session, case.incident)
    contacts = told(roster, pairs)
    case, entry = session.record(case, lambda incident: actions.make_call(incident, contacts, at=at, by=by, text=text))
    confirm(session, case, entry, json=json)
    if json:
        return
    for one in contacts:
        if one.outcome == "no-answer":
            show_next_in_ladder(session, case, one.party)


def show_next_in_ladder(session: Session, case: Case, party: str) -> None:
    """Who else can be called for a party that did not answer."""
    from emergency_cli.core.roster import ladder
    from emergency_cli.screen.contacts import contact_lines

    roster = roster_of(session, case.incident)
    lines = ladder(roster, party, zone=case.incident.zone, on_duty=case.incident.officer)
    words = session.screen.words
    session.screen.show(contact_lines(roster, roster.title(party), lines, words, drill=case.incident.drill))


def attach(
    session: Session,
    file: str | None,
    *,
    reference: str | None = None,
    held: str | None = None,
    until: str | None = None,
    handed: str | None = None,
    text: str | None = None,
    json: bool = False,
) -> None:
    """Take evidence: copy a file in, or say who holds it."""
    at, case = session.at(), session.case()
    by = session.by(case)
    if (file is None) == (reference is None):
        raise Misused(msg("Name a file, or with --reference what it is and with --held who holds it."))
    if reference is not None and not held:
        raise Misused(msg("Say who holds it."), msg("Add --held NAME."))
    name = reference or Path(str(file)).name
    details: dict[str, str | int | None] = {"held": held, "until": until, "handed": handed, "text": text}
    if file is not None:
        details = {"handed": handed, "text": text, **_copied(session, case, typed_path(file))}

    def decide(incident: Incident) -> Event:
        return actions.add_evidence(incident, name, at=at, by=by, **details)

    case, entry = session.record(case, decide)
    confirm(session, case, entry, json=json)


def _copied(session: Session, case: Case, source: Path) -> dict[str, str | int]:
    """Copy a file under its SHA-256, durably. Raises Misused for what is no plain file."""
    try:
        descriptor = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Misused(msg("{path} is not a file.", path=str(source)))
            with os.fdopen(descriptor, "rb", closefd=False) as stream:
                content = stream.read()
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        cause = why(error) if isinstance(error, OSError) else str(error)
        raise Misused(msg("{path} cannot be read ({error}).", path=str(source), error=cause)) from error
    digest = hashlib.sha256(content).hexdigest()
    extension = source.suffix.lower() if _SAFE_EXTENSION.fullmatch(source.suffix.lower()) else ""
    place = case.journal.folder / "files"
    try:
        if not session.world.disk.make_folder(place) and place.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if not (place / f"{digest}{extension}").exists():
            session.world.disk.replace(place / f"{digest}{extension}", content)
    except OSError as error:
        raise NotSaved(msg("NOT SAVED: {error}.", error=why(error))) from error
    return {"file": f"{digest}{extension}", "sha256": digest, "size": len(content)}
