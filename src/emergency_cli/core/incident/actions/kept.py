"""What may be kept beside the steps: notes, evidence, calls, documents given out."""

from collections.abc import Sequence
from datetime import datetime

from emergency_cli.core.events import (
    CallMade,
    Entry,
    EvidenceAdded,
    Issued,
    Noted,
    Told,
)
from emergency_cli.core.incident.actions.allowed import not_closed
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Personal, Words
from emergency_cli.core.plan.centre import NOTHING_SET, Centre
from emergency_cli.core.plan.snapshot import centre_snapshot
from emergency_cli.core.terms import Document
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused, NotAllowed


def note(
    incident: Incident, text: str | Personal, *, at: datetime, by: str, step: str | None = None, key: bool = False
) -> Noted:
    """Keep something in the officer's words. `key`: it goes into bulletins and the summary."""
    not_closed(incident)
    return Noted(occurred=at, by=by, text=text, step=step, key=key)


def as_noted(text: str) -> tuple[str, bool]:
    """The words of a note as they were typed, and whether it is a key note: an exclamation mark in front says so."""
    plain = text.lstrip("!！ ")
    key = bool(plain) and text.startswith(("!", "！"))
    return (plain, True) if key else (text, False)


def add_evidence(
    incident: Incident, name: Words, *, at: datetime, by: str, **details: Words | int | None
) -> EvidenceAdded:
    """Evidence was taken: `file`, `sha256`, `size` of a copy, or `held` and `until` of what somebody keeps."""
    not_closed(incident)
    return EvidenceAdded(occurred=at, by=by, name=name, **details)  # type: ignore[arg-type]


def make_call(
    incident: Incident, contacts: Sequence[Told], *, at: datetime, by: str, text: str | None = None
) -> CallMade:
    """Somebody was told, or was tried, outside of any step."""
    not_closed(incident)
    return CallMade(occurred=at, by=by, contacts=tuple(contacts), text=text)


def issue(
    incident: Incident,
    document: Document,
    upto: Entry | None,
    *,
    at: datetime,
    by: str,
    number: int | None = None,
    to: Sequence[str] = (),
    approved: str | None = None,
    text: str | Personal | None = None,
    file: str | None = None,
    sha256: str | None = None,
    centre: Centre = NOTHING_SET,
) -> Issued:
    """A document is given out. Allowed after closing too, for the summary is written then."""
    if upto is None or incident.state == "none":
        raise NotAllowed(msg("There is nothing on record to report."))
    if not to:
        raise Misused(msg("Name the recipient: --issued-to NAME"))
    return Issued(
        occurred=at, by=by, document=document, number=number, to=tuple(to), approved=approved, text=text,
        file=file, sha256=sha256, upto=upto.ref, centre=centre_snapshot(centre, document),
    )  # fmt: skip
