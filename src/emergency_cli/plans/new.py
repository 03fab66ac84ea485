"""New plan files, from what is packaged or from templates."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from emergency_cli.core.plan.centre import Layout
from emergency_cli.core.text import Text
from emergency_cli.places import packaged_plan
from emergency_cli.plans.editing import PlanFile, Value, in_one_language
from emergency_cli.plans.plan import Plan

_TEMPLATES = Path(__file__).parent / "templates"
Files = dict[str, bytes]
# What a plan is called that has no name of its own yet.
NO_TITLE = Text("应急预案", "Emergency plan")


def packaged_files() -> Files:
    """Every file of the plan that came with the program, by its name in the folder; the schemas for editors too."""
    folder = packaged_plan()
    names = [folder / "roster.yaml", folder / "centre.yaml"]
    names += [path for name in ("playbooks", "drills") for path in (folder / name).glob("*.yaml")]
    names += [*(folder / "docs" / "schema").glob("*.json")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}


def named_files(name: Text, office: Text | None, today: str, languages: Sequence[str]) -> Files:
    """The same in these languages, with the hall and its coordinating office called by these names.

    A document of another hall is not issued under the title of this one's plan: its title, issuer and day begin anew.
    """
    files = packaged_files()
    if len(languages) == 1:
        files = {path: _reduced(path, raw, languages[0]) for path, raw in files.items()}
    packaged = Plan([packaged_plan()]).roster
    roster = PlanFile(files["roster.yaml"], "roster.yaml")
    roster.set(["organisation"], _said(name, languages))
    if name.zh != packaged.organisation.zh:
        roster.set(["document", "title"], _said(NO_TITLE, languages))
        roster.set(["document", "issuer"], _said(name, languages))
        roster.set(["document", "dated"], today)
        roster.set(["document", "legal-basis"], None)
    if office:
        roster.set(["units", str(packaged.office), "title"], _said(office, languages))
    return files | {"roster.yaml": roster.raw}


def _said(text: Text, languages: Sequence[str]) -> Value:
    """A text as a plan in these languages has it: of one language the bare words."""
    both = {"zh": text.zh, "en": text.en}
    return both if len(languages) > 1 else both.get(languages[0], text.en)


def empty_files(name: Text, office: Text, today: str, languages: Sequence[str]) -> Files:
    """A plan with a coordinating office and a general procedure, and nobody in it yet. `today`: 2026-11-28."""
    values = {"name": name, "office": office}
    texts = {f"{key}_{lang}": getattr(text, lang) for key, text in values.items() for lang in ("zh", "en")}
    layout: Layout = "gb-t-9704" if "zh" in languages else "a4"
    return {
        "roster.yaml": filled("roster", {**texts, "today": today}, languages),
        "playbooks/general.yaml": filled("general", {}, languages),
        "centre.yaml": filled("centre", {"languages": list(languages), "layout": layout}, languages),
        **{
            key: raw if len(languages) > 1 else _described(raw, languages[0])
            for key, raw in packaged_files().items()
            if key.startswith("docs/")
        },
    }


def filled(template: str, values: Mapping[str, str | list[str]], languages: Sequence[str]) -> bytes:
    """A template in these languages, with these values in it, each in quotes, but not in comments."""
    lines = (_TEMPLATES / f"{template}.yaml").read_text("utf-8").splitlines(keepends=True)
    if len(languages) == 1:
        lines = [said for line in lines if (said := _in_one(line, languages[0]))]
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in values.items()}
    return "".join(
        Template(line).substitute(values if line.lstrip().startswith("#") else quoted) for line in lines
    ).encode()


# A text in both languages on one line, and a comment in both; templates have no others.
_BOTH = re.compile(r"""\{zh: (?P<zh>"[^"]*"|[^",{}]*), en: (?P<en>"[^"]*"|[^"{}]*)\}""")
_LANGUAGES, _TWO = re.compile(r"^languages: .*$", re.M), 2
# A comment in both, on lines of its own or behind something.
_BESIDE = re.compile(r"(?P<mark>(?:^|[ \t])# )(?P<zh>[^/\n]*[^/\n ]) / (?P<en>[^\n]*(?:\n *# [A-Za-z][^\n]*)*)", re.M)
_COMMENT = re.compile(r"(?P<mark>\s*# )(?P<zh>.*) / (?P<en>.*\n)")


def _reduced(path: str, raw: bytes, code: str) -> bytes:
    """A file of a plan in both languages for a plan in one of them."""
    if path.startswith("docs/"):
        return _described(raw, code)
    text = _BESIDE.sub(lambda found: f"{found['mark']}{found[code]}", raw.decode("utf-8"))
    text = "".join(line for line in text.splitlines(keepends=True) if not _remark_in_another(line, code))
    return in_one_language(_LANGUAGES.sub(f"languages: [{code}]", text), code).encode("utf-8")


def _remark_in_another(line: str, code: str) -> bool:
    """Whether a line is nothing but a comment, and not in this language; what an editor is told is in none."""
    remark = line.strip()
    chinese = any("\u4e00" <= char <= "\u9fff" for char in remark)
    return remark.startswith("# ") and chinese != (code == "zh") and not remark.startswith("# yaml-")


def _described(raw: bytes, code: str) -> bytes:
    """A schema whose descriptions, in both languages, are in this one; in English where there is no such one."""

    def chosen(member: dict[str, Any]) -> dict[str, Any]:
        found = dict(member)
        for name, between in (("description", "\n\n"), ("title", " / ")):
            said = found.get(name)
            parts = said.split(between) if isinstance(said, str) else []
            if len(parts) == _TWO:  # a description has the Chinese first, a title the English
                found[name] = parts[(code == "zh") == (name == "title")]
        return found

    text = json.dumps(json.loads(raw, object_hook=chosen), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _in_one(line: str, code: str) -> str:
    """A line of a template for a plan in this language; nothing where it is all in the other one.

    What is to be in a language that no template has is in English, for somebody to translate.
    """
    language, other = ("zh", "en") if code == "zh" else ("en", "zh")
    if comment := _COMMENT.fullmatch(line):
        return f"{comment['mark']}{comment[language].rstrip()}\n"
    if line.lstrip().startswith(f"{other}: "):
        return ""
    return re.sub(f"^(\\s+){language}: ", rf"\g<1>{code}: ", _BOTH.sub(lambda both: both[language], line))
