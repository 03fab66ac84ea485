"""`start` never ends without a life-saving card, whatever is broken or mistyped."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.front import Answer, emergency
from tests.worlds import Clock, make_world

CARD = ("Call 119", "打119")
WORDS = [
    "fire", "着火了", "--", "-", "--drill", "--dirll", "--zone", "税务", "--zone=x", "--noticed", "25:00", "--by", "",
    "--occurred=昨天", "--json", "--new", "--new=1", "-x", "--place", "二楼 配电间", "——zone", "\udcd1\udccc", "\0",
    "--lang", "zh", "--lang=xx", "--home", "--plan=/nowhere", "--mirror=", "楼上", "'", "[bold]", "{x}", "%s", "-1",
    "--no-such=1", "*",
]  # fmt: skip


def has_card(answer: Answer) -> bool:
    """Whether the fire's card or the general one stands on the screen; as data, the board with what comes next."""
    general = "== General procedure" in answer.out or "General procedure  " in answer.out or "通用程序" in answer.out
    return general or any(call in answer.out for call in CARD) or '"next"' in answer.out


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("verb", [[], ["start"]], ids=["bare", "start"])
def test_any_line_with_fire_in_it_shows_a_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: list[str], seed: int
) -> None:
    """Options and words in any order, right or wrong; never an apology."""
    monkeypatch.chdir(tmp_path)
    source = random.Random(seed)  # noqa: S311 - the same in every run
    rest = source.sample(WORDS, source.randint(1, 7))
    line = [*verb, "着火了", *rest] if verb else ["着火了", *rest]
    answer = emergency(make_world(tmp_path), *line)
    assert (answer.code in (0, 2), has_card(answer)) == (True, True), line
    assert "Unexpected error" not in answer.text


@pytest.mark.parametrize(
    "now", [datetime(1, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)]
)
def test_an_absurd_clock_shows_the_card(tmp_path: Path, now: datetime) -> None:
    """A battery that died sets the clock to its beginning."""
    answer = emergency(make_world(tmp_path, clock=Clock(now)), "着火了")
    assert has_card(answer)
    assert "Unexpected error" not in answer.text


@pytest.mark.parametrize("name", ["roster.yaml", "centre.yaml", "playbooks/fire.yaml", "playbooks/general.yaml"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"id: [", b"- 1\n" * 3, b"id: fire\nid: fire\n"])
def test_a_broken_plan_file_shows_the_card(tmp_path: Path, name: str, content: bytes) -> None:
    """That of the plan that came with the program; a plan that is a general procedure and no more has only its card."""
    place = tmp_path / "plan" / name
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    answer = emergency(make_world(tmp_path), "着火了", "--plan", str(tmp_path / "plan"))
    assert (answer.code, has_card(answer)) == (2 if name == "playbooks/general.yaml" else 0, True)


@pytest.mark.parametrize(
    "env", [{"LANG": "C"}, {"LANG": "zh_CN.GBK"}, {"LC_ALL": "POSIX"}, {"LANG": ""}, {"LANG": "xx"}]
)
def test_an_encoding_shows_the_card(tmp_path: Path, env: dict[str, str]) -> None:
    """Chinese typed as UTF-8 or as GBK."""
    for word in ("着火了", "着火了".encode("gbk").decode("utf-8", "surrogateescape")):
        assert has_card(emergency(make_world(tmp_path, env={**env, "EMERGENCY_LANG": ""}), word))


@pytest.mark.parametrize("shouted", [("call", "an", "ambulance"), ("call", "120")])
def test_a_call_that_is_shouted_before_anything_is_open_gets_the_card(tmp_path: Path, shouted: tuple[str, ...]) -> None:
    """`call` is a verb too; with an incident open the same words are a call that was made."""
    world = make_world(tmp_path)
    assert "Call 120." in emergency(world, *shouted).out
    assert "A call was made to the ambulance" in emergency(world, "call", "120").text


def test_a_call_is_asked_of_which_incident_it_is_where_several_are_open(tmp_path: Path) -> None:
    """Another terminal than the two that opened them; a third incident is opened by nobody."""
    world = make_world(tmp_path)
    emergency(world, "start", "fire", "--new")
    emergency(world, "start", "theft", "--new")
    elsewhere = replace(make_world(tmp_path), terminal_key="another")
    answer = emergency(elsewhere, "call", "120")
    assert (answer.code, "Several incidents are open" in answer.err) == (2, True)
    assert len(list((world.home / "incidents").iterdir())) == 2
