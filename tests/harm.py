"""Every way of harming the files of a record."""

import json
import random
import re
from collections.abc import Callable

from tests.records import LETTERS, Tree, sealed


def harmed(tree: Tree, chance: random.Random) -> tuple[str, Tree]:
    """One harm of each sort that this tree allows; its name, and what is left."""
    name, harm = chance.choice(list(_HARMS.items()))
    return name, harm(dict(tree), chance)


def _logs(tree: Tree) -> list[str]:
    return [name for name in tree if re.fullmatch(f"[{LETTERS}]{{6}}.jsonl", name)]


def _lines(data: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+", data)


def _on_bytes(change: Callable[[bytearray, random.Random], bytes | bytearray]) -> Callable[[Tree, random.Random], Tree]:
    def harm(tree: Tree, chance: random.Random) -> Tree:
        name = chance.choice([name for name in tree if tree[name]])
        return tree | {name: bytes(change(bytearray(tree[name]), chance))}

    return harm


def _on_lines(change: Callable[[list[bytes], random.Random], list[bytes]]) -> Callable[[Tree, random.Random], Tree]:
    def harm(tree: Tree, chance: random.Random) -> Tree:
        name = chance.choice(_logs(tree))
        lines = _lines(tree[name])
        return tree | {name: b"".join(change(lines, chance)) if lines else b""}

    return harm


def _flipped(data: bytearray, chance: random.Random) -> bytearray:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _overwritten(data: bytearray, chance: random.Random) -> bytearray:
    at = chance.randrange(len(data))
    filling = chance.choice([b"\0" * 512, b"\n", b"\r\n", b"\xff", b'"', b"{}", b"\0", chance.randbytes(40)])
    return data[:at] + filling + data[at + chance.choice([0, 1, len(filling)]) :]


def _dropped(lines: list[bytes], chance: random.Random) -> list[bytes]:
    lines.pop(chance.randrange(len(lines)))
    return lines


def _swapped(lines: list[bytes], chance: random.Random) -> list[bytes]:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def _doubled(lines: list[bytes], chance: random.Random) -> list[bytes]:
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return lines


def _second_side(lines: list[bytes], chance: random.Random) -> list[bytes]:
    at = chance.randrange(len(lines))
    lines.insert(chance.randrange(at, len(lines)) + 1, _other(lines[at]))
    return lines


def _side_beside(tree: Tree, chance: random.Random) -> Tree:
    """The other side of a file written twice, as a merge keeps it: whole."""
    name = chance.choice(_logs(tree))
    lines = _lines(tree[name])
    if not lines:
        return tree
    at = chance.randrange(len(lines))
    other = _other(lines[at])
    side = b"".join([*lines[:at], other])
    return tree | {f"{name[:6]}.fork-{other[-67:-59].decode('ascii', 'replace')}.jsonl": side}


def _other(line: bytes) -> bytes:
    """The same line written elsewhere a moment later: right hash, same place in the chain."""
    try:
        body = json.loads(line)
        hash_ = body.pop("hash")
    except (ValueError, KeyError):
        return line
    if sealed(body) != (line, hash_):  # no desk puts a right hash on what another harmed
        return line
    return sealed(body | {"up": body["up"] + 1})[0]


def _exchanged(tree: Tree, chance: random.Random) -> Tree:
    one, other = chance.choice(_logs(tree)), chance.choice(_logs(tree))
    first, second = _lines(tree[one]), _lines(tree[other])
    if one == other or not (first and second):
        return tree
    at, to = chance.randrange(len(first)), chance.randrange(len(second))
    first[at], second[to] = second[to], first[at]
    return tree | {one: b"".join(first), other: b"".join(second)}


def _renamed(tree: Tree, chance: random.Random) -> Tree:
    name = chance.choice(_logs(tree))
    data = tree.pop(name)
    return tree | {"".join(chance.choices(LETTERS, k=6)) + ".jsonl": data}


def _without(tree: Tree, chance: random.Random) -> Tree:
    if len(_logs(tree)) > 1 or len(tree) > 1:
        tree.pop(chance.choice([name for name in tree if name not in _logs(tree) or len(_logs(tree)) > 1]))
    return tree


_HARMS: dict[str, Callable[[Tree, random.Random], Tree]] = {
    "nothing": lambda tree, _: tree,
    "a bit": _on_bytes(_flipped),
    "bytes": _on_bytes(_overwritten),
    "cut": _on_bytes(lambda data, chance: data[: chance.randrange(len(data))]),
    "grown": _on_bytes(lambda data, chance: data + chance.choice([b"\0" * 64, b"x", b"\n", b"{}\n", bytes(data[:90])])),
    "a line dropped": _on_lines(_dropped),
    "lines dropped": _on_lines(lambda lines, chance: lines[: chance.randrange(len(lines))]),
    "lines swapped": _on_lines(_swapped),
    "a line twice": _on_lines(_doubled),
    "two sides in one file": _on_lines(_second_side),
    "two sides in two files": _side_beside,
    "lines exchanged": _exchanged,
    "a desk renamed": _renamed,
    "a file gone": _without,
}
