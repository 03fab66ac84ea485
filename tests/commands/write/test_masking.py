"""Personal values leave the hall only when somebody says so; what nobody sealed is pointed out."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, log_of, started
from tests.worlds import Clock

from emergency_cli.world import World

# A value of its own for every place where a person types something personal.
NAME, RENAMED, AFTER, FAMILY = "甲某某", "乙某某", "丙某某", "13911110001"
WHY_RENAMED, WHY_AFTER, WHY_NOTE = "丁说的", "戊说的", "己说的"
ANSWERED, TICKED, NOTED, NOTED_AFTER = "庚某某", "辛某某", "壬某某的病史", "癸某某的病史"
PHOTO, ABOUT_PHOTO = "子某某的伤口", "丑某某拍的"
PLANTED = (
    NAME, RENAMED, AFTER, FAMILY, WHY_RENAMED, WHY_AFTER, WHY_NOTE, ANSWERED, TICKED, NOTED, NOTED_AFTER, PHOTO,
    ABOUT_PHOTO,
)  # fmt: skip


@pytest.fixture
def illness(world: World, clock: Clock, tmp_path: Path) -> str:
    """A casualty, with a personal value wherever one can be typed."""
    incident = started(world, "illness", "--place", "二楼")
    did(world, "set", f"patient-name={NAME}", f"family-contact={FAMILY}")
    did(world, "set", f"patient-name={RENAMED}", "--reason", WHY_RENAMED)
    did(world, "correct", number(world), "--set", f"patient-name={AFTER}", "--reason", WHY_AFTER)
    did(world, "call", f"patient-family=reached:{ANSWERED}")
    did(world, "done", "tell-family", "-c", f"patient-family=called:{TICKED}")
    did(world, "note", NOTED, "--personal", "--key")
    did(world, "correct", number(world), "--text", NOTED_AFTER, "--reason", WHY_NOTE)
    (tmp_path / f"{PHOTO}.jpg").write_bytes(b"red")
    did(world, "attach", str(tmp_path / f"{PHOTO}.jpg"), "--personal", "--text", ABOUT_PHOTO)
    clock.pass_by(minutes=20)
    return incident


def number(world: World) -> str:
    """The last entry that was written."""
    return str(max((entry["entry"] for entry in entries(world)), key=lambda entry: int(entry.partition("/")[2])))


def all_bytes(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every name and every byte below a folder; what is packed, unpacked."""
    for path in folder.rglob("*"):
        yield str(path), path.name.encode()
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as package:
                yield from ((f"{path}:{name}", package.read(name)) for name in package.namelist())
        elif path.is_file():
            yield str(path), path.read_bytes()


def found_in(data: bytes) -> list[str]:
    """Which of the planted values are in it, as they are or as JSON may escape them."""
    return [each for each in PLANTED if each.encode() in data or each.encode("unicode_escape") in data]


