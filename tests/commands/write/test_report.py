"""`emergency report`: bulletins as text and as documents, and what goes on record when one was given out."""

import errno
import hashlib
import io
import os
import re
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, log_of, small_plan, started
from tests.worlds import Clock, FaultyDisk, make_world

from emergency_cli.cli import run
from emergency_cli.world import World


@pytest.fixture
def fire(world: World) -> str:
    """A fire in the tax zone, noticed at 14:54."""
    return started(world, "fire", "--zone", "tax", "--place", "二楼")


def test_the_short_text_is_the_result_and_its_length_stands_beside_it(world: World, fire: str) -> None:
    """What is copied into a chat holds nothing that does not belong there; while it is a draft it says so."""
    answer = did(world, "report", "initial", "--lang", "zh")
    first, second, *_ = answer.out.splitlines()
    assert first == "【草稿】关于税务服务区火情的初报"
    assert second.startswith("2026年11月23日14时54分，嘉祥县为民服务中心发现税务服务区火情。地点为二楼")
    assert "待核实。" in second
    assert f"{len(answer.out) - 1}个字" in answer.err
    given = did(world, "report", "initial", "--lang", "zh", "--issued-to", "县政府")
    assert given.out.startswith("关于税务服务区火情的初报\n")


def test_the_first_report_of_an_illness_says_how_many_in_what_state_and_where_taken_but_not_who(world: World) -> None:
    """What was said of the patient is sealed; a county still learns what happened."""
    started(world, "illness", "--place", "一楼大厅")
    did(world, "done", "call-120", "-c", "ambulance-120=reached", "-f", "condition=孙某，六十岁，胸痛")
    did(world, "set", "injured=no", "ill-count=1", "patient-state=unconscious", "illness.taken-to=县人民医院")
    said = did(world, "report", "initial", "--lang", "zh").out
    assert "无人员伤亡，发病1人，病人昏迷、有呼吸。病人送往县人民医院。" in said
    assert ("拨打120" in said, "孙某" in said, "胸痛" in said) == (True, False, False)


@pytest.mark.parametrize("word", ["初报", "首报", "initial", "first"])
def test_a_bulletin_is_asked_for_in_either_language(world: World, fire: str, word: str) -> None:
    """By the word an officer knows."""
    assert did(world, "report", word, "--json").data["kind"] == "initial"


def test_another_word_is_refused_with_those_that_are_known(world: World, fire: str) -> None:
    """One line: what, and what to do."""
    answer = emergency(world, "report", "weekly")
    assert (answer.code, "initial, follow-up, final" in answer.text) == (2, True)


def test_a_limit_is_not_verified_until_the_centre_sets_one(world: World, fire: str) -> None:
    """No number is printed as law."""
    assert "Time limit: not verified" in did(world, "report", "initial").text


def test_a_limit_of_the_centre_is_counted_down_and_then_up(tmp_path: Path, clock: Clock) -> None:
    """From noticing for the first report."""
    plan = small_plan(tmp_path)
    Path(plan, "centre.yaml").write_text("reporting:\n  initial: 30m\n", encoding="utf-8")
    world = make_world(tmp_path, clock=clock, env={"EMERGENCY_PLAN": plan})
    started(world, "water")
    clock.pass_by(minutes=10)
    assert "Due 23 Nov 15:24, 20 min left" in did(world, "report", "initial").text
    assert "First report in 20 min" in did(world, "list").text
    clock.pass_by(minutes=25)
    assert "First report: 5 min late" in did(world, "list").text
    assert "Due 23 Nov 15:24, 5 min late" in did(world, "report", "initial").text


def test_a_draft_leaves_no_trace_on_record(world: World, fire: str) -> None:
    """Looking is not giving out."""
    before = log_of(world, fire)
    did(world, "report", "initial")
    did(world, "report", "initial", "--to", "-", "--format", "md")
    assert log_of(world, fire) == before


