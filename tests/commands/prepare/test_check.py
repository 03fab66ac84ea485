"""Checking the plan files: every fault with file and line; and what a faulty file does to the other commands."""

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from tests.front import WATER, did, emergency, small_plan, started

from emergency_cli.places import packaged_plan
from emergency_cli.world import World


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A copy of the shipped plan, to be spoilt."""
    folder = tmp_path / "own"
    (folder / "playbooks").mkdir(parents=True)
    for name in ("roster.yaml", "centre.yaml"):
        shutil.copy(packaged_plan() / name, folder)
    for path in (packaged_plan() / "playbooks").glob("*.yaml"):
        shutil.copy(path, folder / "playbooks")
    return folder


def spoil(plan: Path, name: str, old: str, new: str) -> str:
    """Replace a piece of a plan file; `file:line` of the place."""
    path = plan / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return f"{path}:{text[: text.index(old)].count(chr(10)) + 1}:"


def lines(world: World, plan: Path) -> list[str]:
    """The faults as lines of `file:line: …`, read from the data so that the screen's line breaks do not matter."""
    answer = emergency(world, "check", "--plan", str(plan), "--json")
    faults = [each for each in answer.data["faults"] if not each["warning"]]
    assert answer.code == (5 if faults else 0)
    return [f"{each['file']}:{each['line']}: {each['what']}; {each['hint']}" for each in faults]


def test_the_shipped_plan_is_in_order(world: World) -> None:
    """Ten playbooks; missing phones are a warning."""
    answer = did(world, "check")
    assert "Playbooks: 12; warnings: " in answer.text
    assert "warning: no phone number for" in answer.text
    assert lines(world, packaged_plan()) == []


def test_all_faults_of_all_files_are_named_at_once(world: World, plan: Path) -> None:
    """`file:line: what is wrong; what to do`, exit 5."""
    files = [
        spoil(plan, "playbooks/fire.yaml", "contact: [fire-119]", "contact: [fire-118]"),
        spoil(plan, "playbooks/fire.yaml", "say: [place, fire-state, trapped]", "say: [place, fire-stat, trapped]"),
        spoil(plan, "playbooks/theft.yaml", "stage: respond", "stage: respnd"),
        spoil(plan, "playbooks/power-failure.yaml", "within: 5m", "within: five"),
        spoil(plan, "roster.yaml", "    owner: gao-xianhao", "    owner: nobody"),
    ]
    answer = emergency(world, "check", "--plan", str(plan))
    assert answer.code == 5
    named = {fault.partition(".yaml:")[0] for fault in lines(world, plan)}
    assert named == {place.partition(".yaml:")[0] for place in files}
    assert "“fire-118” is not in the roster" in answer.text
    assert "fire-stat" in answer.text
    assert "respnd" in answer.text
    assert "“five”" in answer.text
    assert "5m" in answer.text
    assert "nobody" in answer.text


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("fire", "id: call-119\n", "id: call-119\n    stage: respond\n", "the first is in line"),
        ("fire", "say: [place, burning, trapped, fire-state, caller]", "say: &five [place]", "anchors and aliases"),
        ("fire", "record: [commander]", "record: *five", "anchors and aliases"),
        ("fire", "record: [commander]", "record: !!python/object:os.system [x]", "tags"),
        ("fire", "    urgency: 第一时间", "\turgency: 第一时间", "tab"),
        ("fire", "    urgency: 第一时间", "    urgency： 第一时间", "full-width colon"),
        ("fire", "    urgency: 第一时间", "    \u3000urgency: 第一时间", ""),
        ("fire", "    urgency: 第一时间", "    urgencie: 第一时间", "did you mean “urgency”"),
        ("fire", "    urgency: 第一时间", "    urgency: 马上", "马上"),
        ("power-failure", "within: 5m", "within: 5 minutes", "write it like 5m"),
        ("fire", "contact: [emergency-office]", "contact: [emergency-offices]", "emergency-offices"),
        ("fire", "ask: [injured]", "ask: [injuries]", "injuries"),
        ("fire", "kind: yes-no", "kind: yesno", "yesno"),
        ("fire", "id: call-119\n", "id: Call 119\n", "Call 119"),
        ("fire", "id: call-119\n", "id: sound-alarm\n", "sound-alarm"),
        ("fire", "id: fire\n", "id: feuer\n", "feuer"),
        ("fire", "suggests:\n", "suggests:\n  - {when: {injured: maybe}, playbook: illness}\n", "maybe"),
        ("fire", "suggests:\n", "suggests:\n  - {when: {injured: yes}, playbook: measles}\n", "measles"),
        ("fire", "facts:\n", "facts:\n  place: {kind: text, label: {zh: 甲, en: A}}\n", "place"),
        ("fire", "do:\n      zh: 打119报警。\n", "do:\n", "in one language only: Call 119."),
        ("theft", "aliases:\n", "aliases:\n  - 着火\n", "着火"),
        ("fire", "en: the fire brigade was called on 119", "en: Call 119 now", "“Call 119 now” is an order"),
        ("fire", "did: {zh: 拉响火警警报,", "did: {zh: 先拉响火警警报,", "“先拉响火警警报” is an order"),
        ("fire", "did: {zh: 拉响火警警报,", "did: {zh: 拉响火警警报。,", "ends like a sentence"),
        ("fire", "zh: 已撤出{}人", "zh: 已撤出人", "needs one {}, for the answer"),
        ("fire", "zh: 已撤出{}人", "zh: 已撤出{}人，共{}人", "needs one {}, for the answer"),
        ("fire", "no: {zh: 无人被困, en: nobody is trapped}", "zh: 被困情况为{}", "in one language only"),
        ("theft", "title: {", "---\ntitle: {", "second document"),
    ],
)  # fmt: skip
def test_a_fault_is_named_in_plain_words_with_its_line(
    world: World, plan: Path, name: str, old: str, new: str, what: str
) -> None:
    """Each on its own: the right file, a line of the step or fact in question, words that say it."""
    place = spoil(plan, f"playbooks/{name}.yaml", old, new)
    found = lines(world, plan)
    assert found
    assert any(what in fault for fault in found), found
    wanted = int(place.rstrip(":").rpartition(":")[2])
    named = [int(fault.split(".yaml:")[1].split(":")[0]) for fault in found if what in fault]
    assert min(abs(line - wanted) for line in named) <= 25, (place, found)


