"""The Word document: the layout of GB/T 9704-2012 by its numbers, the file around it, an office's own template."""

import io
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt
from msgspec.structs import replace
from tests.builders import INCIDENT, PaperDesk, answered, at, done, noted, opened
from tests.export.test_export import every_kind

from emergency_cli.core.events import Ordered
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.personal import seal
from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.report.bulletins.bulletin import build_bulletin
from emergency_cli.core.report.document import Prose, Report, Section
from emergency_cli.core.report.redaction import redacted
from emergency_cli.core.report.summaries import summary as summaries
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused
from emergency_cli.export import FORMATS, TEMPLATED
from emergency_cli.export.docx.closing import signature_indents
from emergency_cli.export.docx.widths import widths
from emergency_cli.export.reading import read_back
from emergency_cli.language import Words

NOW = at(24 * 60)
build_report = partial(summaries.build_report, centre=Centre(layout="gb-t-9704"))
ZH, EN = Words("zh"), Words("en")
# The order of members by ISO/IEC 29500-1: Word calls a file damaged in which they stand otherwise.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl tabs autoSpaceDE autoSpaceDN snapToGrid spacing"
    " ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs strike snapToGrid spacing kern sz szCs vertAlign lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan tcBorders shd vAlign",
    "style": "name uiPriority semiHidden qFormat pPr rPr tblPr",
    "sectPr": "pgSz pgMar cols docGrid",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksBefore compat themeFontLang"
    " decimalSymbol listSeparator",
}


def written(report: Report, words: Words = ZH, template: bytes | None = None) -> bytes:
    """The file of a report."""
    return FORMATS["docx"](report, words) if template is None else TEMPLATED["docx"](report, words, template)


def opened_file(raw: bytes) -> Any:
    """The document in it."""
    return docx.Document(io.BytesIO(raw))


def summary(**members: Any) -> Report:
    """Of an incident in which everything happens."""
    return build_report(every_kind(), NOW, **members)


def one(parent: Any, path: str) -> Any:
    """The one element below."""
    (found,) = parent.findall("/".join(qn(f"w:{name}") for name in path.split("/")))
    return found


def values(element: Any) -> dict[str, str]:
    """Its attributes, without their namespace."""
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


def style(document: Any, name: str) -> Any:
    """A style by its name."""
    return document.styles[name].element


