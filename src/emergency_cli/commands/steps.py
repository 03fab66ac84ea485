"""`emergency done`, `skip`, `could-not`, `defer`: a step and how it came out."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from emergency_cli.commands.naming import answers, roster_of, step_address, told
from emergency_cli.core import actions
from emergency_cli.core.chain import check_code
from emergency_cli.core.events import Approval, Entry, Event
from emergency_cli.core.incident import Incident
from emergency_cli.core.progress import board, fact_of, in_order, next_card
from emergency_cli.core.story import fact_title
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused, NotAllowed
from emergency_cli.home import Case
from emergency_cli.screen.overview import recorded_line
from emergency_cli.session import Session

Consent = Literal["given", "refused", "not-reached"]


def done(
    session: Session,
    query: str | None,
    *,
    facts: Sequence[str] = (),
    contacts: Sequence[str] = (),
    actor: str | None = None,
    approval: str | None = None,
    approval_by: str | None = None,
    approval_how: str | None = None,
    reason: str | None = None,
    finished: bool = False,
    json: bool = False,
) -> None:
    """Tick a step; `@all` ticks all occurrences still open; without a step, the one that comes next."""
    at = session.at()

    def decide(address: str, every: bool) -> Callable[[Incident], Event]:
        def event(incident: Incident) -> Event:
            if finished:
                return actions.finish_rounds(incident, address, at=at, by=by)
            row = board(incident, at).by_address.get(address)
            place = f"{address}@{row.rounds + 1}" if row and row.step.repeats else address
            given = answers(session, incident, facts, place)
            return actions.finish_step(
                incident,
                address,
                at=at,
                by=by,
                actor=actor,
                facts={**(in_order(incident, row) if every and row else {}), **given},
                contacts=told(roster_of(session, incident), contacts),
                approval=_approval(row.step.approval if row else None, approval, approval_by, approval_how),
                same=row.same.address if row and row.same and not facts and not contacts else None,
                reason=reason,
            )

        return event

    case = session.case()
    by = session.by(case)
    found = addresses(case.incident, query, at)
    entries = []
    for address in found:
        case, entry = session.record(case, decide(address, len(found) > 1))
        entries.append(entry)
    confirm(session, case, entries, json=json)
    _say_unanswered(session, case.incident, found)


def _say_unanswered(session: Session, incident: Incident, ticked: Sequence[str]) -> None:
    """A question may be ticked without its answer, but not unnoticed."""
    state = board(incident, session.now())
    rows = [state.by_address[address] for address in ticked if address in state.by_address]
    asked = [fact_of(incident, row, fact) for row in rows for fact in row.step.ask]
    left = [fact for fact in dict.fromkeys(asked) if fact not in incident.answers]
    if left:
        titles, typed = [fact_title(incident, fact) for fact in left], " ".join(f"{fact}=…" for fact in left)
        session.screen.tell(msg("Not answered: {facts} – emergency set {typed}", facts=titles, typed=typed), "warn")


def leave(
    session: Session,
    how: Literal["skip", "could-not", "defer"],
    query: str | None,
    *,
    reason: str | None = None,
    json: bool = False,
) -> None:
    """Leave a step out, say that it could not be done, or put it off."""
    act = {"skip": actions.skip_step, "could-not": actions.could_not, "defer": actions.defer_step}[how]
    at = session.at()
    case = session.case()
    by = session.by(case)
    entries = []
    for address in addresses(case.incident, query, at):

        def decide(incident: Incident, address: str = address) -> Event:
            return act(incident, address, at=at, by=by, reason=reason)

        case, entry = session.record(case, decide)
        entries.append(entry)
    confirm(session, case, entries, json=json)


def confirm(session: Session, case: Case, entries: Entry | list[Entry], *, json: bool = False) -> None:
    """Say what is now on record, and what comes next. Several entries are one list in JSON."""
    written = entries if isinstance(entries, list) else [entries]
    words = session.screen.words
    _doubt_times(session, case.incident, written)
    if json:
        data = [entry_data(entry) for entry in written]
        session.screen.data(data[0] if len(data) == 1 else data)
        return
    by_hash = {each.hash: each for each in case.incident.entries}
    session.screen.show([recorded_line(case.incident, by_hash[entry.hash], words) for entry in written])
    session.screen.say(case.incident.id, "quiet")
    state = board(case.incident, session.now())
    card = next_card(case.incident, state)
    if card:
        session.screen.say(msg("Next: {step}: {text}", step=card.current.address, text=card.current.step.do))
    elif case.incident.state == "responding":
        session.screen.say(msg("Nothing more to do in the response. When it is over: emergency end"))
    elif case.incident.state == "ended":
        session.screen.say(words.say("Nothing more to do. Close the record with: emergency close"))


def _doubt_times(session: Session, incident: Incident, written: Sequence[Entry]) -> None:
    """A typed time from before the noticing is kept, for it can be true; more often it is a slip."""
    if not session.at_option or incident.opening is None:
        return
    words, noticed = session.screen.words, incident.opening.noticed
    for entry in written:
        at = entry.event.occurred
        if at < noticed.replace(second=0, microsecond=0):  # people type minutes
            what = msg(
                "{time} is before it was noticed ({noticed}).",
                time=f"{words.day(at)} {words.clock(at)}",
                noticed=f"{words.day(noticed)} {words.clock(noticed)}",
            )
            hint = msg("If that is wrong: emergency correct {entry} --occurred TIME", entry=entry.id)
            session.screen.tell(msg("{what} {hint}", what=what, hint=hint), "warn")


def entry_data(entry: Entry) -> dict[str, str]:
    """One entry, for a script."""
    kind, code = entry.event.kind, check_code(entry)
    return {"incident": entry.incident, "entry": entry.id, "event": kind, "hash": entry.hash, "code": code}


def addresses(incident: Incident, query: str | None, at: datetime) -> list[str]:
    """The steps meant: one, all open occurrences of one (`@all`), or without a name the next. Raises Misused."""
    actions.not_closed(incident)
    state = board(incident, at)
    if query is None:
        card = next_card(incident, state)
        if card is None:
            raise Misused(msg("No step is waiting to be done."), msg("Name one: emergency done STEP"))
        return [card.current.address]
    base, at_sign, member = query.partition("@")
    if at_sign and member in ("all", "全部"):
        base = step_address(incident, state, base)
        left = [row.address for row in state.occurrences(base) if row.open]
        if not left:
            raise NotAllowed(msg("{step}: nothing of it is open.", step=base))
        return left
    return [step_address(incident, state, query)]


def _approval(asked: str | None, answer: str | None, name: str | None, how: str | None) -> Approval | None:
    if answer is None:
        return None
    if asked is None:
        raise Misused(msg("This step needs nobody's consent."), msg("Leave out --approval."))
    known: dict[str, Consent] = {"given": "given", "refused": "refused", "not-reached": "not-reached"}
    if answer not in known:
        raise Misused(
            msg("“{text}” is no answer to a request for consent.", text=answer),
            msg("Use given, refused or not-reached."),
        )
    return Approval(party=asked, answer=known[answer], name=name, how=how)
