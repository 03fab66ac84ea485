"""Two languages: every word of the program and of the plan is there in both, and both read as people write them."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest
from scripts import catalogue
from tests.worlds import CHINA

from emergency_cli.catalogue import Catalogue
from emergency_cli.core.cleaning import clean, escaped
from emergency_cli.core.personal import Personal, seal
from emergency_cli.core.text import Filled, InProse, Text, msg
from emergency_cli.language import Words
from emergency_cli.plans.files import read_yaml

ROOT = Path(__file__).parents[1]
PLAN_FILES = [ROOT / "roster.yaml", *sorted((ROOT / "playbooks").glob("*.yaml"))]
ZH, EN = Words("zh"), Words("en")
HAN = "[\u3400-\u9fff]"
# Clause numbers are names of places in the plan, the same in both languages: 四（四）1.
CLAUSE = re.compile(r"[一二三四五六七八九十]+（[一二三四五六七八九十]+）\d*")


# --- the catalogue -------------------------------------------------------------------------------------------------


def chinese() -> dict[str, str]:
    """The catalogue as translators see it."""
    return {str(message.id): str(message.string) for message in catalogue.written() if message.id}


def placeholders(text: str) -> set[str]:
    """The `{names}` in a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# A number in front of a plural that is never one, and why.
MANY = {
    "The path of the records has {count} characters: too many for Windows to open all in it.": "more than two hundred",
    "The terminal has {count} columns.": "no terminal has one",
    "everything ran {count} times as fast as in earnest": "six",
    "none of the {count} things that were tried could be done": "of few each is named",
    "summaries were handed in by {count} units": "of few each is named",
    "there are {count} steps of the plan still to be done": "of few each is named",
    "there are {count} steps of the plan still to be done, {review} of them in the review": "of few each is named",
    "{characters} characters, {bytes} bytes": "a whole report",
    "{count} points are more than the picture of a response has room for": "more than ten",
    "{count} roles are held by the owner of the zone, and one should": "more than one",
    "{count} units coordinate, and one should: {names}": "more than one",
    "{deed} in {count} service zones": "one zone is named",
    "{deed}, {count} times by then": "more than one",
}
_PLURAL = re.compile(r"\{(?:count|lines|left|size|rows|bytes|characters|days|number)\} (?:more |service )?[a-z]{2,}s\b")
_NO_PLURALS = {"is", "was", "has", "its", "does", "this"}


def of_several(tree: ast.AST) -> Iterator[str]:
    """The messages that `counted` says of more than one: its last argument, or what was called `several` for it."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="counted"), args=[_, _, ast.Call(args=[ast.Constant(value=str(text)), *_])]):
                yield text
            case ast.Assign(targets=[ast.Name(id="several")], value=ast.Call(args=[ast.Constant(value=str(text)), *_])):
                yield text


def test_english_says_one_of_one() -> None:
    """“1 lines” is nobody's English: where a number can be one, there is a message for it."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(catalogue.SOURCE.rglob("*.py"))]
    right = {text for tree in trees for text in of_several(tree)} | MANY.keys()
    plural = [
        text for text in chinese() if any(found.split()[-1] not in _NO_PLURALS for found in _PLURAL.findall(text))
    ]
    assert len(plural) > 15
    assert [text for text in plural if text not in right] == []


