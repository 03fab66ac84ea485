"""The page that holds what was measured."""

from collections.abc import Sequence
from pathlib import Path


def write(page: Path, lines: Sequence[str], name: str = "measured") -> None:
    """Put a table into a page, between the two marks of its name. SystemExit where it has lost them."""
    before, start, rest = page.read_text("utf-8").partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition("<!-- end -->")
    if not (start and end):
        raise SystemExit(f"{page} has lost its marks")
    page.write_text(before + start + "\n".join(["", *lines, "", ""]) + end + after, "utf-8")
