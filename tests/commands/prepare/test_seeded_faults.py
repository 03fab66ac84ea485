"""A plan spoilt in many places at once: one `check` names every one of them, with file and line, and nothing else."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.front import did, emergency

from emergency_cli.places import packaged_plan
from emergency_cli.world import World


class Seed(NamedTuple):
    """One fault: `old` becomes `new`; the fault is in the line of `new` that holds `here`, and its words say `says`."""

    file: str
    old: str
    new: str
    here: str
    says: str


RULES = [
    Seed("fire", "contact: [fire-119]", "contact: [fire-118]", "fire-118", "“fire-118” is not in the roster"),
    Seed("fire", "say: [place, fire-state, trapped]", "say: [place, fire-stat]", "fire-stat",
         "“fire-stat” is not declared"),
    Seed("fire", "    clause: 四（四）3\n", "    clause: 四（四）9\n", "（四）9",
         "the plan has no clause “四（四）9”"),
    Seed("fire", "    actor: leading-group\n    contact: [leading-group]",
         "    actor: leading-group\n    together: both\n    contact: [leading-group]", "actor", ""),
    Seed("fire", "    actor: [leading-group, firefighting-party]\n",
         "    actor: [leading-group, firefighting-party]\n    together: both\n", "together",
         "the steps of “both” are in several stages"),
    Seed("fire", "    contact: [junction-guide]\n", "    contact: [junction-guide]\n    within: 10m\n", "within",
         "nothing here says who set the limit of 10m"),
    Seed("fire", "suggests:\n", "suggests:\n  - {when: {trapped: yes}, playbook: fire}\n", "trapped",
         "suggests itself"),
    Seed("fire", "preparedness:\n", "  - {when: {trapped: no}, playbook: measles}\n\npreparedness:\n", "measles",
         "no playbook “measles”"),
    Seed("fire", "      en: No lifts, no going back for belongings.", "      en: Take the lift.", "en:",
         "“Take the lift.” does not forbid anything"),
    Seed("fire", "id: move-valuables", "id: transfer-command", "transfer", "“transfer-command” appears twice"),
    Seed("fire", "    upon: arrival-time\n", "    upon: commander\n", "upon", "“commander” is not a fact of kind time"),
    Seed("fire", "short: {zh: 拉警报, en: Sound the alarm}", "short: {zh: 拉警报, en: Sound the alarm of the Centre}",
         "short", "is too long for the prompt"),
    Seed("fire", "    ask: [injured]\n", "    ask: [injured]\n    together: alarm\n", "", ""),
    Seed("fire", "", "", "    together: alarm\n    contact: [fire-118]", "more than four steps"),
    Seed("disorder", "    contact: [guards]\n    never:\n",
         "    contact: [guards]\n    warn: {zh: 小心, en: Mind your step}\n    never:\n", "warn",
         "clause 四（二）4 does not say “Mind your step”"),
    Seed("disorder", "  - unrest\n", "  - unrest\n  - 着火\n", "着火", "“着火” already means fire"),
    Seed("disorder", "  - 混乱\n", "  - 混乱\n  - Sudden illness\n", "Sudden",
         "“Sudden illness” already means illness"),
    Seed("disorder", "  - {name: surge, sets: {cases: surge}}", "  - {name: surge, sets: {cases: flood}}", "flood",
         "“cases” is never “flood”"),
    Seed("disorder", "  - {name: crowd, sets: {cases: surge}}", "  - {name: crowd, sets: {zone: moon}}", "moon",
         "“zone” is never “moon”"),
    Seed("disorder", "    nothing-to-do: [calmed]\n", "", "      calmed: {", "depends on the choice “calmed”"),
    Seed("disorder", "    when: {cases: surge}\n    same: people-safe",
         "    when: {cases: surge, crowd: 9, any-of: [{crowd: 3}]}\n    same: people-safe", "any-of",
         "can never hold"),
    Seed("disorder", "conflict-outcome: to-security}", "conflict-outcome: [to-security, to-army]}", "to-army",
         "“conflict-outcome” is never “to-army”"),
    Seed("disorder", "label: {zh: 现场大约人数,", "label: {zh: Crowd,", "Crowd", "text contains no Chinese"),
    Seed("disorder", "      en: The Supervision Section brings people in to calm both sides and stop it.",
         "      en: 组织人手到场劝阻、制止。", "en:", "the English text is in Chinese"),
    Seed("power-failure", "    within: 5m\n", "    within: 6m\n    from: {step: nobody-did}\n", "within",
         "clause 四（一）1 sets 5m, not 6m"),
    Seed("power-failure", "", "    from: {step: nobody-did}\n", "from", "no step “nobody-did”"),
    Seed("power-failure", "    when: {outage-cause: planned}\n",
         "    when: {outage-cause: planned}\n    within: 1h\n    from: {step: tell-all}\n", "from",
         "start one another"),
    Seed("power-failure", "    say: [outage-reason, outage-period, restore-time]\n",
         "    say: [outage-reason]\n    within: 1h\n    from: {step: ask-utility}\n", "from",
         "start one another"),
    Seed("power-failure", "    when: {outage-cause: internal}\n    upon", "    when: {outage-caus: internal}\n    upon",
         "outage-caus:", "“outage-caus” is not declared anywhere"),
    Seed("network-attack", "  discoverer:\n    kind: text\n", "  discoverer:\n    kind: number\n", "kind: number",
         "“discoverer” is number here and text in illness"),
    Seed("illness", "facts:\n", "facts:\n  place: {kind: text, label: {zh: 地点, en: Place}}\n", "place",
         "“place” is already shared"),
    Seed("illness", "    short: {zh: 急救, en: Give first aid}\n",
         "    short: {zh: 急救, en: Give first aid}\n    when: {breathing: yes}\n", "when",
         "no earlier step asks for “breathing”"),
    Seed("illness", "  discoverer:\n",
         "  breathing: {kind: yes-no, label: {zh: 有没有呼吸, en: Breathing}}\n  discoverer:\n", "discoverer", ""),
    Seed("illness", "owner: bureau-office", "owner: bureau-offices", "owner", "“bureau-offices” is not in the roster"),
    Seed("illness", "  - id: tell-family\n    stage: respond\n    clause: 四（三）3\n",
         "  - id: tell-family\n    stage: respond\n", "id", "“tell-family” cites neither"),
    Seed("group-petition", "nothing-to-do: [none]", "nothing-to-do: [none, nobody]", "nobody",
         "“conduct” has no choice “nobody”"),
    Seed("group-petition", "    record: [preparations]\n",
         "    record: [preparations]\n    when: {headcount: {more-than: 5}}\n", "more-than",
         "is not a condition; name an answer"),
    Seed("roster", 'phones: ["110"]', "phones: [0537-6912345，110]", "0537-6912345", "is more than one number"),
    Seed("roster", 'phones: ["119"]', "phones: [“119”]", "“119”", "holds characters that belong to no number"),
    Seed("roster", 'phones: ["120"]', "phones: [no]", "[no]", "“no” is no phone number"),
    Seed("roster", "    phones: []\n    people: [gao-s", f"    phones: ['{'0' * 300}']\n    people: [gao-s", "'0000",
         "is too long for a phone number"),
    Seed("roster", "    owner: gao-xianhao\n", "    owner: nobody\n", "owner", "“nobody” is not in the roster"),
    Seed("roster", "    aliases: [税务, 办税]\n", "    aliases: [税务, 社保]\n", "社保", "“社保” already means"),
    Seed("roster", "    part-of: property-company\n", "    part-of: property\n", "part-of", "“property” is not in the"),
]  # fmt: skip
READER = [
    Seed("weather", "  - id: rain-patrol\n", "  - id: rain-patrol\n    urgencie: 随时\n", "urgencie",
         "did you mean “urgency”"),
    Seed("weather", "  - id: ice-drain\n    stage: immediate\n",
         "  - id: ice-drain\n    stage: immediate\n    stage: recover\n", "recover", "“stage” appears twice"),
    Seed("weather", "    contact: [zone-window-heads, property-company]\n", "    contact: [zone-heads]\n", "zone-heads",
         "“zone-heads” is not in the roster"),
    Seed("theft", "  - id: stop-it\n    stage: immediate\n", "  - id: stop-it\n    stage: at-once\n", "at-once",
         "“at-once” is not allowed here"),
    Seed("theft", "    contact: [guards]\n", "    contact: [物业公司]\n", "物业公司",
         "“物业公司” is not an id; write its id: property-company"),
    Seed("theft", "  - id: guard-scene\n", "  - id: Guard scene\n", "Guard", "“Guard scene” is not an id"),
    Seed("general", "    record: [at-posts]\n", "    record: &posts [at-posts]\n", "posts", "anchors and aliases"),
]  # fmt: skip


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A copy of the shipped plan with all faults in it."""
    folder = tmp_path / "own"
    (folder / "playbooks").mkdir(parents=True)
    for name in ("roster.yaml", "centre.yaml"):
        shutil.copy(packaged_plan() / name, folder)
    for path in (packaged_plan() / "playbooks").glob("*.yaml"):
        shutil.copy(path, folder / "playbooks")
    for seed in (*RULES, *READER):
        text = place(folder, seed).read_text(encoding="utf-8")
        assert seed.old in text, seed
        place(folder, seed).write_text(text.replace(seed.old, seed.new, 1) if seed.old else text, encoding="utf-8")
    return folder