def edges(text: str) -> tuple[str, str]:
    """The white space before and after a message."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_every_message_of_the_program_has_chinese_words() -> None:
    """A message without Chinese: run `python scripts/catalogue.py` and translate what it shows."""
    known = chinese()
    assert [
        text for text in (str(message.id) for message in catalogue.extracted()) if text and not known.get(text)
    ] == []


def test_the_catalogue_holds_no_message_that_the_program_no_longer_says() -> None:
    """What nobody says any more is dropped by `python scripts/catalogue.py`."""
    assert sorted(chinese().keys() - {str(message.id) for message in catalogue.extracted()}) == []


def test_every_translation_was_looked_at() -> None:
    """A guess that nobody confirmed (fuzzy) is not shown to an officer."""
    assert [message.id for message in catalogue.written() if message.id and message.fuzzy] == []


def test_chinese_and_english_carry_the_same_values() -> None:
    """A name that only one language has would fail, or leave a value out, in the middle of an emergency."""
    assert {en: zh for en, zh in chinese().items() if placeholders(en) != placeholders(zh)} == {}


def test_chinese_keeps_the_spaces_and_line_breaks_round_a_message() -> None:
    """A prompt and a mark stand as far from what follows in both languages."""
    assert {en: zh for en, zh in chinese().items() if edges(en) != edges(zh)} == {}


def test_the_program_finds_every_message_of_the_readable_catalogue() -> None:
    """It searches the .mo, which `python scripts/catalogue.py` compiles anew."""
    found = Catalogue(catalogue.FILE.with_suffix(".mo").read_bytes())
    assert {en: found[en] for en in chinese()} == {en: zh or en for en, zh in chinese().items()}


def test_what_the_catalogue_does_not_hold_is_said_in_english() -> None:
    """As before the first message, after the last, and where there is no catalogue."""
    found = Catalogue(catalogue.FILE.with_suffix(".mo").read_bytes())
    assert [found[text] for text in ("", "!", "Nobody says this.", "龘")] == ["", "!", "Nobody says this.", "龘"]
    assert Catalogue(b"")["Why."] == "Why."


def test_every_message_stands_in_the_source_as_it_is_said() -> None:
    """`msg` is given a literal text, or the text of a message already marked; anything else cannot be translated."""
    assert [place for file in sorted(catalogue.SOURCE.rglob("*.py")) for place in hidden_messages(file)] == []


def hidden_messages(file: Path) -> Iterator[str]:
    """Calls of `msg` whose text cannot be found; `Words.say` passes on what it was given."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="msg"), args=[ast.Constant() | ast.Attribute(attr="msgid"), *_]):
                pass
            case ast.Call(func=ast.Name(id="msg"), args=[ast.Name(id="msgid")]) if file.name == "language.py":
                pass
            case ast.Call(func=ast.Name(id="msg")):
                yield f"{file.name}:{node.lineno}: {ast.unparse(node)}"


def test_a_drill_says_in_chinese_that_nobody_is_to_be_called() -> None:
    """The banner over contacts in a drill."""
    assert ZH.say("DRILL: simulate, do not really call") == "演练：模拟，不要真的拨打"


# --- the plan ------------------------------------------------------------------------------------------------------


