"""Verbs to look: board, list, timeline, contacts, the check of the record."""

import typer

from emergency_cli.verbs.common import Verbs


def add(verbs: Verbs) -> None:
    """Add them to the program."""
    option, argument, say, session, json_, id_, incident_ = (
        typer.Option,
        typer.Argument,
        verbs.say,
        verbs.session,
        verbs.json,
        verbs.id,
        verbs.incident,
    )

    @verbs.command("status", say("How every step stands."), "emergency status", "0 2")
    def status(
        ctx: typer.Context,
        part: str = id_,
        open_only: bool = option(False, "--open", help=say("Only what is still to be done.")),
        incident: str = incident_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.look.status import status as run_status

        run_status(session(ctx, incident), part, json=json, open_only=open_only)

    @verbs.command("list", say("All incidents."), "emergency list", "0 2")
    def list_(ctx: typer.Context, json: bool = json_) -> None:
        from emergency_cli.commands.look.list import list_all

        list_all(session(ctx), json=json)

    @verbs.command(
        "timeline", say("Everything on record, in the order in which it happened."), "emergency timeline", "0 2"
    )
    def timeline(ctx: typer.Context, part: str = id_, incident: str = incident_, json: bool = json_) -> None:
        from emergency_cli.commands.look.timeline import timeline as run_timeline

        run_timeline(session(ctx, incident), part, json=json)

    @verbs.command(
        "contacts",
        say("Whom to call, in order: for a zone, an incident type, both, or all zones."),
        "emergency contacts 税务 --for fire",
        "0 2",
    )
    def contacts(
        ctx: typer.Context,
        zone: str = argument(None, metavar="[ZONE]", help=say("税务, tax, sw …")),
        for_: str = option(None, "--for", metavar="TYPE", help=say("Whom this incident type has to be told to.")),
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.look.contacts import contacts as run_contacts

        run_contacts(session(ctx), zone, for_=for_, json=json)

    @verbs.command(
        "verify", say("Is the record whole? --code: what a code in other hands proves."), "emergency verify", "0 2 5"
    )
    def verify(
        ctx: typer.Context,
        part: str = id_,
        codes: list[str] = option([], "--code", help=say("A check code somebody holds; may be repeated.")),
        documents: list[str] = option(
            [], "--document", metavar="FILE", help=say("A document that was given out; may be repeated.")
        ),
        incident: str = incident_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.look.verify import verify as run_verify

        run_verify(session(ctx, incident), part, codes=codes, documents=documents, json=json)
