"""What is wrong with plan files and with a record, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from emergency_cli.core.record.chain import Finding
from emergency_cli.core.terms import FINDINGS
from emergency_cli.core.text import Fault, Message, counted, msg
from emergency_cli.language import Words
from emergency_cli.screen.line import Line

if TYPE_CHECKING:
    from emergency_cli.core.report.passages import Passage


def fault_lines(faults: list[Fault], words: Words) -> Iterator[Line]:
    """Faults as `file:line: what; what to do`."""
    for fault in faults:
        place = f"{fault.file}:{fault.line}" if fault.line else fault.file
        said = words.say("{what}; {hint}", what=fault.what, hint=fault.hint) if fault.hint else words(fault.what)
        told = words.say("warning: {what}", what=said) if fault.warning else said
        yield Line(f"{place}: {told}", "quiet" if fault.warning else "warn", hang=2)


def finding_lines(findings: list[Finding], words: Words) -> Iterator[Line]:
    """What is wrong with a record, as `file:line: what`."""
    for finding in findings:
        place = f"{finding.file}:{finding.line}" if finding.line else finding.file
        yield Line(
            f"{place}: {words(FINDINGS[finding.kind].shown)}: {words(finding.what)}",
            "quiet" if finding.harmless else "warn",
            hang=2,
        )


_SHOWN, _LONGEST = 3, 160


def passage_lines(passages: Sequence[Passage], words: Words) -> Iterator[Line]:
    """The first places where a document differs: what it says, and below what the record gives."""
    for passage in passages[:_SHOWN]:
        says, should = (f"“{part}”" if part else words.say("nothing") for part in _near(passage.says, passage.should))
        yield Line(words.say("it says {text}", text=says), "warn", hang=2)
        yield Line(words.say("the record gives {text}", text=should), hang=2)
    if len(passages) > _SHOWN:
        more = counted(len(passages) - _SHOWN, msg("and in one more place"), msg("and in {count} more places"))
        yield Line(words(more), "quiet")


def _near(*texts: str) -> Iterator[str]:
    """Long paragraphs around the place where they part."""
    same = next((at for at, pair in enumerate(zip(*texts, strict=False)) if len(set(pair)) > 1), 0)
    start = max(0, same - _LONGEST // 3) if max(map(len, texts)) > _LONGEST else 0
    for text in texts:
        part = text[start : start + _LONGEST]
        yield f"{'…' if start else ''}{part}{'…' if len(text) > start + _LONGEST else ''}" if part else ""


def put_aside(path: str) -> Message:
    """What is to be said of a copy that another program put aside."""
    return msg(
        "{path} was put aside by another program and holds entries that are not in the record. "
        "Take them in: emergency merge FILE",
        path=path,
    )