def paragraphs(document: Any, name: str) -> list[str]:
    """What stands in a style, in the body and its tables."""
    wanted = document.styles[name].style_id
    found = [each for each in document.element.body.iter(qn("w:p")) if each.style == wanted]
    return [each.text for each in found]


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_is_that_of_the_standard() -> None:
    """A4; margins of 37, 28, 26 and 35 mm; 22 lines of 28 characters."""
    section = opened_file(written(summary())).sections[0]
    assert values(one(section._sectPr, "pgSz")) == {"w": "11906", "h": "16838"}
    margins = [section.top_margin, section.left_margin, section.right_margin, section.bottom_margin]
    assert [round(margin.mm) for margin in margins] == [37, 28, 26, 35]
    grid = values(one(section._sectPr, "docGrid"))
    assert grid == {"type": "linesAndChars", "linePitch": "579", "charSpace": "-848"}
    height, across = 16838 - 2098 - 1984, 11906 - 1587 - 1474
    assert (height // int(grid["linePitch"]), across * 4096 // (20 * (16 * 4096 - 848))) == (22, 28)


@pytest.mark.parametrize(
    ("name", "face", "size"),
    [
        ("Emergency Title", "方正小标宋简体", 22),
        ("Emergency Heading 1", "黑体", 16),
        ("Emergency Heading 2", "楷体_GB2312", 16),
        ("Emergency Body", "仿宋_GB2312", 16),
        ("Emergency Recipient", "仿宋_GB2312", 16),
        ("Emergency Signature", "仿宋_GB2312", 16),
        ("Emergency Annex", "黑体", 16),
        ("Emergency Page Number", "宋体", 14),
        ("Emergency Table Text", "仿宋_GB2312", 10.5),
        ("Emergency Table Small", "仿宋_GB2312", 9),
    ],
)
def test_faces_and_sizes_are_those_of_the_standard(name: str, face: str, size: float) -> None:
    """The East Asian face is set beside the Latin one, or Chinese text would keep another."""
    found = style(opened_file(written(summary())), name)
    faces = values(one(found, "rPr/rFonts"))
    assert (faces["eastAsia"], float(values(one(found, "rPr/sz"))["val"]) / 2) == (face, size)
    assert faces["ascii"] == faces["hAnsi"]


def test_lines_are_a_22nd_of_the_page_and_paragraphs_two_characters_in() -> None:
    """By character units, so that another size keeps the indent."""
    document = opened_file(written(summary()))
    for name in ("Emergency Body", "Emergency Heading 1", "Emergency Heading 2"):
        assert values(one(style(document, name), "pPr/ind"))["firstLineChars"] == "200"
        spacing = values(one(style(document, name), "pPr/spacing"))
        assert spacing == {"before": "0", "after": "0", "line": "579", "lineRule": "exact"}
    assert style(document, "Emergency Recipient").find(qn("w:pPr")).find(qn("w:ind")) is None


def test_no_page_begins_or_ends_with_a_single_line_of_a_paragraph() -> None:
    """A page began with the number of an entry and a full stop, alone."""
    document = opened_file(written(summary()))
    for name in ("Emergency Body", "Emergency Attachments", "Emergency Note"):
        assert values(one(style(document, name), "pPr/widowControl")).get("val", "1") == "1"


def test_page_numbers_stand_between_dashes_on_the_outer_side() -> None:
    """— 1 —: odd pages right, even pages left, one character in, 7 mm below the type area."""
    document = opened_file(written(summary()))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        place = one(paragraph._p, "pPr/ind")
        assert (values(one(paragraph._p, "pPr/jc"))["val"], values(place)[f"{side}Chars"]) == (side, "100")
        assert (paragraph.text, paragraph.style.name) == ("— 1 —", "Emergency Page Number")
        assert [each.text for each in paragraph._p.iter(qn("w:instrText"))] == [" PAGE "]
    line = int(values(one(style(document, "Emergency Page Number"), "pPr/spacing"))["line"]) * 635
    assert round((section.bottom_margin - section.footer_distance - line) / 36000) == 7


@pytest.mark.parametrize(
    ("layout", "sheet"), [("letter", {"w": "12240", "h": "15840"}), ("a4", {"w": "11906", "h": "16838"})]
)
def test_a_plain_letter_has_an_inch_of_margin_on_the_paper_of_its_country(layout: Any, sheet: dict[str, str]) -> None:
    """What the standard sets holds where the plan names the standard; tables are as wide as the text."""
    document = opened_file(written(summary(centre=Centre(layout=layout)), EN))
    section = document.sections[0]
    assert values(one(section._sectPr, "pgSz")) == sheet
    assert {section.left_margin, section.right_margin, section.top_margin, section.bottom_margin} == {Inches(1)}
    table = next(document.element.body.iter(qn("w:tbl")))
    assert sum(int(values(column)["w"]) for column in table.iter(qn("w:gridCol"))) == int(sheet["w"]) - 2880


# --- the words -------------------------------------------------------------------------------------------------------


def test_the_parts_stand_in_the_order_of_the_standard() -> None:
    """Title, recipient, sections, annexes listed, issuer, date, notes, annexes."""
    report = summary(to=("wang",))
    body = opened_file(written(report)).element.body
    texts = [(each.style, each.text) for each in body if each.tag == qn("w:p")]
    assert [style for style, _ in texts[:4]] == [
        "EmergencyTitle", "EmergencyBody", "EmergencyRecipient", "EmergencyBody"
    ]  # fmt: skip
    assert (texts[1][1], texts[4][1]) == ("", "一、发生情况")
    assert re.fullmatch("[^:]+：", texts[2][1])
    draft = [(each.style, each.text) for each in opened_file(written(summary())).element.body if each.tag == qn("w:p")]
    assert draft[1] == ("EmergencyMark", "（草稿）")
    order = [style for style, _ in texts]
    places = [order.index(f"Emergency{name}") for name in ("Attachments", "Signature", "Note", "Annex")]
    assert places == sorted(places)
    signed = [text for style, text in texts if style == "EmergencySignature"]
    assert signed == ["", ZH(report.issuer), "2026年11月24日"]


def test_headings_are_numbered_level_by_level() -> None:
    """一、 and （一）; 1. and a. in English."""
    parts = (Prose("a", (), msg("First")), Prose("b", (), msg("Second")), Prose("c", (), msg("Third")))
    report = summary()
    report = replace(report, sections=(Section("x", msg("Of parts"), parts), *report.sections))
    zh, en = (opened_file(written(report, words)) for words in (ZH, EN))
    assert [text[:2] for text in paragraphs(zh, "Emergency Heading 1")[:3]] == ["一、", "二、", "三、"]
    assert [text[:3] for text in paragraphs(zh, "Emergency Heading 2")[:3]] == ["（一）", "（二）", "（三）"]
    assert [text[:3] for text in paragraphs(en, "Emergency Heading 1")[:2]] == ["1. ", "2. "]
    assert [text[:3] for text in paragraphs(en, "Emergency Heading 2")[:2]] == ["a. ", "b. "]


def test_a_title_is_not_said_twice() -> None:
    """A section of one part has no heading for the part."""
    report = summary()
    lonely = [section for section in report.body if len(section.parts) == 1]
    said = paragraphs(opened_file(written(report)), "Emergency Heading 2")
    assert lonely
    assert [ZH(section.parts[0].title) for section in lonely if any(
        text.endswith(f"）{ZH(section.parts[0].title)}") for text in said
    )] == []  # fmt: skip


def test_the_first_annex_begins_on_a_new_page_and_the_others_run_on() -> None:
    """附件1 with its title at the left; the list of them below the body."""
    report = summary()
    document = opened_file(written(report))
    assert len(list(document.element.body.iter(qn("w:pageBreakBefore")))) == 1
    expected = [f"附件{number}　{ZH(annex.title)}" for number, annex in enumerate(report.annexes, 1)]
    assert paragraphs(document, "Emergency Annex") == expected
    listed = paragraphs(document, "Emergency Attachments")
    assert (listed[0], listed[1]) == (f"附件：1. {ZH(report.annexes[0].title)}", f"2. {ZH(report.annexes[1].title)}")
    ends = [ind["leftChars"] for ind in map(values, document.element.body.iter(qn("w:ind"))) if "leftChars" in ind]
    assert set(ends) == {"600"}


@pytest.mark.parametrize(
    ("issuer", "date", "expected"),
    [(18, 14, (200, 200)), (30, 14, (200, 800)), (14, 14, (200, 0)), (8, 14, (700, 200))],
)
def test_the_date_begins_two_characters_behind_the_issuer(issuer: int, date: int, expected: tuple[int, int]) -> None:
    """One of them ends two characters from the edge."""
    assert signature_indents(issuer, date) == expected
    begins = [50 * wide + right for wide, right in zip((issuer, date), expected, strict=True)]
    assert begins[0] - begins[1] == 200


# --- on every page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "marks"), [(ZH, ["演练", "草稿"]), (EN, ["DRILL", "Draft"])], ids=["zh", "en"])
def test_a_drill_and_a_draft_say_so_on_every_page(words: Words, marks: list[str]) -> None:
    """On odd pages and even ones; a drill in the title too, a draft below it; an approved document is no draft."""
    desk = PaperDesk(incident=f"drill-{INCIDENT}")
    desk.write(opened(drill=True))
    for report, expected in (
        (build_report(desk.own, NOW), marks),
        (build_report(desk.own, NOW, approved="Li"), marks[:1]),
    ):
        document = opened_file(written(report, words))
        section = document.sections[0]
        heads = [section.header.paragraphs[0].text, section.even_page_header.paragraphs[0].text]
        assert [head.split("\t")[0].split() for head in heads] == [expected] * 2
        assert marks[0] in paragraphs(document, "Emergency Title")[0]
        assert all(mark in paragraphs(document, "Emergency Mark")[0] for mark in expected[1:])
        assert all(code in head for head in heads for code in (report.incident, report.codes[0][0]))


def test_the_check_code_stands_below_the_signature_or_in_an_annex() -> None:
    """With the incident and the entry; not in both places."""
    report = summary(approved="wang")
    (code, entry), *_ = report.codes
    noted_ = f"校验码 {code}（{report.incident}，{entry}）"
    assert not any(noted_ in note for note in paragraphs(opened_file(written(report)), "Emergency Note"))
    assert any(code in cell.text for table in opened_file(written(report)).tables for cell in table.columns[-1].cells)
    alone = replace(report, sections=report.body)
    assert any(noted_ in note for note in paragraphs(opened_file(written(alone)), "Emergency Note"))


def test_a_redacted_copy_says_so() -> None:
    """On every page and in the notes, where there was something to leave out."""
    desk = PaperDesk()
    desk.write(opened(), noted(seal("13912345678", b"\x01" * 32)))
    document = opened_file(written(redacted(build_report(desk.own, NOW, approved="wang"))))
    assert document.sections[0].header.paragraphs[0].text.startswith("隐去个人信息")
    assert any("已隐去" in note for note in paragraphs(document, "Emergency Note"))


# --- tables ----------------------------------------------------------------------------------------------------------


def test_heads_of_tables_repeat_and_rows_do_not_break() -> None:
    """And no table is wider than the type area, whatever stands in it."""
    desk = PaperDesk()
    desk.write(opened(), noted("x" * 10_000), answered(fire__burning="字" * 10_000), noted("short"))
    body = opened_file(written(build_report(desk.own, NOW))).element.body
    for table in body.iter(qn("w:tbl")):
        rows = list(table.iter(qn("w:tr")))
        assert [len(list(row.iter(qn("w:tblHeader")))) for row in rows] == [1] + [0] * (len(rows) - 1)
        cut = [row for row in rows if not list(row.iter(qn("w:cantSplit")))]
        assert all(len("".join(text.text for text in row.iter(qn("w:t")))) > 1000 for row in cut)
        columns = [int(values(column)["w"]) for column in table.iter(qn("w:gridCol"))]
        assert (sum(columns), min(columns) > 300) == (8845, True)
        assert values(one(table, "tblPr/tblLayout"))["type"] == "fixed"
        for row in rows:
            wide = [int(values(cell)["w"]) for cell in row.iter(qn("w:tcW"))]
            assert wide in (columns, [8845])


def test_a_note_of_ten_megabytes_does_not_stop_the_document() -> None:
    """It may come from another program, by a merge."""
    desk = PaperDesk()
    desk.write(opened(), noted("字" * (4 << 20)))
    with zipfile.ZipFile(io.BytesIO(written(build_report(desk.own, NOW)))) as package:
        assert package.read("word/document.xml").count("字".encode()) >= 4 << 20


def test_what_was_corrected_or_taken_back_is_struck() -> None:
    """The original stays, then what it is now, then by whom and why."""
    body = opened_file(written(summary(), EN)).element.body
    struck = [run.text for run in body.iter(qn("w:r")) if list(run.iter(qn("w:strike")))]
    assert {"two people", "Done: “did”"} <= set(struck)
    assert any(
        each.text.startswith("two people → three people — text corrected by Li") for each in body.iter(qn("w:p"))
    )


def test_each_day_has_a_line_of_its_own_in_the_timeline() -> None:
    """Across the table, without zero padding."""
    desk = PaperDesk()
    desk.write(opened(), noted("in the night", 11 * 60))
    said = paragraphs(opened_file(written(build_report(desk.own, NOW))), "Emergency Table Group")
    assert [text for text in said if "年" in text] == ["2026年11月23日", "2026年11月24日"]


def test_columns_are_as_wide_as_they_need() -> None:
    """All of the width is used; a short column stays on one line; a hash does not push the others away."""
    told = [["14:55", "15:01"], ["打119报警，说清五件事，记下报警时间", "拉响火警警报"], ["张一恒", "刘光盛"]]
    found = widths(told, 80)
    assert (sum(found), found[0] >= 5, found[2] >= 6, found[1] > found[2]) == (80, True, True, True)
    long = widths([["a" * 64], ["name"], ["b" * 10_000]], 60)
    assert (sum(long), min(long) >= 4) == (60, True)
    assert sum(widths([[], [""]], 10)) == 10


def test_a_bold_english_head_has_room_for_its_word_in_a_table_of_small_type() -> None:
    """“When” above “15:13” was torn to “Whe” and “n”: bold Latin letters are wider than the layout counts."""
    desk = PaperDesk()
    order = Ordered(occurred=at(5), by="Li", order="1", text="close", from_="wang", to="bureau-office", due=at(30))
    desk.write(opened(), order)
    document = opened_file(written(build_report(desk.own, NOW), EN))
    table = next(table for table in document.tables if table.cell(0, 0).text == "When")
    edges, small_capital_m = 130, 180
    assert table.columns[0].width.twips - edges >= len("When") * small_capital_m * 0.88


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "language"), [(ZH, "zh-CN"), (EN, "en-US")], ids=["zh", "en"])
def test_the_file_says_what_it_is(words: Words, language: str) -> None:
    """Title, issuer, time of building, language; nothing of the library that wrote it."""
    report = summary()
    raw = written(report, words)
    document = opened_file(raw)
    told = document.core_properties
    assert (told.title, told.author, told.language) == (words(report.title), words(report.issuer), language)
    assert told.created == told.modified == datetime.fromisoformat("2026-11-24T06:54:00+00:00")
    # As Chinese, Latin letters and digits would be broken anywhere: 11|9.
    marks = [values(mark) for mark in document.styles.element.iter(qn("w:lang"))]
    assert {(mark["val"], mark["eastAsia"]) for mark in marks} == {("en-US", "zh-CN")}
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        assert not [name for name in package.namelist() if b"python-docx" in package.read(name)]
        assert {entry.date_time for entry in package.infolist()} == {(2026, 11, 24, 14, 54, 0)}


