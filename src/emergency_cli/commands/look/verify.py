"""`emergency verify`: whether the record is whole, and what known codes prove of it."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Struct
from typer import Option

from emergency_cli.commands.options import Id, Json, Looking, verb
from emergency_cli.core.events import Entry, EvidenceAdded, personal_values
from emergency_cli.core.record.chain import Finding, check_code, find_code, proves_all, vouched_for
from emergency_cli.core.text import Message, msg, narrow
from emergency_cli.disk import is_folder, why
from emergency_cli.errors import Exit, Faulty, Misused
from emergency_cli.screen.faults import finding_lines, passage_lines, put_aside
from emergency_cli.screen.incident.entries import code_line
from emergency_cli.session import Session
from emergency_cli.shapes.incident import finding_data
from emergency_cli.shapes.record import CodeData, DocumentData, PassageData, Verified
from emergency_cli.store.copies.aside import found_aside
from emergency_cli.store.desk import DeskState
from emergency_cli.store.evidence import NAME, measured
from emergency_cli.store.folders import READINESS
from emergency_cli.store.home import Case

if TYPE_CHECKING:
    from emergency_cli.commands.look.returned import Returned

Condition = Literal["match", "destroyed", "not-destroyed", "missing-value", "altered-value"]
_STANDS = ("match", "destroyed", "not-destroyed", "missing-value", "altered-value", "elsewhere")
_VALUES: Mapping[Condition, Message] = {
    "missing-value": msg("a personal value of entry {entry} is missing"),
    "altered-value": msg("a personal value of entry {entry} does not match what was sealed"),
    "not-destroyed": msg(
        "a personal value of entry {entry} is recorded as destroyed but still here; finish it: emergency destroy"
    ),
}
_FILES: Mapping[Condition, Message] = {
    "missing-value": msg("the evidence of entry {entry} is missing"),
    "altered-value": msg("the evidence of entry {entry} was changed"),
    "not-destroyed": msg(
        "the evidence of entry {entry} is recorded as destroyed but still here; finish it: emergency destroy"
    ),
}


class Code(Struct, frozen=True):
    """A code that somebody holds, its entry if it is here, and whether all is here that the code vouches for."""

    code: str
    entry: Entry | None
    whole: bool

    @property
    def words(self) -> Message:
        """What the code proves."""
        if self.entry is None:
            return msg(
                "Code {code}: no such entry here – the line it vouches for is missing or was changed.", code=self.code
            )
        if self.whole:
            return msg(
                "Code {code}: entry {entry} and everything it had seen are unchanged.",
                code=self.code,
                entry=self.entry.id,
            )
        return msg(
            "Code {code}: entry {entry} is unchanged, but some of what it had seen is missing or was changed.",
            code=self.code,
            entry=self.entry.id,
        )


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
    asked = {code: _digits(code) for code in codes or ()}
    readiness = session.home.readiness() if part == READINESS else None
    case = readiness or session.case(part, closed=True)
    desks = DeskState(session.world.disk, session.world.state, session.world.home)
    wrong, count = values(case, desks.without_values(case.journal.incident))
    findings = [*case.record.findings, *wrong, *_left_in_the_copy(session, case)]
    seen = _witnessed(session, case) if hub else None
    findings += seen.findings if seen else []
    known = [Code(code, *_looked_up(case, digits)) for code, digits in asked.items()]
    unreached = _unreached(case, [each.entry for each in known if each.entry]) if codes else []
    given = _judged(session, case, documents or ())
    gone = session.home.missing()
    aside = [str(path) for path in found_aside(session.home.folder)]
    damaged = any(not each.harmless for each in findings)
    unproved = not all(each.whole for each in known)
    unmatched = [each.place for each in given if not each.ours]
    if json:
        session.screen.data(
            Verified(
                incident=case.journal.incident,
                entries=len(case.incident.entries),
                whole=not (damaged or unproved or unmatched),
                findings=finding_data(findings),
                values=dict(count),
                codes=[
                    CodeData(code=each.code, entry=each.entry.id if each.entry else None, whole=each.whole)
                    for each in known
                ],
                documents=[_document_data(each) for each in given],
                gone=gone,
                unreached=[entry.id for entry in unreached],
                code=check_code(case.incident.entries[-1]) if case.incident.entries else None,
                unsent=seen.unsent if seen else None,
            )
        )
    else:
        _show(session, case, findings, known, unreached, asked=hub)
        for remark, style in seen.remarks if seen else ():
            session.screen.say(remark, style)
        for each in given:
            session.screen.say(each.words, "done" if each.ours else "warn")
            session.screen.show(passage_lines(each.passages, session.screen.words))
        if count.total():
            session.screen.say(_counted(count), "quiet")
        if count["elsewhere"]:
            session.screen.say(
                msg(
                    "With the desks that recorded them, because a hub carries none: {count}. "
                    "Bring them with a stick: emergency merge FOLDER",
                    count=count["elsewhere"],
                ),
                "quiet",
            )
    for name in gone:
        session.screen.tell(msg("The folder of {id} is gone; this machine recorded in it.", id=name), "warn")
    for path in aside:
        session.screen.tell(put_aside(path), "warn")
    if damaged:
        raise Faulty(
            msg(
                "The record of {id} is not intact; what is listed above is damaged, the rest is as it was written.",
                id=case.journal.incident,
            )
        )
    if unproved:
        raise Faulty(
            msg("Every line here is as it was written, but a code does not match this record; see above."),
            msg("Compare it again. If a code that somebody holds is not found, the record was changed."),
        )
    if unmatched:
        raise Faulty(
            msg(
                "Every line here is as it was written. What could not be matched with this record: {files}",
                files=unmatched,
            ),
            msg("Whoever filled one in or changed it can say so; other versions of program or plan have other words."),
        )
    if gone:
        raise Faulty(
            msg("This record is whole, but others are not there: {ids}.", ids=gone),
            msg("Find the folder, or restore it from the second copy: emergency merge FOLDER"),
        )
    if aside:
        raise Faulty(msg("Every line here is as it was written, but there are entries beside the record; see above."))


def _show(
    session: Session,
    case: Case,
    findings: list[Finding],
    known: list[Code],
    unreached: list[Entry],
    *,
    asked: bool,
) -> None:
    screen, words = session.screen, session.screen.words
    screen.show(finding_lines(findings, words))
    for each in known:
        screen.say(each.words, "done" if each.whole else "warn")
    if known and unreached:
        screen.say(
            msg(
                "Entries that none of these codes covers ({count}): {ids}",
                count=len(unreached),
                ids=[e.id for e in unreached[:20]],
            )
        )
    if all(finding.harmless for finding in findings):
        screen.say(
            msg("{id}: every line is as it was written (entries: {count}, desks: {desks}).",
                id=case.journal.incident, count=len(case.incident.entries), desks=len(case.record.version)),
            "done",
        )  # fmt: skip
    if case.incident.entries:
        screen.show([code_line(case.incident, words)])
    if not known and not asked:
        screen.say(
            msg("Only a code held by others shows that nothing was cut off or rewritten from the start: verify --code"),
            "quiet",
        )


class _Witness(Struct, frozen=True):
    """What the hub says: what is wrong, which entries it does not have, and what else has to be known."""

    findings: list[Finding]
    unsent: list[str]
    remarks: list[tuple[Message, str]]


def _witnessed(session: Session, case: Case) -> _Witness:
    """Only who asks for it loads what speaks to a hub."""
    from emergency_cli.commands.look.witness import asked, findings, remarks

    difference = asked(session, case)
    return _Witness(findings(difference), difference.unsent, remarks(difference))


def _judged(session: Session, case: Case, places: Sequence[str]) -> "list[Returned]":
    """What each file is. Only who asks for it waits for all that makes documents."""
    if not places:
        return []
    from emergency_cli.commands.look.returned import judged

    return [judged(session, case, place) for place in places]


def _document_data(each: "Returned") -> DocumentData:
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


def _looked_up(case: Case, code: str) -> tuple[Entry | None, bool]:
    entry = find_code(case.incident.originals.values(), code)
    return entry, entry is not None and proves_all(case.incident.originals, entry)


def _unreached(case: Case, vouched: list[Entry]) -> list[Entry]:
    entries = case.incident.originals
    reached = vouched_for(entries, vouched)
    return [entry for digest, entry in entries.items() if digest not in reached]


def values(case: Case, elsewhere: Collection[str] = ()) -> tuple[list[Finding], Counter[str]]:
    """Sealed values and evidence: what is wrong with them, and how many match, were destroyed, are missing.

    Those of desks `elsewhere` came without them, from a hub: what is not here of theirs is with them.
    """
    findings: list[Finding] = []
    count: Counter[str] = Counter(dict.fromkeys(_STANDS, 0))
    for entry in case.incident.originals.values():
        for value in personal_values(entry.event):
            condition = _condition(value.value is not None, value.matches(), value.sealed in case.incident.destroyed)
            if condition == "missing-value" and entry.desk in elsewhere:
                count["elsewhere"] += 1
                continue
            count[condition] += 1
            if condition != "match" and condition != "destroyed":
                what = Message(_VALUES[condition].msgid, {"entry": entry.id})
                findings.append(Finding(condition, f"{entry.desk}.private.jsonl", None, what))
        if isinstance(entry.event, EvidenceAdded) and entry.event.file:
            condition, why_not = _file(case, entry.event)
            if condition == "missing-value" and entry.desk in elsewhere:
                count["elsewhere"] += 1
                continue
            count[condition] += 1
            if condition != "match" and condition != "destroyed":
                what = why_not or Message(_FILES[condition].msgid, {"entry": entry.id})
                findings.append(Finding(condition, f"files/{entry.event.file}", None, what))
    return findings, count


def _condition(there: bool, matches: bool, destroyed: bool) -> Condition:
    if destroyed:
        return "not-destroyed" if there else "destroyed"
    return "match" if matches else "altered-value" if there else "missing-value"


def _file(case: Case, event: EvidenceAdded) -> tuple[Condition, Message | None]:
    """How a copied file compares with the hash on record, and why it cannot be read where it cannot."""
    destroyed = event.sha256 in case.incident.destroyed
    folder, name = case.journal.folder / "files", str(event.file)
    if not re.fullmatch(NAME, name) or not is_folder(folder):
        return _condition(False, False, destroyed), None
    path = folder / name
    try:
        path.lstat()
        if destroyed or path.is_symlink():
            return _condition(True, False, destroyed), None
        return _condition(True, measured(path, follow=False)[0] == event.sha256, destroyed), None
    except FileNotFoundError:
        return _condition(False, False, destroyed), None
    except OSError as error:
        return "missing-value", msg(
            "this file cannot be read ({error}); everything else is as it was written", error=why(error)
        )


def _left_in_the_copy(session: Session, case: Case) -> list[Finding]:
    """What was destroyed on record and is still in the second copy."""
    what = msg("recorded as destroyed but still in the second copy; finish it: emergency destroy")
    return [Finding("not-destroyed", str(path), None, what) for path in session.home.left_in_copy(case)]


_CODE = re.compile(r"[0-9a-f]{20}|[0-9a-f]{64}")
# What is printed around a code: its name before it, the incident and the entry in brackets after it.
_AROUND = re.compile(r"^[^:]*:|\(.*$")


def _digits(code: str) -> str:
    """The digits of a check code as people type, paste or print it. Raises Misused for anything else."""
    plain = _AROUND.sub("", narrow(code)).lower()
    digits = re.sub(r"[\s\-\u2010-\u2015\u2212.,_]+", "", plain)
    if not _CODE.fullmatch(digits):
        raise Misused(
            msg("“{text}” is not a check code.", text=code),
            msg("A check code has 20 characters, 0 to 9 and a to f, like 3f9a 02bc 77d1 0e4c 5b88"),
        )
    return digits
