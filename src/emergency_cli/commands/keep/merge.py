"""`emergency merge FOLDER`: what other desks recorded, from a USB stick or a shared folder."""

from pathlib import Path
from typing import Any

from emergency_cli.core.text import msg
from emergency_cli.errors import Faulty
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.store.copies import Brought
from emergency_cli.store.home import READINESS


def merge(session: Session, folder: str, *, json: bool = False) -> None:
    """Bring in what FOLDER holds, and say what is new; raises Faulty if something needs a person's eye."""
    found, damaged = [], False
    for brought in session.home.merge(Path(folder).expanduser()):
        found.append((brought, _conflicts(session, brought)))
        if not json:
            session.screen.show(_lines(session, *found[-1]))
        damaged |= _is_damaged(session, brought)
    if json:
        session.screen.data([_data(*each) for each in found])
    if damaged or any(brought.of_kind("fork") or brought.of_kind("gone-back") or brought.left for brought, _ in found):
        raise Faulty(
            msg("What could be brought in is here; what is listed above needs a look."),
            msg("See what stands and what does not: emergency verify"),
        )


def _is_damaged(session: Session, brought: Brought) -> bool:
    """Whether what was brought is damaged; it is told at once, before somebody relies on it."""
    if not brought.changes or brought.incident == READINESS:
        return False
    findings = [each for each in session.home.open(brought.incident).record.findings if not each.harmless]
    for finding in findings:
        session.screen.tell(msg("{file}: {what}", file=finding.file, what=finding.what), "warn")
    return bool(findings)


def _conflicts(session: Session, brought: Brought) -> int:
    """How many questions now have two answers."""
    if not brought.entries or brought.incident == READINESS:
        return 0
    return sum(answer.conflict for answer in session.home.open(brought.incident).incident.answers.values())


def _lines(session: Session, brought: Brought, conflicts: int) -> list[Line]:
    say = session.screen.words.say
    gained = [
        (len(brought.entries), msg("entries: {count}", count=len(brought.entries))),
        (brought.values, msg("personal values: {count}", count=brought.values)),
        (brought.files, msg("evidence files: {count}", count=brought.files)),
        (brought.removed, msg("destroyed on record and removed here: {count}", count=brought.removed)),
    ]
    new = [text for count, text in gained if count]
    head = msg("new here") if brought.new else msg("new: {what}", what=new) if new else msg("nothing new")
    head = msg("{what} ({more})", what=head, more=new) if brought.new else head
    lines = [Line(f"{brought.incident}: {session.screen.words(head)}", "done" if new else "quiet")]
    if conflicts:
        lines.append(Line(say("answers in conflict: {count}; see emergency status", count=conflicts), "warn", 4))
    for fork in brought.of_kind("fork"):
        text = say("{desk} wrote in two places; the other side is kept in {file}", desk=fork.file[:6], file=fork.file)
        lines.append(Line(text, "warn", 4))
    for back in brought.of_kind("gone-back"):
        text = say(
            "{file}: the other copy holds {count} more entries of this very desk: an older copy was put in its place "
            "here. It was left alone; record something, then merge again.",
            file=back.file,
            count=len(back.fresh),
        )
        lines.append(Line(text, "warn", 4))
    for name, why in brought.left:
        lines.append(Line(say("not taken: {file} ({why})", file=name, why=why), "warn", 4))
    return lines


def _data(brought: Brought, conflicts: int) -> dict[str, Any]:
    desks: dict[str, int] = {}
    for entry in brought.entries:
        desks[entry.desk] = desks.get(entry.desk, 0) + 1
    return {
        "incident": brought.incident,
        "new": brought.new,
        "entries": len(brought.entries),
        "desks": desks,
        "values": brought.values,
        "evidence": brought.files,
        "removed": brought.removed,
        "conflicts": conflicts,
        "forks": [change.file for change in brought.of_kind("fork")],
        "gone_back": [change.file for change in brought.of_kind("gone-back")],
        "left": [name for name, _ in brought.left],
    }
