"""Documents of an incident: built, redacted, written, and put on record where they are given out."""

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from emergency_cli.commands.options import (
    ApprovedBy,
    Force,
    Format,
    IssuedTo,
    Mask,
    Template,
    To,
    WithPersonal,
)
from emergency_cli.commands.write.personal import tell_personal
from emergency_cli.core.events import Entry, Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.story import tell_event
from emergency_cli.core.personal import Personal, seal
from emergency_cli.core.plan.names.find import called, parties_named
from emergency_cli.core.report.document import Report
from emergency_cli.core.report.redaction import holds_personal, redacted
from emergency_cli.core.terms import Document
from emergency_cli.core.text import msg
from emergency_cli.disk import is_there, read_plain, why
from emergency_cli.errors import Faulty, Misused
from emergency_cli.export import FORMATS, TEMPLATED
from emergency_cli.export.writing import format_named, refuse_place, unused, write_document, write_to_stdout
from emergency_cli.places import typed_path
from emergency_cli.recording.naming import roster_of
from emergency_cli.session import Session
from emergency_cli.store.home import Case

# From the incident, the recipients and who approved it.
Build = Callable[[Incident, Sequence[str], str | None], Report]
Short = Callable[[Report], str]
OFFICIAL, ON_SCREEN = "docx", "md"
# In the folder of the plan: the office's own layout, for every document in Word.
OWN_TEMPLATE = "template.docx"
_MOST_TEMPLATE = 20 << 20


class DocumentRequest(Struct, frozen=True):
    """What is asked for by the options of every document: how and where, given out to whom, approved by whom.

    What is given out is without personal values unless it is asked for `with_personal`; a draft has them unless `mask`
    is.
    """

    format: Format = None
    to: To = None
    force: Force = False
    mask: Mask = False
    with_personal: WithPersonal = False
    template: Template = None
    issued_to: IssuedTo = None
    approved: ApprovedBy = None

    @property
    def masked(self) -> bool:
        """Whether personal values are left out."""
        return self.mask or (bool(self.issued_to) and not self.with_personal)

    @property
    def chosen(self) -> str:
        """The format: as named, else by the ending of the file; the official form where neither is said.

        Raises Misused.
        """
        without = ON_SCREEN if self.to == "-" else OFFICIAL
        return format_named(FORMATS, self.format, self.to, without=without)


AS_USUAL = DocumentRequest()


class Given(Struct, frozen=True):
    """A document as it was made: the report, where it was written, its SHA-256, its entry if it was given out."""

    report: Report
    place: str | None = None
    sha256: str | None = None
    text: str | None = None
    entry: Entry | None = None


def refuse_unmeant(session: Session, wanted: DocumentRequest) -> None:
    """Refuse what cannot be meant before anybody is asked anything for it. Raises Misused."""
    if wanted.approved and not wanted.issued_to:
        raise Misused(
            msg("The approval of a document is recorded together with its recipients."), msg("Add --issued-to NAME.")
        )
    if wanted.mask and wanted.with_personal:
        raise Misused(msg("--mask and --with-personal ask for opposite things."), msg("Leave one of them out."))
    if wanted.template and wanted.chosen not in TEMPLATED:
        raise Misused(msg("Only Word documents have a template."), msg("Add --format docx."))
    if wanted.to and wanted.chosen and wanted.to != "-":
        refuse_place(session.world, wanted.to, force=wanted.force)


def make(
    session: Session,
    case: Case,
    wanted: DocumentRequest,
    build: Build,
    *,
    stem: Short,
    text: Short | None = None,
    show: Callable[[Report, str], None] | None = None,
) -> Given:
    """Build and write a document; with recipients, put it on record too.

    `stem` gives the file's name where none was asked for, `text` the short text that goes with it, `show` shows that
    text. Whatever is given out is first with the reader, then on record. A file that cannot be put on record is removed
    again, and what it was written over is put back. Raises Misused, NotSaved, and Faulty where the record cannot be
    read.
    """
    if case.incident.state == "none" and case.record.unreadable:
        raise Faulty(msg("{files} cannot be read; nothing was written.", files=list(case.record.unreadable)))
    parties = parties_named(roster_of(session, case.incident))
    to = tuple(called(name, parties) for name in wanted.issued_to or ())
    approved = called(wanted.approved, parties) if wanted.approved else None
    maker = _Maker(session, replace(wanted, issued_to=list(to), approved=approved), build, stem, text, show)
    return maker.give_out(case) if to else maker.shown(maker.write(case.incident))


def tell_given(session: Session, case: Case, given: Given) -> None:
    """Where it was written, of which incident it is, and whether it is on record as given out or a draft."""
    screen = session.screen
    if given.place and given.place != "-":
        tell = screen.say if given.text is None else screen.tell  # a text alone is on standard output
        tell(msg("Written: {path}", path=str(typed_path(given.place).absolute())), "done")
    screen.tell(case.journal.incident, "quiet")
    if given.entry:
        told = tell_event(case.incident, given.entry.event)
        screen.tell(msg("Recorded: {what} [{entry}]", what=told, entry=given.entry.id), "done")
    else:
        screen.tell(msg("A draft; nothing was sent. Once it is issued: --issued-to NAME --approved-by NAME"))


