"""The options of a verb to which words may belong that stand on the line without one: `stats 2025`."""

import re
from collections.abc import Mapping, Sequence

# By what its value looks like an option is known, whatever the words; the names of values as in the English help.
_LOOKS = {
    "YEAR": r"\d{4}年?",
    "TIME": r".*\d[:：点时]\d*.*",
    "DAY": r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}月\d{1,2}日",
    "FILE": r".*\.\w{2,4}",
    "FOLDER": r".*[/\\].*",
}
# Who is recording is told to every verb; words that stand alone are rarely that.
_RARELY = "--by"
# More than so many are no help.
_MOST = 4


def options_meant(words: Sequence[str], takes: Mapping[str, str | None], *, free: Sequence[str]) -> list[str]:
    """What may have been meant, as it is to be typed: first what the words look like, else the options `free` to any.

    `takes`: the options of the verb, with the name of the value that each takes; `None`: none.
    """
    text = " ".join(words)
    said = f"'{text}'" if " " in text else text
    flags = [option for option, value in takes.items() if value is None and option == f"--{text}"]
    fitting = [f"{option} {said}" for option, value in takes.items() if value and _looks(text, value)]
    anything = [f"{option} {said}" for option, value in takes.items() if value in free and option != _RARELY]
    found = flags or fitting or anything
    return found if len(found) <= _MOST else []


def _looks(text: str, value: str) -> bool:
    """Whether a text looks like a value of this name: one of its choices, or of its form."""
    if "|" in value:
        return text.casefold() in value.casefold().split("|")
    form = _LOOKS.get(value)
    return bool(form and re.fullmatch(form, text))
