"""The page that holds what was measured."""

from collections.abc import Sequence
from pathlib import Path


def write(page: Path, lines: Sequence[str]) -> None:
    """Put a table into a page, between its two marks. SystemExit where it has lost them."""
    before, start, rest = page.read_text("utf-8").partition("<!-- measured -->\n")
    _, end, after = rest.partition("<!-- end -->")
    if not (start and end):
        raise SystemExit(f"{page} has lost its marks")
    page.write_text(before + start + "\n".join(["", *lines, "", ""]) + end + after, "utf-8")
