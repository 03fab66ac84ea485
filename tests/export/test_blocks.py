"""What a document is made of comes out in every format: sentences with their entries, milestones with their limits."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.documents import READ
from tests.front import did, started
from tests.worlds import START, make_world

from emergency_cli.core.report.document import (
    Milestone,
    Milestones,
    Moment,
    Paragraph,
    Prose,
    Report,
    Section,
    Sentence,
    Timeline,
)
from emergency_cli.core.report.summaries.summary import build_report
from emergency_cli.core.text import msg
from emergency_cli.export import FORMATS, short_text
from emergency_cli.language import Words
from emergency_cli.store.home import Home

CALLED, OUT = msg("The fire brigade was called on 119."), msg("Everybody is out of the building.")
LATE = timedelta(minutes=4, seconds=30)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """A first paragraph without a heading, a section under one, and milestones."""
    world = make_world(tmp_path)
    started(world, "fire")
    did(world, "note", "烟很大")
    built = build_report(Home(world).all()[0].incident, START)
    entries = built.entries
    first = Prose("first", (Paragraph((Sentence(CALLED, entries[:1]), Sentence(OUT, entries))),))
    marks = (
        Milestone(START, msg("Noticed"), entries[0]),
        Milestone(START, msg("Reported"), entries[1], (START, LATE)),
        Milestone(START, msg("Ended"), entries[1], (START, timedelta())),
    )
    sections = (
        Section("first", None, (first,)),
        Section("course", msg("Response"), (first, Milestones("points", msg("Milestones"), marks))),
    )
    return Report(
        kind="summary", incident=built.incident, title=msg("After-action summary"), drill=False, built=START,
        sections=sections, codes=built.codes, entries=entries, cited=True,
    )  # fmt: skip


@pytest.mark.parametrize("format_", ["md", "html", "docx", "json"])
def test_sentences_stand_in_a_row_and_milestones_have_their_limits(report: Report, format_: str) -> None:
    """In the order in which they were told, in every format."""
    text = " ".join(READ[format_](FORMATS[format_](report, Words("en"))).split())
    told = [CALLED.msgid, OUT.msgid, "Response", CALLED.msgid, "Milestones", "Noticed", "Reported", "Ended"]
    places = [text.find(told[0])]
    for each in told[1:]:
        places.append(text.find(each, places[-1] + 1))
    if format_ == "json":
        assert all(each in text for each in told if each != "Milestones")  # a part has a key there, and no title
    else:
        assert -1 not in places, text
        assert "4 min 30 s late" in text
        assert "limit 14:54, met" in text


@pytest.mark.parametrize("format_", ["md", "html", "docx"])
def test_sentences_name_their_entries_only_where_the_document_says_so(report: Report, format_: str) -> None:
    """A summary can be followed to its entries; a bulletin is read out."""
    cited = READ[format_](FORMATS[format_](report, Words("en"))).replace("\n", "").replace("\\", "")
    assert "on 119.[1]" in cited.replace("<sup>", "")
    plain = Report(**{name: getattr(report, name) for name in report.__struct_fields__} | {"cited": False})
    assert "[1]" not in READ[format_](FORMATS[format_](plain, Words("en")))


def test_a_section_without_a_title_has_no_number(report: Report) -> None:
    """The first paragraph of a document is not its first chapter."""
    assert "## 1. Response" in FORMATS["md"](report, Words("en")).decode()


def test_a_short_text_tells_the_sentences_and_nothing_behind_them(report: Report) -> None:
    """What is read out on the phone."""
    assert f"{CALLED.msgid} {OUT.msgid}\n" in short_text(report, Words("en")).decode()


def test_the_entries_of_a_sentence_lead_to_their_lines(report: Report) -> None:
    """In the page; where it has no timeline there is nothing to go to, and no link."""
    page = FORMATS["html"](report, Words("en")).decode()
    assert "<sup>[1–2]</sup>" in page
    with_lines = Report(**{name: getattr(report, name) for name in report.__struct_fields__}
                        | {"sections": (*report.sections, _timeline(report))})  # fmt: skip
    page = FORMATS["html"](with_lines, Words("en")).decode()
    target = f"entry-{report.entries[0].desk}-1"
    assert f'<sup>[<a href="#{target}">1–2</a>]</sup>' in page
    assert f'id="{target}"' in page


def _timeline(report: Report) -> Section:
    moments = tuple(Moment(entry, START, OUT, "", "Li", False, (), ()) for entry in report.entries)
    return Section("timeline", msg("Timeline"), (Timeline("moments", msg("Timeline"), moments),), annex=True)