def test_a_part_of_the_summary_that_no_fact_is_told_in_is_named(world: World, plan: Path) -> None:
    """A warning: the plan may mean it."""
    place = spoil(plan, "playbooks/general.yaml", "    part: losses\n", "")
    answer = emergency(world, "check", "--plan", str(plan), "--json")
    assert answer.code == 0
    file = place.rpartition(":")[0].rpartition(":")[0]
    told = [each["what"] for each in answer.data["faults"] if each["file"] == file]
    assert told == ["no fact goes into the part “losses” of documents, so it stays empty"]


def test_a_file_that_is_not_utf_8_is_said(world: World, plan: Path) -> None:
    """Saved by an old editor in GBK: the first line with Chinese in it, and what to do."""
    path = plan / "playbooks" / "fire.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    (fault,) = lines(world, plan)
    assert fault.startswith(f"{path}:2: not UTF-8")
    assert "UTF-8" in fault.partition(";")[2]


def test_a_byte_order_mark_is_no_fault(world: World, plan: Path) -> None:
    """Windows editors write one."""
    path = plan / "playbooks" / "fire.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert lines(world, plan) == []


BOMBS = {
    "laughs": "a: &a [x, x]\n" + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in pairwise("abcdefghi")),
    "depth": "a: " + "[" * 500 + "]" * 500,
    "braces": "{" * 100_000,
    "nodes": "a: [" + ",".join("x" for _ in range(50_000)) + "]",
    "size": "a: " + "x" * (2 << 20),
    "empty": "",
    "scalar": "fire",
    "list": "- a\n- b\n",
    "nul": "a: \x00\n",
    "unclosed": "a: [1, 2\nb: 3\n",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_that_is_no_plan_file_is_refused_at_once(world: World, plan: Path, name: str) -> None:
    """Bombs, depth, size, nothing at all: a fault with its place, and the card is still shown."""
    (plan / "playbooks" / "fire.yaml").write_text(BOMBS[name], encoding="utf-8")
    found = lines(world, plan)
    assert found
    assert all("fire.yaml:" in fault and len(fault) < 600 for fault in found)
    assert "Call 119" in did(world, "start", "fire", "--plan", str(plan)).out


def test_a_warning_alone_is_no_fault(world: World, tmp_path: Path) -> None:
    """Exit 0; `--json` marks it."""
    data = did(world, "check", "--plan", small_plan(tmp_path), "--json").data["faults"]
    assert {each["warning"] for each in data} == {True}


def test_a_question_without_words_for_its_yes_is_a_warning(world: World, tmp_path: Path) -> None:
    """A card would have to print the question among what is to be said, and as a condition."""
    assert "deep: {kind: yes-no" in WATER
    faults = did(world, "check", "--plan", small_plan(tmp_path), "--json").data["faults"]
    assert ("cards and documents have no words for a yes to “deep”", "add says:, with a clause for yes:") in [
        (each["what"], each["hint"]) for each in faults
    ]


def warnings(world: World, folder: str) -> list[str]:
    """The warnings about the playbook `water`, as lines of `line: what; hint`, but for those on words of documents."""
    faults = emergency(world, "check", "--plan", folder, "--json").data["faults"]
    words = ("add did:", "add says:", "add unit:", "add documents:")
    found = [each for each in faults if each["warning"] and not str(each["hint"]).startswith(words)]
    return [f"{each['line']}: {each['what']}; {each['hint']}" for each in found if each["file"].endswith("water.yaml")]


