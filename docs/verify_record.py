"""Check one incident folder against docs/record.md.

    python verify_record.py FOLDER [--code "xxxx xxxx xxxx xxxx xxxx"]... [--json]

A second reading of that page, in the standard library alone (Python >= 3.11); it shares nothing with the program that
writes records. One line per finding, `file:line: finding: words` (line 0: the file as a whole), then a summary.
Exit code 0: whole (a torn tail is harmless); 1: there are findings; 2: the question could not be answered.
"""

import argparse
import hashlib
import json
import re
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

DESK = "[23456789bcdfghjkmnpqrstvwxz]{6}"
HEX64 = "[0-9a-f]{64}"
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}[+-][0-9]{2}:[0-9]{2}"

# Members in the order in which they are written; `?` marks those left out when empty. `hash` is taken off before a
# line is parsed.
HEAD, TAIL = "v incident desk n recorded up boot occurred by actor? paper? event", "seen? prev"
KINDS = {
    "opened": "playbook drill? noticed began? facts? playbooks roster plan program host?",
    "attached": "attachment noticed began? suggested? facts? playbook",
    "roster-updated": "roster",
    "officer-named": "officer",
    "step-done": "step facts? contacts? approval? same? reason?",
    "step-skipped": "step reason?",
    "step-could-not": "step reason?",
    "step-deferred": "step until? reason?",
    "rounds-finished": "step count",
    "facts-set": "facts reason?",
    "reopened": "target reason?",
    "ended": "outcome decided? condition? same-as? left?",
    "closed": "reason? settled?",
    "handover-offered": "to open? late? deferred? text?",
    "handover-accepted": "officer",
    "suggestion-declined": "playbook",
    "noted": "text step? key?",
    "evidence-added": "name file? sha256? size? held? until? handed? text? step?",
    "call-made": "contacts text?",
    "ordered": "order text from to due?",
    "corrected": "target member fact? value? reason?",
    "repaired": "found file line? bytes? kept?",
    "readiness-checked": "item result? text?",
    "destroyed": "what targets? basis",
    "issued": "document number? to? approved? text? file? sha256? upto centre?",
}
# What a member holds, where it is not text. A known kind that holds anything else is of a shape that only a newer
# program knows: such a line counts, and nothing is made of it.
PARTS = {
    "contacts": "party outcome name?",
    "approval": "party answer name? how?",
    "target": "entry hash",
    "upto": "entry hash",
}
SNAPSHOTS = {"opened playbooks", "opened roster", "attached playbook", "roster-updated roster", "issued centre"}
FLAGS = {("opened", "drill"), ("attached", "suggested"), ("noted", "key")}
NUMBERS = {"count", "size", "line", "bytes", "number"}
LISTS = {"left", "settled", "open", "late", "deferred", "targets", "to"}
TIMES = {"noticed", "began", "due"}
SEALABLE = {  # beside answers, and the names of those who answered a call
    "noted text", "issued text", "corrected value", "corrected reason", "evidence-added name", "evidence-added text",
    "contacts name",
}  # fmt: skip
WORDS = {
    "outcome": "handled|handed-over|below-plan|false-alarm|opened-by-mistake|same-as|turned-real",
    "member": "occurred|noticed|began|actor|text|reason|value", "found": "torn-tail|damage|gone-back",
    "result": "in-order|wanting", "document": "initial|follow-up|final|summary",
    "contacts.outcome": "reached|called|no-answer", "approval.answer": "given|refused|not-reached",
    "what": "personal|evidence|all",
}  # fmt: skip
MISSING_AT_MOST = 1_000_000  # lines that are not here, before a number that nothing explains is damage

