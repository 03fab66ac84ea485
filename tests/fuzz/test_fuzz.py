"""The fuzz targets without a fuzzer: good examples, what was ever found, and thousands of small changes of both."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.targets import TARGETS, courses, log_bytes, plan_file, seeds

FOUND = sorted(Path(__file__).with_name("found").glob("*/*"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    """Inputs that once broke something."""
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_small_changes_of_good_examples_break_nothing(target: str) -> None:
    """The same few hundred in every run; the long run is `tests.fuzz.run`."""
    chance = random.Random(target)  # noqa: S311 - the same in every run
    examples = seeds(target)
    for example in examples:
        TARGETS[target](example)
    for _ in range(150):
        data = bytearray(chance.choice(examples))
        for _ in range(chance.choice([1, 1, 2, 8])):
            at, other = chance.randrange(len(data) + 1), chance.choice(examples)
            cut = chance.randrange(len(other) + 1)
            data[at : at + chance.choice([0, 1, 1, 20])] = chance.choice(
                [chance.randbytes(1), chance.randbytes(4), other[cut : cut + 30], b"", b"\n", b'"', b"]", b": ", b"0"]
            )
        TARGETS[target](bytes(data))


@pytest.mark.parametrize("target", [plan_file, log_bytes, courses], ids=lambda target: str(target.__name__))
def test_any_bytes_break_nothing(target: Callable[[bytes], None]) -> None:
    """By hypothesis: from nothing at all to a few hundred bytes."""

    @settings(max_examples=80)
    @given(st.binary(max_size=400))
    def holds(data: bytes) -> None:
        target(data)

    holds()
