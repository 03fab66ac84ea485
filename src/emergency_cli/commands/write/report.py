"""`emergency report`: bulletins upward. Nothing is sent; what was given out goes on record with --issued-to."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.choice import picked
from emergency_cli.commands.options import (
    Giving,
    Id,
    Json,
    verb,
)
from emergency_cli.commands.write.documents import AS_USUAL, DocumentRequest, Given, make, refuse_unmeant, tell_given
from emergency_cli.commands.write.essentials import with_essentials
from emergency_cli.core.events import stamp
from emergency_cli.core.events.words import with_more
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.reporting import due, given_out, last_issued
from emergency_cli.core.record.codes import check_code
from emergency_cli.core.report.bulletins.bulletin import build_bulletin
from emergency_cli.core.report.bulletins.chunks import chunks, length
from emergency_cli.core.report.document import DRAFT, Report
from emergency_cli.core.report.essentials import lacking
from emergency_cli.core.report.redaction import redacted
from emergency_cli.core.terms import BULLETINS, Bulletin
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.export import short_text
from emergency_cli.export.text import marks
from emergency_cli.export.writing import write_to_stdout
from emergency_cli.session import Session
from emergency_cli.shapes.record import Bulletin as BulletinData
from emergency_cli.shapes.record import CodeOf
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import Left


@verb(
    msg("emergency report initial --issued-to 'City Hall' --approved-by Lee --to first.docx"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    Exit.FAULTS,
    help="KIND is initial, follow-up (what is new since the last) or final. Nothing is sent.",
)
def report(
    session: Giving,
    kind: Annotated[
        str | None,
        Argument(metavar="KIND", help="Which report.", autocompletion=complete.one_of(BULLETINS.shown)),
    ] = None,
    part: Id = None,
    *,
    split: Annotated[
        int | None, Option("--split", metavar="BYTES", help="Shorten the text for a channel with a limit.")
    ] = None,
    wanted: DocumentRequest = AS_USUAL,
    json: Json = False,
) -> None:
    """Show the short text, or write the document; with recipients, put it on record as given out.

    On a terminal what the bulletin lacks is asked first, on one sheet.
    """
    chosen = _kind(kind or picked(session, msg("Which report?"), list(BULLETINS.shown.items()), json=json))
    if split:
        chunks("", split)
    if json and wanted.to == "-":
        raise Misused(msg("--json and --to - would both write to standard output."), msg("Name a file with --to."))
    refuse_unmeant(session, wanted)
    case = session.case(part, closed=True)
    limit = getattr(session.plan.centre.reporting, chosen.replace("-", "_"))
    remarks = _remarks(session, case.incident, chosen, limit)
    writing = _Bulletin(session, case, chosen, split, json=json)
    try:
        case = writing.completed(wanted)
    except Left:
        session.screen.tell(msg("Left; nothing was given out."))
        return
    given = make(session, case, wanted, writing.build, stem=writing.stem, text=writing.text, show=writing.shows)
    if json:
        when = due(case.incident, chosen, limit) if limit else None
        session.screen.data(_data(given, writing.parts(given.report, given.text or ""), when))
        return
    session.screen.tell(length(given.text or ""), "quiet")
    tell_given(session, case, given)
    for message in remarks:
        session.screen.tell(message)


def _kind(typed: str) -> Bulletin:
    chosen = BULLETINS.read(typed)
    if chosen is None:
        raise Misused(
            msg("“{text}” is not a kind of report.", text=typed),
            msg("Use one of {names}.", names=BULLETINS.to_type),
        )
    return chosen


class _Bulletin:
    """One bulletin in the making: its text, and what was shown of it already."""

    def __init__(self, session: Session, case: Case, kind: Bulletin, split: int | None, *, json: bool) -> None:
        self.session, self.case, self.kind, self.split, self.json = session, case, kind, split, json
        self.shown = ""

    def build(self, incident: Incident, to: Sequence[str], approved: str | None) -> Report:
        """The bulletin as of now."""
        now, centre = self.session.now(), self.session.plan.centre
        findings = self.case.record.findings
        return build_bulletin(incident, self.kind, now, findings, centre=centre, to=to, approved=approved)

    def text(self, built: Report) -> str:
        """Its short form."""
        return short_text(built, self.session.screen.words).decode().rstrip("\n")

    def parts(self, built: Report, said: str) -> list[str]:
        """The short form as channels take it; each part says that it is a drill, or a draft."""
        words = self.session.screen.words
        return chunks(said, self.split, marks(built, words)) if self.split else [said]

    def stem(self, built: Report) -> str:
        """The name of its file."""
        return "-".join([self.case.journal.incident, self.kind, *([str(built.number)] if built.number else [])])

    @property
    def shows(self) -> Callable[[Report, str], None] | None:
        """What shows the text; nothing where the answer is for programs."""
        return None if self.json else self.show

    def show(self, built: Report, said: str) -> None:
        """The text alone is on standard output, ready to be copied; what is there already is not shown again."""
        if said != self.shown:
            self.shown = said
            write_to_stdout(self.session.world, ("\n\n".join(self.parts(built, said)) + "\n").encode())

    def completed(self, wanted: DocumentRequest) -> Case:
        """The incident with what a person at a terminal added to it, once the text was shown. Raises Left."""
        ask = self.session.world.interactive and not self.json and wanted.to != "-"
        if ask and lacking(self.case.incident, self.kind, approved=wanted.approved):
            draft = self.build(self.case.incident, (), None)  # whoever leaves now has a draft on the screen
            draft = redacted(draft) if wanted.masked else draft
            self.show(draft, self.text(draft))
        self.case = with_essentials(self.session, self.case, self.kind, ask=ask, approved=wanted.approved)
        if ask:
            self.session.screen.tell(_intended(wanted), "quiet")
        return self.case


def _intended(wanted: DocumentRequest) -> Message:
    """What will be done with it."""
    if not wanted.issued_to:
        return msg("It is shown as a draft; nothing is put on record as given out.")
    message = msg("It goes on record as given out to {names}", names=wanted.issued_to)
    return with_more(message, msg("approved by {name}", name=wanted.approved) if wanted.approved else None)


def _remarks(session: Session, incident: Incident, kind: Bulletin, limit: timedelta | None) -> list[Message]:
    """What the officer has to know beside the text."""
    when = due(incident, kind, limit) if limit else None
    found = []
    if limit is None:
        found.append(msg("Time limit: not verified; none is set (centre.yaml, reporting)."))
    elif when:
        left = when - session.now()
        late = left < timedelta()
        found.append(
            msg("Due {time}, {span} late", time=when, span=-left)
            if late
            else msg("Due {time}, {span} left", time=when, span=left)
        )
    first = given_out(incident, "initial") if kind == "initial" else []
    if first:
        found.append(
            msg("A first report was issued {time} [{entry}].", time=first[-1].event.occurred, entry=first[-1].id)
        )
    if kind == "follow-up" and last_issued(incident) is None:
        found.append(msg("No report is recorded as issued yet, so this one contains everything."))
    if kind == "final" and incident.state == "responding":
        found.append(msg("The response has not ended; a final report comes after its end."))
    return found


def _data(given: Given, parts: Sequence[str], when: datetime | None) -> BulletinData:
    built, text = given.report, given.text or ""
    return BulletinData(
        incident=built.incident,
        kind=built.kind,
        number=built.number,
        draft=DRAFT in built.marks,
        text=given.text,
        chunks=list(parts),
        characters=len(text),
        bytes=len(text.encode()),
        due=stamp(when) if when else None,
        codes=[CodeOf(code=code, entry=entry) for code, entry in built.codes],
        file=given.place,
        sha256=given.sha256,
        entry=given.entry.id if given.entry else None,
        code=check_code(given.entry) if given.entry else None,
    )