def test_a_question_mark_that_only_some_machines_read_is_a_warning(world: World, tmp_path: Path) -> None:
    """Where PyYAML has no libyaml, `{en: Is it deep?}` is not YAML; here the file goes on being used."""
    asked = WATER.replace("en: Is it deep}", "en: Is it deep?}")
    folder = small_plan(tmp_path, water=asked)
    assert warnings(world, folder) == [
        "6: “Is it deep?” needs quotes: not every computer reads a ? in braces without them; put it in quotes"
    ]
    assert "Shut the valve" in did(world, "start", "water", "--plan", folder).out
    assert warnings(world, small_plan(tmp_path, water=asked.replace("Is it deep?", '"Is it deep?"'))) == []


def test_a_fact_that_no_step_asks_for_is_a_warning(world: World, tmp_path: Path) -> None:
    """It would be in every document as a blank that nobody was ever asked to fill."""
    added = WATER.replace("facts:\n", "facts:\n  salty: {kind: yes-no, label: {zh: 咸不咸, en: Is it salty}}\n")
    (warning,) = warnings(world, small_plan(tmp_path, water=added))
    assert warning.startswith("6: no step asks for the fact “salty”") and "record:" in warning
    assert warnings(world, small_plan(tmp_path, water=added.replace("ask: [deep]", "ask: [deep, salty]"))) == []


def test_faults_are_told_in_chinese_too(world: World, plan: Path) -> None:
    """The officer who mends the file reads Chinese."""
    spoil(plan, "playbooks/power-failure.yaml", "within: 5m", "within: five")
    answer = emergency(world, "check", "--plan", str(plan), "--lang", "zh")
    assert answer.code == 5
    assert "time span" not in answer.text


# --- what a fault does to the other commands -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", [["start", "fire"], ["contacts", "tax", "--for", "fire"], ["contacts", "--for", "火灾"]]
)
def test_a_faulty_playbook_falls_back_to_the_packaged_copy_with_one_warning(
    world: World, plan: Path, line: list[str]
) -> None:
    """The card comes first; one line says which file and how to see what is wrong."""
    spoil(plan, "playbooks/fire.yaml", "id: call-119\n", "id: call-119\n    nonsense: x\n")
    answer = emergency(world, *line, "--plan", str(plan))
    assert answer.code == 0
    assert "119" in answer.out
    assert " ".join(answer.err.split()).count("emergency check") == 1
    assert "".join(answer.err.split()).count("fire.yaml") == 1


def test_an_unknown_party_in_a_playbook_does_not_stop_the_card(world: World, plan: Path) -> None:
    """The step shows the id where no name is known."""
    spoil(plan, "playbooks/fire.yaml", "contact: [fire-119]", "contact: [fire-118]")
    answer = emergency(world, "start", "fire", "--plan", str(plan))
    assert (answer.code, "fire-118" in answer.out) == (0, True)


def test_a_roster_that_cannot_be_used_names_nobody_of_another_hall(world: World, plan: Path) -> None:
    """The card comes, with the number that is in its order; what is missing is said."""
    (plan / "roster.yaml").write_text("people: [broken")
    answer = did(world, "start", "fire", "--plan", str(plan))
    assert "Call 119" in answer.out
    assert "nothing of it is used" in " ".join(answer.err.split())
    answer = did(world, "contacts", "--plan", str(plan))
    assert "Li Guo'an" not in answer.text
    assert "emergency check" in " ".join(answer.err.split())


def test_a_plan_folder_that_is_not_there_is_said(world: World, tmp_path: Path) -> None:
    """The packaged plan serves; silence would hide a slip in the name."""
    answer = emergency(world, "start", "fire", "--plan", str(tmp_path / "plam"))
    assert (answer.code, "Call 119" in answer.out) == (0, True)
    assert "plam" in answer.text
    assert "plam" in emergency(world, "check", "--plan", str(tmp_path / "plam")).text


def test_an_open_incident_does_not_notice_that_its_playbook_broke(world: World, plan: Path) -> None:
    """Later commands do not even warn."""
    started(world, "fire", "--plan", str(plan))
    world.env = {**world.env, "EMERGENCY_PLAN": str(plan)}
    for path in plan.rglob("*.yaml"):
        path.write_text("broken: [")
    for line in (["done", "call-119"], ["status"], ["timeline"], ["call", "应急办=no-answer"]):
        answer = emergency(world, *line)
        assert (answer.code, answer.err) == (0, "")


def test_the_small_plan_of_these_tests_has_no_faults_of_its_own(world: World, tmp_path: Path) -> None:
    """It is whole by itself: nothing of the packaged plan is looked at with it."""
    assert lines(world, Path(small_plan(tmp_path))) == []