def test_all_of_it_is_sealed_in_the_log(world: World, illness: str) -> None:
    """Or nothing could be destroyed."""
    assert found_in(log_of(world, illness)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_byte_of_what_is_issued_holds_a_personal_value(
    world: World, illness: str, tmp_path: Path, language: str
) -> None:
    """Every document in every format, its name, the text beside it and the answer for programs."""
    out = tmp_path / "out"
    out.mkdir()
    ways = [["report", "initial"], ["report", "follow-up"], ["report", "final"], ["export"]]
    said = ""
    did(world, "end", "handled", "--decided", "wang")
    for way in ways:
        for ending in ("docx", "html", "md", "json"):
            place = str(out / f"{way[-1]}.{ending}")
            answer = did(world, *way, "--issued-to", "县政府", "--to", place, "--lang", language)
            said += answer.out
    said += did(world, "report", "follow-up", "--issued-to", "县政府", "--json").out
    did(world, "brief", "--mask", "--to", str(out / "brief.docx"))
    assert {where: found for where, data in all_bytes(out) if (found := found_in(data))} == {}
    assert found_in(said.encode()) == []
    assert found_in(log_of(world, illness)) == []


def test_a_draft_holds_them_and_says_which(world: World, illness: str, tmp_path: Path) -> None:
    """In one line, before it is handed on by mistake."""
    answer = did(world, "export", "--to", str(tmp_path / "s.md"))
    assert found_in((tmp_path / "s.md").read_bytes()) != []
    assert "This draft holds personal values: Patient's name" in answer.text
    assert "What is issued leaves them out." in answer.text
    masked = did(world, "export", "--mask", "--to", str(tmp_path / "m.md"))
    assert "personal values" not in masked.text
    assert found_in((tmp_path / "m.md").read_bytes()) == []


def test_they_are_issued_only_with_a_word_of_its_own(world: World, illness: str, tmp_path: Path) -> None:
    """A hospital needs the name; what was left out is named too."""
    masked = did(world, "export", "--issued-to", "县政府", "--to", str(tmp_path / "m.md"))
    assert "Left out as personal: Patient's name" in masked.text
    assert "--with-personal" in masked.text
    whole = did(world, "export", "--issued-to", "县政府", "--with-personal", "--to", str(tmp_path / "s.md"))
    assert "Personal values are in it: Patient's name" in whole.text
    assert AFTER in (tmp_path / "s.md").read_text(encoding="utf-8")
    assert emergency(world, "export", "--mask", "--with-personal").code == 2


def test_an_issued_copy_is_still_the_same_after_the_values_are_destroyed(
    world: World, illness: str, tmp_path: Path
) -> None:
    """Masked or not; and a new document says that they are destroyed."""
    places = [tmp_path / "m.docx", tmp_path / "s.docx"]
    did(world, "export", "--issued-to", "县政府", "--to", str(places[0]))
    did(world, "export", "--issued-to", "县政府", "--with-personal", "--to", str(places[1]))
    did(world, "end", "handled", "--decided", "wang")
    did(world, "destroy", illness, "--basis", "第八十五条", "--yes")
    for place in places:
        assert did(world, "verify", "--document", str(place), "--json").data["documents"][0]["state"] == "issued"
    page = did(world, "export", "--format", "md", "--to", "-", "--lang", "zh").out
    assert found_in(page.encode()) == []
    assert "已销毁" in page


# --- what nobody sealed ----------------------------------------------------------------------------------------------

MOBILE, CARD = "138 1234 5678", "37082919990101123X"


def test_what_looks_personal_in_free_words_is_named_and_nothing_is_refused(
    world: World, tmp_path: Path, clock: Clock
) -> None:
    """Wherever free words can be typed: each entry with a number in it is named, and no other."""
    started(world, "illness", "--place", f"一楼 {MOBILE}")
    did(world, "note", "nothing personal, code 13812345678901")
    did(world, "note", f"card {CARD}")
    did(world, "skip", "call-120", "--reason", MOBILE)
    did(world, "could-not", "first-aid", "--reason", MOBILE)
    did(world, "call", "emergency-office=no-answer", "--text", MOBILE)
    did(world, "order", f"call {MOBILE}", "--from", "高石", "--to", "应急办")
    did(world, "attach", "--reference", f"video {MOBILE}", "--held", "物业")
    clock.pass_by(minutes=9)
    did(world, "end", "handled", "--decided", "wang", "--condition", MOBILE)
    did(world, "close", "--reason", MOBILE)
    named = {entry["entry"] for entry in entries(world) if MOBILE in str(entry) or CARD in str(entry)}
    answer = did(world, "export", "--to", str(tmp_path / "s.json"))
    line = answer.text.partition("Looks personal, and is shown as it was typed: ")[2].partition(" To change it")[0]
    assert {entry for entry in named if f"[{entry}]" in line} == named
    assert line.count("[") == len(named)
    assert "an identity number" in line


def test_a_sealed_name_that_somebody_also_typed_elsewhere_is_pointed_out(world: World, tmp_path: Path) -> None:
    """The one leak no seal can close; it is said before the document is written, and only where the words are shown."""
    started(world, "illness", "--place", "二楼")
    did(world, "set", f"patient-name={NAME}")
    did(world, "note", f"{NAME}的家属到了", "--key")
    answer = did(world, "export", "--issued-to", "县政府", "--to", str(tmp_path / "s.md"))
    assert "a name kept as personal" in answer.text


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("１３８１２３４５６７８", "a mobile number"),
        ("138-1234-5678", "a mobile number"),
        ("138.1234.5678", "a mobile number"),
        ("+8613812345678", "a mobile number"),
        ("370829 19900101 123X", "an identity number"),
        ("３７０８２９１９９００１０１１２３Ｘ", "an identity number"),
    ],
)
def test_a_number_is_seen_however_its_digits_are_set(world: World, tmp_path: Path, typed: str, what: str) -> None:
    """In groups, wide as an input method makes them, or with the country in front."""
    started(world, "illness", "--place", "二楼")
    did(world, "note", f"{typed}到了", "--key")
    answer = did(world, "export", "--issued-to", "县政府", "--to", str(tmp_path / "s.md"))
    assert f"Looks personal, and is shown as it was typed: {what} [" in answer.text


def test_a_name_sealed_with_its_number_is_pointed_out_by_itself(world: World, tmp_path: Path) -> None:
    """Family and phone number are one answer; a note says the name alone."""
    started(world, "illness", "--place", "二楼")
    did(world, "set", f"family-contact={NAME}（女儿）{FAMILY}")
    did(world, "note", f"{NAME}到了", "--key")
    answer = did(world, "export", "--issued-to", "县政府", "--to", str(tmp_path / "s.md"))
    assert "a name kept as personal" in answer.text


def test_the_name_of_whoever_records_is_on_every_line_and_nothing_to_point_out(world: World, tmp_path: Path) -> None:
    """The officer may be who called for help, whose name is personal."""
    started(world, "fire")
    did(world, "done", "call-119", "--fact", f"caller={NAME}", "--contact", "fire-119=reached", "--by", NAME)
    assert "Looks personal" not in did(world, "export", "--to", str(tmp_path / "s.md")).text


def test_a_number_that_was_corrected_away_is_in_no_issued_document(world: World, tmp_path: Path) -> None:
    """What a correction took out is shown in a draft, to whoever corrected it; what is issued shows stars."""
    started(world, "fire", "--place", "二楼")
    did(world, "note", "家属电话13911110002", "--key")
    did(world, "correct", number(world), "--text", "家属已到", "--reason", "误记电话")
    did(world, "export", "--to", str(tmp_path / "draft.md"))
    assert "13911110002" in (tmp_path / "draft.md").read_text("utf-8")
    for ending in ("md", "html", "json", "docx"):
        did(world, "export", "--issued-to", "县政府", "--to", str(tmp_path / f"out.{ending}"))
    (tmp_path / "draft.md").unlink()
    assert [place for place, data in all_bytes(tmp_path) if b"13911110002" in data and "out." in place] == []
    assert "家属电话\\*\\*\\*" in (tmp_path / "out.md").read_text("utf-8")
    found = did(world, "verify", "--document", str(tmp_path / "out.html"), "--json").data["documents"][0]
    assert found["state"] == "issued"
