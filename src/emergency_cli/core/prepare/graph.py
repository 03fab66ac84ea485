"""A playbook as a flowchart: what is put before the officer in which order, and which answers lead where.

The unconditional steps make the spine. A fact that conditions look at is a rhomb behind the step that asks for it; each
branch leaves it with its answer. Steps on one and the same condition follow each other on one branch. Nothing is placed
here: laying out is the work of whoever draws it.
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from emergency_cli.core.plan.conditions import ANY_OF, facts_of
from emergency_cli.core.plan.playbook import Playbook, Step
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.prepare.outline import Books, by_stage
from emergency_cli.core.prepare.wording import answers, condition, deadline, fact_title, facts_at_hand, marks
from emergency_cli.core.terms import STAGES
from emergency_cli.core.text import msg

Shape = Literal["start", "step", "safety", "decision", "playbook"]


class Node(Struct, frozen=True):
    """One figure; each of `lines` is a text or message."""

    id: str
    shape: Shape
    lines: tuple[object, ...]


class Box(Struct, frozen=True):
    """A frame with a title: a stage, or steps done at the same time, which are drawn side by side (`across`)."""

    id: str
    title: object
    inside: "list[Node | Box]" = []
    across: bool = False


class Edge(Struct, frozen=True):
    """An arrow, with the answer that leads along it. `dotted`: it leads to another playbook."""

    start: str
    end: str
    label: object = None
    dotted: bool = False


class Graph(Struct):
    """Figures in their frames, and the arrows."""

    inside: list[Node | Box] = []
    edges: list[Edge] = []


def graph(book: Playbook, books: Books, roster: Roster) -> Graph:
    """The flowchart of a playbook."""
    return _Drawing(book, books, roster).whole()


class _Drawing:
    def __init__(self, book: Playbook, books: Books, roster: Roster) -> None:
        self.book, self.books, self.roster = book, books, roster
        self.facts = facts_at_hand(book, books)
        self.graph = Graph([Node("start", "start", (book.title,))])
        whens = [step.when for step in book.steps] + [each.when for each in book.suggests]
        self.decisive = [fact for when in whens for fact in facts_of(when)]
        self.asked = {fact: _askers(book, fact) for fact in self.decisive}
        self.drawn: set[str] = set()
        self.branches: dict[str, str] = {}
        self.spine = "start"

    def whole(self) -> Graph:
        for stage, steps in by_stage(self.book).items():
            box = Box(_id("stage", stage), STAGES[stage].shown)
            self.graph.inside.append(box)
            for together in _cards(steps):
                self._card(together, box)
        self._suggestions()
        return self.graph

    def _card(self, steps: list[Step], stage: Box) -> None:
        """The steps of one card: in a frame of their own if there are several."""
        for fact in (fact for step in steps for fact in facts_of(step.when) if not self.asked[fact]):
            self._decision(fact, stage)
        nodes = [self._step(step) for step in steps]
        frame = stage
        if len(steps) > 1:
            frame = Box(_id("together", str(steps[0].together)), msg("At the same time"), across=True)
            stage.inside.append(frame)
        frame.inside.extend(nodes)
        if len({str(step.when) for step in steps}) == 1:
            self._arrive(steps[0], frame.id if len(steps) > 1 else nodes[0].id)
        else:
            for step, node in zip(steps, nodes, strict=True):
                self._arrive(step, node.id)
        for step, node in zip(steps, nodes, strict=True):
            for fact in step.wants:
                if step in self.asked.get(fact, ()):
                    self._decision(fact, stage)
                    self.graph.edges.append(Edge(node.id, _id("fact", fact)))

    def _arrive(self, step: Step, place: str) -> None:
        """The arrows that lead to a step, or to the frame it shares."""
        if not step.when:
            self.graph.edges.append(Edge(self.spine, place))
            self.spine = place
            return
        branch = str(step.when)
        if branch in self.branches:
            self.graph.edges.append(Edge(self.branches[branch], place))
        else:
            self._from_answers(step.when, place)
        self.branches[branch] = place

    def _from_answers(self, when: Mapping[str, Any], place: str, *, dotted: bool = False) -> None:
        for fact, test in when.items():
            if fact == ANY_OF:
                for alternative in test:
                    self._from_answers(alternative, place, dotted=dotted)
            elif not any(self._asked_behind(fact, test, other) for other in when if other != fact):
                label = answers(test, self.facts.get(fact))
                self.graph.edges.append(Edge(_id("fact", fact), place, label, dotted))

    def _asked_behind(self, fact: str, test: object, other: str) -> bool:
        """Whether one comes to the other question only with this answer: then its own arrow says it already."""
        askers = self.asked.get(other, [])
        return bool(askers) and all((step.when or {}).get(fact) == test for step in askers)

    def _decision(self, fact: str, where: Box | Graph) -> None:
        if fact not in self.drawn:
            self.drawn.add(fact)
            elsewhere = [] if self.asked[fact] else [msg("(asked in the general procedure)")]
            where.inside.append(Node(_id("fact", fact), "decision", (fact_title(fact, self.facts), *elsewhere)))
            spec = self.facts.get(fact)
            if spec and spec.nothing_to_do:
                where.inside.append(Node(_id("nothing", fact), "start", (msg("no step of its own"),)))
                label = answers(list(spec.nothing_to_do), spec)
                self.graph.edges.append(Edge(_id("fact", fact), _id("nothing", fact), label))

    def _step(self, step: Step) -> Node:
        lines: list[object] = [step.do]
        found = [*marks(step)]
        limit = deadline(step, self.book, self.facts)
        if limit:
            found.append(limit)
        if step.approval:
            found.append(msg("consent: {party}", party=self.roster.title(step.approval)))
        if found:
            lines.append(msg("[{marks}]", marks=found))
        if len(facts_of(step.when)) > 1:
            lines.append(msg("Only if: {condition}", condition=condition(step.when, self.facts)))
        return Node(_id("step", step.id), "safety" if step.safety else "step", tuple(lines))

    def _suggestions(self) -> None:
        for each in self.book.suggests:
            for fact in facts_of(each.when):
                self._decision(fact, self.graph)
            other = self.books.get(each.playbook)
            node = Node(
                _id("playbook", each.playbook),
                "playbook",
                (msg("Suggests: {title}", title=other.title if other else each.playbook),),
            )
            if node not in self.graph.inside:
                self.graph.inside.append(node)
            self._from_answers(each.when, node.id, dotted=True)


def _askers(book: Playbook, fact: str) -> list[Step]:
    """The steps that decide a fact; where none does, those that write it down."""
    return [step for step in book.steps if fact in step.ask] or [step for step in book.steps if fact in step.wants]


def _cards(steps: list[Step]) -> list[list[Step]]:
    """Steps of one group together, at the place of the first."""
    cards: dict[str, list[Step]] = {}
    for step in steps:
        cards.setdefault(f"together {step.together}" if step.together else step.id, []).append(step)
    return list(cards.values())


def _id(kind: str, name: str) -> str:
    return f"{kind}_{name.replace('-', '_')}"
