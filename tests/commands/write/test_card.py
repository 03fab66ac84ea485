"""`emergency card`: response cards and the contact sheet as documents."""

import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from benchmarks.pages import office, rendered
from tests.front import GENERAL, ROSTER, WATER, did, emergency, everything_below, small_plan

from emergency_cli.cli import run
from emergency_cli.world import World

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The playbooks of the plan, each of their cases on a card of its own.
CARDS = 20
HOSTILE = "a<script>alert(1)</script>|`=1+1\u202e\u200b\x1b[31m\ufffe𠮷&amp;" + "x" * 3000


class Seen(HTMLParser):
    """What a browser makes of a page: tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


def html(world: World, *argv: str) -> Seen:
    """The HTML page that `emergency card ...` writes to standard output."""
    answer = did(world, "card", *argv, "--to", "-")
    return Seen(answer.out)


def fronts(page: Seen) -> list[dict[str, str | None]]:
    """The sections that begin a sheet of their own."""
    return [each for each in page.of("section") if "front" in str(each.get("class"))]


def docx(world: World, folder: Path, *argv: str) -> dict[str, ElementTree.Element]:
    """The parts of the Word document that `emergency card ...` writes."""
    place = folder / "card.docx"
    did(world, "card", *argv, "--to", str(place), "--force")
    with zipfile.ZipFile(place) as file:
        assert file.testzip() is None
        return {
            name: ElementTree.fromstring(file.read(name))  # noqa: S314 - our own file
            for name in ("word/document.xml", "word/styles.xml", "docProps/core.xml")
        }


# --- what stands on it -----------------------------------------------------------------------------------------------


def test_a_card_says_when_what_in_which_order_to_whom_and_what_not_to_do(world: World) -> None:
    """With the clause and the state of the plan, and whose a step is."""
    page = html(world, "fire", "--lang", "en")
    for text in (
        "Fire or explosion",
        "Plan 4(4)",
        "When: Fire, smoke or an explosion",
        "Call 119.",
        "Say: place, what is burning",
        "CAREFUL: Call from a safe spot.",
        "✕ No lifts, no going back for belongings.",
        "Who: All Centre staff | Plan 4(4)1",
        "Who: Heads of zones and windows | for each service zone",
        "Emergency Office – Zhang Yiheng",
        "Beside this card: General procedure.",
        "16 September 2022 | plan files ",
        "made 23 November 2026",
    ):
        assert text in page.text, text
    assert [each.get("class") for each in page.of("section")] == ["a4 front", "a4"]


def test_the_front_says_what_to_do_now_and_the_back_the_rest(world: World) -> None:
    """Where it goes on is said; provenance is not in the way of who acts."""
    front, back = did(world, "card", "fire", "--lang", "zh", "--to", "-").out.split("</section>")[:2]
    for text in (
        "打119报警。",
        "说清：地点、燃烧物质、是否有人被困",
        "同时做",
        "不乘电梯，不回去拿东西。",
        "第12步起见背面",
    ):
        assert text in front, text
    assert not re.search("fire/|编制说明|预案文件|火灭后", front)
    for text in ("fire/call-119", "火灭后保护好现场", "禁止事项：未经消防部门同意", "记下：路口引导人员", "预案文件"):
        assert text in back, text


def test_times_and_initials_are_left_blank_for_the_pen(world: World) -> None:
    """And so is every number that the roster lacks."""
    page = did(world, "card", "fire", "--to", "-").out
    assert page.count('<td class="by-hand"></td><td class="by-hand"></td></tr>') == 15
    assert re.search(r"Emergency Office – Zhang Yiheng</p></td><td></td>", page)
    assert re.search(r"Fire and rescue \(119\)</p></th><td><p [^>]*>119</p></td>", page)


def test_numbers_of_the_roster_stand_on_the_card(world: World, tmp_path: Path) -> None:
    """Everybody's, in calling order."""
    page = did(world, "card", "water", "--plan", small_plan(tmp_path), "--to", "-").out
    assert page.index("Wang Qiang</p></th><td><p") < page.index("0537-1") < page.index("0537-2")


