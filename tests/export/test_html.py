"""The report as a page: one file that runs and fetches nothing, read by eye, by ear, on a phone and on paper."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.builders import FIRE, GENERAL, INCIDENT, PaperDesk, answered, at, done, noted, opened, skipped, step
from tests.export.test_export import BOTH, HOSTILE, NOW, every_kind
from tests.front import did, started
from tests.worlds import make_world

from emergency_cli.core.events import Entry, HandoverAccepted, Noted, Reopened
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.personal import seal
from emergency_cli.core.plan.centre import Centre, DocumentWords
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.report.bulletins.bulletin import build_bulletin
from emergency_cli.core.report.document import Block, Field, Fields, Section, Table, fields
from emergency_cli.core.report.redaction import redacted
from emergency_cli.core.report.summaries.summary import build_report
from emergency_cli.core.terms import Bulletin
from emergency_cli.core.text import Text, msg
from emergency_cli.export import FORMATS
from emergency_cli.language import Words

EN, ZH = Words("en"), Words("zh")
VOID = {"br", "meta", "col"}


@dataclass
class Node:
    """An element with its attributes, its words and what is in it."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    parts: list["Node | str"] = field(default_factory=list)

    def all(self, *tags: str) -> list["Node"]:
        """Every element of these kinds below it, in order."""
        below = [part for part in self.parts if isinstance(part, Node)]
        return [found for node in below for found in ([node] * (node.tag in tags or not tags) + node.all(*tags))]

    def one(self, *tags: str) -> "Node":
        """The only one."""
        (found,) = self.all(*tags)
        return found

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


