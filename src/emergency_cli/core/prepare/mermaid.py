"""The Mermaid text of a flowchart (https://mermaid.js.org/syntax/flowchart.html), for whoever draws it."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from emergency_cli.core.prepare.graph import Box, Graph, Node, Shape

_SHAPES: dict[Shape, tuple[str, str]] = {
    "start": ("([", "])"),
    "step": ("[", "]"),
    "safety": ("[[", "]]"),
    "decision": ("{", "}"),
    "playbook": (">", "]"),
}
# Characters that Mermaid, its Markdown or HTML would take for their own; it reads #NN; as the character.
_STEERING = re.compile(r"[\"#&<>`*_~|\\{};$]|^(?:\d+(?=[.)]\s)|[-+](?=\s))|://|\bwww\.|\bfa[a-z]?:fa-")


def mermaid(drawn: Graph, words: Callable[[object], str]) -> str:
    """The text; `words` turns texts and messages into one language."""
    lines = ["flowchart TB", *_inside(drawn.inside, words, 1)]
    for edge in drawn.edges:
        arrow = "-.->" if edge.dotted else "-->"
        label = f'|"{_quoted(words(edge.label))}"|' if edge.label else ""
        lines.append(f"    {edge.start} {arrow}{label} {edge.end}")
    lines += _stages_in_order(drawn)
    safe = [node.id for node in _nodes(drawn.inside) if node.shape == "safety"]
    if safe:
        lines += ["    classDef safety stroke:#000,stroke-width:3px", f"    class {','.join(safe)} safety"]
    return "\n".join(lines) + "\n"


def _inside(inside: list[Node | Box], words: Callable[[object], str], depth: int) -> Iterator[str]:
    pad = "    " * depth
    for each in inside:
        if isinstance(each, Box):
            yield f'{pad}subgraph {each.id}["{_quoted(words(each.title))}"]'
            if each.across:
                yield f"{pad}    direction TB"
            yield from _inside(each.inside, words, depth + 1)
            yield f"{pad}end"
        else:
            opening, closing = _SHAPES[each.shape]
            text = "<br/>".join(_quoted(words(line)) for line in each.lines)
            yield f'{pad}{each.id}{opening}"{text}"{closing}'


def _stages_in_order(drawn: Graph) -> Iterator[str]:
    """Arrows that are not seen, from the ends of a stage to the beginnings of the next: it is drawn below."""
    stages = [{figure.id for figure in each.inside} for each in drawn.inside if isinstance(each, Box)]
    for stage, following in pairwise(stages):
        starts = {edge.start for edge in drawn.edges if edge.end in stage}
        ends = {edge.end for edge in drawn.edges if edge.start in following}
        above, below = sorted(stage - starts), sorted(following - ends)
        if above and below:
            yield f"    {' & '.join(above)} ~~~ {' & '.join(below)}"


def _nodes(inside: list[Node | Box]) -> Iterator[Node]:
    for each in inside:
        if isinstance(each, Box):
            yield from _nodes(each.inside)
        else:
            yield each


def _quoted(text: str) -> str:
    """Text that is safe between quotes: control characters are written as a character number."""
    return _STEERING.sub(lambda found: "".join(f"#{ord(char)};" for char in found[0]), " ".join(text.split()))
