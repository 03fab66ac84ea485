"""`emergency verify`: whether the record is whole, and what known codes prove of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

from msgspec import Struct
from typer import Option

from emergency_cli.commands.look.checking.codes import Code, digits_of, known_code, unreached
from emergency_cli.commands.look.checking.values import values
from emergency_cli.commands.options import Id, Json, Looking, verb
from emergency_cli.core.events import Entry
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.record.codes import check_code
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Exit, Faulty
from emergency_cli.screen.faults import finding_lines, passage_lines, put_aside
from emergency_cli.screen.incident.entries import code_line
from emergency_cli.session import Session
from emergency_cli.store.copies.aside import found_aside
from emergency_cli.store.desk import DeskState
from emergency_cli.store.folders import READINESS
from emergency_cli.store.home import Case

if TYPE_CHECKING:
    from emergency_cli.commands.look.checking.returned import Returned
    from emergency_cli.shapes.record import DocumentData, Verified


class _Witness(Struct, frozen=True):
    """What the hub says: what is wrong, which entries it does not have, and what else has to be known."""

    findings: list[Finding]
    unsent: list[str]
    remarks: list[tuple[Message, str]]


class _Checked(Struct, frozen=True):
    """What was found: of the record, of codes and documents that others hold, and of what lies beside the record."""

    findings: list[Finding]
    count: Counter[str]
    known: list[Code]
    unreached: list[Entry]
    given: "list[Returned]"
    seen: _Witness | None
    gone: list[str]
    aside: list[str]

    @property
    def damaged(self) -> bool:
        """Whether anything is wrong with the record but a torn tail."""
        return any(not each.harmless for each in self.findings)

    @property
    def unproved(self) -> bool:
        """Whether a code does not match."""
        return not all(each.whole for each in self.known)

    @property
    def unmatched(self) -> list[str]:
        """The documents that are not of this record, or not as they were written."""
        return [each.place for each in self.given if not each.ours]


@verb("emergency verify", Exit.FAULTS)
def verify(
    session: Looking,
    part: Id = None,
    *,
    codes: Annotated[
        list[str] | None, Option("--code", metavar="CODE", help="A check code somebody holds; may be repeated.")
    ] = None,
    documents: Annotated[
        list[str] | None,
        Option("--document", metavar="FILE", help="A document that came back: is it as written? May be repeated."),
    ] = None,
    hub: Annotated[bool, Option("--hub", help="Ask the hub: was anything cut off, rewritten or never sent?")] = False,
    json: Json = False,
) -> None:
    """Check every line, seal and evidence file; raises Faulty if anything but a torn tail is found.

    `codes` are check codes that others hold, `documents` files that are said to be documents of this incident.
    """
    asked = {code: digits_of(code) for code in codes or ()}
    readiness = session.home.readiness() if part == READINESS else None
    case = readiness or session.case(part, closed=True)
    found = _looked_through(session, case, asked, documents or (), hub=hub)
    if json:
        session.screen.data(_data(case, found))
    else:
        _show(session, case, found)
    for name in found.gone:
        session.screen.tell(msg("The folder of {id} is gone; this machine recorded in it.", id=name), "warn")
    for path in found.aside:
        session.screen.tell(put_aside(path), "warn")
    if fault := next(_faults(case, found), None):
        raise fault


def _looked_through(
    session: Session, case: Case, asked: dict[str, str], documents: Sequence[str], *, hub: bool
) -> _Checked:
    desks = DeskState(session.world.disk, session.world.state, session.world.home)
    wrong, count = values(case, desks.without_values(case.journal.incident))
    findings = [*case.record.findings, *wrong, *_left_in_the_copy(session, case)]
    seen = _witnessed(session, case) if hub else None
    known = [known_code(case, code, digits) for code, digits in asked.items()]
    return _Checked(
        findings=findings + (seen.findings if seen else []),
        count=count,
        known=known,
        unreached=unreached(case, [each.entry for each in known if each.entry]) if asked else [],
        given=_judged(session, case, documents),
        seen=seen,
        gone=session.home.missing(),
        aside=[str(path) for path in found_aside(session.home.folder)],
    )


def _data(case: Case, found: _Checked) -> "Verified":
    from emergency_cli.shapes.incident import finding_data
    from emergency_cli.shapes.record import CodeData, Verified

    return Verified(
        incident=case.journal.incident,
        entries=len(case.incident.entries),
        whole=not (found.damaged or found.unproved or found.unmatched),
        findings=finding_data(found.findings),
        values=dict(found.count),
        codes=[
            CodeData(code=each.code, entry=each.entry.id if each.entry else None, whole=each.whole)
            for each in found.known
        ],
        documents=[_document_data(each) for each in found.given],
        gone=found.gone,
        unreached=[entry.id for entry in found.unreached],
        code=check_code(case.incident.entries[-1]) if case.incident.entries else None,
        unsent=found.seen.unsent if found.seen else None,
    )


def _faults(case: Case, found: _Checked) -> Iterator[Faulty]:
    """What the run ends with, the gravest first."""
    if found.damaged:
        yield Faulty(
            msg(
                "The record of {id} is not intact; what is listed above is damaged, the rest is as it was written.",
                id=case.journal.incident,
            )
        )
    if found.unproved:
        yield Faulty(
            msg("Every line here is as it was written, but a code does not match this record; see above."),
            msg("Compare it again. If a code that somebody holds is not found, the record was changed."),
        )
    if found.unmatched:
        yield Faulty(
            msg(
                "Every line here is as it was written. What could not be matched with this record: {files}",
                files=found.unmatched,
            ),
            msg("Whoever filled one in or changed it can say so; other versions of program or plan have other words."),
        )
    if found.gone:
        yield Faulty(
            msg("This record is whole, but others are not there: {ids}.", ids=found.gone),
            msg("Find the folder, or restore it from the second copy: emergency merge FOLDER"),
        )
    if found.aside:
        yield Faulty(msg("Every line here is as it was written, but there are entries beside the record; see above."))


def _show(session: Session, case: Case, found: _Checked) -> None:
    screen, words = session.screen, session.screen.words
    _show_lines(session, case, found)
    for remark, style in found.seen.remarks if found.seen else ():
        screen.say(remark, style)
    for each in found.given:
        screen.say(each.words, "done" if each.ours else "warn")
        screen.show(passage_lines(each.passages, words))
    if found.count.total():
        screen.say(_counted(found.count), "quiet")
    if found.count["elsewhere"]:
        screen.say(
            msg(
                "With the desks that recorded them, because a hub carries none: {count}. "
                "Bring them with a stick: emergency merge FOLDER",
                count=found.count["elsewhere"],
            ),
            "quiet",
        )


def _show_lines(session: Session, case: Case, found: _Checked) -> None:
    screen, words = session.screen, session.screen.words
    screen.show(finding_lines(found.findings, words))
    for each in found.known:
        screen.say(each.words, "done" if each.whole else "warn")
    if found.unreached:
        screen.say(
            msg(
                "Entries that none of these codes covers ({count}): {ids}",
                count=len(found.unreached),
                ids=[e.id for e in found.unreached[:20]],
            )
        )
    if all(finding.harmless for finding in found.findings):
        screen.say(
            msg("{id}: every line is as it was written (entries: {count}, desks: {desks}).",
                id=case.journal.incident, count=len(case.incident.entries), desks=len(case.record.version)),
            "done",
        )  # fmt: skip
    if case.incident.entries:
        screen.show([code_line(case.incident, words)])
    if not found.known and not found.seen:
        screen.say(
            msg("Only a code held by others shows that nothing was cut off or rewritten from the start: verify --code"),
            "quiet",
        )


def _witnessed(session: Session, case: Case) -> _Witness:
    """Only who asks for it loads what speaks to a hub."""
    from emergency_cli.commands.look.checking.witness import asked, findings, remarks

    difference = asked(session, case)
    return _Witness(findings(difference), difference.unsent, remarks(difference))


def _judged(session: Session, case: Case, places: Sequence[str]) -> "list[Returned]":
    """What each file is. Only who asks for it waits for all that makes documents."""
    if not places:
        return []
    from emergency_cli.commands.look.checking.returned import judged

    return [judged(session, case, place) for place in places]


def _document_data(each: "Returned") -> "DocumentData":
    from emergency_cli.shapes.record import DocumentData, PassageData

    return DocumentData(
        file=each.place,
        entry=each.entry.id if each.entry else None,
        state=each.state,
        upto=each.upto.id if each.upto else None,
        differences=[PassageData(says=passage.says, should=passage.should) for passage in each.passages],
    )


def _counted(count: Counter[str]) -> Message:
    return msg(
        "Personal values and evidence files: {match} match, {destroyed} recorded as destroyed, {missing} missing.",
        match=count["match"],
        destroyed=count["destroyed"],
        missing=count["missing-value"],
    )


def _left_in_the_copy(session: Session, case: Case) -> list[Finding]:
    """What was destroyed on record and is still in the second copy."""
    what = msg("recorded as destroyed but still in the second copy; finish it: emergency destroy")
    return [Finding("not-destroyed", str(path), None, what) for path in session.home.left_in_copy(case)]
