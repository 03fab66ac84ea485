"""Two programs written from one page agree on every record, whole or harmed."""

from pathlib import Path

from tests.two_verifiers import ROUNDS, judged


def test_both_verifiers_find_the_same(tmp_path: Path) -> None:
    """Findings by kind, file and line, what is whole, and what codes reach; many more by `tests.two_verifiers`."""
    differ, whole, count = [], 0, 40
    for name, program, page in judged(tmp_path, 0, count):
        whole += bool(program["whole"])
        if program != page:
            differ.append((name, program, page))
    assert differ == []
    assert count <= whole < count * ROUNDS