def test_a_bulletin_given_out_is_on_record_with_recipients_text_and_hash(
    world: World, fire: str, tmp_path: Path
) -> None:
    """What was sent, to whom, who approved it, from which entry: all in one line of the log."""
    place = tmp_path / "first.md"
    given = did(
        world, "report", "initial", "--issued-to", "县政府", "--issued-to", "李县长", "--approved-by", "高石",
        "--to", str(place), "--json",
    ).data  # fmt: skip
    entry = entries(world)[-1]
    assert (entry["event"], entry["document"], entry["to"], entry["approved"]) == (
        "issued", "initial", ["county-government", "李县长"], "gao-shi",
    )  # fmt: skip
    assert entry["sha256"] == hashlib.sha256(place.read_bytes()).hexdigest() == given["sha256"]
    assert (entry["file"], entry["text"]) == ("first.md", given["text"])
    assert given["codes"][0]["entry"] == entry["upto"]["entry"] != given["entry"]
    assert "Draft" not in place.read_text(encoding="utf-8")


def test_it_can_be_given_out_by_phone_without_a_file(world: World, fire: str) -> None:
    """Phone first is allowed when it is urgent; the text goes on record."""
    answer = did(world, "report", "initial", "--issued-to", "县政府")
    assert "Recorded: Issued: First report" in answer.text
    assert entries(world)[-1].get("file") is None


def test_a_second_first_report_is_pointed_out(world: World, fire: str, clock: Clock) -> None:
    """It may be meant; the one before it is named, with its time and entry, on draft and on record."""
    assert "A first report was issued" not in did(world, "report", "initial", "--issued-to", "县政府").err
    entry = entries(world)[-1]
    clock.pass_by(minutes=5)
    remark = f"A first report was issued 23 Nov 14:54 [{entry['entry']}]."
    for more in ([], ["--issued-to", "应急局"]):
        assert remark in did(world, "report", "initial", *more).err
    assert "A first report was issued" not in did(world, "report", "follow-up").err


def test_a_follow_up_after_it_says_only_what_is_new(world: World, fire: str, clock: Clock) -> None:
    """And carries its number, on the text and on record."""
    did(world, "report", "initial", "--issued-to", "县政府")
    clock.pass_by(minutes=5)
    did(world, "set", "injured-count=2")
    answer = did(world, "report", "续报", "--lang", "zh")
    assert "续报（一）" in answer.out
    assert "接11月23日14时54分初报。截至11月23日14时59分，受伤2人。" in answer.out
    assert "二楼" not in answer.out
    did(world, "report", "follow-up", "--issued-to", "县政府")
    assert (entries(world)[-1]["number"], did(world, "report", "follow-up", "--json").data["number"]) == (1, 2)


def test_who_approved_goes_with_whom_it_was_given_to(world: World, fire: str) -> None:
    """A name on a document that is on no record would prove nothing."""
    answer = emergency(world, "report", "initial", "--approved-by", "高石")
    assert (answer.code, "--issued-to" in answer.text) == (2, True)


def test_what_cannot_be_put_on_record_is_not_given_out(tmp_path: Path) -> None:
    """The log's disk is full: exit 4, NOT SAVED, and no document stands there as if it were."""
    world = make_world(tmp_path)
    started(world, "fire")
    place = tmp_path / "first.md"
    calls = FaultyDisk()
    world.disk = calls
    did(world, "report", "initial", "--issued-to", "县政府", "--to", str(place))
    place.unlink()
    for number in range(1, len(calls.calls) + 1):
        world.disk = FaultyDisk(number)
        before = len(entries(make_world(tmp_path)))
        answer = emergency(world, "report", "follow-up", "--issued-to", "县政府", "--to", str(place))
        on_record = len(entries(make_world(tmp_path))) > before
        assert (answer.code == 0) == on_record, (number, answer)
        assert place.exists() <= on_record, (number, answer)
        place.unlink(missing_ok=True)


def test_an_existing_file_is_never_written_over(world: World, fire: str, tmp_path: Path) -> None:
    """Neither as a draft nor given out; nothing goes on record either."""
    place = tmp_path / "first.md"
    place.write_text("mine", encoding="utf-8")
    for more in ([], ["--issued-to", "县政府"]):
        before = log_of(world, fire)
        answer = emergency(world, "report", "initial", "--to", str(place), *more)
        assert (answer.code, place.read_text(encoding="utf-8"), log_of(world, fire)) == (2, "mine", before)
    did(world, "report", "initial", "--to", str(place), "--force")
    assert place.read_text(encoding="utf-8") != "mine"


