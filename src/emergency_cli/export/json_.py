"""The report as JSON, for machines. The same in every language of the reader.

    {"format": 1, "kind": "summary", "incident": "<id>", "drill": false, "draft": true, "redacted": false,
     "built": <time>, "title": <words>, "number": 1, "issuer": <words>, "to": [<cell>, ...], "approved": <cell or null>,
     "codes": [{"code": "xxxx xxxx xxxx xxxx xxxx", "entry": "<desk>/<n>"}, ...],
     "form": {"<name>": <cell>, ...},
     "sections": {"<section>": {"title": <words>, "annex": true, "<part>": <part>, ...}, ...}}

- `kind`: `summary`, or the bulletins `initial`, `follow-up` (with its `number`), `final`. `draft` until it was
  given out or `approved`. `redacted`: personal values were left out.
- words: `{"zh": "...", "en": "..."}`.
- A part with named values is an object of cells; a table is a list of objects of cells by column, `"struck": true`
  where a line was taken back, replaced or corrected. The timeline is a list of moments in story order: `entry`,
  `event`, `at`, `recorded`, `says`, `actor`, `by`, `struck` where taken back, `changes` (`member`, `was`, `now`,
  `note`, `entry`), `marks` (`paper`, `recorded-later`, `other-offset`, `clock-set`, `taken-back`, `after-close`) and
  `more`, further entries that say the same of other zones or units. Prose is a list of paragraphs, each a list of
  sentences: `says`, and the `entries` it rests on. Milestones are a list: `at`, `name`, `entry`, and where there is a
  limit `due` and `late`.
- A cell is a string; an integer; a time (ISO 8601 with offset); words; `{"id": "...", "zh": "...", "en": "..."}` for
  what has an id; seconds for a length of time (`late`: 0 is in time); a list of these; `null` for what is still to be
  filled in; `{"sealed": "<hex>", "value": "..." or null}` for a personal value, with `"redacted": true` where it was
  left out. Where nothing belongs, it is left out.
The log itself is what `emergency timeline --json` gives.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from emergency_cli.core.cleaning import escaped
from emergency_cli.core.events import Event, Unknown, stamp
from emergency_cli.core.personal import Personal
from emergency_cli.core.record.lines import dumps
from emergency_cli.core.report.document import (
    DRAFT,
    Block,
    Coded,
    Fields,
    Milestone,
    Milestones,
    Moment,
    Prose,
    Report,
    Section,
    Table,
    Timeline,
)
from emergency_cli.language import Words

FORMAT = 1
_LANGUAGES = (Words("zh"), Words("en"))


def export(report: Report, words: Words) -> bytes:  # noqa: ARG001 - every format has this signature
    """The whole document as one line of UTF-8. `words` plays no part: both languages are in it."""
    document = {
        "format": FORMAT,
        "kind": report.kind,
        "incident": report.incident,
        "drill": report.drill,
        "draft": DRAFT in report.marks,
        "redacted": report.redacted,
        "built": stamp(report.built),
        "title": _both(report.title),
        **_cells(
            {"number": report.number or "", "issuer": report.issuer, "to": report.to, "approved": report.approved}
        ),
        "codes": [{"code": code, "entry": entry} for code, entry in report.codes],
        "form": _cells({field.key: field.value for field in report.form}),
        "sections": {section.key: _section(section) for section in report.sections},
    }
    return (escaped(dumps(document)) + "\n").encode()


def _both(value: object) -> dict[str, str]:
    return {words.language: words(value) for words in _LANGUAGES}


def _section(section: Section) -> dict[str, Any]:
    annex = {"annex": True} if section.annex else {}
    title = {"title": _both(section.title)} if section.title else {}
    return title | annex | {part.key: _part(part) for part in section.parts}


def _part(part: Block) -> object:
    match part:
        case Prose():
            return [
                [{"says": _both(each.says), "entries": [entry.id for entry in each.entries]} for each in one.sentences]
                for one in part.paragraphs
            ]
        case Milestones():
            return [_milestone(mark) for mark in part.marks]
        case Fields():
            return _cells({field.key: field.value for field in part.fields})
        case Table():
            lines = [(dict(zip(part.columns, line.cells, strict=True)), line.struck) for line in part.lines]
            return [_cells(cells) | _struck(struck) for cells, struck in lines]
        case Timeline():
            return [_moment(moment) for moment in part.moments]


def _milestone(mark: Milestone) -> dict[str, Any]:
    due, late = mark.limit or ("", "")
    return _cells({"at": mark.at, "name": mark.name, "entry": mark.entry.id if mark.entry else "",
                   "due": due, "late": late})  # fmt: skip


def _cells(cells: Mapping[str, object]) -> dict[str, Any]:
    return {key: _cell(cell) for key, cell in cells.items() if cell != ""}


def _struck(struck: bool) -> dict[str, bool]:
    return {"struck": True} if struck else {}


def _cell(cell: object) -> object:
    match cell:
        case None | str() | int():
            return cell
        case datetime():
            return stamp(cell)
        case date():
            return cell.isoformat()
        case timedelta():
            return int(cell.total_seconds())
        case Personal():
            return {"sealed": cell.sealed, "value": cell.value} | ({"redacted": True} if cell.masked else {})
        case Coded(code=int()):
            return cell.code
        case Coded():
            return {"id": cell.code} | _both(cell.says)
        case list() | tuple():
            return [_cell(each) for each in cell]
        case _:
            return _both(cell)


def _moment(moment: Moment) -> dict[str, Any]:
    entry = moment.entry
    told = {"entry": entry.id, "event": _kind(entry.event), "at": entry.event.occurred, "recorded": entry.recorded}
    changes = [
        _cells({"member": each.member, "was": each.was, "now": each.now, "note": each.note, "entry": each.entry.id})
        for each in moment.changes
    ]
    more: dict[str, object] = {"changes": changes} if changes else {}
    more |= {"marks": [_cell(mark) for mark in moment.marks]} if moment.marks else {}
    more |= {"more": [each.id for each in moment.more]} if moment.more else {}
    return _cells(told | {"says": moment.says, "actor": moment.actor, "by": moment.by}) | _struck(moment.struck) | more


def _kind(event: Event) -> str:
    return event.name if isinstance(event, Unknown) else event.kind
