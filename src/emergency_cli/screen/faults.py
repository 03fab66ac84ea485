"""What is wrong with plan files and with a record, as lines."""

from collections.abc import Iterator

from emergency_cli.core.record.chain import Finding
from emergency_cli.core.terms import FINDINGS
from emergency_cli.core.text import Fault
from emergency_cli.language import Words
from emergency_cli.screen.line import Line


def fault_lines(faults: list[Fault], words: Words) -> Iterator[Line]:
    """Faults as `file:line: what; what to do`."""
    for fault in faults:
        place = f"{fault.file}:{fault.line}" if fault.line else fault.file
        hint = f"; {words(fault.hint)}" if fault.hint else ""
        mark = words.say("warning: ") if fault.warning else ""
        yield Line(f"{place}: {mark}{words(fault.what)}{hint}", "quiet" if fault.warning else "warn", hang=2)


def finding_lines(findings: list[Finding], words: Words) -> Iterator[Line]:
    """What is wrong with a record, as `file:line: what`."""
    for finding in findings:
        place = f"{finding.file}:{finding.line}" if finding.line else finding.file
        yield Line(
            f"{place}: {words(FINDINGS[finding.kind].shown)}: {words(finding.what)}",
            "quiet" if finding.harmless else "warn",
            hang=2,
        )