def test_the_same_report_gives_the_same_bytes() -> None:
    """Its SHA-256 can be put on record."""
    assert written(summary()) == written(summary())


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_members_stand_in_the_order_of_the_schema(words: Words) -> None:
    """Word is stricter than LibreOffice."""
    raw = written(redacted(summary(to=("wang",), approved="wang")), words)
    wrong = [(name, names) for name, names in _members(raw) if names != sorted(names, key=ORDER[name].split().index)]
    assert wrong == []


def _members(raw: bytes) -> Iterator[tuple[str, list[str]]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        for part in package.namelist():
            if part.startswith("word/") and part.endswith(".xml"):
                root = parse_xml(package.read(part))
                for element in root.iter():
                    name = str(element.tag).rpartition("}")[2]
                    if name in ORDER:
                        names = [str(child.tag).rpartition("}")[2] for child in element]
                        yield name, [each for each in names if not each.endswith("Reference")]


def test_characters_that_xml_has_not_are_shown() -> None:
    """Control characters, halves of surrogates, noncharacters; and those beyond the BMP as they are."""
    text = "bell \x07 null \x00 half \ud83d last \ufffe\uffff fire 🔥 𠀀 tab\tend"
    desk = PaperDesk()
    desk.write(opened(), noted("note"))
    report = build_report(desk.own, NOW)
    seen = "\n".join(
        each.text for each in opened_file(written(replace(report, to=(text,)))).element.body.iter(qn("w:p"))
    )
    assert "bell \\x07 null \\x00 half \\ud83d last \\ufffe\\uffff fire 🔥 𠀀 tab\tend：" in seen


# --- bulletins -------------------------------------------------------------------------------------------------------


def test_a_bulletin_has_the_same_form() -> None:
    """Title with its kind, recipient, sentences with the day where it changes; no headings and no annexes."""
    desk = PaperDesk()
    desk.write(opened(), done("fire/call-119", 1), done("fire/alarm", 12 * 60))
    report = build_bulletin(replay(desk.own), "initial", NOW, to=("wang",))
    document = opened_file(written(report))
    body = paragraphs(document, "Emergency Body")
    assert "14时55分，完成“call-119”。11月24日2时54分，完成“alarm”。" in body
    kinds = ("Annex", "Attachments", "Heading 1")
    assert [paragraphs(document, f"Emergency {kind}") for kind in kinds] == [[], [], []]


# --- an office's own template ----------------------------------------------------------------------------------------


def own_template() -> bytes:
    """A5, with a body style and words of its own, a header with a picture on another machine, a template of its own."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width = Mm(148)
    picture = section.header.part.relate_to("https://example.org/logo.png", RELATIONSHIP_TYPE.IMAGE, True)
    section.header.paragraphs[0].text = f"县为民服务中心文件 {picture}"
    kind = RELATIONSHIP_TYPE.IMAGE.replace("image", "attachedTemplate")
    document.part._settings_part.relate_to("file:///x.dotm", kind, True)
    document.styles.add_style("Emergency Body", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(13)
    document.add_paragraph("sample words")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_template_lends_page_and_styles() -> None:
    """What it lacks is added; what is written in it is dropped."""
    document = opened_file(written(summary(), ZH, own_template()))
    section = document.sections[0]
    assert (round(section.page_width.mm), document.styles["Emergency Body"].font.size.pt) == (148, 13)
    assert values(one(style(document, "Emergency Title"), "rPr/rFonts"))["eastAsia"] == "方正小标宋简体"
    texts = [each.text for each in document.element.body.iter(qn("w:p"))]
    assert ("sample words" in texts, "一、发生情况" in texts) == (False, True)
    wide = {sum(int(values(c)["w"]) for c in t.iter(qn("w:gridCol"))) for t in document.element.body.iter(qn("w:tbl"))}
    assert wide == {int(section.page_width - section.left_margin - section.right_margin) // 635}


def test_nothing_else_of_a_template_travels() -> None:
    """No header, no thumbnail, nothing that is fetched from elsewhere when the document is opened."""
    template = own_template()
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        assert any(b'TargetMode="External"' in package.read(name) for name in package.namelist())
    with zipfile.ZipFile(io.BytesIO(written(summary()))) as package:
        usual = package.namelist()
    with zipfile.ZipFile(io.BytesIO(written(summary(), ZH, template))) as package:
        assert package.namelist() == usual
        whole = b"".join(package.read(name) for name in usual)
    for foreign in (b"External", b"example.org", b"attachedTemplate", "县为民服务中心文件".encode()):
        assert foreign not in whole


def test_a_template_that_unpacks_to_gigabytes_is_refused_before_it_does() -> None:
    """Whatever size it says it has; and none in which a part could grow while it is read."""
    report = summary()
    for name, content in (
        ("word/styles.xml", b" " * (64 << 20)),
        ("word/document.xml", b" " * (64 << 20)),
        ("word/styles.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'),
    ):
        bomb = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(own_template())) as whole, zipfile.ZipFile(bomb, "w", 8) as target:
            for each in whole.namelist():
                target.writestr(each, content if each == name else whole.read(each))
        tracemalloc.start()
        with pytest.raises(Misused):
            written(report, ZH, bomb.getvalue())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 48 << 20


def test_a_document_of_ours_serves_as_a_template() -> None:
    """So an office begins with one and changes its styles; marks do not add up."""
    first = written(summary())
    again = opened_file(written(summary(approved="wang"), ZH, first))
    section = again.sections[0]
    for head in (section.header, section.even_page_header):
        assert [each.text.partition("\t")[0] for each in head.paragraphs] == [""]
    assert paragraphs(again, "Emergency Title") == paragraphs(opened_file(first), "Emergency Title")


@pytest.mark.parametrize("template", [b"", b"not a zip", b"PK\x03\x04 cut", written(summary())[:5000]])
def test_a_template_that_is_none_is_refused(template: bytes) -> None:
    """In one line, before anything is written."""
    with pytest.raises(Misused) as refused:
        written(summary(), ZH, template)
    assert refused.value.message.msgid == "The template is not a Word document that can be read."


def test_a_damaged_template_is_refused_or_used() -> None:
    """Never anything else, whichever byte is wrong."""
    whole = own_template()
    report = build_report([*_short()], NOW)
    for place in range(0, len(whole), len(whole) // 60):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        try:
            opened_file(written(report, ZH, damaged))
        except Misused:
            continue


def _short() -> list[Any]:
    desk = PaperDesk()
    desk.write(opened())
    return desk.own


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_the_number_of_an_entry_is_tied_to_the_word_before_it(words: Words) -> None:
    """No line begins with one; what is read back from the file has nothing between them."""
    desk = PaperDesk()
    desk.write(opened(), done("fire/alarm", 1), done("fire/count", 1))
    raw = written(build_report(replay(desk.own), NOW), words)
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        body = package.read("word/document.xml").decode()
    numbers = re.findall(r">([^<]*\[[0-9][^<]*\])</w:t>", body)
    assert numbers and all(each.startswith("\ufeff[") and ", " not in each for each in numbers)
    page = read_back(raw)
    assert page and "[" in page.text and "\ufeff" not in page.text
