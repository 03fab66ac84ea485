"""Changing a plan file in place: what is not changed stays as it was, with its comments, its order and its quotes."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from emergency_cli.core.text import msg
from emergency_cli.errors import Faulty

Value = str | Sequence[str] | Mapping[str, str]
_MARK = "\ufeff"


class PlanFile:
    """The text of a plan file that can be read as YAML. Raises Faulty if it cannot."""

    def __init__(self, raw: bytes, file: str) -> None:
        self.file = file
        text = raw.decode("utf-8", "replace")
        self._mark, self._windows = text.startswith(_MARK), "\r\n" in text
        self.text = text.removeprefix(_MARK).replace("\r\n", "\n")
        self._data()

    @property
    def raw(self) -> bytes:
        """The bytes of the file as it is now, with the line ends it came with."""
        text = self.text.replace("\n", "\r\n") if self._windows else self.text
        return (_MARK * self._mark + text).encode()

    def set(self, path: Sequence[str], value: Value | None) -> None:
        """Put a value in a place; `None` takes the member away. The place is there but for its last name.

        Raises Faulty where a comment would be lost.
        """

        def put(data: Any) -> None:
            for name in path[:-1]:
                data = data[name]
            if value is None:
                data.pop(path[-1], None)
            elif isinstance(value, Mapping) and isinstance(data.get(path[-1]), dict):
                data[path[-1]].update({name: _written(each) for name, each in value.items()})
            else:
                data[path[-1]] = _written(value)

        self._change(put)

    def put(self, section: str, entries: Mapping[str, Sequence[str] | None]) -> None:
        """Set lists in a section, which is made where it is missing; `None` takes one out. Raises as `set` does."""

        def put(data: Any) -> None:
            if not isinstance(data.get(section), CommentedMap):
                data[section] = CommentedMap()
            table = data[section]
            known = {str(key): key for key in table}  # a day without quotes is read as a date
            for name, value in entries.items():
                if value is None:
                    table.pop(known.get(name), None)
                else:
                    table[known.get(name, _written(name))] = _written(value)

        self._change(put)

    def add(self, section: str, key: str, members: Mapping[str, Value]) -> None:
        """Put an entry at the end of a section, which is made where it is missing."""
        held = self._data().get(section)
        if isinstance(held, CommentedMap) and held.fa.flow_style() and held:
            self._change(lambda data: data[section].update({key: _written(members)}))
            return
        lines = self.text.splitlines()
        place = next((n for n, line in enumerate(lines) if re.match(rf"{re.escape(section)}\s*:", line)), None)
        if place is None:
            lines += [f"{section}:"]
            place = len(lines) - 1
        elif not held:
            lines[place] = re.sub(r"(:)\s*(\{\s*\}|~|null)?(?=\s*(#|$))", r"\1", lines[place], count=1)
        indent = held.lc.key(next(iter(held)))[1] if held else 2
        end = _end(lines, place, 0)
        entry = _dumped({key: {name: _written(value) for name, value in members.items()}}).splitlines()
        self.text = "\n".join([*lines[:end], *(" " * indent + line for line in entry), *lines[end:]]) + "\n"

    def remove(self, section: str, key: str) -> None:
        """Take an entry away with the comments in it; those behind it stay. Raises KeyError if it is not there."""
        held = self._data()[section]
        line, indent = held.lc.key(key)
        if held.fa.flow_style():
            self._change(lambda data: data[section].pop(key))
            return
        lines = self.text.splitlines()
        if len(held) == 1:  # a section is never a name with nothing behind it
            lines[self._data().lc.key(section)[0]] = f"{section}: {{}}"
        self.text = "\n".join([*lines[:line], *lines[_end(lines, line, indent) :]]) + "\n"

    def _data(self) -> Any:
        try:
            return _yaml().load(self.text) or CommentedMap()
        except (YAMLError, ValueError) as error:
            what = msg("{file} cannot be read as YAML; nothing was changed.", file=self.file)
            raise Faulty(what, msg("See what is wrong: emergency check")) from error

    def _change(self, change: Callable[[Any], object]) -> None:
        data = self._data()
        before = _dumped(data)
        change(data)
        changed = _spliced(self.text, before, _dumped(data))
        if lost := _comments(self.text) - _comments(changed):
            what = msg("A comment would be lost: {text}", text=min(lost))
            raise Faulty(what, msg("Change this in an editor: {file}", file=self.file))
        self.text = changed


def in_one_language(text: str, code: str) -> str:
    """A plan file in Chinese and English in one of the two, with its comments; what is only in the other goes."""
    other = "en" if code == "zh" else "zh"

    def one(data: Any) -> Any:
        if isinstance(data, list):
            data[:] = [one(each) for each in data]
        if isinstance(data, dict):
            said = {name: one(each) for name, each in data.items() if name != other}
            if other in data and set(said) == {code}:
                return said[code]
            for name in [name for name in data if said.get(name) is None or said[name] == {}]:
                if data[name] is not None and data[name] != {}:
                    del data[name]
            data.update({name: each for name, each in said.items() if name in data})
        return data

    return _dumped(one(_yaml().load(text)))


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1 << 20
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(data: Any) -> str:
    stream = StringIO()
    _yaml().dump(data, stream)
    return stream.getvalue()


def _written(value: Any) -> Any:
    """A value as people write it here: what holds digits in quotes, lists and short texts on one line."""
    if isinstance(value, str):
        return DoubleQuotedScalarString(value) if re.match(r"[+\d]", value) else value
    if isinstance(value, Mapping):
        found = CommentedMap({name: _written(each) for name, each in value.items()})
        if all(isinstance(each, str) for each in value.values()):
            found.fa.set_flow_style()
        return found
    items = CommentedSeq(_written(each) for each in value)
    items.fa.set_flow_style()
    return items


def _spliced(text: str, before: str, after: str) -> str:
    """The text with what differs between two ways of writing it out; the rest keeps its spacing."""
    old, plain, new = (each.splitlines() for each in (text, before, after))
    if len(old) != len(plain):
        return after
    lines: list[str] = []
    for tag, start, end, at, to in SequenceMatcher(None, plain, new, autojunk=False).get_opcodes():
        lines += old[start:end] if tag == "equal" else new[at:to]
    return "\n".join(lines) + "\n"


def _end(lines: Sequence[str], start: int, indent: int) -> int:
    """Behind the last line of an entry: blank lines and comments that follow it belong to what comes next."""
    end = start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if len(line) - len(line.lstrip()) <= indent:
            break
        end = number + 1
    return end


def _comments(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.lstrip().startswith("#")}
