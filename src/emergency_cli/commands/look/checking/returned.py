"""A document that comes back: which of those that this record gives it is, and where it says something else."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal

from msgspec import Struct

from emergency_cli.core.events import Entry, Issued
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.story import tell
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.snapshot import read_centre
from emergency_cli.core.record.codes import find_code
from emergency_cli.core.report.briefs.brief_page import brief_report
from emergency_cli.core.report.bulletins.bulletin import build_bulletin
from emergency_cli.core.report.document import Report
from emergency_cli.core.report.passages import Passage, akin, codes_in, differing, in_one, same_words
from emergency_cli.core.report.redaction import redacted
from emergency_cli.core.report.summaries.summary import build_report
from emergency_cli.core.terms import BULLETINS
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import read_plain, why
from emergency_cli.errors import Misused
from emergency_cli.export import FORMATS, short_text
from emergency_cli.export.markdown import escaped
from emergency_cli.export.reading import Page, read_back
from emergency_cli.language import Words
from emergency_cli.places import typed_path
from emergency_cli.session import Session
from emergency_cli.store.home import Case

# As it was issued, byte for byte; with the same text in another file; made from this record, never issued;
# bears a code of this record and says something else; bears none; of a kind that cannot be read.
State = Literal["issued", "saved-anew", "not-issued", "differs", "unknown", "unreadable"]
_LANGUAGES = (Words("zh"), Words("en"))
_WRITTEN = {**FORMATS, "text": short_text}
_MOST = 64 << 20
_ID = re.compile(r"(?:drill-)?\d{8}-\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*")
_SECOND = timedelta(seconds=1)


_SAID: Mapping[State, Message] = {
    "issued": msg("{path}: unchanged. {what} [{entry}]"),
    "saved-anew": msg("{path}: the same text as the document issued, in another file. {what} [{entry}]"),
    "not-issued": msg("{path}: unchanged, made from this record up to {upto}. Not recorded as issued."),
    "differs": msg("{path}: bears a check code of this record ({upto}), but differs from its “{what}”:"),
    "unknown": msg("{path}: it bears no check code of this record, so nothing here vouches for it."),
    "unreadable": msg("{path}: a file of this kind cannot be compared. Copy the check code printed on it: --code CODE"),
}


class Returned(Struct, frozen=True):
    """What a document is. `entry`: with which it was issued; `upto`: the last entry it was built from, if it is here.

    `other`: the incident of this home that it names instead; `what` the entry with which it was issued says, or the
    title of what it was compared with. `foreign`: it has nothing in common with that. `printed`: it is a card or sheet.
    """

    place: str
    state: State
    entry: Entry | None = None
    upto: Entry | None = None
    passages: tuple[Passage, ...] = ()
    other: str | None = None
    what: object = ""
    foreign: bool = False
    printed: bool = False

    @property
    def ours(self) -> bool:
        """Whether it says what this record says."""
        return self.state in ("issued", "saved-anew", "not-issued")

    @property
    def words(self) -> Message:
        """What it is; never that the record was changed, which no document can show."""
        if self.other:
            return msg(
                "{path}: a document of {other}. Look there: emergency verify {other} --document FILE",
                path=self.place,
                other=self.other,
            )
        entry, upto = (each.id if each else "" for each in (self.entry, self.upto))
        if self.foreign:
            return msg(
                "{path}: bears a check code of this record ({upto}), but is none of the documents that it gives.",
                path=self.place, upto=upto,
            )  # fmt: skip
        if self.printed:
            return msg(
                "{path}: a printed card or sheet has no check code; what it was made from stands at its foot.",
                path=self.place,
            )
        return Message(_SAID[self.state].msgid, {"path": self.place, "what": self.what, "entry": entry, "upto": upto})


def judged(session: Session, case: Case, place: str) -> Returned:
    """What a file is that is said to be a document of this incident. Raises Misused where it cannot be read."""
    try:
        content = read_plain(typed_path(place), _MOST)
    except OSError as error:
        if typed_path(place).is_dir():
            raise Misused(msg("{path} is a folder.", path=place), msg("Name a file in it.")) from error
        raise Misused(msg("{path} cannot be read ({error}).", path=place, error=why(error))) from error
    page, digest = read_back(content), hashlib.sha256(content).hexdigest()
    for entry in case.incident.issued:
        if isinstance(issued := entry.event, Issued) and (issued.sha256 == digest or _is_text(issued, page)):
            return _out(case, place, entry)
    if page is None:
        return Returned(place, "unreadable")
    found = (find_code(case.incident.originals.values(), code) for code in codes_in(page.text))
    heads = [entry for entry in found if entry]
    if not heads:
        named = [each for each in _ID.findall(page.text) if each != case.journal.incident and session.home.holds(each)]
        return Returned(place, "unknown", other=named[0] if named else None, printed=_is_printed(page))
    return _compared(session, case, place, page, heads)


def _is_text(issued: Issued, page: Page | None) -> bool:
    """Whether a file holds the short text that was issued, and nothing else."""
    text = clear(issued.text)
    return text is not None and page is not None and same_words(text, in_one(page.text))


def _is_printed(page: Page) -> bool:
    """Whether it says from which plan it was made, as the foot of cards and sheets does."""
    foot = msg("{dated} | plan files {digest} | made {day}", dated="", digest="DIGEST", day="")
    made = (re.escape(words(foot).split("|")[1].strip()).replace("DIGEST", "[0-9a-f]{12}") for words in _LANGUAGES)
    return any(re.search(each, page.text) for each in made)


def _out(case: Case, place: str, entry: Entry, upto: Entry | None = None) -> Returned:
    """A document that was issued; with `upto`, one whose file was saved anew."""
    return Returned(place, "saved-anew" if upto else "issued", entry, upto, what=tell(case.incident, entry))


def _compared(session: Session, case: Case, place: str, page: Page, heads: list[Entry]) -> Returned:
    """The document beside each that the record gives up to these entries; where none is the same, the closest."""
    upto = max(heads, key=lambda entry: entry.order)
    known = case.incident.knowledge.knows
    then = replay(entry for entry in case.incident.originals.values() if any(known(head, entry) for head in heads))
    record = _Record(session, case, then, upto, page)
    best = record.closest()
    if best.differs:
        title = best.way.words(best.way.build(best.moment).title)
        foreign = not akin(page.lines, record.lines(best))
        passages = () if foreign else tuple(best.differs)
        return Returned(place, "differs", None, upto, passages, what=title, foreign=foreign)
    issued = best.way.issued
    return _out(case, place, issued, upto) if issued else Returned(place, "not-issued", None, upto)


class _Way(Struct, frozen=True):
    """One way in which a document may have been built; `issued`: the entry that says it went out like this."""

    build: Callable[[datetime], Report]
    words: Words
    issued: Entry | None


class _Tried(Struct, frozen=True):
    """Where a document differs from what is built in one way at one moment."""

    differs: list[Passage]
    way: _Way
    moment: datetime


class _Record(Struct, frozen=True):
    """What the record gives of a document that was built from it up to an entry. `then`: the incident at that entry."""

    session: Session
    case: Case
    then: Incident
    upto: Entry
    page: Page

    def closest(self) -> _Tried:
        """Where the document differs from what comes closest to it: nowhere, if the record gives the same."""
        moments = self._moments()
        best = _least(self._tried(way, moment) for way in self._ways(moments[0]) for moment in moments)
        if not best.differs or self.page.built or self.then.state == "closed":
            return best
        # While steps are open, a document tells by how many seconds they are late, and prints the minute alone.
        seconds = (best.moment.replace(second=second) for second in range(60))
        return _least(self._tried(best.way, moment) for moment in seconds if moment >= self.upto.recorded)

    def _tried(self, way: _Way, moment: datetime) -> _Tried:
        return _Tried(self._differs(way, moment), way, moment)

    def _differs(self, way: _Way, now: datetime) -> list[Passage]:
        lines = self._lines(way, now)
        if self.page.kind == "text" and same_words(in_one(self.page.text), "".join(lines)):
            return []
        gone = [escape(words.say("[destroyed]")) for words in _LANGUAGES for escape in (str, escaped)]
        return differing(self.page.lines, lines, gone)

    def lines(self, tried: _Tried) -> Sequence[str]:
        """What the record gives in one way at one moment."""
        return self._lines(tried.way, tried.moment)

    def _lines(self, way: _Way, now: datetime) -> Sequence[str]:
        read = read_back(_WRITTEN[self.page.kind](way.build(now), way.words))
        return read.lines if read else ()

    def _ways(self, now: datetime) -> list[_Way]:
        """Those that have its title, if any has."""
        bare = _bare(self.page.text)
        every = [_Way(build, words, issued) for build, issued in self._builds(now) for words in _LANGUAGES]
        return [way for way in every if _bare(way.words(way.build(now).title)) in bare] or every

    def _builds(self, now: datetime) -> Iterator[tuple[Callable[[datetime], Report], Entry | None]]:
        out: list[tuple[Entry | None, tuple[str, ...], str | None]] = [
            (entry, entry.event.to, entry.event.approved)
            for entry in self.case.incident.issued
            if isinstance(entry.event, Issued) and entry.event.upto.hash == self.upto.hash and self.page.kind != "text"
        ]
        now_set = self.session.plan.centre
        for issued, to, approved in [*out, (None, (), None)]:
            told = issued.event.centre if issued and isinstance(issued.event, Issued) else {}
            for build in self._documents(to, approved, read_centre(told, now_set)):
                if issued is None or getattr(issued.event, "document", None) == build(now).kind:
                    yield build, issued
                    yield partial(_masked, build, self.then), issued

    def _documents(
        self, to: tuple[str, ...], approved: str | None, centre: Centre
    ) -> Iterator[Callable[[datetime], Report]]:
        then, findings = self.then, self.case.record.findings
        named: dict[str, Any] = {"findings": findings, "to": to, "approved": approved, "centre": centre}
        yield partial(build_report, then, **named)
        for kind in BULLETINS:
            yield partial(build_bulletin, then, kind, **named)
        yield lambda now: brief_report(then, now, centre, findings)

    def _moments(self) -> list[datetime]:
        """When it may have been built: as the file says, else at either end of the minute that is printed on it."""
        if self.page.built:
            return [self.page.built]
        minutes = list(dict.fromkeys(self._printed())) or [self.upto.recorded]
        return [moment for minute in minutes for moment in (max(minute, self.upto.recorded), minute + 59 * _SECOND)]

    def _printed(self) -> Iterator[datetime]:
        """Every minute printed on it that is not before its last entry."""
        local, day = self.then.local, timedelta(days=1)
        first, last = local(self.upto.recorded).replace(second=0, microsecond=0), local(self.session.now())
        for words in (each.within(first.tzinfo) for each in _LANGUAGES):
            date = first.replace(hour=0, minute=0)
            while date <= last:
                for hour, minute in re.findall(rf"{re.escape(words.day(date))}[,，]?\s*(\d\d):(\d\d)", self.page.text):
                    moment = date.replace(hour=int(hour) % 24, minute=int(minute) % 60)
                    if first <= moment <= last:
                        yield moment
                date += day


def _masked(build: Callable[[datetime], Report], then: Incident, now: datetime) -> Report:
    return redacted(build(now), then.destroyed)


def _least(tried: Iterable[_Tried]) -> _Tried:
    """Of several the first that differs nowhere, else the one that differs least."""
    best: _Tried | None = None
    for each in tried:
        best = each if best is None or len(each.differs) < len(best.differs) else best
        if not best.differs:
            break
    if best is None:
        raise LookupError
    return best


def _bare(text: str) -> str:
    """Letters and digits alone: what no format escapes."""
    return re.sub(r"[\W_]+", "", text)
