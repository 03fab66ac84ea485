"""Verbs to write documents."""

from typing import Any

import typer

from emergency_cli.verbs.common import Verbs


def add(verbs: Verbs) -> None:
    """Add them to the program."""
    option, argument, say, session, id_ = typer.Option, typer.Argument, verbs.say, verbs.session, verbs.id
    by_, at_, json_ = verbs.by, verbs.at, verbs.json
    to_: Any = option(None, "--to", metavar="FILE", help=say("Where to; - is the screen."))
    force_: Any = option(False, "--force", help=say("Over an existing file."))
    mask_: Any = option(False, "--mask", help=say("Without personal values."))
    template_: Any = option(None, "--template", metavar="FILE", help=say("Your office's Word file, for its styles."))
    issued_: Any = option(
        [], "--issued-to", metavar="NAME", help=say("Put on record to whom it was given; may be repeated.")
    )
    approved_: Any = option(None, "--approved-by", metavar="NAME", help=say("Who approved it; no longer a draft."))

    @verbs.command("export", say("Write the after-action summary."), "emergency export --to summary.docx", "0 2 3 4")
    def export(
        ctx: typer.Context,
        part: str = id_,
        format_: str = option(None, "--format", help=say("docx, html, md or json.")),
        to: str = to_,
        force: bool = force_,
        mask: bool = mask_,
        template: str = template_,
        issued_to: list[str] = issued_,
        approved: str = approved_,
        by: str = by_,
        at: str = at_,
    ) -> None:
        from emergency_cli.commands.documents import Wanted
        from emergency_cli.commands.export import export as run_export

        wanted = Wanted(format_, to, force, mask, template, tuple(issued_to), approved)
        run_export(session(ctx, part, by, at), part, wanted)

    @verbs.command(
        "report",
        say("Bulletin upward. KIND: initial, follow-up (what is new since the last), final. Nothing is sent."),
        "emergency report initial --issued-to 县政府 --approved-by 高石 --to first.docx",
    )
    def report(
        ctx: typer.Context,
        kind: str = argument(..., metavar="KIND"),
        part: str = id_,
        format_: str = option(None, "--format", help=say("A document beside the text: docx, html, md or json.")),
        to: str = to_,
        split: int = option(None, "--split", metavar="BYTES", help=say("Cut the text for a channel with a limit.")),
        force: bool = force_,
        mask: bool = mask_,
        template: str = template_,
        issued_to: list[str] = issued_,
        approved: str = approved_,
        by: str = by_,
        at: str = at_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.documents import Wanted
        from emergency_cli.commands.report import report as run_report

        wanted = Wanted(format_, to, force, mask, template, tuple(issued_to), approved)
        run_report(session(ctx, part, by, at), kind, part, wanted, split=split, json=json)
