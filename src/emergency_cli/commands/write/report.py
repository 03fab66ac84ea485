"""`emergency report`: bulletins upward. Nothing is sent; what was given out goes on record with --issued-to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.options import (
    ApprovedBy,
    Force,
    Format,
    Id,
    IssuedTo,
    Json,
    Mask,
    Recording,
    Template,
    To,
    WithPersonal,
    verb,
)
from emergency_cli.commands.write.documents import DocumentRequest, Given, make
from emergency_cli.core.events import stamp
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.reporting import due, given_out, last_issued
from emergency_cli.core.incident.story import tell_event
from emergency_cli.core.record.chain import check_code
from emergency_cli.core.report.bulletin import build_bulletin
from emergency_cli.core.report.chunks import chunks, length
from emergency_cli.core.report.document import Report
from emergency_cli.core.terms import BULLETINS, Bulletin
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.export import short_text
from emergency_cli.export.writing import write_to_stdout
from emergency_cli.session import Session
from emergency_cli.shapes.record import Bulletin as BulletinData
from emergency_cli.shapes.record import CodeOf
from emergency_cli.store.home import Case


@verb(
    "emergency report initial --issued-to 县政府 --approved-by 高石 --to first.docx",
    Exit.REFUSED,
    Exit.NOT_SAVED,
    Exit.FAULTS,
    help="KIND is initial, follow-up (what is new since the last) or final. Nothing is sent.",
)
def report(
    session: Recording,
    kind: Annotated[
        str,
        Argument(metavar="KIND", help="Which report.", autocompletion=complete.one_of(BULLETINS.shown)),
    ],
    part: Id = None,
    *,
    format_: Format = None,
    to: To = None,
    split: Annotated[
        int | None, Option("--split", metavar="BYTES", help="Shorten the text for a channel with a limit.")
    ] = None,
    force: Force = False,
    mask: Mask = False,
    with_personal: WithPersonal = False,
    template: Template = None,
    issued_to: IssuedTo = None,
    approved: ApprovedBy = None,
    json: Json = False,
) -> None:
    """Show the short text, or write the document; with recipients, put it on record as given out."""
    chosen = BULLETINS.read(kind)
    if chosen is None:
        raise Misused(
            msg("“{text}” is not a kind of report.", text=kind),
            msg("Use one of {names}.", names=BULLETINS.to_type),
        )
    if split:
        chunks("", split)
    if json and to == "-":
        raise Misused(msg("--json and --to - would both write to standard output."), msg("Name a file with --to."))
    wanted = DocumentRequest(format_, to, force, mask, template, tuple(issued_to or ()), approved, with_personal)
    case = session.case(part, closed=True)
    before = case.incident

    def build(incident: Incident, to: Any, approved: str | None) -> Report:
        return build_bulletin(incident, chosen, session.now(), case.record.findings, to=to, approved=approved)

    def text(built: Report) -> str:
        return short_text(built, session.screen.words).decode().rstrip("\n")

    def stem(built: Report) -> str:
        return "-".join([case.journal.incident, chosen, *([str(built.number)] if built.number else [])])

    def chunked(said: str) -> list[str]:
        return chunks(said, split) if split else [said]

    def show(said: str) -> None:
        write_to_stdout(session.world, ("\n\n".join(chunked(said)) + "\n").encode())

    given = make(session, case, wanted, build, stem=stem, text=text, show=None if json else show)
    limit = getattr(session.plan.centre.reporting, chosen.replace("-", "_"))
    when = due(before, chosen, limit) if limit else None
    if json:
        session.screen.data(_data(given, chunked(given.text or ""), when))
        return
    _show(session, case, given)
    for message in _remarks(session, before, chosen, limit, when):
        session.screen.tell(message)


def _show(session: Session, case: Case, given: Given) -> None:
    """The text alone is on standard output, ready to be copied; what there is to say about it is beside it."""
    screen = session.screen
    screen.tell(length(given.text or ""), "quiet")
    if given.place and given.place != "-":
        screen.tell(msg("Written: {path}", path=given.place), "done")
    if given.entry:
        told = tell_event(case.incident, given.entry.event)
        screen.tell(msg("Recorded: {what} [{entry}]", what=told, entry=given.entry.id), "done")
    else:
        screen.tell(msg("A draft; nothing was sent. Once it is issued: --issued-to NAME --approved-by NAME"))


def _remarks(
    session: Session, incident: Incident, kind: Bulletin, limit: timedelta | None, when: datetime | None
) -> list[Message]:
    """What the officer has to know beside the text."""
    found = []
    if limit is None:
        found.append(msg("Time limit: not verified; the centre has set none (centre.yaml, reporting)."))
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
        draft=built.approved is None,
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