class _Maker(Struct):
    """One document in the making.

    `before`: what was there where it was written over. `upto`: the last entry of what is with the reader already.
    `told`: whether what it holds of personal values was said.
    """

    session: Session
    wanted: DocumentRequest
    build: Build
    stem: Short
    text: Short | None
    show: Callable[[Report, str], None] | None
    made: Given | None = None
    content: bytes = b""
    before: bytes | None = None
    upto: Entry | None = None
    told: bool = False

    def write(self, incident: Incident) -> Given:
        """Build and write it; a second time in place of what this maker itself has written. Shows nothing."""
        self._take_back()
        wanted = self.wanted
        report = self._without_personal(incident, self.build(incident, wanted.issued_to or (), wanted.approved))
        short = self.text(report) if self.text else None
        if self.text and not (wanted.to or wanted.format):
            self.made = Given(report, text=short)
            return self.made
        self.content = self._content(report)
        own = f"{self.stem(report)}.{wanted.chosen}"
        place = wanted.to or (own if wanted.force else unused(own))
        given = Given(report, place, hashlib.sha256(self.content).hexdigest(), short)
        if place != "-":
            if wanted.force:  # before it is written over: a write that fails half-way is put back too
                self.before, self.made = self._standing(place), given
            write_document(self.session.world, place, self.content, force=wanted.force)
        self.made = given
        return given

    def _without_personal(self, incident: Incident, report: Report) -> Report:
        """The report as it is asked for; what it holds of personal values is said once, before it is written."""
        shown = redacted(report) if self.wanted.masked else report
        if not self.told:
            tell_personal(self.session, incident, report, shown, issued=bool(self.wanted.issued_to))
            self.told = True
        return shown

    def shown(self, given: Given) -> Given:
        """What goes to standard output, there now."""
        if given.place == "-":
            write_to_stdout(self.session.world, self.content)
        elif given.text is not None and self.show:
            self.show(given.report, given.text)
        return given

    def give_out(self, case: Case) -> Given:
        """Write, then record; should another terminal have written meanwhile, both again on what is true then."""
        at, by = self.session.at(case), self.session.by(case)
        try:
            _, entry = self.session.record(case, lambda incident: self._issue(incident, at, by))
        except BaseException:
            if not self._on_record(case):
                self._take_back()
            raise
        return replace(cast(Given, self.made), entry=entry)

    def _issue(self, incident: Incident, at: datetime, by: str) -> Event:
        """The event, once the document is with its reader; what was shown once is not made anew."""
        given = cast(Given, self.made) if self.upto else self.write(incident)
        text: str | Personal | None = given.text
        if given.text is not None and holds_personal(given.report):
            text = seal(given.text, self.session.world.random(32))
        upto = self.upto or (incident.entries[-1] if incident.entries else None)
        event = actions.issue(
            incident,
            cast(Document, given.report.kind),
            upto,
            at=at,
            by=by,
            number=given.report.number,
            to=tuple(self.wanted.issued_to or ()),
            approved=self.wanted.approved,
            text=text,
            file=Path(given.place).name if given.place and given.place != "-" else None,
            sha256=given.sha256,
            centre=self.session.plan.centre,
        )
        if not self.upto and (given.place == "-" or self.show):
            self.shown(given)
            self.upto = upto
        return event

    def _content(self, report: Report) -> bytes:
        """The document in its format: on the template that is named, or on the one in the folder of the plan."""
        name, screen = self.wanted.chosen, self.session.screen
        if self.wanted.template:
            return TEMPLATED[name](report, screen.words, _template(typed_path(self.wanted.template)))
        own = self.session.plan.folder / OWN_TEMPLATE
        if name in TEMPLATED and is_there(own):
            try:
                return TEMPLATED[name](report, screen.words, _template(own))
            except Misused as error:
                screen.tell(error.message, "warn")
                screen.tell(msg("The document is without the template of the plan: {path}", path=str(own)))
        return FORMATS[name](report, screen.words)

    def _standing(self, place: str) -> bytes | None:
        """What a place holds, if anything there can be read."""
        try:
            return read_plain(typed_path(place))
        except OSError:
            return None

    def _on_record(self, case: Case) -> bool:
        """Whether it is on record after all: what was stopped behind its back must not be undone."""
        with contextlib.suppress(OSError):
            digest = self.made.sha256 if self.made else None
            return digest is not None and any(
                getattr(entry.event, "sha256", None) == digest for entry in case.again().incident.issued
            )
        return False

    def _take_back(self) -> None:
        """A document that is not on record was not given out."""
        place = self.made.place if self.made else None
        self.made = None
        if place and place != "-":
            with contextlib.suppress(OSError):
                if self.before is None:
                    self.session.world.disk.remove(typed_path(place))
                else:
                    self.session.world.disk.replace(typed_path(place), self.before)


def _template(path: Path) -> bytes:
    try:
        return read_plain(path, _MOST_TEMPLATE)
    except OSError as error:
        raise Misused(msg("{path} cannot be read ({error}).", path=str(path), error=why(error))) from error