def test_a_playbook_with_cases_has_a_card_for_each(world: World) -> None:
    """A word that names a case, or --case, gives that one alone."""
    assert len(fronts(html(world, "disorder"))) == 1 + 6
    for argv in (["disorder", "--case", "surge"], ["disorder", "--case", "人多拥挤"], ["拥挤"]):
        page = html(world, *argv)
        assert len(fronts(page)) == 1
        assert "Public disorder – Sudden surge of visitors" in page.text
        assert "weapons or a suspicious object" not in page.text
        assert "Do not touch" not in page.text


def test_pocket_cards_are_a6_and_say_that_there_is_more(world: World) -> None:
    """What is to be done at once, on as many sides as that takes."""
    page = html(world, "fire", "--pocket")
    assert {each.get("class") for each in page.of("section")} == {"a6 front", "a6"}
    assert "The first 11 of 15 actions; the A4 card has them all." in page.text
    assert "size: 105mm 148mm" in page.text


def test_all_cards_and_the_contact_sheet_are_one_document(world: World) -> None:
    """Each on a page of its own, in both languages."""
    for language, sheet in (
        ("en", "the service zones they are accountable for"),
        ("zh", "预案所列人员及其包保的服务区"),
    ):
        page = html(world, "--all", "--contacts", "--lang", language)
        assert len(fronts(page)) == 1 + CARDS + 1
        assert sheet in page.text


def test_the_contact_sheet_stands_alone_too(world: World) -> None:
    """The services, the people with their zones, the others; with room for the day of the check."""
    page = html(world, "--contacts")
    places = [page.text.index(text) for text in ("Police (110)", "Li Guo'an", "Tax zone", "Cao Fei", "Power utility")]
    assert places == sorted(places)
    assert page.text.count("Li Guo'an") == 1
    assert "Checked on" in page.text
    one = html(world, "--contacts", "--zone", "tax")
    assert "Li Guo'an" in one.text
    assert "Notary" not in one.text


def test_several_cards_begin_with_which_to_take(world: World) -> None:
    """By what has happened: nobody has to know the plan's words for it. One card alone needs no such page."""
    first = did(world, "card", "--all", "--lang", "zh", "--to", "-").out.split("</section>")[0]
    assert "用哪张卡" in first
    assert re.search(r"大厅里有人突然发病.{1,80}突发疾病", first)
    assert re.search(r"有人持刀、持枪行凶，或者劫持人质。.{1,80}秩序混乱 – 持械行凶、劫持人质", first)
    assert "用哪张卡" not in did(world, "card", "fire", "--lang", "zh", "--to", "-").out


def test_forms_for_a_briefing_and_a_handover_are_blank_and_one_page_each(world: World) -> None:
    """For when there is no power: what to say, what goes over, who signs; a handover has no question of rescue."""
    page = html(world, "--briefing", "--handover")
    assert len(page.of("section")) == 2
    for text in ("Briefing sheet", "Trapped: how many, where", "Number injured", "Leaders' orders", "Briefed by",
                 "Handover sheet", "Handed over: keys, equipment, papers", "Taken over by"):  # fmt: skip
        assert text in page.text, text
    with_cards = html(world, "fire", "--contacts", "--handover")
    assert len(fronts(with_cards)) == 3
    assert did(world, "card", "--handover", "--json").data["forms"][0]["name"] == "handover"


def test_a_zone_names_its_owner(world: World) -> None:
    """Found by any of its names."""
    assert "Zone owner – Li Guo'an" in html(world, "拥挤", "--zone", "sw").text
    for sheet in ((), ("--pocket",)):  # although a fire has nobody call the owner
        text = html(world, "fire", "--zone", "税务", *sheet).text
        assert "Zone owner – Li Guo'an" in text and "Police (110)" in text, sheet


