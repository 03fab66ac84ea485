"""Which modules import what only inside a function: for start-up, never to hide a circle."""

import ast
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

SOURCE = Path(__file__).parents[1] / "src"
# `module -> what it imports in a function`, loaded late because it is heavy and not every run wants it. The standard
# library may be: no circle can hide there. The list only ever gets shorter.
LATE = (
    "emergency_cli.__main__ -> emergency_cli.*",
    "emergency_cli.__main__ -> msgspec",
    "emergency_cli.commands.* -> emergency_cli.commands.*",
    "emergency_cli.cli -> emergency_cli.parser.completion",
    "emergency_cli.commands.* -> emergency_cli.core.prepare.*",
    "emergency_cli.commands.complete -> emergency_cli.core.*",
    "emergency_cli.commands.* -> emergency_cli.export",
    "emergency_cli.commands.* -> emergency_cli.export.*",
    "emergency_cli.commands.* -> emergency_cli.plans.schema",
    "emergency_cli.commands.* -> emergency_cli.screen.*",
    "emergency_cli.commands.* -> emergency_cli.shapes.*",
    "emergency_cli.commands.* -> emergency_cli.walk.*",
    "emergency_cli.commands.* -> emergency_cli.plans.editing",
    "emergency_cli.commands.* -> emergency_cli.plans.new",
    "emergency_cli.commands.* -> emergency_cli.plans.plan",
    "emergency_cli.core.plan.names.find -> pypinyin",
    "emergency_cli.core.plan.names.find -> rapidfuzz",
    "emergency_cli.core.plan.names.find -> rapidfuzz.distance",
    "emergency_cli.export.docx.layout -> emergency_cli.export.docx.template",
    "emergency_cli.hub.server -> psycopg",
    "emergency_cli.parser.group -> emergency_cli",
    "emergency_cli.parser.group -> emergency_cli.commands.menu",
    "emergency_cli.parser.group -> typer._click.globals",
    "emergency_cli.parser.settings -> emergency_cli.plans.plan",
    "emergency_cli.plans.* -> emergency_cli.plans.reading",
    "emergency_cli.recording.confirm -> emergency_cli.shapes.incident",
    "emergency_cli.session -> emergency_cli.core.incident.*",
    "emergency_cli.session -> emergency_cli.core.prepare.paper",
    "emergency_cli.session -> emergency_cli.hub.following",
    "emergency_cli.session -> emergency_cli.plans.plan",
    "emergency_cli.session -> emergency_cli.store.home",
    "emergency_cli.walk.* -> emergency_cli.walk.keys.reports",
    "emergency_cli.walk.person.ask -> prompt_toolkit",
    "emergency_cli.walk.person.ask -> prompt_toolkit.*",
)


def late_imports() -> Iterator[str]:
    """`module -> imported`, for every import inside a function of what is not in the standard library."""
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
        for node in [inner for function in functions for inner in ast.walk(function)]:
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                if name.partition(".")[0] not in sys.stdlib_module_names:
                    yield f"{module} -> {name}"


def test_only_what_start_up_cannot_afford_is_imported_in_a_function() -> None:
    """Anything else belongs at the head of its module, where a circle shows."""
    unlisted = {line for line in late_imports() if not any(fnmatchcase(line, allowed) for allowed in LATE)}
    assert sorted(unlisted) == []


def test_nothing_is_listed_that_is_no_longer_imported_late() -> None:
    """A line that nothing needs would let the next one in."""
    found = list(late_imports())
    assert [allowed for allowed in LATE if not any(fnmatchcase(line, allowed) for line in found)] == []


def test_no_modules_import_each_other_in_a_circle_at_any_depth() -> None:
    """Imports inside functions count too; those for the type checker alone do not."""
    graph = grimp.build_graph("emergency_cli", exclude_type_checking_imports=True)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imported).prepare()  # raises CycleError, which names the circle


def test_only_the_reader_of_plan_files_knows_pydantic_and_yaml() -> None:
    """Whatever imports it makes every command wait for it."""
    knowing = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if {name.partition(".")[0] for name in names} & {"pydantic", "pydantic_core", "yaml"}:
                knowing.add(path.relative_to(SOURCE / "emergency_cli").parts[0])
    assert knowing == {"plans"}