MUST_ESCAPE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")  # beside C0, `"` and `\`
LINE_END = re.compile(rb'(.*),"hash":"([0-9a-f]{64})"\}', re.DOTALL)


class Damage(ValueError):
    """The line is not what the program writes."""


def need(condition: object, words: str) -> None:
    """Raise Damage with these words unless the condition holds."""
    if not condition:
        raise Damage(words)


def is_text(value: object, pattern: str) -> bool:
    """Whether the value is a string of this form, all of it."""
    return isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL) is not None


def is_time(value: object) -> bool:
    """Whether the value is a time in its one form."""
    try:
        return isinstance(value, str) and is_text(value, TIME) and stamp_of(datetime.fromisoformat(value)) == value
    except ValueError:
        return False


def stamp_of(moment: datetime) -> str:
    """A time as it is written."""
    return moment.isoformat(timespec="milliseconds")


def is_sealed(value: Any) -> bool:
    """Whether the value stands for a personal one that is kept elsewhere."""
    return isinstance(value, dict) and list(value) == ["sealed"] and is_text(value["sealed"], HEX64)


def inside(value: object) -> list[Any]:
    """What an object or a list holds; nothing in anything else."""
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def seals(value: Any) -> set[str]:
    """Every seal in a value, at any depth."""
    return {value["sealed"]} if is_sealed(value) else set().union(*map(seals, inside(value)))


# --- Section 2: bytes -> entry, refusing every form but the one that is written ---


def parse(raw: bytes) -> dict[str, Any]:
    """The object of a line without its hash. Raises Damage."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs), "a member name stands twice")
        return dict(pairs)

    def refused(_: str) -> None:
        raise Damage("a number with fraction or exponent")

    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=members, parse_float=refused, parse_constant=refused)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        again = MUST_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode("utf-8")
    except Damage:
        raise
    except UnicodeError:
        raise Damage("not UTF-8, or a lone surrogate") from None
    except (ValueError, RecursionError):
        raise Damage("not JSON") from None
    need(isinstance(value, dict), "not a JSON object")
    need(again == raw, "spaces, escapes or numbers are not in the written form")
    found: dict[str, Any] = value
    return found


def check_order(value: Any, members: list[str], where: str) -> None:
    """The members that must be there are, in their order, and no others."""
    need(isinstance(value, dict), f"{where} is not an object")
    missing = [name for name in members if not name.endswith("?") and name not in value]
    need(not missing, f"{where} lacks {', '.join(missing)}")
    order = [name for name in (name.removesuffix("?") for name in members) if name in value]
    need(list(value) == order, f"members of {where} are out of order, or not of version 1")


def check_value(value: object, free: bool, depth: int = 0) -> None:
    """How snapshots and what is of a newer program use `true` and empty values is their own affair."""
    need(depth <= 90, "nested too deep")
    need(value is not None and (free or not isinstance(value, bool)), "null, true or false where none may be")
    need(free or value not in ("", [], {}), "an empty member")
    need(type(value) is not int or abs(value) < 2**53, "a number of 2^53 or more")
    need(not isinstance(value, dict) or "sealed" not in value or is_sealed(value), "a seal that is not one")
    for each in inside(value):
        check_value(each, free, depth + 1)


def check_form(entry: dict[str, Any]) -> None:
    """A line has what every line has, and the members of its kind in their order. Raises Damage."""
    kind, head, tail = entry.get("event"), HEAD.split(), TAIL.split()
    around = {name.removesuffix("?") for name in [*head, *tail, "hash"]}
    need(is_text(kind, ".+"), "event is not text")
    own = KINDS.get(str(kind), "").split()
    around |= {name.removesuffix("?") for name in own}
    newer = [f"{name}?" for name in entry if name not in around]
    check_order(entry, [*head, *own, *newer, *tail], "the line")
    for name, value in entry.items():
        if value is not True or ((kind, name) not in FLAGS and name != "paper"):
            check_value(value, free=name not in around or f"{kind} {name}" in SNAPSHOTS)
    for name in ("v", "n", "up"):
        need(type(entry[name]) is int and entry[name] >= 0, f"{name} is not a number")
    need(entry["v"] >= 1, "a version below 1")
    need(is_text(entry["incident"], "[a-z0-9]+(-[a-z0-9]+)*") and len(entry["incident"]) <= 80, "no incident id")
    need(is_text(entry["desk"], DESK), "no desk")
    need(is_text(entry["boot"], "[0-9a-f]{8}") and is_text(entry["prev"], HEX64), "boot or prev is not of its form")
    need(is_text(entry["by"], ".+"), "by is not text")
    need(is_text(entry.get("actor", "x"), ".+") and entry.get("paper", True) is True, "actor or paper")
    need(is_time(entry["recorded"]) and is_time(entry["occurred"]), "no such time")
    late = datetime.fromisoformat(entry["occurred"]) > datetime.fromisoformat(entry["recorded"])
    need(not late, "occurred after it was recorded")
    seen = entry.get("seen", {})
    in_order = isinstance(seen, dict) and list(seen) == sorted(seen) and entry["desk"] not in seen
    need(in_order, "seen is not other desks in order")
    need(all(is_text(desk, DESK) and is_text(hash_, HEX64) for desk, hash_ in seen.items()), "seen is not desk -> hash")


def is_known(entry: dict[str, Any]) -> bool:
    """Whether a line is of a kind of this page and holds what the page says."""
    kind = entry["event"]
    own = [name.removesuffix("?") for name in KINDS.get(kind, "").split()]
    return kind in KINDS and all(holds(kind, name, entry[name]) for name in own if name in entry)


def holds(kind: str, name: str, value: Any) -> bool:
    """Whether a member of a known kind holds what the page says."""
    if f"{kind} {name}" in SNAPSHOTS:
        return isinstance(value, dict) and (
            name != "playbooks" or all(isinstance(each, dict) for each in value.values())
        )
    if (kind, name) in FLAGS:
        return value is True
    if name in TIMES:
        return is_time(value)
    if name in NUMBERS:
        return type(value) is int and value >= 0
    if name in LISTS and (name != "to" or kind == "issued"):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if name == "facts":
        return isinstance(value, dict) and all(isinstance(each, str) or is_sealed(each) for each in value.values())
    if name == "contacts":
        return isinstance(value, list) and all(is_part(name, each) for each in value)
    if name in PARTS:
        return is_part(name, value)
    if f"{kind} {name}" in SEALABLE and is_sealed(value):
        return True
    return isinstance(value, str) and is_text(value, WORDS.get(name, ".*"))


def is_part(name: str, value: Any) -> bool:
    """Whether an object inside a line has the members that the page gives it, and no others."""
    members = PARTS[name].split()
    needed = {each for each in members if not each.endswith("?")}
    return (
        isinstance(value, dict)
        and needed <= set(value) <= {each.removesuffix("?") for each in members}
        and all(
            is_text(text, WORDS.get(f"{name}.{inner}", ".*")) or (f"{name} {inner}" in SEALABLE and is_sealed(text))
            for inner, text in value.items()
        )
    )


# --- Section 6: files -> findings ---


@dataclass(frozen=True)
class Line:
    """A readable line and where it stands."""

    file: str
    line: int
    entry: dict[str, Any]

    @property
    def name(self) -> str:
        """`desk/n`."""
        return f"{self.entry['desk']}/{self.entry['n']}"


@dataclass
class Record:
    """What was read of a folder, and what is wrong with it."""

    folder: Path
    findings: list[tuple[str, int, str, str]] = field(default_factory=list)  # file, line, finding, words
    good: dict[tuple[str, str], Line] = field(default_factory=dict)  # (desk, hash) -> its line
    claimed: set[tuple[str, str]] = field(default_factory=set)  # (desk, hash) of damaged lines: there, but not readable
    next: dict[tuple[str, str], str] = field(default_factory=dict)  # (desk, prev) -> hash of the line that continues it
    files: list[list[tuple[str, Line]]] = field(default_factory=list)  # of each file of a desk: hash and line, in order
    total: int = 0  # finished lines

    def found(self, file: str, line: int, finding: str, words: object) -> None:
        """Note a finding."""
        self.findings.append((file, line, finding, str(words)))

    def lines_of(self, path: Path) -> list[tuple[int, bytes]]:
        """The finished lines of a file, numbered from 1."""
        *lines, rest = path.read_bytes().split(b"\n")
        if rest:
            self.found(path.name, len(lines) + 1, "torn-tail", f"{len(rest)} bytes after the last line end")
        return list(enumerate(lines, 1))

    def read_log(self, path: Path) -> None:
        """Read one file of a desk, line after line."""
        desk, side, told = path.name[:6], ".fork-" in path.name, False
        last = hashlib.sha256(f"{self.folder.name}/{desk}".encode()).hexdigest()
        n, here = 0, set[str]()
        taken: list[tuple[str, Line]] = []
        self.files.append(taken)
        continued: dict[str, int] = {}  # prev -> the line here that continues it
        claims: list[str] = []  # what the damaged lines since `last` say they are; "" where that cannot be read
        for number, raw in self.lines_of(path):
            self.total += 1
            end = LINE_END.fullmatch(raw)
            try:
                if end is None:
                    raise Damage("does not end in its hash")
                own_hash = end[2].decode()
                need(hashlib.sha256(end[1]).hexdigest() == own_hash, "the bytes do not match the hash")
                entry = parse(end[1] + b"}")
                check_form(entry)
                need(entry["prev"] != last or entry["n"] > n, "n is not larger than in the line before")
            except Damage as why:
                self.found(path.name, number, "damaged", why)
                claims.append(end[2].decode() if end else "")
                self.claimed.add((desk, claims[-1]))
                continue
            if (entry["incident"], entry["desk"]) != (self.folder.name, desk):
                self.found(path.name, number, "wrong-place", f"a line of {entry['incident']}/{entry['desk']}")
                continue
            if own_hash in here:
                self.found(path.name, number, "break", "the same line is here a second time")
                continue
            prev = entry["prev"]
            rival = self.next.get((desk, prev), own_hash)
            if side and not told and rival != own_hash:
                told = True
                self.found(path.name, number, "fork", f"from here on another side of {desk}.jsonl")
            # A damaged line that cannot be read may have been anything.
            if prev != last and prev not in claims and "" not in claims:
                if prev in continued:
                    self.found(path.name, number, "fork", f"continues the same line as line {continued[prev]}")
                else:
                    self.found(path.name, number, "break", "prev is not the line before")
            last, n, claims = own_hash, entry["n"], []
            here.add(own_hash)
            continued.setdefault(prev, number)
            taken.append((own_hash, Line(path.name, number, entry)))
            self.good.setdefault((desk, own_hash), taken[-1][1])
            self.next.setdefault((desk, prev), own_hash)

    def check_numbers(self) -> None:
        """Section 2: `n` is 1 + the largest of what a line follows and has seen; an unexplained jump is damage."""
        jumps: list[tuple[int, int, int]] = []  # n, file, place in it
        for file, taken in enumerate(self.files):
            last, n = "", 0
            for at, (own_hash, line) in enumerate(taken):
                first = at == 0 and self.number(line.entry["desk"], line.entry["prev"]) == 0
                if line.entry["n"] != n + 1 or not (first or line.entry["prev"] == last):
                    jumps.append((line.entry["n"], file, at))
                last, n = own_hash, line.entry["n"]
        for n, file, at in sorted(jumps):
            entry, taken = self.files[file][at][1].entry, self.files[file]
            before = [self.number(entry["desk"], entry["prev"])]
            before += [self.number(desk, hash_) for desk, hash_ in entry.get("seen", {}).items()]
            known = [each for each in before if each is not None]
            if n != 1 + max(known) if len(known) == len(before) else n > self.total + MISSING_AT_MOST:
                end = min((place for _, other, place in jumps if other == file and place > at), default=len(taken))
                for own_hash, line in taken[at:end]:
                    self.found(line.file, line.line, "damaged", "n is not 1 + the largest it follows and has seen")
                    self.good.pop((entry["desk"], own_hash), None)
                    self.claimed.add((entry["desk"], own_hash))

    def number(self, desk: str, hash_: str) -> int | None:
        """The `n` of a line; 0 of what is before the first line of a desk; None where it cannot be read here."""
        if hash_ == hashlib.sha256(f"{self.folder.name}/{desk}".encode()).hexdigest():
            return 0
        return self.good[desk, hash_].entry["n"] if (desk, hash_) in self.good else None

    def check_links(self) -> None:
        """What a line has seen is there."""
        for line in self.good.values():
            for desk, hash_ in line.entry.get("seen", {}).items():
                if (desk, hash_) not in self.good and (desk, hash_) not in self.claimed:
                    words = f"does not hold {hash_[:20]}, which {line.name} has seen"
                    self.found(f"{desk}.jsonl", 0, "gone-back", words)

    def destroyed(self) -> set[str]:
        """Seals and SHA-256 that were destroyed on record, but for evidence that was taken in again."""
        gone: set[str] = set()
        for _, line in sorted(self.good.items(), key=lambda item: (item[1].entry["n"], *item[0])):
            if not is_known(line.entry):
                continue
            if line.entry["event"] == "destroyed":
                gone |= set(line.entry.get("targets", []))
            elif line.entry["event"] == "evidence-added":
                gone.discard(str(line.entry.get("sha256")))
        return gone

    def check_private(self, gone: set[str]) -> None:
        """Every sealed value is there and matches its seal, or was destroyed on record and is not there.

        Lines that cannot be read, or that no log line speaks of, are harmless: what counts is what the logs need.
        """
        held: dict[tuple[str, str], bool] = {}  # (desk, sealed) -> whether salt and value give it
        for path in sorted(path for path in self.folder.iterdir() if is_text(path.name, rf"{DESK}\.private\.jsonl")):
            for raw in path.read_bytes().split(b"\n"):
                try:
                    value = json.loads(raw)
                    salted = bytes.fromhex(value["salt"]) + value["value"].encode()
                    held[path.name[:6], value["sealed"]] = hashlib.sha256(salted).hexdigest() == value["sealed"]
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                    continue
        for (desk, _), line in self.good.items():
            for seal in seals(line.entry):
                self.judge(f"{desk}.private.jsonl", held.get((desk, seal)), seal in gone, f"{seal[:20]} of {line.name}")

    def check_evidence(self, gone: set[str]) -> None:
        """Every file that was copied in is there and unchanged, or was destroyed on record and is not there."""
        for line in self.good.values():
            name, sha256 = line.entry.get("file"), line.entry.get("sha256")
            if line.entry["event"] != "evidence-added" or not is_known(line.entry) or not isinstance(name, str):
                continue
            path = self.folder / "files" / name
            there = path.name == name and (path.is_symlink() or path.is_file())
            plain = there and not path.is_symlink()
            matches = plain and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
            self.judge(f"files/{name}", matches if there else None, sha256 in gone, line.name)

    def judge(self, file: str, matches: bool | None, gone: bool, what: str) -> None:
        """How a value or a file stands: `matches` is None where it is not there, `gone` where it was destroyed."""
        if gone and matches is not None:
            self.found(file, 0, "not-destroyed", f"{what} was destroyed on record and is still here")
        elif not gone and matches is None:
            self.found(file, 0, "missing-value", f"{what} is not here")
        elif not gone and not matches:
            self.found(file, 0, "altered-value", f"{what} is not what the log says")

    def unreached(self, codes: list[str]) -> list[Line]:
        """Section 7. Only readable lines lead on: a damaged one may have had any `prev`."""
        todo, reached = [], set()
        for code in codes:
            hits = [key for key in self.good if key[1].startswith(code)]
            if not hits and not any(hash_.startswith(code) for _, hash_ in self.claimed):
                self.found(self.folder.name, 0, "gone-back", f"holds no entry with the code {code}")
            todo += hits
        while todo:
            key = todo.pop()
            if key in self.good and key not in reached:
                reached.add(key)
                todo += [(key[0], self.good[key].entry["prev"]), *self.good[key].entry.get("seen", {}).items()]
        return [line for key, line in self.good.items() if key not in reached]


def verify(folder: Path, codes: list[str]) -> tuple[Record, list[Line]]:
    """Read a folder: its record, and the lines that no code reaches."""
    record = Record(folder.resolve())
    names = sorted(path.name for path in record.folder.iterdir())
    for form in (rf"{DESK}\.jsonl", rf"{DESK}\.fork-[0-9a-f]{{8}}\.jsonl"):  # the sides after the files they fork from
        for name in names:
            if is_text(name, form):
                record.read_log(record.folder / name)
    record.check_numbers()
    record.check_links()
    gone = record.destroyed()
    record.check_private(gone)
    record.check_evidence(gone)
    left = record.unreached(codes)
    record.findings = sorted(set(record.findings))
    return record, left


def as_code(text: str) -> str:
    """A check code as it is typed: its 20 hex digits."""
    code = text.replace(" ", "").lower()
    if not re.fullmatch("[0-9a-f]{20}", code):
        raise argparse.ArgumentTypeError("a code is 20 hex digits in five groups of four")
    return code


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Check one incident folder against docs/record.md.")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--code", type=as_code, action="append", default=[], help="a check code from a document; may be repeated"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    try:
        record, left = verify(asked.folder, asked.code)
    except OSError as wrong:
        parser.error(str(wrong))
    if not record.good and not record.findings:
        parser.error("no record in this folder")
    whole = all(finding == "torn-tail" for _, _, finding, _ in record.findings)
    if asked.json:
        findings = [{"file": file, "line": number, "finding": finding} for file, number, finding, _ in record.findings]
        unreached = [{"file": line.file, "line": line.line, "entry": line.name} for line in left]
        said = [json.dumps({"entries": len(record.good), "findings": findings, "unreached": unreached})]
    else:
        said = [f"{file}:{number}: {finding}: {words}" for file, number, finding, words in record.findings]
        said += [f"{line.file}:{line.line}: no code given reaches {line.name}" for line in left if asked.code]
        counts = f"{len(record.good)} entries, {len(record.findings)} findings, {len(left)} reached by no code given"
        said.append(f"{'whole' if whole else 'NOT WHOLE'}: {counts}")
    print("\n".join(said))  # noqa: T201 - this is what it is for
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