def test_whoever_a_card_has_no_room_for_is_counted(world: World) -> None:
    """A unit of eight: who is called first, and how many more the contact sheet has."""
    text = html(world, "fire").text
    assert "Emergency Response Leading Group – Liu Guangsheng, and 5 more" in text
    assert "Emergency Office – Chen Ming" in text


def test_as_data_it_says_the_same(world: World) -> None:
    """No document is written unless one is asked for."""
    data = did(world, "card", "fire", "--json").data
    first = data["cards"][0]["actions"][0]
    assert (first["number"], first["step"], first["call"]) == (1, "fire/call-119", ["Fire and rescue (119)"])
    assert data["contacts"] is None
    assert not list(Path.cwd().glob("card-*"))


# --- where it goes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (["fire"], "card-fire.html"),
        (["fire", "--pocket", "--format", "docx"], "pocket-fire.docx"),
        (["disorder"], "card-disorder.html"),
        (["打架"], "card-disorder-conflict.html"),
        (["--all"], "cards.html"),
        (["--contacts"], "contacts.html"),
        (["--briefing", "--handover"], "briefing-handover.html"),
    ],
)
def test_the_file_is_named_after_the_card(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], name: str
) -> None:
    """In the folder where one is."""
    monkeypatch.chdir(tmp_path)
    assert name in did(world, "card", *argv).text
    assert (tmp_path / name).is_file()


def test_a_file_that_is_there_is_kept_unless_forced(world: World, tmp_path: Path) -> None:
    """Nothing is written over by mistake."""
    place = tmp_path / "card.html"
    place.write_text("mine", encoding="utf-8")
    before = everything_below(tmp_path)
    answer = emergency(world, "card", "fire", "--to", str(place))
    assert answer.code == 2
    assert "already exists" in answer.text
    assert everything_below(tmp_path) == before
    did(world, "card", "fire", "--to", str(place), "--force")
    assert place.read_bytes().startswith(b"<!DOCTYPE html>")


def test_a_word_document_goes_to_a_pipe_and_never_to_a_screen(world: World) -> None:
    """A terminal would show garbage."""
    refused = emergency(world, "card", "fire", "--format", "docx", "--to", "-")
    assert refused.code == 2
    assert "Name a file: --to FILE" in refused.text
    pipe = io.BytesIO()
    world.stdout = io.TextIOWrapper(pipe, encoding="utf-8")
    assert run(["card", "fire", "--format", "docx", "--to", "-"], world) == 0
    assert zipfile.ZipFile(io.BytesIO(pipe.getvalue())).testzip() is None


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ([], "Which incident type is the card for? Name one of fire, illness"),
        (["fire", "--all"], "Either one incident type, or --all."),
        (["fire", "--case", "surge"], "“Fire or explosion” has no cases. Leave --case out."),
        (
            ["disorder", "--case", "flood"],
            "“Public disorder” has no case “flood”. Known: Information harmful to the Centre",
        ),
        (["measles"], "No incident type “measles”."),
        (["fire", "--zone", "moon"], "No service zone “moon”."),
        (["fire", "--format", "pdf"], "No format “pdf”. Use one of html, docx."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], says: str
) -> None:
    """And nothing is written."""
    monkeypatch.chdir(tmp_path)
    answer = emergency(world, "card", *argv)
    assert answer.code == 2
    assert says in answer.text
    assert not list(tmp_path.glob("card*"))


def test_a_faulty_playbook_falls_back_to_the_packaged_one_with_one_warning(world: World, tmp_path: Path) -> None:
    """The card is printed all the same."""
    plan = small_plan(tmp_path, fire="id: fire\n")
    answer = did(world, "card", "fire", "--plan", plan, "--to", "-")
    assert answer.err.count("the copy that came with the program is used") == 1
    assert "Sound the fire alarm." in answer.out


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_can_be_read_by_a_screen_reader_and_fetches_nothing(world: World, language: str, tag: str) -> None:
    """Language, title, headings, table heads with scope, captions; no script, no address."""
    page = html(world, "--all", "--contacts", "--lang", language)
    assert [each["lang"] for each in page.of("html")] == [tag]
    assert page.of("title")
    assert len(page.of("main")) == 1
    assert len(page.of("h1")) == len(page.of("section")) == 1 + 2 * CARDS + 1
    ids = {each["id"] for each in page.of("h1")}
    assert {each["aria-labelledby"] for each in page.of("section")} == ids
    assert {each.get("scope") for each in page.of("th")} == {"col", "row", "rowgroup"}
    assert len(page.of("caption")) == len(page.of("table"))
    assert not page.of("script")
    assert not [attributes for _, attributes in page.tags if {"src", "href", "onclick"} & set(attributes)]


