"""What is typed at a card in a real terminal, and what is then on record: nothing but what was meant."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.front import small_plan
from tests.test_whole_fire import DRAWN, READY, Hall, Terminal

from emergency_cli.commands.table import verbs
from emergency_cli.core.incident.incident import Incident
from emergency_cli.walk.keys.table import key_typed
from emergency_cli.walk.person.vocabulary import COMMANDS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")


def listed(text: str) -> list[str]:
    """Words that stand in a row."""
    return text.split(" | ")


# What asks for a reason; 0 goes back, and nothing is on record.
ASKS_WHY = {
    "zh": listed(
        "s | S | ｓ | 跳过 | c | 无法办理 | 做不了 | 办不了 | l | 稍后办 | 稍后 | 推迟 | 暂缓 | u | 撤销 | 撤回"
    ),
    "en": listed("skip | SKIP | could-not | could not | defer | later | L | undo | reopen |  s "),
}
# What asks something else; Enter goes back, and nothing is on record.
ASKS = {
    "zh": listed(
        "n | Ｎ | 备注 | 记录 | f | 要素 | 修改 | j | 跳到 | 返回 | h | 交班 | 交接 | p | 启用 | 个人信息 | "
        "敏感 | e | 结束 | t | 时间 | m | ｍ | 更多 | 菜单 | "
        "o | 领导指示 | 指示"
    ),
    "en": listed(
        "note | set | facts | answer | jump | goto | handover | also | personal | end | time | more | menu | order"
    ),
}
# What only shows or says something.
SHOWS = {
    "zh": listed(
        "k | 联系人 | 通讯录 | 电话 | ? | ？ | 帮助 | 说明 | i | 进展 | 办理情况 | r | 转实战 | 真的 | y | "
        "。 | ， | 、 | 1 | １ | 9 | ０ | x | 无人接听 | 没人接 | w | 已拨打 | a | 到了 | d | 再做一次 | v | 伤员 | "
        "是 | 否 | 好的 | 不 | 不是 | 没有 | 对 | 不知道 | *"
    ),
    "en": listed(
        "help | no answer | called | waiting | arrived | again | casualty | "
        "contacts | call | phone | board | status | brief | real | yes | no | y | unknown | "
        "not known | z | d | - | ! | 0 | 7 | report | start | resume | list | close | correct | timeline | "
        "verify | export | paper | card | check | ready | playbook | merge | destroy | doctor | completion | "
        "emergency status | emergency done | emergency export --to a.docx | Emergency end handled"
    ),
}
# Words that are nothing else.
NOTES = {
    "zh": listed(
        "二楼烟很大 | 王强 | 李娜到了 | 119 | 15:04 | 0537-2345678 | 已经打过了吗 | 跳过这一步吧 | 打 119 | "
        "消防车来了 | 着火了 | 烟 | 救命 | 完成了吗 | 没人 | 3人受伤 | 下午3点停电 | 好的吧 | 跳过。 | "
        "完 成 | 结束？ | 真的着火 | 转实战演练 | 不要动 | 联系不上 | 税务服务区 | 高石 | ４ｓ | ｓｓ | "
        "撤销上一条 | emergency 火灾 | 一二三 | 12"
    ),
    "en": listed(
        "4s | done? | doen | skp | help me | really smoke | report it | call 119 | start fire | "
        "done evacuate | skip 3 | set injured=yes | the end is blocked | smoke on 2 | "
        "Li Na | O'Neil | 1 2 | 1,2 | 11 | 99 | 14:58 | 2F | a man fell | s3 | ss | qq | rr | end. | "
        "[bold] | <b>x</b> | {name} | %s | \\x1b | ok? | yes! | no way | not yet | --help | "
        "real? | I see flames | nurse here | e-mail sent | undo that | fire, 3rd floor | can't reach him | "
        "quite hot | exiting now | later maybe | emergency | a tour | two rosters"
    ),
}
DONE = {
    "zh": ["完成", "已完成", "好", "好了", "做完了", "办好了"],
    "en": ["done", "ok", "OK", "Done", " done "],
}
LEAVES = ["q", "Q", "ｑ", "quit", "leave", "exit", "离开", "退出", "\x03", "\x04"]


class Typist:
    """Somebody at a terminal who types a line, and looks at what is on record then."""

    def __init__(self, folder: Path, language: str, *args: str, at_ease: bool = True, dumb: bool = False) -> None:
        self.hall = Hall(folder, language)
        plan = small_plan(folder)
        line = [*(args or ("start", "water")), "--by", "Li", "--plan", plan]
        self.dumb = dumb
        self.terminal = Terminal(self.hall, *line, at_ease=at_ease, dumb=dumb)
        self.prompt()

    def prompt(self) -> str:
        """What came on screen up to the next prompt."""
        if self.dumb:
            self.terminal.child.expect_exact(" > ")
            return str(self.terminal.child.before)
        self.terminal.child.expect_exact(READY)
        screen = str(self.terminal.child.before)
        self.terminal.child.expect_exact(DRAWN)
        return screen + str(self.terminal.child.before)

    def type(self, *lines: str) -> str:
        """Type lines, each when its prompt is there; what is on the screen after the last one."""
        screen = ""
        for line in lines:
            self.terminal.send(f"{line}\r")
            screen = self.prompt()
        return screen

    def incident(self) -> Incident:
        """What is on record."""
        return self.hall.incident()

    def kinds(self) -> list[str]:
        """The kinds of the entries after the opening."""
        return [entry.event.kind for entry in self.incident().entries][1:]

    def notes(self) -> list[str]:
        """The texts of the notes."""
        return [str(entry.event.text) for entry in self.incident().entries if entry.event.kind == "noted"]  # type: ignore[attr-defined]

    def leave(self) -> None:
        """Pull the plug."""
        self.terminal.kill()


def test_more_than_two_hundred_words_are_tried() -> None:
    """And every verb of the command line, and nothing else, is taken for one or is a key."""
    tried = {word for table in (ASKS_WHY, ASKS, SHOWS, NOTES, DONE) for words in table.values() for word in words}
    assert len(tried) > 200
    names = {verb.name for verb in verbs() if " " not in verb.name}
    assert {name for name in names if key_typed(name) is None} == COMMANDS


@pytest.mark.parametrize("language", ["zh", "en"])
def test_of_all_that_is_typed_only_what_was_meant_is_on_record(tmp_path: Path, language: str) -> None:
    """Verbs, keys, slips, names, sentences, numbers, times: a question, a sentence, or a note with these very words."""
    typist = Typist(tmp_path, language)
    for typed in NOTES[language]:
        typist.type(typed)
    assert typist.kinds() == ["officer-named", *["noted"] * len(NOTES[language])]
    assert typist.notes() == NOTES[language]
    for typed in SHOWS[language]:
        typist.type(typed)
    for typed in ASKS_WHY[language]:
        typist.type(typed, "0")
    for typed in ASKS[language]:
        typist.type(typed, "")
    assert typist.kinds() == ["officer-named", *["noted"] * len(NOTES[language])]
    for typed in DONE[language]:
        typist.type(typed)
        assert typist.kinds()[-1] == "step-done", typed
        typist.type("u", "")
        assert typist.kinds()[-1] == "reopened", typed
    typist.leave()


@pytest.mark.parametrize("typed", LEAVES)
def test_leaving_a_card_is_the_same_by_every_key_and_word(tmp_path: Path, typed: str) -> None:
    """Letter, full width, word, Ctrl-C, Ctrl-D."""
    left(Typist(tmp_path, "en"), typed)


@pytest.mark.parametrize(
    ("chain", "typed"),
    [
        *[
            (chain, "q")
            for chain in (["n"], ["s"], ["f", "3"], ["h", "Chen"], ["attach", "", "film"], ["m"], ["e", "1"])
        ],
        *[
            (["n"], "\x03"),
            (["h", "Chen"], "\x04"),
            (["t"], "退出"),
            (["personal"], "ｑ"),
        ],
    ],
)
def test_leaving_is_possible_inside_every_chain_of_questions(tmp_path: Path, chain: list[str], typed: str) -> None:
    """And nothing of it is on record."""
    typist = Typist(tmp_path, "en")
    typist.type(*chain)
    left(typist, typed)


def test_the_words_of_an_order_are_kept_when_its_chain_is_left(tmp_path: Path) -> None:
    """Nobody gave the order yet, so it is a note."""
    typist = Typist(tmp_path, "en")
    typist.type("o", "Cut the gas")
    left(typist, "exit", ["officer-named", "noted"])


def left(typist: Typist, typed: str, kinds: Sequence[str] = ("officer-named",)) -> None:
    """The walk ends, says how to go on, and nothing more than this is on record."""
    typist.terminal.send(typed if typed in LEAVES[-2:] else f"{typed}\r")
    typist.terminal.child.expect_exact("emergency resume")
    assert typist.kinds() == list(kinds)
    typist.leave()


# --- bursts, pastes, a key that is held down -------------------------------------------------------------------------

BRACKETS = "\x1b[200~{}\x1b[201~"


@pytest.mark.parametrize("dumb", [False, True], ids=["full", "dumb"])
@pytest.mark.parametrize("end", ["\r", "\n"])
def test_a_burst_of_lines_is_one_note_and_no_key(tmp_path: Path, end: str, dumb: bool) -> None:
    """Typed ahead, or pasted where the terminal puts no brackets round it: not done, skipped, real or over."""
    typist = Typist(tmp_path, "en", "start", "water", "--drill", dumb=dumb)
    lines = ["done", "skip", "no time", "", "report", "real", "1", "end", "q"]
    typist.terminal.send("".join(line + end for line in lines))
    typist.prompt()
    assert (typist.kinds(), typist.notes()) == (["officer-named", "noted"], ["\n".join(lines)])
    typist.leave()


def test_a_paste_in_brackets_is_one_note(tmp_path: Path) -> None:
    """Enter sends it; long ones too."""
    typist = Typist(tmp_path, "zh")
    text = "\n".join(f"{number} 群里转来：二楼烟很大 skip" for number in range(60))
    typist.type(BRACKETS.format(text))
    assert typist.notes() == [text]
    typist.type(BRACKETS.format("s\n"), "0")
    assert typist.kinds() == ["officer-named", "noted"]
    typist.leave()


@pytest.mark.parametrize("dumb", [False, True], ids=["full", "dumb"])
@pytest.mark.parametrize("key", ["\r", "1\r", "2\r", "n\r", "s\r", "y\r"])
def test_a_burst_of_one_key_ticks_at_most_what_one_press_would(tmp_path: Path, key: str, dumb: bool) -> None:
    """Sixty times, as when something lies on the keyboard."""
    typist = Typist(tmp_path, "en", at_ease=False, dumb=dumb)
    typist.terminal.send(key * 60)
    typist.terminal.send("\x15over\r")
    typist.prompt()
    ticked = [kind for kind in typist.kinds() if kind.startswith("step-")]
    assert len(ticked) <= 1
    assert len(typist.kinds()) <= 3
    typist.leave()


def test_enter_before_its_prompt_can_be_read_is_swallowed_and_the_prompt_stays(tmp_path: Path) -> None:
    """Right at the prompt: nothing. What is typed then is taken."""
    typist = Typist(tmp_path, "en", at_ease=False)
    typist.terminal.send("\r")
    typist.type("smoke")
    assert typist.kinds() == ["officer-named", "noted"]
    typist.leave()


def test_the_card_is_drawn_again_with_ctrl_l_and_what_was_begun_survives_another_size(tmp_path: Path) -> None:
    """On a screen that was scrolled away, and when the window is dragged in the middle of a word."""
    typist = Typist(tmp_path, "en")
    typist.terminal.send("\x0c")
    typist.terminal.child.expect_exact("Responsible: Zone owner")
    typist.prompt()
    typist.terminal.send("smo")
    typist.terminal.child.setwinsize(15, 50)
    typist.terminal.send("ke\r")
    typist.terminal.child.expect_exact("Kept as a note")
    assert typist.notes() == ["smoke"]
    typist.leave()
