"""Verbs to respond with: opening an incident, going on, ticking steps, recording what is known."""

from typing import Any

import typer

from emergency_cli.verbs.common import Verbs


def add(verbs: Verbs) -> None:
    """Add them to the program."""
    option, argument, say, session, incident_, by_, at_, json_, reason_, id_, step_ = (
        typer.Option,
        typer.Argument,
        verbs.say,
        verbs.session,
        verbs.incident,
        verbs.by,
        verbs.at,
        verbs.json,
        verbs.reason,
        verbs.id,
        verbs.step,
    )

    @verbs.command(
        "start", say("Start an incident: the first card at once, then step by step."), "emergency start fire --zone tax"
    )
    def start(
        ctx: typer.Context,
        type_: str = argument(..., metavar="TYPE", help=say("Incident type, in any of its names: fire, 火灾, huozai.")),
        drill: bool = option(False, "--drill", help=say("A drill, marked as such everywhere.")),
        zone: str = option(None, "--zone", help=say("Service zone concerned.")),
        place: str = option(None, "--place", help=say("Where exactly.")),
        occurred: str = option(None, "--occurred", help=say("When it began, as far as known.")),
        noticed: str = option(None, "--noticed", help=say("When it was noticed; deadlines run from there.")),
        new: bool = option(False, "--new", help=say("A new incident even if one of this type is open.")),
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.start import start as run_start

        run_start(
            session(ctx, by=by),
            type_,
            drill=drill,
            zone=zone,
            place=place,
            occurred=occurred,
            noticed=noticed,
            new=new,
            json=json,
        )

    @verbs.command("resume", say("Go on with an open incident."), "emergency resume")
    def resume(ctx: typer.Context, part: str = id_, by: str = by_) -> None:
        from emergency_cli.commands.respond.resume import resume as run_resume

        run_resume(session(ctx, by=by), part)

    @verbs.command(
        "done",
        say("Tick a step. STEP@ZONE for one zone, STEP@all for all others in order."),
        "emergency done call-119 --fact trapped=no --contact 119=reached",
    )
    def done(
        ctx: typer.Context,
        step: str = step_,
        facts: list[str] = option(
            [], "--fact", "-f", metavar="FACT=VALUE", help=say("An answer that belongs to it; may be repeated.")
        ),
        contacts: list[str] = option(
            [],
            "--contact",
            "-c",
            metavar="PARTY=OUTCOME",
            help=say("Who was told: reached, called or no-answer; may be repeated."),
        ),
        actor: str = option(None, "--actor", help=say("Who did it.")),
        approval: str = option(None, "--approval", help=say("Consent: given, refused or not-reached.")),
        approval_by: str = option(None, "--approval-by", help=say("Whose consent it was, by name.")),
        approval_how: str = option(None, "--approval-how", help=say("How it was asked.")),
        finished: bool = option(False, "--finished", help=say("The rounds of a repeating step are over.")),
        reason: str = reason_,
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.done import done as run_done

        run_done(
            session(ctx, incident, by, at), step, facts=facts, contacts=contacts, actor=actor, approval=approval,
            approval_by=approval_by, approval_how=approval_how, reason=reason, finished=finished, json=json,
        )  # fmt: skip

    def leaving(name: Any, text: str, example: str) -> None:
        @verbs.command(name, text, example)
        def leave(
            ctx: typer.Context,
            step: str = step_,
            reason: str = reason_,
            incident: str = incident_,
            at: str = at_,
            by: str = by_,
            json: bool = json_,
        ) -> None:
            from emergency_cli.commands.respond.leave import leave as run_leave

            run_leave(session(ctx, incident, by, at), name, step, reason=reason, json=json)

    leaving("skip", say("Leave a step out, with a reason."), "emergency skip fight-fire --reason '…'")
    leaving("could-not", say("A step was tried and could not be done."), "emergency could-not cut-power --reason '…'")
    leaving("defer", say("Put a step off; it comes back before the stage ends."), "emergency defer head-count")

    @verbs.command(
        "set",
        say("Answer questions, or change answers. ? or not-known where it is not known."),
        "emergency set trapped=no place=二楼",
    )
    def set_(
        ctx: typer.Context,
        pairs: list[str] = argument(..., metavar="FACT=VALUE…"),
        reason: str = reason_,
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.set import set_facts

        set_facts(session(ctx, incident, by, at), pairs, reason=reason, json=json)

    @verbs.command("note", say("Keep something in your own words."), "emergency note '烟从配电间出来'")
    def note(
        ctx: typer.Context,
        text: str = argument(..., metavar="TEXT"),
        personal: bool = option(False, "--personal", help=say("Personal data: sealed, can be destroyed later.")),
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.note import note as run_note

        run_note(session(ctx, incident, by, at), text, personal=personal, json=json)

    @verbs.command(
        "attach",
        say("Take evidence: copy a file in, or record who holds it."),
        "emergency attach photo.jpg --from 王强",
    )
    def attach(
        ctx: typer.Context,
        file: str = argument(None, metavar="[FILE]"),
        reference: str = option(None, "--reference", help=say("What it is, when nothing is copied.")),
        held: str = option(None, "--held", help=say("Who holds it.")),
        until: str = option(None, "--until", help=say("Until when it is kept.")),
        handed: str = option(None, "--from", help=say("Who handed it over.")),
        text: str = option(None, "--text", help=say("A remark.")),
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.attach import attach as run_attach

        run_attach(
            session(ctx, incident, by, at),
            file,
            reference=reference,
            held=held,
            until=until,
            handed=handed,
            text=text,
            json=json,
        )

    @verbs.command(
        "call",
        say("Record who was told, or could not be reached; an unanswered call shows who is next."),
        "emergency call emergency-office=no-answer",
    )
    def call(
        ctx: typer.Context,
        pairs: list[str] = argument(
            ..., metavar="PARTY[=OUTCOME]…", help=say("OUTCOME: reached, called or no-answer.")
        ),
        text: str = option(None, "--text", help=say("What was said.")),
        incident: str = incident_,
        at: str = at_,
        by: str = by_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.respond.call import call as run_call

        run_call(session(ctx, incident, by, at), pairs, text=text, json=json)