def hostile_plan(tmp_path: Path) -> str:
    """A plan whose texts and numbers try everything."""
    quoted = '"' + "".join(mark if mark.isprintable() else f"\\u{ord(mark):04x}" for mark in HOSTILE) + '"'
    water = WATER.replace("en: Shut the valve", f"en: {quoted}").replace("en: Water on the floor", f"en: {quoted}")
    roster = ROSTER.replace('"0537-1"', quoted).replace("en: Wang Qiang", f"en: {quoted}")
    folder = small_plan(tmp_path, water=water, general=GENERAL)
    (Path(folder) / "roster.yaml").write_text(roster, encoding="utf-8")
    return folder


def test_texts_that_look_like_code_stay_text_in_html(world: World, tmp_path: Path) -> None:
    """Nothing runs, nothing steers, nothing is lost."""
    answer = did(world, "card", "water", "--contacts", "--plan", hostile_plan(tmp_path), "--lang", "en", "--to", "-")
    page = Seen(answer.out)
    assert not page.of("script")
    assert page.text.count("<script>alert(1)</script>|`=1+1\\u202e\\u200b\\x1b[31m\\ufffe𠮷&amp;xxx") >= 4
    assert not {"\u202e", "\u200b", "\x1b", "\ufffe"} & set(answer.out)


def test_texts_that_look_like_code_stay_text_in_word(world: World, tmp_path: Path) -> None:
    """The document can be read, and says it."""
    argv = ["water", "--contacts", "--plan", hostile_plan(tmp_path), "--lang", "en"]
    body = docx(world, tmp_path, *argv)["word/document.xml"]
    text = "".join(body.itertext())
    assert text.count("<script>alert(1)</script>|`=1+1\\u202e\\u200b\\x1b[31m\\ufffe𠮷&amp;xxx") >= 4


# --- Word ------------------------------------------------------------------------------------------------------------


def test_the_paper_is_a4_or_a6_and_each_card_begins_on_a_sheet_of_its_own(world: World, tmp_path: Path) -> None:
    """A4 is 11906 by 16838 twentieths of a point, A6 5953 by 8391."""
    a4, a6 = ("11906", "16838"), ("5953", "8391")
    for argv, size, count in ((["--all"], a4, 1 + CARDS), (["disorder", "--pocket"], a6, 6)):
        body = docx(world, tmp_path, *argv)["word/document.xml"]
        sizes = {(each.get(f"{W}w"), each.get(f"{W}h")) for each in body.iter(f"{W}pgSz")}
        assert sizes == {size}
        begin = [each.get(f"{W}val") for each in body.iter(f"{W}type")]
        assert begin.count("oddPage") == count
        assert set(begin) == {"oddPage", "nextPage"}


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en-US")])
def test_fonts_language_and_properties_are_those_of_the_hall(
    world: World, tmp_path: Path, language: str, tag: str
) -> None:
    """Chinese text names its font in every run; no trace of the library's template."""
    parts = docx(world, tmp_path, "fire", "--lang", language)
    fonts = [
        run.find(f"{W}rPr/{W}rFonts")
        for run in parts["word/document.xml"].iter(f"{W}r")
        if "".join(run.itertext()).strip()
    ]
    named = {font.get(f"{W}eastAsia") for font in fonts if font is not None}
    assert len([font for font in fonts if font is None]) == 0
    assert named == {"黑体", "仿宋_GB2312", "楷体_GB2312"}
    lang = parts["word/styles.xml"].find(f".//{W}lang")
    assert lang is not None
    assert (lang.get(f"{W}val"), lang.get(f"{W}eastAsia")) == ("en-US", "zh-CN")
    properties = {each.tag.partition("}")[2]: each.text for each in parts["docProps/core.xml"]}
    assert properties["title"] == {"zh": "火灾、爆炸", "en": "Fire or explosion"}[language]
    assert (
        properties["creator"] == {"zh": "嘉祥县为民服务中心", "en": "Jiaxiang County Public Service Centre"}[language]
    )
    assert properties["created"] == "2026-11-23T06:54:00Z"
    assert properties["language"] == tag
    assert "python" not in str(properties)


