"""`emergency end`: the response is over."""

from datetime import datetime
from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.options import Json, Recording, verb
from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.terms import OUTCOMES, Outcome, Terms
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.confirm import confirm
from emergency_cli.session import Session

# `turned-real` comes with the real incident that takes over.
_OFFERED = Terms[Outcome]({outcome: term for outcome, term in OUTCOMES.items() if outcome != "turned-real"})


@verb(
    msg("emergency end handled --decided Lee --condition '…'"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="OUTCOME is handled, handed-over, below-plan, false-alarm, opened-by-mistake or same-as.",
)
def end(
    session: Recording,
    outcome: Annotated[
        str | None, Argument(metavar="OUTCOME", help="How it ended.", autocompletion=complete.one_of(_OFFERED.shown))
    ] = None,
    *,
    decided: Annotated[str | None, Option("--decided", metavar="NAME", help="Who decided it.")] = None,
    condition: Annotated[str | None, Option("--condition", metavar="TEXT", help="On what condition.")] = None,
    same_as: Annotated[
        str | None,
        Option(
            "--same-as",
            metavar="ID",
            help="The other incident, with outcome same-as.",
            autocompletion=complete.incidents,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """End the response: who decided, on what condition, with which outcome."""
    case = session.case(settles=True)
    at = session.at(case)
    by = session.by(case)
    if outcome is None and session.world.interactive and not json:
        from emergency_cli.walk.between import ask_for_end

        ask_for_end(session, case)
        return
    known = _known(outcome)
    other = session.home.find(same_as).journal.incident if same_as is not None else None

    def decide(incident: Incident) -> Event:
        return actions.end_response(
            incident,
            known,
            at=at,
            by=by,
            decided=decided,
            condition=condition,
            same_as=other,
        )

    case, written = session.record(case, decide)
    confirm(session, case, written, json=json)
    if known == "handled":
        _say_blank(session, at, decided, condition)


def _known(typed: str | None) -> Outcome:
    """The outcome that was typed. Raises Misused."""
    names = msg("OUTCOME is one of {names}.", names=_OFFERED.to_type)
    if typed is None:
        raise Misused(msg("Say how it ended: emergency end OUTCOME."), names)
    known = _OFFERED.read(typed)
    if known is None:
        raise Misused(msg("“{text}” is not an outcome.", text=typed), names)
    return known


def _say_blank(session: Session, at: datetime, decided: str | None, condition: str | None) -> None:
    """What the end leaves blank, and how to add it."""
    asked = (
        ("--decided", msg("decided by"), decided),
        ("--condition", msg("on what condition"), condition),
    )
    blank = [(option, title) for option, title, said in asked if not said]
    if blank:
        whole = " ".join(f"{option} '{said or '…'}'" for option, _, said in asked)
        session.screen.tell(msg("Still blank: {titles}.", titles=[title for _, title in blank]))
        session.screen.tell(
            msg(
                "To add it: emergency reopen; then: emergency end handled --at '{time}' {rest}",
                time=at,
                rest=whole,
            )
        )
