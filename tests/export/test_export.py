"""The report as files: every format tells everything, in both languages, and shows what people wrote as text."""

import json
from typing import Any

import pytest
from markdown_it.token import Token
from msgspec.structs import replace
from tests.builders import (
    FIRE,
    GENERAL,
    ILLNESS,
    INCIDENT,
    A,
    PaperDesk,
    answered,
    at,
    done,
    fact,
    noted,
    opened,
    read_event,
    skipped,
    step,
)
from tests.documents import READ, tokens

from emergency_cli.core.events import (
    KINDS,
    Attached,
    CallMade,
    Closed,
    Corrected,
    Destroyed,
    Ended,
    Entry,
    EvidenceAdded,
    HandoverAccepted,
    HandoverOffered,
    Issued,
    OfficerNamed,
    Ordered,
    ReadinessChecked,
    Reopened,
    Repaired,
    RosterUpdated,
    RoundsFinished,
    StepCouldNot,
    StepDeferred,
    SuggestionDeclined,
    Told,
    Unknown,
)
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.story import tell
from emergency_cli.core.personal import seal
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.report.bulletins.bulletin import build_bulletin
from emergency_cli.core.report.document import BLANK, NONE
from emergency_cli.core.report.summaries.summary import build_report
from emergency_cli.core.terms import STATUSES
from emergency_cli.export import FORMATS
from emergency_cli.language import Words

NOW = at(24 * 60)
BOTH = [Words("zh"), Words("en")]
HOSTILE = [
    "a | b",
    "`code` ``more``",
    "*bold* __bold__ ~~gone~~",
    "<script>alert(1)</script> <!-- x --> &lt;",
    "[x](javascript:alert(1)) ![x](http://x.example/y.png) <http://x.example>",
    "http://x.example www.x.example a@x.example @duty",
    "# head\n- list\n\n    code\n```\nfence\n| a | b |\n| - | - |",
    "bell \x07 escape \x1b[31m zero \u200b bidi \u202egnp.exe\u202c line \u2028 end",
    "backslash \\ at the end \\",
    "$x$ $$y$$ :smile: #12 1. one {{7*7}} {% x %}",
    '="x" ]]> "quoted" \'single\'',
]


def every_kind() -> list[Entry]:
    """An incident in which everything happens that can happen, and every step status stands at the end."""
    names = ("did", "left", "tried", "later", "patrol")
    conditions = {"no": {"trapped": "yes"}, "wait": {"spread": "yes"}}
    steps = [step(name, repeats=name == "patrol") for name in names]
    steps += [step(name, when=when) for name, when in conditions.items()] + [step("still-open")]
    facts = {"trapped": fact("yes-no"), "spread": fact("yes-no")}
    playbook = from_plain(plain(FIRE) | {"steps": steps, "facts": facts}, Playbook)
    desk = PaperDesk()
    who: dict[str, Any] = {"occurred": at(1), "by": "Li"}
    first = opened(playbooks={"fire": playbook_snapshot(playbook), "general": playbook_snapshot(GENERAL)})
    desk.write(
        first,
        Attached(**who, attachment="illness", noticed=at(1), playbook=playbook_snapshot(ILLNESS)),
        RosterUpdated(**who, roster=first.roster),
        OfficerNamed(**who, officer="Li"),
        answered(1, fire__trapped="no"),
    )
    tick = desk.write(done("fire/did", 1))
    desk.write(
        Reopened(**who, target=tick.ref, reason="wrong key"),
        done("fire/did", 2),
        skipped("fire/left"),
        StepCouldNot(**who, step="fire/tried"),
        StepDeferred(**who, step="fire/later"),
        done("fire/patrol@1", 2),
        RoundsFinished(**who, step="fire/patrol", count=1),
        HandoverOffered(**who, to="Zhao"),
        HandoverAccepted(**who, officer="Zhao"),
        SuggestionDeclined(**who, playbook="theft"),
        EvidenceAdded(**who, name="hall.jpg", file="x", sha256="ab" * 32, size=9),
        Ordered(**who, order="1", text="clear the square", from_="wang", to="bureau-office", due=at(30)),
        CallMade(**who, contacts=(Told(party="wang", outcome="no-answer"),)),
        Repaired(**who, found="torn-tail", file=f"{A}.jsonl", bytes=7, kept="x"),
        ReadinessChecked(**who, item="medicine-stock", result="wanting", text="three missing"),
        Destroyed(**who, what="evidence", targets=("ab" * 32,), basis="Art. 85"),
        Issued(
            **who,
            document="initial",
            to=("wang",),
            text="fire",
            file="x.docx",
            sha256="cd" * 32,
            upto=tick.ref,
            centre={"documents": {"initial": {"title": {"zh": "初报", "en": "First report"}}}},
        ),
        read_event("drone-flown", height=9),
    )
    note = desk.write(noted("two people"))
    desk.write(Corrected(**who, target=note.ref, member="text", value="three people", reason="counted again"))
    desk.write(Ended(**who, outcome="handled", decided="wang", condition="fire out"), Closed(**who))
    return desk.own


def test_the_example_has_every_kind_of_event_and_every_status() -> None:
    """A new kind of event has to be put into the example before it counts as exported."""
    entries = every_kind()
    found = {type(entry.event) for entry in entries}
    assert found == {*KINDS.values(), Unknown}, "put the new kind into every_kind()"
    assert {row.status for row in board(replay(entries), NOW).rows} == set(STATUSES)


