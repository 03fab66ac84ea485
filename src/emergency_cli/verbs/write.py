"""Verbs to write documents."""

import typer

from emergency_cli.verbs.common import Verbs


def add(verbs: Verbs) -> None:
    """Add them to the program."""
    option, say, session, id_ = typer.Option, verbs.say, verbs.session, verbs.id

    @verbs.command("export", say("Write the after-action summary."), "emergency export --to summary.md", "0 2 4")
    def export(
        ctx: typer.Context,
        part: str = id_,
        format_: str = option(None, "--format", help=say("md or json.")),
        to: str = option(None, "--to", metavar="FILE", help=say("Where to; - is the screen.")),
        force: bool = option(False, "--force", help=say("Over an existing file.")),
    ) -> None:
        from emergency_cli.commands.export import export as run_export

        run_export(session(ctx), part, format_=format_, to=to, force=force)
