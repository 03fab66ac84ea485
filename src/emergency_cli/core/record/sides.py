"""Lines of one desk put back into files: the chain, and every other side where it was written in two places."""

from collections.abc import Sequence

from emergency_cli.core.record.lines import genesis

_HASH, _PREV = slice(-66, -2), slice(-140, -76)


def hash_of(line: bytes) -> str:
    """The hash that a line (without its LF) says it has."""
    return line[_HASH].decode("ascii", "replace")


def prev_of(line: bytes) -> str:
    """The hash that a line (without its LF) says it follows."""
    return line[_PREV].decode("ascii", "replace")


def as_files(incident: str, desk: str, lines: Sequence[bytes]) -> dict[str, bytes]:
    """The files of a desk by name, as docs/record.md has them: each side whole, the lines that come first in the main.

    Lines are without LF, each once. What follows none of the others is left out: `loose` names it.
    """
    follow: dict[str, list[bytes]] = {}
    for line in lines:
        follow.setdefault(prev_of(line), []).append(line)
    files: dict[str, bytes] = {}
    todo: list[tuple[list[bytes], bytes]] = [([], line) for line in reversed(follow.get(genesis(incident, desk), ()))]
    while todo:
        path, at = todo.pop()
        name = f"{desk}.fork-{hash_of(at)[:8]}.jsonl" if files else f"{desk}.jsonl"
        while True:
            path.append(at)
            then = follow.get(hash_of(at))
            if not then:
                break
            todo += [(path.copy(), other) for other in reversed(then[1:])]
            at = then[0]
        files[name] = b"".join(line + b"\n" for line in path)
    return files


def loose(incident: str, desk: str, lines: Sequence[bytes]) -> bool:
    """Whether a line follows one that is not among them."""
    known = {genesis(incident, desk), *map(hash_of, lines)}
    return any(prev_of(line) not in known for line in lines)
