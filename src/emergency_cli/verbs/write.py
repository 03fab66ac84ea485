"""Verbs to write documents."""

from typing import Any

import typer

from emergency_cli.verbs.common import Verbs


def add(verbs: Verbs) -> None:
    """Add them to the program."""
    option, argument, say, session, id_ = typer.Option, typer.Argument, verbs.say, verbs.session, verbs.id
    by_, at_, json_, incident_ = verbs.by, verbs.at, verbs.json, verbs.incident
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
        format_: str = option(None, "--format", help=say("docx (Word), html, md or json; else by the file's ending.")),
        to: str = to_,
        force: bool = force_,
        mask: bool = mask_,
        template: str = template_,
        issued_to: list[str] = issued_,
        approved: str = approved_,
        incident: str = incident_,
        by: str = by_,
        at: str = at_,
    ) -> None:
        from emergency_cli.commands.write.documents import Wanted
        from emergency_cli.commands.write.export import export as run_export

        wanted = Wanted(format_, to, force, mask, template, tuple(issued_to), approved)
        run_export(session(ctx, part or incident, by, at), part, wanted)

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
        incident: str = incident_,
        by: str = by_,
        at: str = at_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.write.documents import Wanted
        from emergency_cli.commands.write.report import report as run_report

        wanted = Wanted(format_, to, force, mask, template, tuple(issued_to), approved)
        run_report(session(ctx, part or incident, by, at), kind, part, wanted, split=split, json=json)

    @verbs.command(
        "paper",
        say("Type in a card that was filled by hand, with its true times: row by row, or with --row."),
        "emergency paper fire --noticed 14:54 --row call-119=14:56,王强",
    )
    def paper(
        ctx: typer.Context,
        what: str = argument(
            None, metavar="[TYPE|ID]", help=say("A type opens a new incident; part of an id goes on with that one.")
        ),
        noticed: str = option(None, "--noticed", help=say("When it was noticed, like 14:54 or '11-22 14:54'.")),
        place: str = option(None, "--place", help=say("Where exactly.")),
        zone: str = option(None, "--zone", help=say("Service zone concerned.")),
        officer: str = option(None, "--officer", help=say("Who was on duty then.")),
        drill: bool = option(False, "--drill", help=say("A drill, marked as such everywhere.")),
        new: bool = option(False, "--new", help=say("A new incident even if one of this type is open.")),
        rows: list[str] = option(
            [],
            "--row",
            metavar="STEP=TIME[,NAME]",
            help=say(
                "A row of the card; STEP=x TIME,REASON could not be done, STEP=- TIME,REASON skipped; may be repeated."
            ),
        ),
        facts: list[str] = option(
            [], "--fact", "-f", metavar="FACT=VALUE", help=say("An answer on the card; may be repeated.")
        ),
        contacts: list[str] = option(
            [],
            "--contact",
            "-c",
            metavar="PARTY=OUTCOME",
            help=say("Who was told: reached, called or no-answer; may be repeated."),
        ),
        reason: str = option(None, "--reason", help=say("Why rows were done that do not apply.")),
        incident: str = verbs.incident,
        by: str = verbs.by,
        json: bool = verbs.json,
    ) -> None:
        from emergency_cli.commands.write.paper import paper as run_paper
        from emergency_cli.walk.paper_rows import Given

        run_paper(
            session(ctx, incident, by), what, Given(rows, facts, contacts, reason), drill=drill, noticed=noticed,
            place=place, zone=zone, officer=officer, new=new, json=json,
        )  # fmt: skip
