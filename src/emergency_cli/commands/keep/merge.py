"""`emergency merge FOLDER`: what other desks recorded, from a USB stick or a shared folder, or from one log."""

from typing import Annotated

from msgspec.structs import replace
from typer import Argument

from emergency_cli.commands.options import Json, verb
from emergency_cli.core.text import counted, msg
from emergency_cli.errors import Exit, Faulty
from emergency_cli.places import typed_path
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.shapes.record import Imported as Answer
from emergency_cli.shapes.record import ImportedData
from emergency_cli.store import merging
from emergency_cli.store.copies.importing import Imported
from emergency_cli.store.folders import READINESS


@verb(
    "emergency merge /media/stick",
    Exit.NOT_SAVED,
    Exit.FAULTS,
    help="From a USB stick, a shared folder, the folder of one incident, or one log, whatever it is called.",
)
def merge(
    session: Session,
    place: Annotated[str, Argument(metavar="FOLDER|FILE", help="It is only read, never written to.")],
    *,
    json: Json = False,
) -> None:
    """Import what a folder or a log holds, and say what is new; raises Faulty if something needs a person's eye."""
    taken = Taken(session, json=json)
    for imported in merging.merge(session.home, typed_path(place)):
        taken.show(imported)
        if imported.changes:
            session.wrote(imported.incident)
    taken.finish()


class Taken:
    """What was taken in, shown as it comes. From a hub no personal values come, and none are missed."""

    def __init__(self, session: Session, *, json: bool, from_hub: bool = False) -> None:
        self._session = session
        self._json = json
        self._from_hub = from_hub
        self._found: list[tuple[Imported, int]] = []
        self._damaged = False

    def show(self, imported: Imported) -> None:
        """Say what an incident gained."""
        imported = replace(imported, left=()) if self._from_hub else imported
        self._found.append((imported, _conflicts(self._session, imported)))
        if not self._json:
            self._session.screen.show(_lines(self._session, *self._found[-1]))
        self._damaged |= _is_damaged(self._session, imported)

    def finish(self) -> None:
        """The whole as data, where that is wanted; raises Faulty if something needs a person's eye."""
        if self._json:
            self._session.screen.data(Answer(incidents=[_data(*each) for each in self._found]))
        elif not self._found:
            self._session.screen.say(msg("nothing new"), "quiet")
        if self._damaged or any(
            imported.of_kind("fork") or imported.of_kind("gone-back") or imported.left for imported, _ in self._found
        ):
            raise Faulty(
                msg("Everything that could be imported was imported; check what is listed above."),
                msg("See what is intact and what is not: emergency verify"),
            )


def _is_damaged(session: Session, imported: Imported) -> bool:
    """Whether what was imported is damaged; it is told at once, before somebody relies on it."""
    if not imported.changes or imported.incident == READINESS:
        return False
    findings = [each for each in session.home.open(imported.incident).record.findings if not each.harmless]
    for finding in findings:
        session.screen.tell(msg("{file}: {what}", file=finding.file, what=finding.what), "warn")
    return bool(findings)


def _conflicts(session: Session, imported: Imported) -> int:
    """How many questions now have two answers; that how it ended is one of them."""
    if not imported.entries or imported.incident == READINESS:
        return 0
    incident = session.home.open(imported.incident).incident
    return sum(answer.conflict for answer in incident.answers.values()) + (len(incident.ends) > 1)


def _lines(session: Session, imported: Imported, conflicts: int) -> list[Line]:
    say = session.screen.words.say
    gained = [
        (len(imported.entries), msg("entries: {count}", count=len(imported.entries))),
        (imported.values, msg("personal values: {count}", count=imported.values)),
        (imported.files, msg("evidence files: {count}", count=imported.files)),
        (imported.removed, msg("recorded as destroyed and removed here: {count}", count=imported.removed)),
    ]
    new = [text for count, text in gained if count]
    head = msg("new here") if imported.new else msg("new: {what}", what=new) if new else msg("nothing new")
    head = msg("{what} ({more})", what=head, more=new) if imported.new else head
    lines = [Line(f"{imported.incident}: {session.screen.words(head)}", "done" if new else "quiet")]
    if conflicts:
        lines.append(Line(say("answers in conflict: {count}; see emergency status", count=conflicts), "warn", 4))
    for fork in imported.of_kind("fork"):
        text = say(
            "{desk} was written in two places; the other version is kept in {file}", desk=fork.file[:6], file=fork.file
        )
        lines.append(Line(text, "warn", 4))
    for back in imported.of_kind("gone-back"):
        more = counted(len(back.fresh), msg("one more entry"), msg("{count} more entries"))
        text = say(
            "{file}: the other copy has {more} of this desk, so the file here was "
            "replaced by an older copy. It was left alone; record something, then merge again.",
            file=back.file,
            more=more,
        )
        lines.append(Line(text, "warn", 4))
    for name, why in imported.left:
        lines.append(Line(say("not taken: {file} ({why})", file=name, why=why), "warn", 4))
    return lines


def _data(imported: Imported, conflicts: int) -> ImportedData:
    desks: dict[str, int] = {}
    for entry in imported.entries:
        desks[entry.desk] = desks.get(entry.desk, 0) + 1
    return ImportedData(
        incident=imported.incident,
        new=imported.new,
        entries=len(imported.entries),
        desks=desks,
        values=imported.values,
        evidence=imported.files,
        removed=imported.removed,
        conflicts=conflicts,
        forks=[change.file for change in imported.of_kind("fork")],
        gone_back=[change.file for change in imported.of_kind("gone-back")],
        left=[name for name, _ in imported.left],
    )