def place(folder: Path, seed: Seed) -> Path:
    """The file of a fault."""
    return folder / ("roster.yaml" if seed.file == "roster" else f"playbooks/{seed.file}.yaml")


def expected(folder: Path, seed: Seed) -> tuple[str, int]:
    """File and line where the fault is to be found."""
    text = place(folder, seed).read_text(encoding="utf-8")
    sown = seed.new if seed.here in seed.new else seed.here
    assert sown in text, seed
    return str(place(folder, seed)), text[: text.rindex(sown) + sown.index(seed.here)].count("\n") + 1


def test_every_seeded_fault_is_named_with_its_line_and_nothing_else(world: World, plan: Path) -> None:
    """All at once, exit 5."""
    answer = emergency(world, "check", "--plan", str(plan), "--json")
    assert answer.code == 5
    found = {
        (each["file"], each["line"], f"{each['what']}; {each['hint']}")
        for each in answer.data["faults"]
        if not each["warning"]
    }
    left = set(found)
    for seed in (seed for seed in (*RULES, *READER) if seed.says):
        file, line = expected(plan, seed)
        named = {each for each in left if each[:2] == (file, line) and seed.says in each[2]}
        assert named, (seed, sorted(left))
        left -= named
    assert left == set()


def test_the_words_on_the_screen_name_them_too(world: World, plan: Path) -> None:
    """`file:line: what is wrong`, in the language of the officer; the exit code is the same."""
    answer = emergency(world, "check", "--plan", str(plan), "--lang", "zh")
    assert answer.code == 5
    shown = "".join(answer.out.split())
    for seed in (seed for seed in (*RULES, *READER) if seed.says):
        file, line = expected(plan, seed)
        assert "".join(f"{file}:{line}:".split()) in shown


def test_the_shipped_plan_has_warnings_only(world: World) -> None:
    """What the official plan leaves open is a warning: numbers, and who keeps something ready."""
    data = did(world, "check", "--json").data["faults"]
    assert {each["warning"] for each in data} == {True}
