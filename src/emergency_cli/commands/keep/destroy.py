"""`emergency destroy ID`: personal values and evidence are removed, on record, and the chain stays whole."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.options import Acting, Json, verb
from emergency_cli.core.events import Destroyed, EvidenceAdded, personal_values
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.terms import DESTRUCTIBLE, Destructible
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import why
from emergency_cli.errors import Exit, Faulty, Misused, NotAllowed, NotSaved
from emergency_cli.recording.confirm import confirm
from emergency_cli.session import Session
from emergency_cli.shapes.record import Removed
from emergency_cli.store.erasing import values_in
from emergency_cli.store.evidence import held
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import Asker, Left

_YES = ("destroy", "销毁")


@verb(
    msg("emergency destroy 1454-fire --basis 'kept as long as the law wants'"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    Exit.FAULTS,
    help="The chain of the record stays intact. Works after closing too.",
)
def destroy(
    session: Acting,
    part: Annotated[str, Argument(metavar="ID", help="Part of the incident's id.", autocompletion=complete.incidents)],
    *,
    basis: Annotated[str | None, Option("--basis", metavar="TEXT", help="The law or decision it is based on.")] = None,
    what: Annotated[
        str,
        Option(
            "--what",
            metavar="WHAT",
            help="personal, evidence or all.",
            autocompletion=complete.one_of(DESTRUCTIBLE.shown),
        ),
    ] = "personal",
    yes: Annotated[bool, Option("--yes", help="Do not ask for confirmation.")] = False,
    json: Json = False,
) -> None:
    """Record it, then remove. Running it again finishes what was broken off in between, and needs no basis for that."""
    kind = DESTRUCTIBLE.read(what)
    if kind is None:
        raise Misused(
            msg("“{text}” cannot be destroyed.", text=what), msg("Use one of {names}.", names=DESTRUCTIBLE.to_type)
        )
    case = session.home.find(part)
    at = session.at(case)
    by = session.by(case)
    asked = targets(session, case, kind)
    if asked - set(case.incident.destroyed):
        # What the rules refuse, nobody needs to confirm.
        actions.destroy(case.incident, kind, asked, at=at, by=by, basis=basis)
        _confirmed(session, case, kind, len(asked - set(case.incident.destroyed)), yes=yes)

        def decide(incident: Incident) -> Destroyed:
            return actions.destroy(incident, kind, asked, at=at, by=by, basis=basis)

        case, entry = session.record(case, decide)
        _, unreached = _remove(case)
        confirm(session, case, entry, json=json)
        _say_unreached(session, case, unreached)
        return
    count, unreached = _remove(case)
    if json:
        session.screen.data(Removed(incident=case.journal.incident, removed=count))
    elif count:
        session.screen.say(msg("Finished a destruction recorded earlier: {count} removed.", count=count), "done")
    else:
        session.screen.say(msg("There is nothing left to destroy."))
    _say_unreached(session, case, unreached)


def targets(session: Session, case: Case, what: Destructible) -> set[str]:
    """The seals and SHA-256 of everything meant: what entries name, and what lies in the folder without an entry."""
    found: set[str] = set()
    try:
        for entry in case.incident.originals.values():
            if what != "evidence":
                found |= {value.sealed for value in personal_values(entry.event)}
            if what != "personal" and isinstance(entry.event, EvidenceAdded) and entry.event.file:
                found.add(str(entry.event.sha256))
        if what != "evidence":
            found |= values_in(session.world.disk, case.journal.folder)
        if what != "personal":
            found |= {path.name[:64] for path in held(case.journal.folder)}
    except OSError as error:
        path, cause = str(case.journal.folder), why(error)
        raise Misused(msg("{path} cannot be read ({error}).", path=path, error=cause)) from error
    return found


def _confirmed(session: Session, case: Case, what: Destructible, count: int, *, yes: bool) -> None:
    """`--yes`, or the word typed by the person at the terminal."""
    if yes:
        return
    text = msg(
        "{id}: {what} ({count}) will be removed for good.",
        id=case.journal.incident,
        what=DESTRUCTIBLE[what].shown,
        count=count,
    )
    if not session.world.interactive:
        raise NotAllowed(text, msg("To confirm, add --yes."))
    session.screen.tell(text, "warn")
    try:
        typed = Asker(session.world).reply(session.screen.words.say("Type the word destroy to confirm: "))
    except Left:
        typed = ""
    if typed.strip().lower() not in _YES:
        raise NotAllowed(msg("Nothing was destroyed."))


def _say_unreached(session: Session, case: Case, unreached: Message | None) -> None:
    """What was destroyed here may still be in the second copy. Raises Faulty."""
    if unreached:
        raise Faulty(
            msg(
                "Destroyed here, but perhaps not in the second copy {path}: {why}",
                path=str(session.world.mirror),
                why=unreached,
            ),
            msg("As soon as it can be reached, run it again: emergency destroy {id}", id=case.journal.incident),
        )


def _remove(case: Case) -> tuple[int, Message | None]:
    try:
        return case.journal.erase()
    except (OSError, NotSaved) as error:
        cause = why(error) if isinstance(error, OSError) else type(error).__name__
        raise Faulty(
            msg("The destruction is recorded, but not everything could be removed ({error}).", error=cause),
            msg("Put that right, then run it again: emergency destroy {id}", id=case.journal.incident),
        ) from error