def texts(value: object, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a plan file, with the place where it stands."""
    if isinstance(value, dict):
        if value.keys() & {"zh", "en"}:
            yield place, value
            return
        for name, inner in value.items():
            yield from texts(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{place}/{number}")


def in_plan(file: Path) -> dict[str, dict[str, str]]:
    """The texts of a plan file by place."""
    return dict(texts(read_yaml(file.read_bytes(), file.name).data))


def is_chinese(text: str) -> bool:
    """Whether a text says something in Chinese."""
    return re.search(HAN, text) is not None


def holds_a_chinese_sentence(text: str) -> bool:
    """Whether more than a Chinese name stands in an English text."""
    return re.search(f"{HAN}{{5,}}|[，。；：、？！]", CLAUSE.sub("", text)) is not None


@pytest.mark.parametrize("file", PLAN_FILES, ids=lambda file: file.name)
def test_every_text_of_the_plan_is_there_in_both_languages(file: Path) -> None:
    """No officer meets a blank, whichever language the screen has."""
    found = in_plan(file)
    assert found
    assert [
        place for place, text in found.items() if not (text.get("zh", "").strip() and text.get("en", "").strip())
    ] == []


@pytest.mark.parametrize("file", PLAN_FILES, ids=lambda file: file.name)
def test_the_chinese_texts_of_the_plan_are_chinese(file: Path) -> None:
    """An English sentence that slipped in under `zh` is found; `{}` alone is the answer as somebody typed it."""
    found = {place: text["zh"] for place, text in in_plan(file).items() if text["zh"] != "{}"}
    assert {place: text for place, text in found.items() if not is_chinese(text)} == {}


@pytest.mark.parametrize("file", PLAN_FILES, ids=lambda file: file.name)
def test_the_english_texts_of_the_plan_are_english(file: Path) -> None:
    """A Chinese sentence that slipped in under `en` is found; names and clause numbers may stand there."""
    assert {place: text["en"] for place, text in in_plan(file).items() if holds_a_chinese_sentence(text["en"])} == {}


# --- dates, spans, lists -------------------------------------------------------------------------------------------

EARLY = datetime(2026, 3, 5, 9, 7, 2, tzinfo=CHINA)


def test_chinese_dates_have_no_zeros_in_front() -> None:
    """3月5日, as official documents write it; hours and minutes keep two digits."""
    assert (ZH.day(EARLY), ZH(EARLY)) == ("2026年3月5日", "3月5日09:07")


def test_english_dates_name_the_month() -> None:
    """No reader has to guess which number is the month."""
    assert (EN.day(EARLY), EN(EARLY)) == ("5 March 2026", "5 Mar 09:07")


def test_a_sentence_says_a_time_as_people_write_it() -> None:
    """Hours and minutes; the day where it is not clear, with its year once."""
    told = [InProse(EARLY), InProse(EARLY, "day"), InProse(EARLY, "year")]
    assert [ZH(each) for each in told] == ["9时07分", "3月5日9时07分", "2026年3月5日9时07分"]
    assert [EN(each) for each in told] == ["09:07", "09:07 on 5 March", "09:07 on 5 March 2026"]


def test_a_text_of_the_plan_takes_values_in_its_places() -> None:
    """What a person wrote stays as it is, and a place for which there is nothing stays a place."""
    title = Text("关于{what}的初报{}", "First report: {what} {}{other}")
    filled = Filled(title, {"what": Text("冒烟{}", "smoke {what}"), "": 7})
    assert (ZH(filled), EN(filled)) == ("关于冒烟{}的初报7", "First report: smoke {what} 7{other}")


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_the_clock_is_the_same_in_both_languages(words: Words) -> None:
    """24 hours; seconds only where they are asked for."""
    assert (words.clock(EARLY), words.clock(EARLY, seconds=True)) == ("09:07", "09:07:02")


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (timedelta(), "0秒", "0 s"),
        (timedelta(seconds=45.9), "45秒", "45 s"),
        (timedelta(minutes=5), "5分钟", "5 min"),
        (timedelta(hours=3), "3小时", "3 h"),
        (timedelta(days=2), "2天", "2 d"),
        (-timedelta(minutes=5), "5分钟", "5 min"),
    ],
)
def test_a_span_is_said_in_its_unit(span: timedelta, zh: str, en: str) -> None:
    """How long is left and how late it is; before and after are said by the sentence round it."""
    assert (ZH(span), EN(span)) == (zh, en)


def test_a_span_is_said_in_its_two_largest_units() -> None:
    """Seconds matter in minutes, and no longer in hours."""
    spans = (timedelta(minutes=2, seconds=13), timedelta(hours=3, minutes=4, seconds=5), timedelta(days=1, hours=2))
    assert [EN(span) for span in spans] == ["2 min 13 s", "3 h 4 min", "1 d 2 h"]


def test_lists_read_as_in_each_language() -> None:
    """A list of plan texts and of names."""
    things = [Text("消防", "fire brigade"), Text("医院", "hospital"), "李娜"]
    assert (ZH(things), EN(things)) == ("消防、医院、李娜", "fire brigade, hospital, 李娜")


def test_nothing_is_said_of_nothing() -> None:
    """An absent value leaves no word behind."""
    assert (ZH(None), EN(None)) == ("", "")


# --- what people wrote ---------------------------------------------------------------------------------------------


def test_a_personal_value_is_shown_while_it_is_there() -> None:
    """Sealed in the log, readable beside it."""
    assert ZH(seal("王强", b"0" * 32)) == "王强"


def test_a_destroyed_personal_value_says_so() -> None:
    """The line stays whole; what the law wanted gone is named as gone."""
    assert (ZH(Personal("ab")), EN(Personal("ab"))) == ("【已销毁】", "[destroyed]")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\x1b[2J烟", "\\x1b[2J烟"),
        ("\x9b31m烟", "\\x9b31m烟"),
        ("\x07\r烟\x7f", "\\x07\\r烟\\x7f"),
        ("烟\u202e火\u2066", "烟\\u202e火\\u2066"),
        ("烟\u200b\ufeff火", "烟\\u200b\\ufeff火"),
        ("烟\ud800火", "烟\\ud800火"),
    ],
    ids=["escape", "C1", "C0", "bidi", "invisible", "surrogate"],
)
def test_characters_that_steer_a_terminal_become_visible(written: str, shown: str) -> None:
    """A person's words are never a command to the screen, alone or in a message, and personal ones neither."""
    found = [clean(written), ZH(written), EN(Personal("ab", written)), EN.say("Note: {text}", text=written)]
    assert found == [shown, shown, shown, f"Note: {shown}"]


def test_no_character_that_steers_a_terminal_counts_as_printable() -> None:
    """What is all printable is shown as it is, without a search."""
    changed = [chr(code) for code in range(0x110000) if escaped(chr(code)) != chr(code)]
    assert [clean(each) for each in changed if each.isprintable()] == []
    assert len(changed) > 2000


def test_ordinary_chinese_and_line_breaks_stay_as_they_are() -> None:
    """Only what steers is changed."""
    assert clean("烟从“配电间”出来，\n\t已断电。𠮷🔥") == "烟从“配电间”出来，\n\t已断电。𠮷🔥"


@pytest.mark.parametrize("text", ["{", "}", "{0}", "{text}", "{entry.hash}", "{{x}}"])
def test_braces_in_what_a_person_wrote_stay_braces(text: str) -> None:
    """A note is a value and never a pattern, even inside another message."""
    inner = msg("Note: {text}", text=text)
    assert ZH.say("Taken back: {what}", what=inner) == f"撤回：备注：{text}"
