"""YAML in the plain form that plan files have: all scalars as text, every fault with its line."""

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from emergency_cli.core.text import Fault, Message, msg
from emergency_cli.plans import MAX_BYTES

_MAX_DEPTH, _MAX_NODES = 32, 20_000
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Path_ = tuple[str | int, ...]


class Source:
    """A YAML file as text: all scalars are strings, and the line of everything is known."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: Any = None
        self.lines: dict[Path_, int] = {}
        self.faults: list[Fault] = []

    def line(self, path: Path_) -> int | None:
        """The line of a place, or of the nearest thing round it; one value may stand where a list could."""
        found: Path_ = ()
        for part in path:
            if (*found, part) in self.lines:
                found = (*found, part)
            elif part != 0:
                break
        return self.lines.get(found, 1)

    def fault(self, path: Path_, what: Message, hint: Message | None = None, *, warning: bool = False) -> None:
        """Note a fault at a place."""
        self.faults.append(Fault(self.file, self.line(path), what, hint, warning))


class _Refused(Exception):
    def __init__(self, line: int, what: Message, hint: Message | None = None) -> None:
        super().__init__()
        self.fault = (line, what, hint)


def read_yaml(raw: bytes, file: str) -> Source:
    """Read a YAML file in the plain form that plan files have. Never fails; the faults are in the result."""
    source = Source(file)
    try:
        text = _decoded(raw)
        events = yaml.parse(text, Loader=_LOADER)
        source.data = _Builder(source, text).document(events)
    except _Refused as refused:
        source.faults.append(Fault(file, *refused.fault))
    except yaml.YAMLError as error:
        source.faults.append(_syntax_fault(file, error, raw))
    return source


def _decoded(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise _Refused(
            1, msg("the file is larger than 1 MiB"), msg("a plan file is a few pages long; check what is in it")
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _Refused(line, msg("not UTF-8"), msg("save the file again with the encoding UTF-8")) from error
    for number, line_text in enumerate(text.splitlines(), 1):
        if line_text[: len(line_text) - len(line_text.lstrip())].count("\t"):
            raise _Refused(number, msg("a tab at the beginning of the line"), msg("indent with spaces"))
    return text


class _Builder:
    """Turns parser events into plain data, refusing at once what no plan file needs."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.text = text.splitlines()
        self.nodes = 0
        self.in_braces = False

    def document(self, events: Iterator[Any]) -> Any:
        found: list[Any] = []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if found:
                    self._refuse(event, msg("a second document (---)"), msg("one file holds one document"))
                found.append(self._node(next(events), events, (), 0))
        return found[0] if found else None

    def _node(self, event: Any, events: Iterator[Any], path: Path_, depth: int) -> Any:
        self.nodes += 1
        if depth > _MAX_DEPTH or self.nodes > _MAX_NODES:
            self._refuse(event, msg("nested too deeply or too long for a plan file"), msg("check what is in it"))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(
                event, msg("anchors and aliases (& and *) are not used here"), msg("write it out, or quote it")
            )
        if getattr(event, "tag", None):
            self._refuse(event, msg("tags (!) are not used here"), msg("remove it, or put the text in quotes"))
        match event:
            case yaml.ScalarEvent():
                self._warn_of_question_mark(event)
                return event.value
            case _:
                outside, self.in_braces = self.in_braces, self.in_braces or bool(event.flow_style)
                is_list = isinstance(event, yaml.SequenceStartEvent)
                found: Any = self._sequence(events, path, depth) if is_list else self._mapping(events, path, depth)
                self.in_braces = outside
                return found

    def _warn_of_question_mark(self, event: Any) -> None:
        """PyYAML without libyaml, as on some machines, refuses what libyaml reads: `{en: Is it deep?}`."""
        plain = event.implicit[0]
        if self.in_braces and plain and "?" in event.value:
            what = msg("“{text}” needs quotes: not every computer reads a ? in braces without them", text=event.value)
            hint = msg("put it in quotes")
            self.source.faults.append(Fault(self.source.file, _line(event), what, hint, warning=True))

    def _sequence(self, events: Iterator[Any], path: Path_, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            place = (*path, len(items))
            self.source.lines[place] = _line(event)
            items.append(self._node(event, events, place, depth + 1))
        return items

    def _mapping(self, events: Iterator[Any], path: Path_, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, msg("a name is expected here"), msg("write it as name: value"))
            key = str(event.value)
            place = (*path, key)
            if "\u3000" in key or "：" in key:
                what = msg("“{key}” holds a full-width colon or space", key=key)
                self.source.faults.append(
                    Fault(self.source.file, _line(event), what, msg("use the half-width : and a normal space"))
                )
            if key in items:
                what = msg("“{key}” appears twice; the first is in line {line}", key=key, line=self.source.lines[place])
                self.source.faults.append(Fault(self.source.file, _line(event), what, msg("keep one of them")))
            self.source.lines[place] = _line(event)
            items[key] = self._node(next(events), events, place, depth + 1)
        return items

    def _refuse(self, event: Any, what: Message, hint: Message) -> NoReturn:
        raise _Refused(_line(event), what, hint)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _syntax_fault(file: str, error: yaml.YAMLError, raw: bytes) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    lines = raw.decode("utf-8", "replace").splitlines()
    near = lines[max(0, line - 2) : line]
    if any("：" in text for text in near):
        hint = msg("there is a full-width colon here; use the half-width :")
    else:
        hint = msg("check indentation, colons and quotes of this line and the one before")
    what = msg("cannot be read as YAML ({problem})", problem=getattr(error, "problem", None) or "syntax")
    return Fault(file, line, what, hint)
