"""`emergency verify` and docs/verify_record.py over the same folder: `python -m tests.two_verifiers RECORDS [FIRST]`.

Each record is judged whole and seven times harmed, half of the times with codes in hand. Prints where the two differ.
"""

import importlib.util
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from tests.front import emergency
from tests.harm import harmed
from tests.records import Tree, Written
from tests.worlds import make_world

from emergency_cli.world import World

ROUNDS = 8
Judgement = dict[str, object]


def independent() -> ModuleType:
    """The verifier of the documentation."""
    name = "verify_record"
    place = Path(__file__).parents[1] / "docs" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def put(folder: Path, tree: Tree) -> None:
    """The files of a record, and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in tree.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)


def by_the_program(world: World, incident: str, codes: Sequence[str]) -> Judgement:
    """What `emergency verify` says."""
    options = [word for code in codes for word in ("--code", code)]
    answer = emergency(world, "verify", incident, "--json", *options)
    found = {(each["file"], each["line"] or 0, each["kind"]) for each in answer.data["findings"]}
    unknown = {str(each["code"]) for each in answer.data["codes"] if each["entry"] is None}
    assert answer.code == (0 if answer.data["whole"] else 5)
    return {
        "findings": sorted(found),
        "whole": answer.data["whole"] or (bool(unknown) and all(kind == "torn-tail" for *_, kind in found)),
        "entries": answer.data["entries"],
        "unreached": sorted(answer.data["unreached"]),
    }


def by_the_page(verifier: ModuleType, folder: Path, codes: Sequence[str]) -> Judgement:
    """What docs/verify_record.py says. That a code is not found is no finding of a file."""
    record, left = verifier.verify(folder, list(codes))
    found = {(file, line, kind) for file, line, kind, _ in record.findings if file != folder.name}
    return {
        "findings": sorted(found),
        "whole": all(kind == "torn-tail" for *_, kind in found),
        "entries": len(record.good),
        "unreached": sorted(line.name for line in left) if codes else [],
    }


def judged(folder: Path, first: int, count: int) -> Iterator[tuple[str, Judgement, Judgement]]:
    """What was done to each record, and both judgements."""
    verifier, world = independent(), make_world(folder)
    for seed in range(first, first + count):
        written, chance = Written(seed), random.Random(seed)  # noqa: S311 - the same in every run
        place = world.home / "incidents" / written.incident
        for turn in range(ROUNDS):
            tree, done = written.tree, []
            for _ in range(chance.choice([1, 1, 1, 2, 3]) if turn else 0):
                harm, tree = harmed(tree, chance)
                done.append(harm)
            put(place, tree)
            codes = chance.sample(written.hashes, min(2, len(written.hashes))) if chance.random() < 0.5 else []
            codes = [code[:20] for code in codes] + ["0" * 20] * (chance.random() < 0.1)
            name = f"record {seed}, {' and '.join(done) or 'whole'}{', with codes' if codes else ''}"
            yield name, by_the_program(world, written.incident, codes), by_the_page(verifier, place, codes)
        shutil.rmtree(place)


def main() -> None:
    """Judge many, say where they differ, count."""
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for name, one, other in judged(Path(folder), first, count):
            told["differ" if one != other else "agree, whole" if one["whole"] else "agree, not whole"] += 1
            if one != other:
                print(name, *(f"\n  {key}: {one[key]} / {other[key]}" for key in one if one[key] != other[key]))  # noqa: T201
    print(dict(told))  # noqa: T201
    sys.exit(bool(told["differ"]))


if __name__ == "__main__":
    main()
