"""`emergency playbook`: the list of playbooks, one of them in full, its flowchart, the schemas of the plan files."""

import json as json_
from typing import Annotated

from typer import Option

from emergency_cli.commands.options import Force, Json, To, Type, verb
from emergency_cli.commands.whose import plan_line
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.values import plain
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.export.writing import write_document, write_to_stdout
from emergency_cli.session import Session
from emergency_cli.shapes.plan import Flowchart, Playbooks, WholePlaybook, playbook_brief


@verb("emergency playbook")
def list_playbooks(session: Session, *, json: Json = False) -> None:
    """Every playbook there is."""
    from emergency_cli.screen.plan.playbook import playbook_list

    books = session.plan.playbooks()
    session.warn_of_faults()
    if json:
        session.screen.data(Playbooks(playbooks=[playbook_brief(book) for book in books]))
    else:
        session.screen.show([*playbook_list(books, session.screen.words), plan_line(session)])


@verb("emergency playbook show fire", Exit.NOT_SAVED, help="Show the facts, every step and what to keep ready.")
def show(
    session: Session,
    type_: Type,
    *,
    html: Annotated[str | None, Option("--html", metavar="FILE", help="Write it as a page to read or print.")] = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """One playbook, readable whole, on the screen or as a page in a file; as data, as it is in its file."""
    from emergency_cli.core.prepare.outline import outline
    from emergency_cli.screen.plan.playbook import outline_lines

    book, books = _found(session, type_)
    if html:
        from emergency_cli.export.playbook_page import playbook_page

        whole = outline(book, books, session.plan.roster)
        page = playbook_page(whole, session.screen.words, session.plan.centre.layout)
        write_document(session.world, html, page, force=force)
        if html != "-" and not json:
            session.screen.say(msg("Written: {path}", path=html), "done")
    if json:
        session.screen.data(WholePlaybook(playbook=plain(book)))
    elif not html:
        whole = outline(book, books, session.plan.roster)
        session.screen.show(outline_lines(whole, session.screen.words))


@verb("emergency playbook graph fire", help="Write Mermaid text, for any tool that draws it.")
def graph(session: Session, type_: Type, *, json: Json = False) -> None:
    """The flowchart as Mermaid text."""
    from emergency_cli.core.prepare.graph import graph as drawn
    from emergency_cli.core.prepare.mermaid import mermaid

    book, books = _found(session, type_)
    text = mermaid(drawn(book, books, session.plan.roster), session.screen.words)
    if json:
        session.screen.data(Flowchart(id=book.id, mermaid=text))
    else:
        write_to_stdout(session.world, text.encode())


@verb("emergency playbook schema --to playbook.schema.json", Exit.NOT_SAVED)
def schema(
    session: Session,
    *,
    roster: Annotated[bool, Option("--roster", help="For roster.yaml instead.")] = False,
    drill: Annotated[bool, Option("--drill", help="For a scenario in the folder drills instead.")] = False,
    to: To = None,
    force: Force = False,
) -> None:
    """The JSON Schema of playbook files, of the roster, or of scenarios of drills: for editors."""
    from emergency_cli.plans.schema import drill_schema, playbook_schema, roster_schema

    if roster and drill:
        raise Misused(msg("One schema at a time: --roster or --drill."))
    found = roster_schema() if roster else drill_schema() if drill else playbook_schema()
    content = json_.dumps(found, ensure_ascii=False, indent=2) + "\n"
    write_document(session.world, to or "-", content.encode(), force=force)
    if to and to != "-":
        session.screen.say(msg("Written: {path}", path=to), "done")


def _found(session: Session, type_: str) -> tuple[Playbook, dict[str, Playbook]]:
    book, _ = session.plan.find(type_)
    books = {each.id: each for each in session.plan.playbooks()}
    session.warn_of_faults()
    return book, books
