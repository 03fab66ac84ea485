"""Plan files from hell: each refused at once with file and line; the card of `start fire` comes all the same."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.front import small_plan

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)
MERGES = "a: &a {x: 1}\n" + "".join(f"b{n}: &b{n}\n  <<: [*a, *a]\n" for n in range(24))
GOOD = "id: fire\ntitle: {zh: 火灾, en: Fire}\nclass: accident\ntrigger: {zh: 烟, en: Smoke}\n"
STEP = "steps:\n  - {id: a, stage: immediate, clause: 四, do: {zh: 做, en: Do}}\n"
FILES: dict[str, str | bytes] = {
    "laughs": LAUGHS,
    "merges": MERGES,
    "merge key": GOOD + "<<: {facts: {}}\n" + STEP,
    "deep flow": "[" * 200_000,
    "deep flow closed": "[" * 5_000 + "]" * 5_000,
    "deep maps": "{a: " * 50_000,
    "deep block": "\n".join(" " * n + "a:" for n in range(700)),
    "deep dashes": "- " * 100_000 + "x",
    "40 deep": "a: " + "[" * 40 + "]" * 40,
    "long key": "k" * 2_000_000 + ": x\n",
    "long value": "id: " + "x" * 10_000_000,
    "half a megabyte": "id: " + "x" * 500_000,
    "many keys": "".join(f"k{n}: v\n" for n in range(60_000)),
    "many items": "steps:\n" + "- x\n" * 100_000,
    "many documents": "---\nx\n" * 20_000,
    "many quotes": '"' * 300_000,
    "many bars": "a: |\n" * 50_000,
    "many colons": ":" * 500_000,
    "many questions": "? " * 100_000,
    "many hashes": "#" * 900_000,
    "a tag": GOOD + STEP + "our: !!python/object/apply:os.system [id]\n",
    "a local tag": "id: !x fire\n",
    "a binary tag": "id: !!binary aGk=\n",
    "a tag directive": "%TAG ! tag:x,2026:\n---\nid: !y fire\n",
    "yaml 9": "%YAML 9.9\n---\nid: fire\n",
    "an anchor": "id: &x fire\n",
    "an alias": "id: *x\n",
    "an alias to itself": "&a [*a]\n",
    "an alias as key": "*a : x\n",
    "a key twice": GOOD + STEP + "id: fire\n",
    "a deep key twice": GOOD + "facts:\n  a: {kind: text, kind: number}\n" + STEP,
    "a list as key": "[a, b]: x\n",
    "a map as key": "{a: b}: x\n",
    "no key": ": x\n",
    "a tab": "id: fire\n\ttitle: x\n",
    "a tab only": "\t",
    "gbk": "id: fire\ntitle: 火灾\n".encode("gbk"),
    "utf-16": "id: fire\n".encode("utf-16"),
    "utf-32": "id: fire\n".encode("utf-32"),
    "bom twice": "\ufeff\ufeffid: fire\n".encode(),
    "bom inside": GOOD + "\ufeffour: x\n",
    "nul": b"id: fi\0re\n",
    "nuls": b"\0" * 4096,
    "controls": b"id: \x1b[2J\x07\n",
    "half a character": "id: 火".encode()[:-1],
    "surrogate": b"id: \xed\xa0\x80\n",
    "noise": bytes(range(256)) * 40,
    "empty": "",
    "a space": " ",
    "a comment": "# nothing\n",
    "a list": "- a\n- b\n",
    "a word": "fire",
    "null": "null\n",
    "two documents": "a: b\n---\nc: d\n",
    "full-width colon": "id：fire\n",
    "full-width space": "id\u3000: fire\n",
    "full-width brackets": "steps: ［a］\n",
    "line separators": "id: a\u2028b: c\u2029\u0085d\n",
    "a time as a number": GOOD + STEP.replace("clause: 四", "within: 10:30"),
    "another id": GOOD.replace("fire", "water", 1) + STEP,
    "a number of 10000 digits": GOOD + STEP.replace("clause: 四", f"within: {'9' * 10_000}m"),
    "an open quote": "id: 'fire\n",
    "an open brace": "id: {fire\n",
    "an open block": "id: >\n",
    "steps as words": GOOD + "steps: none\n",
    "a step as a word": GOOD + "steps: [a]\n",
    "json": '{"id": "fire"}',
    "xml": "<id>fire</id>",
    "a condition of a condition": GOOD + STEP.replace("clause: 四", "when: {any-of: [{any-of: [{any-of: [{a: b}]}]}]}"),
    "carriage returns": "id: fire\rtitle: x\r",
}
CHILD = """
import resource, sys, time
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
from pathlib import Path
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.plans import MAX_BYTES
from emergency_cli.plans.reading import read_plan_file
from emergency_cli.disk import read_plain
limit = 700 << 20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
for name in sys.argv[1:]:
    start = time.process_time()
    source, built, _ = read_plan_file(read_plain(Path(name), MAX_BYTES + 1), "playbooks/fire.yaml", Playbook)
    spent = time.process_time() - start
    places = [fault.line for fault in source.faults if not fault.warning]
    assert places or built.id != "fire", name
    assert all(line and line >= 1 for line in places), name
    assert spent < 1, (name, spent)
status = Path("/proc/self/status")  # not ru_maxrss: a child is born with the peak of the process that started it
lines = status.read_text().splitlines() if status.exists() else []
peaks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
assert all(peak < 200 * 1024 for peak in peaks), peaks
"""


def raw(name: str) -> bytes:
    """The file."""
    text = FILES[name]
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_each_is_refused_within_a_second_and_200_mib(tmp_path: Path) -> None:
    """All in one process, so that nothing piles up either; every fault names its line."""
    names = []
    for number, name in enumerate(FILES):
        names.append(tmp_path / f"{number}-{name.replace(' ', '-')}")
        names[-1].write_bytes(raw(name))
    ended = subprocess.run([sys.executable, "-c", CHILD, *map(str, names)], capture_output=True, text=True, timeout=120)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("name", list(FILES))
def test_it_is_told_with_its_line_and_the_card_comes(tmp_path: Path, name: str) -> None:
    """`check` ends with 5 and `file:line: what`; `start fire` shows 119 from the packaged copy."""
    from tests.front import emergency
    from tests.worlds import make_world

    plan = Path(small_plan(tmp_path))
    (plan / "playbooks" / "fire.yaml").write_bytes(raw(name))
    answer = emergency(make_world(tmp_path), "check", "--plan", str(plan))
    assert answer.code == 5
    assert "fire.yaml:" in "".join(answer.out.split("\n"))
    card = emergency(make_world(tmp_path), "start", "fire", "--plan", str(plan))
    assert (card.code, "119" in card.out) == (0, True)
