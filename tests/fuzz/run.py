"""Coverage-guided fuzzing: `python -m tests.fuzz.run TARGET SECONDS CORPUS` in an environment with atheris.

CORPUS is a folder that keeps the inputs which reached something new. A finding stops the run and is written beside it
as `crash-<hash>`; move it to `tests/fuzz/found/TARGET/`, where every test run tries it again.
"""

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Fuzz one target for so many seconds."""
    target, seconds, corpus = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["emergency_cli"]):
        targets = importlib.import_module("tests.fuzz.targets")
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.seeds(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = corpus.parent / f"{target}.words"
    words.write_text("".join(f'"{word}"\n' for word in targets.words_of(target)), encoding="ascii")
    limits = ["-max_len=8192", "-timeout=5", "-rss_limit_mb=1500", f"-max_total_time={seconds}"]
    places = [f"-dict={words}"] if words.stat().st_size else []
    places += [f"-artifact_prefix={corpus.parent}/{target}-", str(corpus)]
    atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1", *places], targets.TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
