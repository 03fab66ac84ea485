"""`emergency playbook new ID`: a playbook that can be walked at once, to be changed in an editor."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.asking import asked_for, name_asked
from emergency_cli.commands.changing import put_in_place
from emergency_cli.commands.options import verb
from emergency_cli.commands.whose import own_folder
from emergency_cli.core.plan.playbook import ANY_CLASS, GENERAL
from emergency_cli.core.text import msg
from emergency_cli.disk import is_there
from emergency_cli.errors import Exit, Misused
from emergency_cli.plans.check import plan_faults
from emergency_cli.screen.faults import fault_lines
from emergency_cli.session import Session

_TITLE = msg("What this incident type is called")
# The facts of the template; what all incidents share may have one of that name.
_FACTS = ("extent", "handled")


@verb(
    msg("emergency playbook new water-leak --title 'Water leak'"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    Exit.FAULTS,
    help="It has four steps, to be changed in an editor, and can be walked as a drill at once.",
)
def new(
    session: Session,
    id_: Annotated[str, Argument(metavar="ID", help="Small letters, digits and hyphens: water-leak.")],
    *,
    title: Annotated[str | None, Option("--title", metavar="TEXT", help="What it is called.")] = None,
    title_en: Annotated[
        str | None, Option("--title-en", metavar="TEXT", help="The same in English, where the plan has both.")
    ] = None,
    alias: Annotated[
        list[str] | None, Option("--alias", metavar="WORD", help="What people shout; may be repeated.")
    ] = None,
    class_: Annotated[
        str | None,
        Option(
            "--class",
            metavar="CLASS",
            help="Its class, or any, which is the default.",
            autocompletion=complete.classes,
        ),
    ] = None,
) -> None:
    """Write the file and say what to do with it. Raises as `roster set` does."""
    from emergency_cli.plans.new import filled

    path = own_folder(session) / "playbooks" / f"{id_}.yaml"
    if id_ in session.plan.ids or is_there(path):
        raise Misused(msg("There is a playbook “{id}” already.", id=id_), msg("Choose another id."))
    languages = session.plan.centre.languages
    called = name_asked(session, languages, (title, title_en), _TITLE, ("--title", "--title-en"))
    classes = session.plan.centre.classes
    question = msg("Its class: {names}", names=[*classes, ANY_CLASS])
    kind = asked_for(session, class_, question, "--class", ANY_CLASS) if classes else class_ or ANY_CLASS
    texts = {"id": id_, "title_zh": called.zh, "title_en": called.en, "class": kind}
    general = session.plan.playbook(GENERAL)
    taken = general.facts if general else {}
    texts |= {fact: f"{id_}-{fact}" if fact in taken else fact for fact in _FACTS}
    values: dict[str, str | list[str]] = {**texts, "aliases": [each for each in alias or () if each]}
    put_in_place(session, path, None, filled("playbook", values, languages))
    words = session.screen.words
    session.screen.say(msg("Written: {path}", path=str(path)), "done")
    session.screen.show(fault_lines([each for each in plan_faults(session.world) if each.file == str(path)], words))
    session.screen.say(msg("Change its steps there, in an editor; then: emergency check"))
    session.screen.say(msg("Walk it as a drill: emergency start {id} --drill", id=id_))
