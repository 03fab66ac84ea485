"""`verify --document`: what a document that comes back is; the record is not accused of what somebody typed."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from tests.front import did, emergency, started
from tests.worlds import Clock, make_world

from emergency_cli.world import World

PLAN = Path(__file__).parents[3]
WAYS = [("export",), ("report", "initial"), ("report", "follow-up"), ("report", "final"), ("brief",)]


@pytest.fixture
def fire(world: World, clock: Clock) -> str:
    """A fire with a call and an answer, a while ago."""
    incident = started(world, "fire", "--zone", "tax", "--place", "二楼")
    did(world, "done", "call-119", "-c", "fire-119=reached")
    did(world, "set", "trapped=no")
    clock.pass_by(minutes=7, seconds=23)
    return incident


def looked_at(world: World, place: Path, *argv: str) -> Any:
    """What `verify --document` finds."""
    return emergency(world, "verify", "--document", str(place), "--json", *argv).data["documents"][0]


def given_out(world: World, place: Path) -> None:
    """A first report that was issued in this file."""
    did(world, "report", "initial", "--lang", "zh", "--issued-to", "县政府", "--to", str(place))


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ending", ["docx", "html", "md", "json"])
def test_what_was_merely_never_issued_is_not_called_changed(
    world: World, fire: str, clock: Clock, tmp_path: Path, way: tuple[str, ...], language: str, ending: str
) -> None:
    """However long ago, in whatever language it is looked at, and whatever was recorded since."""
    if (way, ending) == (("brief",), "json"):
        pytest.skip("a brief has another way to JSON")
    place = tmp_path / f"draft.{ending}"
    did(world, *way, "--lang", language, "--to", str(place))
    clock.pass_by(hours=30)
    did(world, "note", "later")
    found = looked_at(world, place)
    assert (found["state"], found["entry"], found["differences"]) == ("not-issued", None, [])
    answer = did(world, "verify", "--document", str(place))
    assert "unchanged, made from this record up to" in answer.text
    assert "Not recorded as issued" in answer.text


@pytest.mark.parametrize("ending", ["docx", "html", "md", "json"])
def test_what_is_late_to_the_second_while_it_lasts_is_known_again(
    world: World, clock: Clock, tmp_path: Path, ending: str
) -> None:
    """A document prints the minute in which it was made, and tells by how many seconds a step is overdue."""
    started(world, "power", "--place", "一楼")
    clock.pass_by(minutes=9, seconds=37)
    place = tmp_path / f"s.{ending}"
    did(world, "export", "--to", str(place), "--lang", "zh")
    clock.pass_by(minutes=5)
    assert looked_at(world, place)["state"] == "not-issued"


def test_a_short_text_is_known_again(world: World, fire: str, tmp_path: Path) -> None:
    """As a draft and as it was issued, though no file was written."""
    draft, out = tmp_path / "draft.txt", tmp_path / "out.txt"
    draft.write_text(did(world, "report", "initial", "--lang", "zh").out, encoding="utf-8")
    assert looked_at(world, draft)["state"] == "not-issued"
    out.write_text(did(world, "report", "initial", "--issued-to", "县政府").out, encoding="utf-8")
    assert looked_at(world, out)["state"] == "issued"


def test_a_text_that_came_in_several_messages_is_known_again(world: World, fire: str, tmp_path: Path) -> None:
    """Pasted together with their numbers, in whatever order, with the code in capitals as somebody typed it."""
    parts = did(world, "report", "initial", "--lang", "zh", "--split", "120").out.split("\n\n")
    assert len(parts) > 2
    place = tmp_path / "pasted.txt"
    place.write_text("\n".join(reversed(parts)), encoding="utf-8")
    assert looked_at(world, place)["state"] == "not-issued"
    whole = did(world, "report", "initial", "--lang", "zh").out
    code = re.findall(r"(?:[0-9a-f]{4} ){4}[0-9a-f]{4}", whole)[0]
    place.write_text(whole.replace(code, code.upper()), encoding="utf-8")
    assert "bears a check code of this record" in emergency(world, "verify", "--document", str(place)).text


def test_what_is_none_of_its_documents_is_compared_with_none(world: World, fire: str, tmp_path: Path) -> None:
    """A foreign text with our code is said to be foreign; one that differs names what it was compared with."""
    out = did(world, "report", "initial").out
    place = tmp_path / "letter.txt"
    place.write_text("Dear all,\nthe party is at 7.\nBring cake.\n" + out.splitlines()[-1], encoding="utf-8")
    answer = emergency(world, "verify", "--document", str(place))
    assert (answer.code, "is none of the documents that it gives" in answer.text) == (5, True)
    assert looked_at(world, place)["differences"] == []
    place.write_text(out.replace("二楼", "三楼"), encoding="utf-8")
    assert "differs from its “First report: a fire" in emergency(world, "verify", "--document", str(place)).text


def test_a_card_is_said_to_carry_no_code_and_a_folder_to_be_one(world: World, fire: str, tmp_path: Path) -> None:
    """In words that help."""
    did(world, "card", "fire", "--to", str(tmp_path / "card.html"))
    answer = emergency(world, "verify", "--document", str(tmp_path / "card.html"))
    assert (answer.code, "a printed card or sheet has no check code" in answer.text) == (5, True)
    answer = emergency(world, "verify", "--document", str(tmp_path))
    assert (answer.code, "is a folder" in answer.text) == (2, True)


def test_a_blank_that_was_filled_in_accuses_nobody(world: World, fire: str, tmp_path: Path) -> None:
    """The place is named; and the record is not said to have been changed."""
    place = tmp_path / "first.docx"
    given_out(world, place)
    document = docx.Document(str(place))
    document.paragraphs[-1].add_run("经办：王强")
    document.save(str(place))
    found = looked_at(world, place)
    assert found["state"] == "differs"
    assert [each["says"].endswith("经办：王强") for each in found["differences"]] == [True]
    answer = emergency(world, "verify", "--document", str(place))
    assert answer.code == 5
    assert "bears a check code of this record" in answer.text
    assert "经办：王强" in answer.text
    assert "the record was changed" not in answer.text


@pytest.mark.parametrize("ending", ["docx", "html", "md", "json"])
def test_a_changed_figure_is_shown_beside_what_the_record_gives(
    world: World, fire: str, tmp_path: Path, ending: str
) -> None:
    """In every format; what differs is found, not merely that something does."""
    place = tmp_path / f"first.{ending}"
    given_out(world, place)
    _replaced(place, "二楼", "三楼")
    found = looked_at(world, place)
    assert found["state"] == "differs"
    assert all("三楼" in each["says"] and "二楼" in each["should"] for each in found["differences"])


def test_a_file_saved_by_another_program_says_the_same(world: World, fire: str, tmp_path: Path) -> None:
    """Word and WPS write other bytes for the same words."""
    place = tmp_path / "first.docx"
    given_out(world, place)
    docx.Document(str(place)).save(str(place))
    found = looked_at(world, place)
    assert (found["state"], bool(found["entry"])) == ("saved-anew", True)
    assert (
        "the same text as the document issued, in another file" in did(world, "verify", "--document", str(place)).text
    )


@pytest.mark.parametrize("way", [("export",), ("report", "initial")], ids=" ".join)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_titles_that_were_changed_since_do_not_make_a_stranger_of_it(
    world: World, tmp_path: Path, way: tuple[str, ...], language: str
) -> None:
    """What was issued is compared under the title, the headings and the classes of its day; what was typed in shows."""
    plan = tmp_path / "plan"
    shutil.copytree(PLAN / "playbooks", plan / "playbooks")
    shutil.copy(PLAN / "roster.yaml", plan)
    before = (PLAN / "centre.yaml").read_text("utf-8")
    (plan / "centre.yaml").write_text(before, "utf-8")
    world.env = {**world.env, "EMERGENCY_PLAN": str(plan)}
    started(world, "fire", "--zone", "tax", "--place", "二楼")
    place = tmp_path / "issued.docx"
    did(world, *way, "--lang", language, "--issued-to", "县政府", "--to", str(place))
    docx.Document(str(place)).save(str(place))
    after = before.replace("初报", "首次报告").replace("First report", "Initial report").replace("总结评估", "评估")
    after = (
        after.replace("After-action", "Closing").replace("事件发生情况", "基本情况").replace("What happened", "Facts")
    )
    (plan / "centre.yaml").write_text(after.replace("事故灾难", "事故类"), "utf-8")
    found = looked_at(world, place)
    assert (found["state"], bool(found["entry"]), found["differences"]) == ("saved-anew", True, [])
    _replaced(place, "二楼", "三楼")
    assert looked_at(world, place)["state"] == "differs"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_file_saved_by_libreoffice_says_the_same_and_its_pdf_cannot_be_read(
    world: World, fire: str, tmp_path: Path
) -> None:
    """For the PDF there is the code printed on it."""
    place, draft = tmp_path / "first.docx", tmp_path / "summary.docx"
    did(world, "export", "--to", str(draft), "--lang", "zh")
    given_out(world, place)
    for ending in ("docx", "odt", "pdf"):
        _converted(place, ending, tmp_path / "saved")
    _converted(draft, "docx", tmp_path / "saved")
    for ending in ("docx", "odt"):
        assert looked_at(world, tmp_path / "saved" / f"first.{ending}")["state"] == "saved-anew"
    assert looked_at(world, tmp_path / "saved" / "summary.docx")["state"] == "not-issued"
    answer = emergency(world, "verify", "--document", str(tmp_path / "saved" / "first.pdf"))
    assert (answer.code, "--code CODE" in answer.text) == (5, True)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%\xe2\xe3", b"\x89PNG\r\n", b"PK\x03\x04 no", b"\xff\xfe\x00", b"{no"])
def test_what_is_no_document_of_ours_is_said_to_be_unreadable(
    world: World, fire: str, tmp_path: Path, content: bytes
) -> None:
    """And nothing else about it."""
    (tmp_path / "scan").write_bytes(content)
    assert looked_at(world, tmp_path / "scan")["state"] == "unreadable"


@pytest.mark.parametrize("content", [b"<a x='", b'<a x="', b"<!--", b"<", b"<a ", b"<?x "])
def test_a_page_of_tags_without_an_end_is_read_at_once(world: World, fire: str, tmp_path: Path, content: bytes) -> None:
    """Whatever somebody sends back, the answer comes: reading is not begun anew at every tag."""
    (tmp_path / "page.html").write_bytes(b"<html>" + content * 200_000)
    assert looked_at(world, tmp_path / "page.html")["state"] == "unknown"


def test_a_document_of_another_incident_names_that(world: World, fire: str, tmp_path: Path) -> None:
    """It is looked for there."""
    place = tmp_path / "first.md"
    given_out(world, place)
    other = started(world, "illness")
    answer = emergency(world, "verify", other, "--document", str(place))
    assert (answer.code, f"emergency verify {fire} --document" in answer.text) == (5, True)
    (tmp_path / "letter.txt").write_text("abc", encoding="utf-8")
    answer = emergency(world, "verify", other, "--document", str(tmp_path / "letter.txt"))
    assert (answer.code, "bears no check code of this record" in answer.text) == (5, True)


def test_only_a_code_in_hand_says_that_the_record_was_changed(world: World, fire: str, tmp_path: Path) -> None:
    """A forged document may bear any code."""
    (tmp_path / "forged.txt").write_text("0000 1111 2222 3333 4444", encoding="utf-8")
    assert "the record was changed" not in emergency(world, "verify", "--document", str(tmp_path / "forged.txt")).text
    assert "the record was changed" in emergency(world, "verify", "--code", "0000 1111 2222 3333 4444").text


def test_a_document_of_two_desks_is_made_from_what_both_had_written(tmp_path: Path, clock: Clock) -> None:
    """It bears the codes of both; what they wrote later is not in it."""
    first, second = (make_world(tmp_path, desk=desk, clock=clock) for desk in "ab")
    incident = started(first, "fire", "--place", "二楼")
    did(second, "note", "of the other", "-i", incident)
    place = tmp_path / "s.docx"
    did(first, "export", "--to", str(place))
    did(second, "note", "later", "-i", incident)
    did(first, "note", "last")
    assert looked_at(first, place)["state"] == "not-issued"


@pytest.mark.parametrize("mask", [[], ["--mask"]])
def test_what_was_destroyed_since_is_no_difference(world: World, tmp_path: Path, mask: list[str]) -> None:
    """Neither in a copy that has the value nor in one that left it out; any other difference still is."""
    incident = started(world, "illness", "--place", "二楼")
    did(world, "set", "family-contact=13912345678")
    places = [tmp_path / f"s.{ending}" for ending in ("docx", "html", "md", "json")]
    for place in places:
        did(world, "export", *mask, "--to", str(place))
    did(world, "end", "handled", "--decided", "wang")
    did(world, "destroy", incident, "--basis", "第八十五条", "--yes")
    assert [looked_at(world, place)["state"] for place in places] == ["not-issued"] * 4
    _replaced(places[0], "二楼", "三楼")
    assert looked_at(world, places[0])["state"] == "differs"


def _replaced(place: Path, old: str, new: str) -> None:
    """One word for another, in a packed file too."""
    if place.suffix != ".docx":
        place.write_text(place.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(place) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).decode().replace(old, new))
    place.write_bytes(packed.getvalue())


def _converted(place: Path, ending: str, folder: Path) -> None:
    """The file as LibreOffice saves it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [
            str(shutil.which("soffice")),
            profile,
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(folder),
            str(place),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
