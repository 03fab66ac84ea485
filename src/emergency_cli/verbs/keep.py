"""Verbs to keep the record: other desks' entries, destruction on record, the health of this machine."""

import typer

from emergency_cli.verbs.common import Verbs


def add(verbs: Verbs) -> None:
    """Add them to the program."""
    option, argument, say, session, json_ = typer.Option, typer.Argument, verbs.say, verbs.session, verbs.json

    @verbs.command(
        "merge",
        say("Bring in what other desks recorded: from a USB stick, a shared folder, one incident's folder."),
        "emergency merge /media/stick",
        "0 2 4 5",
    )
    def merge(
        ctx: typer.Context,
        folder: str = argument(..., metavar="FOLDER", help=say("It is only read, never written.")),
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.keep.merge import merge as run_merge

        run_merge(session(ctx), folder, json=json)

    @verbs.command(
        "destroy",
        say("Remove an incident's personal values or evidence files for good, on record. Works after closing too."),
        "emergency destroy 1454-fire --basis '突发事件应对法第八十五条'",
        "0 2 3 4 5",
    )
    def destroy(
        ctx: typer.Context,
        part: str = argument(..., metavar="ID", help=say("Part of the incident's id.")),
        basis: str = option(None, "--basis", help=say("The law or the decision it rests on.")),
        what: str = option("personal", "--what", metavar="WHAT", help=say("personal, evidence or all.")),
        yes: bool = option(False, "--yes", help=say("Without being asked.")),
        at: str = verbs.at,
        by: str = verbs.by,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.keep.destroy import destroy as run_destroy

        run_destroy(session(ctx, by=by, at=at), part, basis=basis, what=what, yes=yes, json=json)

    @verbs.command(
        "doctor",
        say("Can this machine be relied on: disk, clock, terminal, plan, records; and what to do."),
        "emergency doctor",
        "0 2 5",
    )
    def doctor(ctx: typer.Context, json: bool = json_) -> None:
        from emergency_cli.commands.keep.doctor import doctor as run_doctor

        run_doctor(session(ctx), json=json)