class Tree(HTMLParser):
    """Reads a page; an element that is not closed in its turn is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        node = Node(tag, dict(attrs))
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A shape."""
        self.open[-1].parts.append(Node(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Words."""
        self.open[-1].parts.append(data)


def page_of(raw: bytes) -> Node:
    """The tree of a page."""
    tree = Tree()
    tree.feed(raw.decode())
    tree.close()
    assert [node.tag for node in tree.open] == ["page"]
    return tree.open[0].one("html")


def summary(entries: Iterable[Entry], words: Words = EN, **more: str) -> Node:
    """The page of an after-action summary."""
    return page_of(FORMATS["html"](build_report(list(entries), NOW, **more), words))  # type: ignore[arg-type]


def bulletin(kind: Bulletin, words: Words) -> Node:
    """The page of a bulletin on the incident in which everything happens."""
    return page_of(FORMATS["html"](build_bulletin(replay(every_kind()), kind, NOW, to=["wang"]), words))


def fire(*events: object, **members: object) -> list[Entry]:
    """The entries of a fire."""
    desk = PaperDesk()
    desk.write(opened(**members), *events)  # type: ignore[arg-type]
    return desk.own


def documents() -> list[Node]:
    """Summary and bulletins in both languages."""
    pages = [summary(every_kind(), words) for words in BOTH]
    kinds: list[Bulletin] = ["initial", "follow-up", "final"]
    return pages + [bulletin(kind, words) for kind in kinds for words in BOTH]


def test_the_page_runs_and_fetches_nothing() -> None:
    """No script, no handler, no address but places in the page, and a policy that forbids them."""
    for page in documents():
        policy = page.one("head").all("meta")[1].attributes
        assert policy == {
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        }
        assert page.all("script", "link", "img", "iframe", "object", "form", "base") == []
        attributes = [(name, value or "") for node in page.all() for name, value in node.attributes.items()]
        assert [name for name, _ in attributes if name.startswith("on") or name == "src"] == []
        assert [value for name, value in attributes if "href" in name and not value.startswith("#")] == []
        assert re.search(r"url\(|@import", page.one("style").text) is None


def test_every_place_that_is_pointed_to_is_there_once() -> None:
    """Contents, labels and shapes find what they mean."""
    for page in documents():
        ids = [str(node.attributes["id"]) for node in page.all() if "id" in node.attributes]
        assert len(ids) == len(set(ids))
        pointed = [str(node.attributes["href"])[1:] for node in page.all("a", "use")]
        labels = [str(node.attributes.get("aria-labelledby", "")).split() for node in page.all()]
        assert set(pointed) | {label for each in labels for label in each} <= set(ids)


def test_the_language_of_the_page_is_said() -> None:
    """A screen reader speaks it in its own language; the title is that of the document."""
    for words, lang in ((EN, "en"), (ZH, "zh-CN")):
        page = summary(every_kind(), words)
        assert page.attributes["lang"] == lang
        assert page.one("head").one("title").text == page.one("h1").text


def test_headings_come_in_order() -> None:
    """One h1, and no level is jumped over."""
    for page in documents():
        levels = [int(node.tag[1]) for node in page.all("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_its_name_and_every_cell_its_headings() -> None:
    """Caption, scope, and on a phone the heading in front of the cell."""
    tables = [table for page in documents() for table in page.all("table")]
    assert tables
    for table in tables:
        assert table.one("caption").text.strip()
        heads = table.one("thead").all("th")
        assert {head.attributes["scope"] for head in heads} == {"col"}
        assert {head.attributes["scope"] for body in table.all("tbody") for head in body.all("th")} <= {"rowgroup"}
        for row in [row for body in table.all("tbody") for row in body.all("tr") if row.all("td")]:
            labels = [cell.attributes["data-label"] or "" for cell in row.all("td")]
            assert [label.rstrip(":：") for label in labels] == [head.text for head in heads]


def test_times_can_be_read_by_machines() -> None:
    """Every `time` has its date and, where it is more than a day, its offset."""
    times = [node.attributes["datetime"] or "" for node in summary(every_kind()).all("time")]
    assert f"{at(1).isoformat(timespec='seconds')}" in times
    assert [each for each in times if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+08:00)?", each)] == []


def test_what_was_corrected_and_taken_back_is_struck() -> None:
    """Deleted words, and beside them what holds now, with who, when and why."""
    page = summary(every_kind())
    rows = {row.all("td")[3].text: row for row in table(page, "timeline-timeline").all("tr") if len(row.all("td")) == 4}
    note = next(row for row in rows.values() if row.all("ins"))
    assert (note.one("del").text, note.one("ins").text) == ("two people", "three people")
    assert "text corrected by Li" in note.text and "counted again" in note.text
    assert "Done: “did”" in [row.one("del").text for row in rows.values() if row.all("del") and not row.all("ins")]


def table(page: Node, place: str) -> Node:
    """A table by where it stands."""
    (found,) = [node for node in page.all("table") if node.attributes.get("id") == place]
    return found


def with_part(part: Block, words: Words = EN) -> Node:
    """The page of a document of one part."""
    report = build_report(fire(), NOW)
    return page_of(FORMATS["html"](replace(report, sections=(Section("x", msg("Part"), (part,)),)), words))


def test_a_blank_is_a_line_to_write_on() -> None:
    """By eye a line, by ear "to be filled in"; what does not belong is not there."""
    page = with_part(fields("x", msg("x"), ("a", msg("approved by"), None), ("b", msg("same as"), "")))
    named = {node.one("dt").text: node.one("dd") for node in page.all("div") if node.all("dt")}
    blank = named["Approved by:"].all("span")[0]
    assert blank.attributes["class"] == "blank" and blank.text == "____ (to be filled in)"
    assert "Same as:" not in named


def test_an_empty_table_says_none() -> None:
    """Nobody wonders whether it was forgotten."""
    for words, none in ((EN, "None."), (ZH, "无。")):
        page = with_part(Table("x", msg("x"), {"a": msg("a")}, ()), words)
        section = next(node for node in page.all("section") if node.attributes.get("aria-labelledby") == "x")
        assert section.all("table") == [] and section.one("p").text == none


def test_exceptions_stand_in_groups_with_small_cells_below() -> None:
    """Their kind is a line of its own; the clause stands below the step, with its name in front."""
    for words, group, clause in ((EN, "Late", "Clause"), (ZH, "超时", "条款")):
        page = table(summary(limits(7), words), "exceptions-exceptions")
        assert len(page.one("thead").all("th")) == 3
        assert group in [row.text.strip() for row in page.all("tr") if row.attributes.get("class") == "group"]
        assert any(node.text.startswith(clause) for node in page.all("div")
                   if node.attributes.get("class") == "below")  # fmt: skip


def limits(minutes: float) -> list[Entry]:
    """A fire whose call has to be made within 5 minutes, and was made after so many."""
    steps = [step("call-119", within="5m", clause="四")]
    playbook = from_plain(plain(FIRE) | {"steps": steps}, Playbook)
    plan = {"fire": playbook_snapshot(playbook), "general": playbook_snapshot(GENERAL)}
    return fire(done("fire/call-119", minutes), playbooks=plan)


def test_a_question_has_no_colon_behind_its_mark() -> None:
    """`Is anyone hurt? yes`, as people write it."""
    for words, question in ((EN, "Is anyone hurt?"), (ZH, "有人受伤吗？")):
        asked = Field("hurt", Text("有人受伤吗？", "Is anyone hurt?"), "yes")
        page = with_part(Fields("x", msg("x"), (asked,)), words)
        assert question in [node.text for node in page.all("dt")]


def test_a_heading_of_the_centre_stands_once_and_without_one_there_is_none() -> None:
    """A first report is a page of prose; a final one has the headings that the office gives it."""
    assert bulletin("initial", EN).all("h2", "h3") == []
    headed = Centre(documents={"final": DocumentWords(headings={"response": Text("应急处理", "What was done")})})
    report = build_bulletin(replay(every_kind()), "final", NOW, centre=headed)
    shown = [node.text for node in page_of(FORMATS["html"](report, EN)).all("h2", "h3")]
    assert [title for title in shown if "What was done" in title] == shown


def test_a_drill_and_a_draft_say_so_at_the_top_and_on_every_page_of_paper() -> None:
    """A banner, a mark across the sheet and in its margin; approved, nothing says draft any longer."""
    for words, drill, draft in ((EN, "DRILL", "Draft"), (ZH, "演练", "草稿")):
        desk = PaperDesk(incident=f"drill-{INCIDENT}")
        desk.write(opened(drill=True))
        page = summary(desk.own, words)
        banner = page.one("header").all("p")[0]
        assert drill in banner.text and draft in banner.text
        (watermark,) = [node for node in page.all("div") if node.attributes.get("class") == "watermark"]
        assert watermark.text == drill + draft
        assert f"{drill} \\b7  {draft}" in page.one("style").text.replace("\\20 ", " ")
        assert draft not in summary(fire(), words, approved="wang").one("header").text


def test_a_redacted_copy_says_so() -> None:
    """And the values are not in the page."""
    entries = fire(Noted(occurred=at(1), by="Li", text=seal("13912345678", b"\x01" * 32)))
    raw = FORMATS["html"](redacted(build_report(entries, NOW)), EN)
    assert b"13912345678" not in raw
    assert "Personal values are left out of this copy" in page_of(raw).one("main").text


@pytest.mark.parametrize(
    "text", [*HOSTILE, "x" * 10_000, "</style></td></svg><script>alert(1)</script>", "🔥𠀀", "=1+1"]
)
def test_no_words_become_markup_in_the_page(text: str) -> None:
    """A person's words add no element, whatever they are and wherever they stand."""

    def elements(words: str) -> list[str]:
        desk = PaperDesk()
        desk.write(opened(), noted(words), skipped("fire/alarm", reason=words), answered(fire__burning=words))
        tick = desk.write(done("fire/call-119", 1, reason=words, actor=words))
        desk.write(done("fire/search", 1, actor=words))
        desk.write(Reopened(occurred=at(2), by=words, target=tick.ref, reason=words), HandoverAccepted(
            occurred=at(2), by=words, officer=words))  # fmt: skip
        page = page_of(FORMATS["html"](build_report(desk.own, NOW), EN))
        return [node.tag for node in page.all() if node.tag not in ("br", "text")]

    assert elements(text) == elements("plain")


def test_the_same_report_gives_the_same_page() -> None:
    """To the byte."""
    assert FORMATS["html"](build_report(every_kind(), NOW), ZH) == FORMATS["html"](build_report(every_kind(), NOW), ZH)


# --- at the command line ----------------------------------------------------------------------------------------------


def test_a_page_is_written_by_the_ending_of_its_name(tmp_path: Path) -> None:
    """`export --to summary.html` needs no format."""
    world = make_world(tmp_path)
    started(world, "fire")
    did(world, "export", "--to", str(tmp_path / "summary.html"))
    assert page_of((tmp_path / "summary.html").read_bytes()).one("h1").text.startswith("After-action summary")