@pytest.mark.parametrize("words", BOTH, ids=["zh", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_every_kind_of_event(name: str, words: Words) -> None:
    """No format leaves anything out."""
    entries = every_kind()
    incident = replay(entries)
    seen = READ[name](FORMATS[name](build_report(entries, NOW), words))
    told = {entry.event.kind: words(tell(incident, entry)) for entry in incident.entries}
    assert [kind for kind, sentence in told.items() if sentence not in seen] == []
    report = build_report(entries, NOW)
    assert [entry.id for entry in entries if report.name_of(entry) not in seen] == []


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_what_a_person_wrote_is_shown_as_text(name: str, text: str) -> None:
    """A note can be read in full and does nothing."""
    words = Words("en")
    desk = PaperDesk()
    desk.write(opened(), noted(text), skipped("fire/alarm", reason=text), answered(fire__burning=text))
    seen = READ[name](FORMATS[name](build_report(desk.own, NOW), words))
    assert seen.count(words(text).strip()) >= 3


@pytest.mark.parametrize("text", HOSTILE)
def test_no_words_become_markup(text: str) -> None:
    """In Markdown a person's words add no link, image, code, HTML, emphasis or row."""
    plain, hostile = (
        _kinds(FORMATS["md"](build_report(_with_note(words), NOW), Words("en"))) for words in ("plain", text)
    )
    assert hostile == plain


def _with_note(text: str) -> list[Entry]:
    desk = PaperDesk()
    desk.write(opened(), noted(text), skipped("fire/alarm", reason=text), answered(fire__burning=text))
    tick = desk.write(done("fire/call-119", 1, reason=text))
    desk.write(Reopened(occurred=at(2), by=text, target=tick.ref, reason=text))
    return desk.own


def _kinds(raw: bytes) -> list[str]:
    """The markup of a page, without its text and line breaks."""
    text = ("text", "text_special", "html_inline", "softbreak")
    outer = tokens(raw)
    inner = [child for token in outer for child in token.children or [] if child.type not in text or _is_html(child)]
    return [token.type for token in (*outer, *inner)]


def _is_html(token: Token) -> bool:
    return token.type == "html_inline" and token.content != "<br>"


def test_addresses_become_no_links() -> None:
    """Pages that make links of bare addresses find none in a person's words."""
    page = FORMATS["md"](build_report(_with_note("http://x.example WWW.x.example a@x.example"), NOW), Words("en"))
    assert b"Note: http\\://x.example WWW\\.x.example a\\@x.example" in page


@pytest.mark.parametrize("words", BOTH, ids=["zh", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_drill_says_so_in_every_format(name: str, words: Words) -> None:
    """More than once: at the head and at every part."""
    desk = PaperDesk(incident=f"drill-{INCIDENT}")
    desk.write(opened(drill=True))
    report = build_report(desk.own, NOW)
    seen = READ[name](FORMATS[name](report, words))
    assert [words(section.title) for section in report.sections if words(section.title) not in seen] == []
    assert words(report.title) in seen.replace("\n突发事件", "突发事件")  # a title in Word is broken by sense


def test_markdown_strikes_what_was_corrected_and_taken_back() -> None:
    """The original stays, struck through, with who, when and why."""
    page = FORMATS["md"](build_report(every_kind(), NOW), Words("en")).decode()
    assert "Note: three people<br>~~two people~~ → three people — text corrected by Li" in page
    assert "~~Done: “did”~~<br>" in page
    assert "taken back by Li, 23 Nov 14:55" in page


def test_markdown_puts_the_date_over_each_day_and_marks_late_entries() -> None:
    """A reader sees the day, the 24-hour time, and what was typed later."""
    desk = PaperDesk()
    desk.write(opened(), noted("in the night", 11 * 60))
    page = FORMATS["md"](build_report(desk.own, NOW), Words("en")).decode()
    assert ("#### 23 November 2026" in page, "#### 24 November 2026" in page) == (True, True)
    assert "| 01:54 | Note: in the night<br>(before this entry the clock" in page
    assert "(recorded only 23 Nov 15:54)" in page


@pytest.mark.parametrize("words", BOTH, ids=["zh", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_nobody_is_asked_to_fill_in_a_summary_by_hand(name: str, words: Words) -> None:
    """What is not on record is left out: no lines to write on, and no “none”."""
    desk = PaperDesk()
    desk.write(opened(), Ended(occurred=at(9), by="Li", outcome="handled"), Closed(occurred=at(10), by="Li"))
    document = FORMATS[name](build_report(desk.own, NOW), words)
    seen = READ[name](document)
    assert [said for said in ("____", words(BLANK), words(NONE), "null") if said in seen.splitlines()] == []
    assert name != "json" or json.loads(document)["format"] == 1


def test_json_is_the_same_in_every_language() -> None:
    """It carries both."""
    report = build_report(every_kind(), NOW)
    assert FORMATS["json"](report, Words("zh")) == FORMATS["json"](report, Words("en"))


def test_json_holds_the_document_and_not_the_whole_log() -> None:
    """What the document does not tell is on record, and nowhere in it."""
    desk = PaperDesk()
    desk.write(opened(), noted("nothing that a bulletin tells"))
    raw = FORMATS["json"](build_bulletin(replay(desk.own), "initial", NOW), Words("en")).decode()
    assert "entries" not in json.loads(raw)
    assert "nothing that a bulletin tells" not in raw


def test_a_destroyed_value_is_called_destroyed() -> None:
    """The seal stays; the words are gone from every format."""
    gone = replace(seal("13912345678", b"\x01" * 32), value=None, salt=None)
    desk = PaperDesk()
    desk.write(opened(), noted(gone))
    report = build_report(desk.own, NOW)
    for name, write in FORMATS.items():
        assert "Note: [destroyed]" in READ[name](write(report, Words("en")))
