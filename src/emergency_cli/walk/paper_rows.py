"""The rows of a card given as options: all of them are tried before the first one is put on record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from emergency_cli.core.address import base_of, with_member
from emergency_cli.core.events import Event, Told
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.board import Board, Row, board, fact_of
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Personal
from emergency_cli.core.prepare.paper import last_on_paper
from emergency_cli.core.text import Message, msg
from emergency_cli.core.times import parse_card_time
from emergency_cli.errors import EmergencyError, Misused
from emergency_cli.recording.confirm import addresses
from emergency_cli.recording.naming import answer, fact_address, roster_of, told
from emergency_cli.recording.opening import as_if
from emergency_cli.session import Session
from emergency_cli.walk.card_line import CardLine, read_card_line

Decide = Callable[[Incident], Event]


@dataclass(frozen=True)
class Given:
    """What was given: `STEP=TIME[,NAME]`, `FACT=VALUE`, `PARTY=OUTCOME`; `reason` for rows that would not apply."""

    rows: Sequence[str] = ()
    facts: Sequence[str] = ()
    contacts: Sequence[str] = ()
    reason: str | None = None

    def __bool__(self) -> bool:
        return bool(self.rows or self.facts or self.contacts)


@dataclass
class _Copied:
    """A row as it is to be recorded."""

    address: str
    line: CardLine
    at: datetime
    facts: dict[str, str | Personal] = field(default_factory=dict)
    contacts: list[Told] = field(default_factory=list)


class Card:
    """A card as given, tried on an incident that need not be on record yet. What is wrong gathers in `faults`."""

    def __init__(self, session: Session, incident: Incident, given: Given, by: str) -> None:
        self.session = session
        self.given = given
        self.by = by
        self.faults: list[Message] = []
        self.warnings: list[Message] = []
        self.noticed = incident.opening.noticed if incident.opening else session.now()
        self.last = last_on_paper(incident) or self.noticed
        self.rows: list[_Copied] = []
        self.loose_facts: dict[str, str | Personal] = {}
        for texts, read in ((given.rows, self._row), (given.facts, self._fact), (given.contacts, self._contact)):
            for text in texts:
                try:
                    read(incident, text)
                except EmergencyError as error:
                    self.fault(text, error)
        self.decisions = self._decisions()
        self._try_all(incident)

    def fault(self, text: str, error: EmergencyError) -> None:
        """Keep what is wrong with what was given, in one line."""
        what = msg("{what} {hint}", what=error.message, hint=error.hint) if error.hint else error.message
        self.faults.append(msg("{text}: {what}", text=text, what=what))

    # --- reading ---------------------------------------------------------------------------------------------------

    def _row(self, incident: Incident, text: str) -> None:
        step, equals, rest = text.replace("＝", "=").partition("=")
        if not equals:
            raise Misused(msg("“{text}” is not STEP=TIME.", text=text), msg("Type it like call-119=14:56,王强"))
        line = read_card_line(rest)
        if line.how == "note":
            raise Misused(msg("A row is a time, x or -."), msg("For a note: emergency note TEXT --at TIME"))
        if line.member:
            named = with_member(step.strip(), line.member)
            raise Misused(
                msg("“@{member}” stands behind the equals sign.", member=line.member),
                msg("Write it before the equals sign: {step}=TIME", step=named),
            )
        if not line.time:
            raise Misused(
                msg("“{text}” has no time.", text=rest), msg("Write it like {step}=x 15:01,REASON", step=step.strip())
            )
        meant = addresses(incident, step, self.session.now())
        self._once(incident, meant)
        at = parse_card_time(line.time, self.last, self.session.now())
        self.last = at
        if at < self.noticed:
            self.warnings.append(
                msg("{text}: {time} is before it was noticed ({noticed}).", text=text, time=at, noticed=self.noticed)
            )
        self.rows += [_Copied(address, line, at) for address in meant]

    def _once(self, incident: Incident, meant: list[str]) -> None:
        """Each step has one row; only one that is done in rounds has a row for each."""
        before = {row.address for row in self.rows}
        for address in meant:
            step = incident.step(address)
            if address in before and step and not step.repeats:
                raise Misused(msg("{step} stands twice on the card.", step=address))

    def _fact(self, incident: Incident, pair: str) -> None:
        """An answer goes with the first row that asks for it; what no row asks for stands by itself."""
        name, equals, raw = pair.replace("＝", "=").partition("=")
        if not equals:
            raise Misused(msg("“{text}” is not FACT=VALUE.", text=pair), msg("Type it like trapped=no"))
        state = board(incident, self.session.now())
        wanted = fact_address(incident, name)
        for copied in self._done():
            row = self._on_board(state, copied)
            if wanted in [fact_of(incident, row, fact) for fact in row.step.wants]:
                copied.facts[wanted] = self._answer(incident, wanted, raw, copied.at)
                return
        self.loose_facts[wanted] = self._answer(incident, wanted, raw, self.noticed)

    def _answer(self, incident: Incident, fact: str, raw: str, at: datetime) -> str | Personal:
        now = self.session.now()
        return answer(self.session, incident, fact, raw, lambda text: parse_card_time(text, at, now))

    def _contact(self, incident: Incident, pair: str) -> None:
        """A call goes with the first row that has it, and has its time; without one nobody knows when it was."""
        state = board(incident, self.session.now())
        for one in told(roster_of(self.session, incident), [pair]):
            rows = [row for row in self._done() if one.party in self._on_board(state, row).step.contact]
            if not rows:
                raise Misused(
                    msg("No row given has this call, so its time is not known."),
                    msg("Give its row too; or record it with: emergency call {call} --at TIME", call=pair),
                )
            rows[0].contacts.append(one)

    def _done(self) -> list[_Copied]:
        return [row for row in self.rows if row.line.how == "done"]

    @staticmethod
    def _on_board(state: Board, copied: _Copied) -> Row:
        """The step of a row; a round of a repeating one stands on the board without its number."""
        return state.by_address.get(copied.address) or state.by_address[base_of(copied.address)]

    # --- trying ----------------------------------------------------------------------------------------------------

    def _decisions(self) -> list[tuple[str, Decide]]:
        """What is to be recorded, in this order, each with the words that it came from."""
        found: list[tuple[str, Decide]] = []
        by, noticed = self.by, self.noticed
        if self.loose_facts:
            found.append(("--fact", lambda incident: actions.set_facts(incident, self.loose_facts, at=noticed, by=by)))
        return [*found, *((row.address, self._decision(row)) for row in self.rows)]

    def _decision(self, row: _Copied) -> Decide:
        line = row.line

        def decide(incident: Incident) -> Event:
            if line.how != "done":
                act = actions.skip_step if line.how == "skip" else actions.could_not
                return act(incident, row.address, at=row.at, by=self.by, reason=line.words)
            return actions.finish_step(
                incident, row.address, at=row.at, by=self.by, actor=line.words, facts=row.facts,
                contacts=row.contacts, reason=self._reason(incident, row.address),
            )  # fmt: skip

        return decide

    def _reason(self, incident: Incident, address: str) -> str | None:
        row = board(incident, self.session.now()).by_address.get(address)
        return self.given.reason if row and row.status == "not-applicable" else None

    def _try_all(self, incident: Incident) -> None:
        for text, decide in self.decisions:
            try:
                incident = as_if(incident, actions.from_paper(decide(incident)), self.session.now())
            except EmergencyError as error:
                self.fault(text, error)
