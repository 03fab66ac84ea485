"""How long a person waits: `emergency start fire` and `emergency contacts tax`, against `python -c pass`.

    python benchmarks/startup.py [PAIRS]

Each measurement is one process of this interpreter, taken in turn with an empty one, in a home of its own and without a
terminal. Medians; the ratio is the median over the pairs, so that a busy machine weighs on both sides.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

EMPTY = [sys.executable, "-c", "pass"]
PROGRAM = [sys.executable, "-m", "emergency_cli"]
CARD = b"119"


@dataclass(frozen=True)
class Timing:
    """Seconds from the start of a process until the card was on standard output, and until its end."""

    card: float
    end: float


def timed(command: list[str], place: Path) -> Timing:
    """Run a command in a home below `place`, reading its output as it comes."""
    env = {**os.environ, "EMERGENCY_HOME": str(place / "home"), "EMERGENCY_STATE": str(place / "state")}
    begun = perf_counter()
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None  # noqa: S101 - it was asked for
    seen, card = b"", 0.0
    while chunk := os.read(process.stdout.fileno(), 65536):
        seen += chunk
        card = card or (perf_counter() - begun if CARD in seen else 0.0)
    process.stdout.close()
    if process.wait() != 0:
        raise SystemExit(f"{' '.join(command)} failed")
    return Timing(card, perf_counter() - begun)


def pairs(arguments: list[str], count: int) -> list[tuple[Timing, Timing]]:
    """The program and the empty process in turn, after one of each to warm up."""
    found = []
    for _ in range(count + 1):
        with tempfile.TemporaryDirectory() as place:
            found.append((timed([*PROGRAM, *arguments], Path(place)), timed(EMPTY, Path(place))))
    return found[1:]


def line(name: str, times: list[float], empty: list[float]) -> str:
    """One line of the result."""
    ratio = median(mine / base for mine, base in zip(times, empty, strict=True))
    return f"{name:<44} {median(times) * 1000:6.0f} ms  {ratio:5.1f} x python -c pass"


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 31
    start, contacts = pairs(["start", "fire"], count), pairs(["contacts", "tax"], count)
    empty = [base.end for _, base in start]
    said = [
        f"python -c pass {median(empty) * 1000:.0f} ms; {count} pairs",
        line("start fire, until the first card is on stdout", [mine.card for mine, _ in start], empty),
        line("start fire, until exit", [mine.end for mine, _ in start], empty),
        line("contacts tax, until exit", [mine.end for mine, _ in contacts], [base.end for _, base in contacts]),
    ]
    print("\n".join(said))  # noqa: T201 - this is what it is for


if __name__ == "__main__":
    main()
