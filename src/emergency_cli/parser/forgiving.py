"""The line that starts an incident, made readable whatever is wrong with it: nothing may stand before the card.

`start` may be left out, or be misspelt. What cannot be used is left out and told after the card.
"""

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from typer._click.core import Parameter
from typer.core import TyperOption

from emergency_cli.commands.table import parts_of
from emergency_cli.core.plan.names.find import apart
from emergency_cli.core.text import Message, msg, narrow
from emergency_cli.parser.settings import SETTINGS
from emergency_cli.session import Slips

Options = Mapping[str, TyperOption]
START = "start"
_HELP = ("-h", "--help", "--version")
_DASHES = "-—–―−－"
_BYTES = r"(?:\\x[0-9a-f]{2})+"
# What asks for a drill, or may: nobody's drill becomes real without a word about it.
_DRILL_WORD = r"(?i)演练|演习|模拟|测试|\b(drill|test|yanlian)\b"
_DRILL_OPTION = "演练|演习|模拟|^(d|dr.*|yanlian|yl|moni|test|practice|exercise|rehearsal|simulat.*)$"


def starting(line: Sequence[str]) -> int | None:
    """Where on the line `start` is, or the first of the words without it; `None` where another verb is meant."""
    verbs = {verb.name for verb in parts_of("")}
    valued = {setting.name for setting in SETTINGS if setting.metavar}
    if any(word in _HELP for word in (line[: line.index("--")] if "--" in line else line)):
        return None
    place = 0
    while place < len(line) and line[place] != "--":
        name = line[place].partition("=")[0]
        if name in valued:
            place += 1 if "=" in line[place] else 2
        elif _is_option(line[place]):
            place += 1
        else:
            word = line[place]
            return place if word == START or word not in verbs else None
    return None


def forgiven(line: Sequence[str], place: int, options: Options, settings: Options) -> tuple[list[str], Slips]:
    """The line with all that cannot be used left out, and what is to be told of it after the card."""
    near = () if line[place] == START else _near(line[place], [verb.name for verb in parts_of("")])
    bare = line[place] != START and near[:1] != (START,)
    read = _Line({**options, **settings})
    read.through(line if bare else [*line[:place], *line[place + 1 :]])
    typed = [_decoded(word) for word in read.words]
    drill = read.drill or any(re.search(_DRILL_WORD, word) for word in typed)
    words = [word for word in typed if not re.fullmatch(_DRILL_WORD, word)] or typed
    front = [each for each in read.kept if each.partition("=")[0] in settings]
    back = [each for each in read.kept if each not in front]
    slips = Slips(tuple(read.told), drill=drill, bare=bare, near=near)
    return [*front, START, *back, *(["--", " ".join(words)] if words else [])], slips


class _Line:
    """What is on a line: options with their values, words, and what cannot be used."""

    def __init__(self, known: Options) -> None:
        self.known = known
        self.kept: list[str] = []
        self.words: list[str] = []
        self.told: list[Message] = []
        self.drill = False

    def through(self, line: Sequence[str]) -> None:
        rest = deque(line)
        while rest:
            word = rest.popleft()
            if word == "--":
                self.words += rest
                return
            if _is_option(word):
                self.option(word, rest)
            else:
                self.words.append(word)

    def option(self, token: str, rest: deque[str]) -> None:
        name, equals, value = _dashed(token).partition("=")
        option = self.known.get(name)
        if option is None or (option.is_flag and equals):
            self.unusable(name, option, rest if not equals else deque())
        elif option.is_flag:
            self.kept.append(name)
        else:
            if not equals and rest and not _is_option(rest[0]):
                value = rest.popleft()
            setting = next((each for each in SETTINGS if each.name == name), None)
            if not value.strip():
                self.told.append(msg("{name} needs a value.", name=name))
            elif setting and (wrong := setting.refused(value)):
                self.told.append(wrong.message)
            else:
                self.kept.append(f"{name}={value}")

    def unusable(self, name: str, option: TyperOption | None, rest: deque[str]) -> None:
        """Told; what would be the value of the option that was meant is no word of its own."""
        self.drill = self.drill or _may_be_drill(name)
        if option is not None:
            self.told.append(msg("{name} takes no value.", name=name))
            return
        near = _near(name, self.known)[:1]
        what = msg("No such option: {name}.", name=name)
        self.told.append(msg("{what} Did you mean {names}?", what=what, names=near) if near else what)
        if near and not self.known[near[0]].is_flag and rest and not _is_option(rest[0]):
            rest.popleft()


def options_of(params: Sequence[Parameter]) -> dict[str, TyperOption]:
    """Options by each of their names."""
    return {name: param for param in params if isinstance(param, TyperOption) for name in param.opts}


def _is_option(token: str) -> bool:
    without = token.lstrip(_DASHES)
    return without != token and without[:1].isalpha()


def _dashed(token: str) -> str:
    """An option as it was meant: one dash, long dashes of a Chinese keyboard, full-width letters."""
    name, equals, value = token.partition("=") if "=" in token else token.partition("＝")
    plain = narrow(name.lstrip(_DASHES)).lower()
    return f"--{plain}{'=' if equals else ''}{value}"


def _may_be_drill(name: str) -> bool:
    letters = name.lstrip("-").casefold()
    return bool(re.search(_DRILL_OPTION, letters)) or (
        letters.isascii() and len(letters) > 2 and apart(letters, "drill") <= 2
    )


def _near(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """The nearest, the verb that starts first where it is as near as any."""
    from difflib import SequenceMatcher, get_close_matches

    found = get_close_matches(word, list(names), 3, 0.75)
    return tuple(sorted(found, key=lambda name: (-SequenceMatcher(None, name, word).ratio(), name != START)))


def _decoded(word: str) -> str:
    r"""A word of a terminal that writes Chinese as GBK: its bytes came as \xNN."""

    def text(found: re.Match[str]) -> str:
        try:
            return bytes.fromhex(found[0].replace("\\x", "")).decode("gb18030")
        except UnicodeDecodeError:
            return found[0]

    return re.sub(_BYTES, text, word)
