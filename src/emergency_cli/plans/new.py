"""New plan files, from what is packaged or from templates."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from emergency_cli.core.plan.centre import Layout
from emergency_cli.core.text import Text
from emergency_cli.places import packaged_plan
from emergency_cli.plans.editing import PlanFile
from emergency_cli.plans.plan import Plan

_TEMPLATES = Path(__file__).parent / "templates"
Files = dict[str, bytes]


def packaged_files() -> Files:
    """Every file of the plan that came with the program, by its name in the folder; the schemas for editors too."""
    folder = packaged_plan()
    names = [folder / "roster.yaml", folder / "centre.yaml"]
    names += [path for name in ("playbooks", "drills") for path in (folder / name).glob("*.yaml")]
    names += [*(folder / "docs" / "schema").glob("*.json")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}


def named_files(name: Text | None, office: Text | None) -> Files:
    """The same, with the hall and its coordinating office called by these names."""
    files = packaged_files()
    roster = PlanFile(files["roster.yaml"], "roster.yaml")
    if name:
        roster.set(["organisation"], {"zh": name.zh, "en": name.en})
    if office:
        unit = Plan([packaged_plan()]).roster.office
        roster.set(["units", str(unit), "title"], {"zh": office.zh, "en": office.en})
    return files | {"roster.yaml": roster.raw}


def empty_files(name: Text, office: Text, today: str, languages: Sequence[str]) -> Files:
    """A plan with a coordinating office and a general procedure, and nobody in it yet. `today`: 2026-11-28."""
    values = {"name": name, "office": office}
    texts = {f"{key}_{lang}": getattr(text, lang) for key, text in values.items() for lang in ("zh", "en")}
    layout: Layout = "gb-t-9704" if "zh" in languages else "a4"
    return {
        "roster.yaml": filled("roster", {**texts, "today": today}, languages),
        "playbooks/general.yaml": filled("general", {}, languages),
        "centre.yaml": filled("centre", {"languages": list(languages), "layout": layout}, languages),
        **{key: raw for key, raw in packaged_files().items() if key.startswith("docs/")},
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
_COMMENT = re.compile(r"(?P<mark>\s*# )(?P<zh>.*) / (?P<en>.*\n)")


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
