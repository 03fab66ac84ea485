"""Verbs for the course of an incident: further playbooks, shift change, taking back, correcting, ending, closing."""

import typer

from emergency_cli.verbs.common import Verbs


def add(verbs: Verbs) -> None:
    """Add them to the program."""
    option, argument, say, session, incident_, by_, at_, json_, reason_ = (
        typer.Option,
        typer.Argument,
        verbs.say,
        verbs.session,
        verbs.incident,
        verbs.by,
        verbs.at,
        verbs.json,
        verbs.reason,
    )

    @verbs.command("also", say("Take up a further playbook in the same incident."), "emergency also illness")
    def also(
        ctx: typer.Context,
        type_: str = argument(..., metavar="TYPE"),
        noticed: str = option(None, "--noticed", help=say("When its matter was noticed.")),
        decline: bool = option(False, "--decline", help=say("It was suggested and is not taken up.")),
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.also import also as run_also

        run_also(session(ctx, incident, by, at), type_, noticed=noticed, decline=decline, json=json)

    @verbs.command(
        "handover",
        say("Shift change: --to NAME leaves, --accept takes over."),
        "emergency handover --to 李娜 --text '…'",
    )
    def handover(
        ctx: typer.Context,
        to: str = option(None, "--to", help=say("Who takes over.")),
        accept: bool = option(False, "--accept", help=say("I take over.")),
        text: str = option(None, "--text", help=say("What they have to know.")),
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.handover import handover as run_handover

        run_handover(session(ctx, incident, by, at), to=to, accept=accept, text=text, json=json)

    @verbs.command(
        "reopen",
        say("Take back a tick with its answers; without a name, the end of the response."),
        "emergency reopen call-119 --reason '…'",
    )
    def reopen(
        ctx: typer.Context,
        what: str = argument(None, metavar="[STEP|ENTRY]"),
        reason: str = reason_,
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.reopen import reopen as run_reopen

        run_reopen(session(ctx, incident, by, at), what, reason=reason, json=json)

    @verbs.command(
        "correct",
        say("Correct one thing of an entry; the original stays visible. Works after closing too."),
        "emergency correct 7 --occurred 14:51 --reason '…'",
    )
    def correct(
        ctx: typer.Context,
        entry: str = argument(..., metavar="ENTRY", help=say("desk/n as the timeline shows it, or n alone.")),
        occurred: str = option(None, "--occurred", help=say("The true time.")),
        actor: str = option(None, "--actor", help=say("Who really did it.")),
        text: str = option(None, "--text", help=say("The text, or the reason, as it should be.")),
        fact: str = option(None, "--set", metavar="FACT=VALUE", help=say("The answer as it should be.")),
        reason: str = reason_,
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.correct import correct as run_correct

        run_correct(
            session(ctx, incident, by, at),
            entry,
            occurred=occurred,
            actor=actor,
            text=text,
            fact=fact,
            reason=reason,
            json=json,
        )

    @verbs.command(
        "end",
        say("The response is over. OUTCOME: handled, handed-over, false-alarm, opened-by-mistake, same-as."),
        "emergency end handled --decided 高石 --condition '…'",
    )
    def end(
        ctx: typer.Context,
        outcome: str = argument(None, metavar="[OUTCOME]"),
        decided: str = option(None, "--decided", help=say("Who decided it.")),
        condition: str = option(None, "--condition", help=say("On what condition.")),
        same_as: str = option(None, "--same-as", help=say("The other incident, with outcome same-as.")),
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.end import end as run_end

        run_end(
            session(ctx, incident, by, at), outcome, decided=decided, condition=condition, same_as=same_as, json=json
        )

    @verbs.command(
        "close", say("Close the record. What is still open is listed; one reason may leave it all."), "emergency close"
    )
    def close(
        ctx: typer.Context,
        reason: str = reason_,
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.close import close as run_close

        run_close(session(ctx, incident, by, at), reason=reason, json=json)