@pytest.mark.parametrize(("argv", "least"), [(["--contacts"], 9), (["--pocket"], 10)], ids=["A4", "A6"])
def test_no_type_in_a_file_is_smaller_than_was_planned(
    world: World, tmp_path: Path, argv: list[str], least: int
) -> None:
    """In HTML and in Word, whatever made the page."""
    page = did(world, "card", "--all", *argv, "--to", "-").out
    assert min(float(size) for size in re.findall(r"font-size: ([0-9.]+)pt", page)) >= least
    body = docx(world, tmp_path, "--all", *argv)["word/document.xml"]
    assert min(int(str(size.get(f"{W}val"))) for size in body.iter(f"{W}sz")) >= 2 * least


@pytest.mark.skipif(office() is None, reason="needs LibreOffice")
@pytest.mark.parametrize("argv", [["--lang", "zh"], ["--lang", "en"], ["--lang", "en", "--pocket"]], ids=" ".join)
def test_it_takes_the_pages_that_were_planned(world: World, tmp_path: Path, argv: list[str]) -> None:
    """In a real layout: every front and every side of a pocket card on one page, a back on one or two."""
    place = tmp_path / "cards.docx"
    did(world, "card", "--all", *argv, "--to", str(place))
    planned = len(html(world, "--all", *argv).of("section"))
    pages = len(rendered(place.read_bytes()))
    backs_on_two = 0 if "--pocket" in argv else 4
    assert planned <= pages <= planned + backs_on_two


def test_rows_do_not_break_and_heads_are_repeated(world: World, tmp_path: Path) -> None:
    """Should a card ever run over its page."""
    body = docx(world, tmp_path, "fire")["word/document.xml"]
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) == 4
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert heads == [table is tables[2]] + [False] * (len(rows) - 1)


# By ISO/IEC 29500-1, as in tests/export/test_docx.py; Word refuses a file in which members stand otherwise.
ORDER = {
    "pPr": "pStyle keepNext pBdr tabs autoSpaceDE autoSpaceDN spacing ind jc outlineLvl sectPr",
    "rPr": "rFonts b sz szCs lang",
    "tblPr": "tblW jc tblBorders tblLayout tblCellMar tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar textDirection vAlign",
    "sectPr": "type pgSz pgMar",
}


def test_members_stand_in_the_order_of_the_schema(world: World, tmp_path: Path) -> None:
    """In every card and sheet."""
    parts = docx(world, tmp_path, "--all", "--contacts")
    for part in ("word/document.xml", "word/styles.xml"):
        for element in parts[part].iter():
            if order := ORDER.get(element.tag.removeprefix(W)):
                names = [child.tag.removeprefix(W) for child in element]
                assert names == sorted(names, key=order.split().index)


def test_the_word_document_says_what_the_page_says(world: World, tmp_path: Path) -> None:
    """Every text of one is in the other."""
    page = did(world, "card", "illness", "--to", "-").out
    shown = [text.strip() for text in re.findall(r"<(?:p|h1|li|th)[^>]*>([^<]+)<", page)]
    body = docx(world, tmp_path, "illness")["word/document.xml"]
    text = "".join(body.itertext())
    assert len(shown) > 60
    assert [each for each in shown if each.replace("&#x27;", "'") not in text] == []
