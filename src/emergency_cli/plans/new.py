"""New plan files, from what is packaged or from templates."""

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template

from emergency_cli.core.text import Text
from emergency_cli.plans.editing import PlanFile
from emergency_cli.world import packaged_plan

_TEMPLATES = Path(__file__).parent / "templates"
OFFICE = ("units", "emergency-office", "title")
Files = dict[str, bytes]


def packaged_files() -> Files:
    """Every file of the plan that came with the program, by its name in the folder; the schemas for editors too."""
    folder = packaged_plan()
    names = [folder / "roster.yaml", folder / "centre.yaml"]
    names += [*(folder / "playbooks").glob("*.yaml"), *(folder / "docs" / "schema").glob("*.json")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}


def named_files(name: Text | None, office: Text | None) -> Files:
    """The same, with the hall and its coordinating office called by these names."""
    files = packaged_files()
    roster = PlanFile(files["roster.yaml"], "roster.yaml")
    if name:
        roster.set(["organisation"], {"zh": name.zh, "en": name.en})
    if office:
        roster.set(OFFICE, {"zh": office.zh, "en": office.en})
    return files | {"roster.yaml": roster.raw}


def empty_files(name: Text, office: Text, today: str) -> Files:
    """A plan with a coordinating office and a general procedure, and nobody in it yet. `today`: 2026-11-28."""
    values = {"name": name, "office": office}
    texts = {f"{key}_{lang}": getattr(text, lang) for key, text in values.items() for lang in ("zh", "en")}
    packaged = packaged_files()
    return {
        "roster.yaml": filled("roster", {**texts, "today": today}),
        "playbooks/general.yaml": filled("general", {}),
        "centre.yaml": filled("centre", {}) + _documents(packaged["centre.yaml"]),
        **{key: raw for key, raw in packaged.items() if key.startswith("docs/")},
    }


def _documents(centre: bytes) -> bytes:
    """The titles and headings of documents, with the comments among them: the last part of the file."""
    return centre[centre.index(b"\ndocuments:") + 1 :]


def filled(template: str, values: Mapping[str, str | list[str]]) -> bytes:
    """A template with these values in it, each in quotes, but not in comments."""
    lines = (_TEMPLATES / f"{template}.yaml").read_text("utf-8").splitlines(keepends=True)
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in values.items()}
    return "".join(Template(line).substitute(values if line.startswith("#") else quoted) for line in lines).encode()
