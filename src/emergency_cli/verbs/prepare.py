"""Verbs to prepare: checking the plan, reading its playbooks, readiness."""

import typer

from emergency_cli.verbs.common import Verbs


def add(verbs: Verbs) -> None:
    """Add them to the program."""
    say, session, json_ = verbs.say, verbs.session, verbs.json

    @verbs.command(
        "check", say("Every fault of the plan files, with file and line."), "emergency check --plan ./plan", "0 2 5"
    )
    def check(ctx: typer.Context, json: bool = json_) -> None:
        from emergency_cli.commands.prepare.check import check as run_check

        run_check(session(ctx), json=json)

    _playbook(verbs)
    _card(verbs)
    _ready(verbs)


def _playbook(verbs: Verbs) -> None:
    """The verb `playbook` with its parts."""
    option, argument, say, session, json_ = typer.Option, typer.Argument, verbs.say, verbs.session, verbs.json
    type__ = argument(..., metavar="TYPE", help=say("Incident type, in any of its names: fire, 火灾, huozai."))
    force_ = option(False, "--force", help=say("Over an existing file."))
    parts = verbs.group(
        "playbook", say("The playbooks of the plan: all of them, one whole, as a flowchart."), "emergency playbook"
    )

    @parts.callback()
    def playbook(ctx: typer.Context, json: bool = json_) -> None:
        from emergency_cli.commands.prepare.playbook import list_playbooks

        if ctx.invoked_subcommand is None:
            list_playbooks(session(ctx), json=json)

    @verbs.command(
        "show",
        say("One playbook whole: facts, every step, what to keep ready."),
        "emergency playbook show fire",
        "0 2 4",
        parts,
    )
    def show(
        ctx: typer.Context,
        type_: str = type__,
        html: str = option(None, "--html", metavar="FILE", help=say("Write it as a page to read and to print.")),
        force: bool = force_,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.prepare.playbook import show as run_show

        run_show(session(ctx), type_, html=html, force=force, json=json)

    @verbs.command(
        "graph",
        say("One playbook as a flowchart: Mermaid text, for whatever draws it."),
        "emergency playbook graph fire",
        "0 2",
        parts,
    )
    def graph(
        ctx: typer.Context,
        type_: str = type__,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.prepare.playbook import graph as run_graph

        run_graph(session(ctx), type_, json=json)

    @verbs.command(
        "schema",
        say("JSON Schema of playbook files, for editors that check while you type."),
        "emergency playbook schema --to playbook.schema.json",
        "0 2 4",
        parts,
    )
    def schema(
        ctx: typer.Context,
        roster: bool = option(False, "--roster", help=say("Of roster.yaml instead.")),
        to: str = option(None, "--to", metavar="FILE", help=say("Where to; - is the screen.")),
        force: bool = force_,
    ) -> None:
        from emergency_cli.commands.prepare.playbook import schema as run_schema

        run_schema(session(ctx), roster=roster, to=to, force=force)


def _card(verbs: Verbs) -> None:
    """The verb `card`."""
    option, argument, say, session, json_ = typer.Option, typer.Argument, verbs.say, verbs.session, verbs.json

    @verbs.command(
        "card",
        say("Response cards to print: one page for each incident type, or for each of its cases."),
        "emergency card fire --format docx --to fire.docx",
        "0 2 4",
    )
    def card(
        ctx: typer.Context,
        type_: str = argument(
            None, metavar="[TYPE]", help=say("Incident type, in any of its names: fire, 火灾, huozai.")
        ),
        case: str = option(None, "--case", help=say("One case only, in any of its names: surge, 打架.")),
        zone: str = option(None, "--zone", help=say("Name the owner of this service zone.")),
        all_: bool = option(False, "--all", help=say("All of them in one document.")),
        pocket: bool = option(False, "--pocket", help=say("A6 pocket cards with the first five to seven actions.")),
        contacts: bool = option(False, "--contacts", help=say("The contact sheet by zone; after the cards, or alone.")),
        format_: str = option(None, "--format", help=say("html or docx.")),
        to: str = option(None, "--to", metavar="FILE", help=say("Where to; - is standard output.")),
        force: bool = option(False, "--force", help=say("Over an existing file.")),
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.write.card import Wanted
        from emergency_cli.commands.write.card import card as run_card

        wanted = Wanted(type_, case, zone, all_, pocket, contacts)
        run_card(session(ctx), wanted, format_=format_, to=to, force=force, json=json)


def _ready(verbs: Verbs) -> None:
    """The verb `ready` with its part."""
    option, argument, say, session, json_ = typer.Option, typer.Argument, verbs.say, verbs.session, verbs.json
    parts = verbs.group(
        "ready",
        say("Is the hall ready: preparedness items, drills, personal data due for destruction, gaps of the roster."),
        "emergency ready",
        "0 2 5",
    )

    @parts.callback()
    def ready(ctx: typer.Context, json: bool = json_) -> None:
        from emergency_cli.commands.prepare.ready import ready as run_ready

        if ctx.invoked_subcommand is None:
            run_ready(session(ctx), json=json)

    @verbs.command(
        "done",
        say("Record that a preparedness item was checked."),
        "emergency ready done medicine-stock --by 王强",
        "0 2 4",
        parts,
    )
    def done(
        ctx: typer.Context,
        item: str = argument(..., metavar="ITEM", help=say("Its id, or words of it: patches, 药品.")),
        wanting: bool = option(False, "--wanting", help=say("It was not in order.")),
        text: str = option(None, "--text", help=say("What was found.")),
        at: str = verbs.at,
        by: str = verbs.by,
        json: bool = json_,
    ) -> None:
        from emergency_cli.commands.prepare.ready import check_item

        check_item(session(ctx, by=by, at=at), item, wanting=wanting, text=text, json=json)