def test_a_text_too_long_for_a_channel_is_cut_into_numbered_chunks(world: World, fire: str) -> None:
    """Each within the limit in bytes, in whole sentences, and says that it is a draft."""
    data = did(world, "report", "initial", "--split", "300", "--json", "--lang", "zh").data
    assert len(data["chunks"]) > 1
    assert all(len(chunk.encode()) <= 300 for chunk in data["chunks"])
    for number, chunk in enumerate(data["chunks"], 1):
        assert chunk.startswith(f"【草稿】({number}/{len(data['chunks'])}) ")
        assert chunk[-1] in "报。）"


def test_a_phone_number_in_the_text_is_sealed_on_record(tmp_path: Path) -> None:
    """The recipient gets it; the log line only holds the seal, and it can be destroyed."""
    plan = small_plan(tmp_path)
    world = make_world(tmp_path, env={"EMERGENCY_PLAN": plan})
    incident = started(world, "water")
    assert "0537-1" in did(world, "report", "initial", "--issued-to", "wang").out
    assert b"0537-1" not in log_of(world, incident)
    did(world, "end", "handled", "--decided", "wang")
    did(world, "destroy", incident, "--basis", "第八十五条", "--yes")
    home = [path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert not any(b"0537-1" in data for data in home)


def test_a_redacted_copy_holds_no_personal_value_and_says_so(world: World) -> None:
    """A summary has the patient's family; its redacted copy has not."""
    incident = started(world, "illness")
    did(world, "set", "family-contact=13912345678")
    page = did(world, "export", incident, "--mask", "--to", "-").out
    assert "13912345678" in did(world, "export", incident, "--to", "-").out
    assert "13912345678" not in page
    assert "Personal values are left out of this copy" in page


def test_the_summary_given_out_after_closing_is_on_record(world: World, fire: str, tmp_path: Path) -> None:
    """The Leading Group gets it weeks later (五（一）2)."""
    did(world, "end", "false-alarm", "--decided", "高石")
    did(world, "close", "--reason", "误报")
    did(world, "export", "--to", str(tmp_path / "s.md"), "--issued-to", "领导小组", "--approved-by", "高石")
    entry = entries(world)[-1]
    assert (entry["event"], entry["document"], entry["to"]) == ("issued", "summary", ["leading-group"])
    assert "Recorded as" not in (tmp_path / "s.md").read_text(encoding="utf-8")
    assert did(world, "verify", "--json").data["whole"] is True


def test_a_drill_says_so_in_text_and_document(world: World) -> None:
    """Nobody upstairs takes it for real."""
    drill = started(world, "fire", "--drill")
    assert did(world, "report", "initial", drill, "--lang", "zh").out.startswith("【演练】【草稿】关于")
    line = ("report", "initial", drill, "--lang", "zh", "--split", "200", "--json", "--issued-to", "县政府")
    chunks = did(world, *line).data["chunks"]
    assert len(chunks) > 1
    assert all(chunk.startswith(f"【演练】({number}/") for number, chunk in enumerate(chunks, 1))
    assert "# \\[DRILL\\] First report" in did(world, "report", "initial", drill, "--format", "md", "--to", "-").out


def test_a_document_that_comes_back_is_told_by_which_report_it_is(world: World, fire: str, tmp_path: Path) -> None:
    """`verify --document`: byte for byte, and to whom it went. What else it may be: tests/commands/look."""
    place = tmp_path / "first.md"
    did(world, "report", "initial", "--issued-to", "县政府", "--to", str(place))
    answer = did(world, "verify", "--document", str(place))
    assert "unchanged. Issued: First report — to County People's Government" in answer.text
    assert emergency(world, "verify", "--document", str(tmp_path / "none")).code == 2


def test_a_limit_that_is_too_small_is_refused_before_anything_is_given_out(world: World, fire: str) -> None:
    """Nothing goes on record for a slip in an option."""
    before = log_of(world, fire)
    answer = emergency(world, "report", "initial", "--split", "5", "--issued-to", "县政府")
    assert (answer.code, log_of(world, fire) == before) == (2, True)


def test_what_is_on_record_is_not_taken_back_when_the_officer_breaks_off(
    world: World, fire: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C behind the fsync: the document was given out, and stays."""
    place = tmp_path / "first.md"

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("emergency_cli.store.home.just_written", broken_off)
    answer = emergency(world, "report", "initial", "--issued-to", "县政府", "--to", str(place))
    monkeypatch.undo()
    assert (answer.code, place.exists(), entries(world)[-1]["file"]) == (130, True, "first.md")


def test_what_a_document_was_written_over_comes_back_when_it_cannot_be_put_on_record(tmp_path: Path) -> None:
    """With --force too: the older document stays, and not one that nobody gave out."""
    world = make_world(tmp_path)
    started(world, "fire")
    place = tmp_path / "first.md"
    place.write_text("the older one", encoding="utf-8")
    world.disk = FaultyDisk()
    did(world, "note", "how many calls a note takes")
    calls = len(world.disk.calls)
    line = ("report", "initial", "--issued-to", "县政府", "--to", str(place), "--force")
    for number in range(1, calls + 3):
        place.write_text("the older one", encoding="utf-8")
        world.disk = FaultyDisk(number)
        if emergency(world, *line).code != 0:
            assert place.read_text(encoding="utf-8") == "the older one", number


def test_a_document_on_standard_output_is_there_once_and_never_beside_the_answer_for_programs(tmp_path: Path) -> None:
    """Whatever the disk does; what could not be recorded says so."""
    world = make_world(tmp_path)
    started(world, "fire")
    line = ("report", "initial", "--issued-to", "县政府", "--format", "json", "--to", "-")
    assert did(world, *line).data["kind"] == "initial"
    assert emergency(world, *line, "--json").code == 2
    for number in range(1, 9):
        world.disk = FaultyDisk(number)
        answer = emergency(world, *line)
        assert answer.out.count('"kind":"initial"') <= 1
        assert answer.code == 0 or answer.err


class Full(io.StringIO):
    """Standard output on a disk that is full."""

    def write(self, text: str) -> int:
        """Refuse."""
        raise OSError(errno.ENOSPC, text[:0] or "No space left on device")


@pytest.mark.parametrize("more", [(), ("--format", "md", "--to", "-"), ("--split", "200")])
def test_what_nobody_received_is_not_on_record(world: World, fire: str, more: tuple[str, ...]) -> None:
    """A document is with its reader first, then on record; a full standard output is exit 4."""
    before = log_of(world, fire)
    world.stdout = Full()
    stderr = world.stderr = io.StringIO()
    assert run(["report", "initial", "--issued-to", "县政府", *more], world) == 4
    assert "NOT SAVED: standard output cannot be written (the disk is full)." in " ".join(stderr.getvalue().split())
    assert log_of(world, fire) == before


def test_a_document_is_never_written_among_the_records(world: World, fire: str, tmp_path: Path) -> None:
    """Not over the log, not beside it, not through a link, whatever --force says."""
    log = next(path for path in (tmp_path / "home" / "incidents" / fire).glob("*.jsonl"))
    (tmp_path / "link").symlink_to(tmp_path / "home", target_is_directory=True)
    (tmp_path / "card.html").symlink_to(log)
    mirror = tmp_path / "mirror"
    before = log.read_bytes()
    linked = tmp_path / "link" / log.relative_to(tmp_path / "home")
    for place in (log, linked, tmp_path / "card.html", world.state / "new.md", mirror / "new.md", log.parent / "a.md"):
        answer = emergency(world, "export", "--to", str(place), "--format", "md", "--force", "--mirror", str(mirror))
        assert (answer.code, "is among the records" in answer.text) == (2, True), place
        assert emergency(world, "card", "fire", "--to", str(place), "--force", "--mirror", str(mirror)).code == 2
    assert log.read_bytes() == before
    assert not (log.parent / "a.md").exists()


def test_a_document_is_written_over_plain_files_only(world: World, fire: str, tmp_path: Path) -> None:
    """A pipe or a device stays what it is."""
    os.mkfifo(pipe := tmp_path / "pipe.md")
    for place in (str(pipe), os.devnull):
        answer = emergency(world, "export", "--to", place, "--format", "md", "--force")
        assert (answer.code, "is not a plain file" in answer.text) == (2, True), place
    assert pipe.is_fifo()


def test_after_all_is_over_the_latest_real_incident_is_meant(world: World, fire: str) -> None:
    """A week later nobody types an id; a drill in between changes nothing."""
    did(world, "end", "false-alarm", "--decided", "高石")
    did(world, "close", "--reason", "误报")
    started(world, "illness", "--drill")
    answer = did(world, "export", "--to", "-")
    assert fire in answer.out
    assert f"this is the latest: {fire}" in answer.text


# --- what a bulletin lacks -------------------------------------------------------------------------------------------

LEAK = """\
id: general
title: {zh: 通用程序, en: General procedure}
class: any
trigger: {zh: 总是, en: always}
facts:
  what: {kind: text, label: {zh: 发生了什么, en: What happened}, part: title}
  place: {kind: text, label: {zh: 地点, en: Place}, part: place, says: {zh: "地点为{}", en: "the place is {}"}}
  hurt:
    {kind: yes-no, label: {zh: 有人受伤吗, en: Injured}, part: casualties, vital: true,
     says: {yes: {zh: 有人受伤, en: people are hurt}, no: {zh: 无人受伤, en: nobody is hurt}}}
  many:
    {kind: number, label: {zh: 几人受伤, en: How many}, part: casualties, vital: true, when: {hurt: yes},
     says: {zh: "受伤{}人", en: "{} people are hurt"}}
  next: {kind: text, label: {zh: 下一步, en: Next}, part: next, once: true, says: {zh: "{}", en: "{}"}}
  number: {kind: text, label: {zh: 文号, en: Number}, part: form, once: true}
  drafted: {kind: text, label: {zh: 起草人, en: Drafted by}, part: form}
steps:
  - {id: evaluate, stage: review, clause: 五, do: {zh: 评估, en: Evaluate}, say: [place]}
"""


@pytest.fixture
def leak(tmp_path: Path, clock: Clock) -> World:
    """A hall whose plan knows what its documents need, with water on the floor."""
    world = make_world(tmp_path, clock=clock, env={"EMERGENCY_PLAN": small_plan(tmp_path, general=LEAK)})
    started(world, "water", "--place", "hall")
    return world


def test_at_a_terminal_what_a_bulletin_lacks_is_asked_on_one_sheet_before_it_is_given_out(leak: World) -> None:
    """The text is shown, the sheet is filled in, the text is shown again and goes on record; answers are kept."""
    line = ("report", "initial", "--issued-to", "wang")
    answer = emergency(leak, *line, typed="1 no\n2 a burst pipe\n5 Li Na\n\n")
    assert answer.code == 0
    before, after = answer.out.split("The document still lacks (5). What is known?")
    assert "Still to be verified: whether people are hurt." in before
    assert "1 Injured 2 What happened 3 Next 4 Number 5 Drafted by" in " ".join(after.split())
    assert "First report: a burst pipe" in after
    assert "nobody is hurt" in after
    assert "It goes on record as given out to wang" in answer.err
    events = entries(leak)
    assert [each["event"] for each in events[-4:]] == ["facts-set"] * 3 + ["issued"]
    assert "sealed" in events[-1]["text"]  # for the number of the office in it


def test_what_is_wanted_only_by_an_answer_is_asked_when_that_is_given(leak: World) -> None:
    """How many are hurt is no question before it is known that anybody is; what is no answer is kept as a note."""
    answer = emergency(leak, "report", "initial", typed="1 yes\nthe street is blocked\n\n1 2\n\n")
    first, second = answer.out.split("The document still lacks (5).")[1].split("The document still lacks (1).")
    assert "How many" not in first
    assert "1 How many" in second
    assert "Kept as a note." in first
    assert "u takes it back" not in answer.text
    assert "2 people are hurt" in second


def test_what_was_left_is_left_and_a_draft_records_nothing_as_given_out(leak: World) -> None:
    """Enter leaves the rest; the text that did not change is not shown twice."""
    before = len(entries(leak))
    answer = emergency(leak, "report", "initial", typed="\n")
    assert answer.code == 0
    assert answer.out.count("First report:") == 1
    assert "It is shown as a draft" in answer.err
    assert len(entries(leak)) == before


def test_who_leaves_at_the_sheet_gives_nothing_out(leak: World) -> None:
    """What was answered before stays on record; the bulletin does not go out half filled in."""
    answer = emergency(leak, "report", "initial", "--issued-to", "wang", typed="1 no\nq\n")
    assert "Left; nothing was given out." in answer.text
    assert entries(leak)[-1]["event"] == "facts-set"
    assert answer.out.startswith("[Draft]")


@pytest.mark.parametrize(
    "wrong",
    [
        ["report", "initial", "--approved-by", "wang"],
        ["report", "initial", "--mask", "--with-personal"],
        ["export", "--issued-to", "wang", "--to", "there.docx"],
        ["export", "--issued-to", "wang", "--to", "summary.pdf"],
        ["export", "--issued-to", "wang", "--to", "summary.md", "--template", "letter.docx"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_refused_before_anybody_is_asked(
    leak: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: list[str]
) -> None:
    """Nobody answers a sheet for a document that then is not written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.docx").write_bytes(b"mine")
    before = entries(leak)
    answer = emergency(leak, *wrong, typed="1 no\n2 a burst pipe\n\n")
    assert (answer.code, answer.out) == (2, "")
    assert entries(leak) == before
    assert (tmp_path / "there.docx").read_bytes() == b"mine"


def test_without_a_terminal_one_line_names_what_is_missing_and_nothing_hangs(leak: World) -> None:
    """And how to answer it; a program's answer has no line beside it but this."""
    answer = did(leak, "report", "initial", "--issued-to", "wang")
    assert "Not on record: Injured (hurt), What happened (what), Next (next)," in answer.text
    assert "Answer with: emergency set hurt=…" in answer.text
    assert entries(leak)[-1]["event"] == "issued"


def test_the_next_bulletin_asks_again_for_what_belonged_to_one_only(leak: World) -> None:
    """What comes next and the number of the document, with what was said last; not who drafted it."""
    did(leak, "set", "hurt=no", "what=a burst pipe", "next=pump it out", "number=7", "drafted=Li Na")
    did(leak, "report", "initial", "--issued-to", "wang")
    answer = emergency(leak, "report", "follow-up", typed="1 dry the floor\n\n")
    assert "1 Next (last: pump it out) 2 Number (last: 7)" in " ".join(answer.out.split())
    assert "Next steps: dry the floor." in answer.out
    assert "pump it out" not in did(leak, "report", "follow-up").out


def test_what_a_document_says_of_itself_can_be_answered_after_closing(leak: World) -> None:
    """The summary is written then; of what happened nothing more is added."""
    did(leak, "end", "handled", "--decided", "wang")
    did(leak, "close", "--reason", "done")
    did(leak, "set", "number=7")
    assert emergency(leak, "set", "hurt=no").code == 3
    assert "Not on record: What happened (what), Drafted by (drafted)." in did(leak, "report", "final").text


def test_a_walk_shows_the_bulletin_and_asks_and_records_nothing(leak: World) -> None:
    """Key b: it is read out on the phone, in the middle of everything."""
    before = entries(leak)
    answer = emergency(leak, "resume", typed="b\nq\n")
    assert "[Draft] First report:" in answer.out
    assert "lacks" not in answer.text
    assert entries(leak) == before


def test_the_data_of_a_bulletin_holds_the_bulletin_and_not_the_record(world: World, fire: str) -> None:
    """Whoever gets it gets what was reported, no more."""
    did(world, "note", "between ourselves")
    answer = did(world, "report", "initial", "--format", "json", "--to", "-")
    assert "between ourselves" not in answer.out
    assert answer.data["sections"]["event"]


def test_a_danger_seen_on_a_patrol_is_told_as_the_last_round_found_it(world: World) -> None:
    """It stands with what is vital, and nobody is told that the question was not answered."""
    started(world, "heavy rain", "--by", "Li")
    ticked = did(world, "done", "weather/rain-patrol", "--fact", "danger=yes")
    assert "Not answered" not in ticked.text
    for answer, said in (("yes", "there is danger"), ("no", "there is no danger")):
        told = did(world, "report", "initial")
        assert re.search(rf"As of [^.]*, {said}", told.text), told
        assert "danger?" not in told.text
        assert said in did(world, "brief").text.casefold()
        assert answer == "no" or did(world, "done", "weather/rain-patrol", "--fact", "danger=no").text
    unsaid = did(world, "done", "weather/rain-patrol")
    assert "weather.danger@3=…" in unsaid.text
